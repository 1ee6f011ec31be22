//! What an operator is told about the bot's set-up on Discord before anything runs.
//!
//! Asks Discord and changes nothing there. Findings are sentences for the operator: what is wrong, and what to do.

use serde_json::Value;
use serenity::{
    all::{ApplicationId, ChannelId, GuildId, UserId},
    http::{Http, HttpError, LightMethod, Request, Route},
};

use super::{commands::STAFF as OFFERED, inbound::id};

/// One thing that is not as the desk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// The desk can't work so; otherwise it is only harder for people.
    pub grave: bool,
}

/// A right: its bit, and its name in Discord's settings.
type Right = (u64, &'static str);

/// What is needed wherever the bot works.
const IN_BOTH: [Right; 8] = [
    (1 << 10, "View Channels"),
    (1 << 11, "Send Messages"),
    (1 << 38, "Send Messages in Threads"),
    (1 << 34, "Manage Threads"),
    (1 << 15, "Attach Files"),
    (1 << 16, "Read Message History"),
    (1 << 6, "Add Reactions"),
    (1 << 51, "Pin Messages"),
];
/// Customers' threads are seen by them alone, cases' rooms by everybody in the staff channel.
const SUPPORT: Right = (1 << 36, "Create Private Threads");
const STAFF: Right = (1 << 35, "Create Public Threads");
const ADMINISTRATOR: u64 = 1 << 3;
/// The content of messages may be read: by every bot that is small, or by leave.
const CONTENT: u64 = 1 << 18 | 1 << 19;

/// The right to call roles that don't let everybody call them.
const CALL: u64 = 1 << 17;

/// Everything that is wrong, empty when nothing is. `called`: the groups that are called by a role, with its number.
pub async fn check(
    http: &Http,
    guild: u64,
    support: Option<u64>,
    staff: Option<u64>,
    called: &[(&str, i64)],
) -> Vec<Finding> {
    let me = match http.get_current_user().await {
        Ok(me) => me.id.get(),
        Err(error) => return vec![unanswered(&error)],
    };
    let Ok(server) = ask(http, Route::Guild { guild_id: GuildId::new(guild) }).await else {
        let mend = "invite the bot to that server, or correct DISCORD_GUILD";
        return vec![finding(format!("the bot is not in the server {guild}"), mend)];
    };
    let mut findings = Vec::new();
    let application = ask(http, Route::Oauth2ApplicationCurrent).await.unwrap_or_default();
    if application["flags"].as_u64().is_some_and(|flags| flags & CONTENT == 0) {
        findings.push(finding(
            "the bot may not read the content of messages",
            "switch on Message Content Intent under Bot in Discord's developer portal",
        ));
    }
    let member = Route::GuildMember { guild_id: GuildId::new(guild), user_id: UserId::new(me) };
    let member = ask(http, member).await.unwrap_or_default();
    let channels = [("DISCORD_SUPPORT_CHANNEL", support, SUPPORT), ("DISCORD_STAFF_CHANNEL", staff, STAFF)];
    for (key, channel, own) in channels {
        let Some(channel) = channel else { continue };
        let Ok(place) = ask(http, Route::Channel { channel_id: ChannelId::new(channel) }).await else {
            findings.push(finding(
                format!("the bot does not see the channel {channel}"),
                &format!("let it in, or correct {key}"),
            ));
            continue;
        };
        if key == "DISCORD_STAFF_CHANNEL" {
            findings.extend(unoffered(http, guild, &application, &server, &place).await);
        }
        let rights = rights(&server, &member, &place, me);
        if key == "DISCORD_STAFF_CHANNEL" {
            findings.extend(called.iter().filter_map(|one| unheard(*one, &server, rights)));
        }
        let missing: Vec<&str> = IN_BOTH
            .iter()
            .chain([&own])
            .filter(|(bit, _)| rights & bit == 0)
            .map(|(_, name)| *name)
            .collect();
        if !missing.is_empty() && rights & ADMINISTRATOR == 0 {
            findings.push(finding(
                format!("the bot lacks rights in the channel {channel}"),
                &format!("give it there: {}", missing.join(", ")),
            ));
        }
    }
    findings
}

/// A group's role that nobody hears: it is not there, or the bot may not call it.
fn unheard((group, role): (&str, i64), server: &Value, rights: u64) -> Option<Finding> {
    let roles = server["roles"].as_array().into_iter().flatten();
    let (what, mend) = match roles.into_iter().find(|one| id(&one["id"]) == Some(role)) {
        None => (
            format!(
                "the group {group} is called by the role {role}, which is not in the server {}",
                server["id"]
            ),
            format!("correct discord_role of {group} in terms.toml, or leave it out"),
        ),
        Some(found) if found["mentionable"] != true && rights & (CALL | ADMINISTRATOR) == 0 => (
            format!("the bot may not call the role {role} of the group {group}: its alerts wake nobody"),
            "let everybody mention the role, or give the bot Mention All Roles in the staff channel"
                .to_owned(),
        ),
        Some(_) => return None,
    };
    Some(Finding { what, mend, grave: false })
}

/// Roles that are let into the staff channel, and are not offered the desk's commands.
async fn unoffered(
    http: &Http,
    guild: u64,
    application: &Value,
    server: &Value,
    channel: &Value,
) -> Option<Finding> {
    let let_in = |role: &Value| {
        let over = channel["permission_overwrites"].as_array().into_iter().flatten();
        over.filter(|one| one["id"] == role["id"]).any(|one| bits(&one["allow"]) & IN_BOTH[0].0 != 0)
    };
    let everybody = id(&server["id"]);
    let roles: Vec<&Value> = server["roles"].as_array().into_iter().flatten().collect();
    let of_all = roles.iter().filter(|role| id(&role["id"]) == everybody);
    let of_all = of_all.fold(0, |sum, role| sum | bits(&role["permissions"]));
    let lacks = |role: &&&Value| {
        let rights = of_all | bits(&role["permissions"]);
        role["managed"] != true && id(&role["id"]) != everybody && rights & (OFFERED | ADMINISTRATOR) == 0
    };
    let names: Vec<&str> = roles
        .iter()
        .filter(|role| let_in(role))
        .filter(lacks)
        .filter_map(|role| role["name"].as_str())
        .collect();
    if names.is_empty() || by_hand(http, guild, application).await {
        return None;
    }
    Some(Finding {
        what: format!("who has the role {} is not offered the desk's commands", names.join(", ")),
        mend: "give the role the right View Audit Log, or allow it the commands under Server Settings, Integrations"
            .to_owned(),
        grave: false,
    })
}

/// Whether somebody has said in the server's settings who is offered the bot's commands.
async fn by_hand(http: &Http, guild: u64, application: &Value) -> bool {
    let Some(number) = application["id"].as_str().and_then(|id| id.parse().ok()).filter(|id| *id > 0) else {
        return false;
    };
    let application_id = ApplicationId::new(number);
    let said = ask(http, Route::GuildCommandsPermissions { application_id, guild_id: GuildId::new(guild) });
    said.await.is_ok_and(|said| said.as_array().is_some_and(|all| !all.is_empty()))
}

fn bits(value: &Value) -> u64 {
    value.as_str().and_then(|bits| bits.parse().ok()).unwrap_or_default()
}

/// The rights of a member in a channel: those of its roles, then what the channel takes and gives, everybody first, roles
/// next, the member last.
fn rights(server: &Value, member: &Value, channel: &Value, me: u64) -> u64 {
    let everybody = id(&server["id"]);
    let roles: Vec<i64> = member["roles"].as_array().into_iter().flatten().filter_map(id).collect();
    let counts = |role: Option<i64>| role == everybody || role.is_some_and(|role| roles.contains(&role));
    let all = server["roles"].as_array().into_iter().flatten();
    let base =
        all.filter(|role| counts(id(&role["id"]))).fold(0, |sum, role| sum | bits(&role["permissions"]));
    let over: Vec<&Value> = channel["permission_overwrites"].as_array().into_iter().flatten().collect();
    let me = i64::try_from(me).ok();
    let layers: [&dyn Fn(Option<i64>) -> bool; 3] =
        [&|of| of == everybody, &|of| of != everybody && counts(of), &|of| of == me];
    layers.iter().fold(base, |rights, layer| {
        let (mut taken, mut given) = (0, 0);
        for one in over.iter().filter(|one| layer(id(&one["id"]))) {
            taken |= bits(&one["deny"]);
            given |= bits(&one["allow"]);
        }
        rights & !taken | given
    })
}

async fn ask(http: &Http, route: Route<'_>) -> Result<Value, serenity::Error> {
    http.fire::<Value>(Request::new(route, LightMethod::Get)).await
}

fn unanswered(error: &serenity::Error) -> Finding {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(answer))
            if answer.status_code.as_u16() == 401 =>
        {
            finding(
                "Discord does not accept the token",
                "set DISCORD_TOKEN to what the developer portal shows under Bot",
            )
        }
        _ => finding("Discord can't be reached", "look at this machine's way to discord.com"),
    }
}

fn finding(what: impl Into<String>, mend: &str) -> Finding {
    Finding { what: what.into(), mend: mend.to_owned(), grave: true }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_role_that_is_not_there_or_may_not_be_called_is_found() {
        let server = json!({"id": "1", "roles": [
            {"id": "1", "permissions": "0"}, {"id": "5", "mentionable": false}, {"id": "6", "mentionable": true}]});
        let says = |role, rights| unheard(("quality", role), &server, rights).map(|found| found.what);
        assert!(says(7, u64::MAX).is_some_and(|what| what.contains("which is not in the server")));
        assert!(says(5, 0).is_some_and(|what| what.contains("may not call the role 5")));
        assert_eq!(says(6, 0), None, "everybody may call it");
        assert_eq!(says(5, CALL), None);
        assert_eq!(says(5, ADMINISTRATOR), None);
    }

    #[test]
    fn a_channel_takes_and_gives_what_roles_gave() {
        let server = json!({"id": "1", "roles": [
            {"id": "1", "permissions": "1024"}, {"id": "2", "permissions": "2048"}, {"id": "3", "permissions": "64"}]});
        let member = json!({"roles": ["2"]});
        let channel = |over: Value| json!({"permission_overwrites": over});
        assert_eq!(
            rights(&server, &member, &channel(json!([])), 9),
            1024 | 2048,
            "a role of others gives nothing"
        );
        let over = json!([
            {"id": "1", "deny": "1024", "allow": "0"}, {"id": "2", "deny": "0", "allow": "1024"},
            {"id": "3", "deny": "2048", "allow": "0"}, {"id": "9", "deny": "2048", "allow": "64"}]);
        assert_eq!(rights(&server, &member, &channel(over), 9), 1024 | 64, "the member's own comes last");
    }
}
