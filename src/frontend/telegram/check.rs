//! What an operator is told about the bot's set-up before anything runs.
//!
//! Asks Telegram and changes nothing there. Findings are sentences for the operator: what is wrong, and what to do.

use serde_json::Value;
use teloxide::{Bot, RequestError};

use super::{
    bare::{GetChat, GetChatMember, GetMe, ask},
    failure,
    outbound::shape,
};
use crate::domain::staff_side::Shape;

/// One thing that is not as the desk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl Finding {
    pub(super) fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: mend.into() }
    }
}

/// Asks Telegram about the token and the staff group; all that is wrong, empty when nothing is.
pub async fn check(bot: &Bot, staff_chat: Option<i64>) -> Vec<Finding> {
    let me = match ask(bot, GetMe {}).await {
        Ok(me) => me,
        Err(error) => return vec![without_answer(&error)],
    };
    let Some(chat) = staff_chat else { return Vec::new() };
    let group = match ask(bot, GetChat { chat_id: chat }).await {
        Ok(group) => group,
        Err(error) => return vec![without_group(chat, "getChat", &error)],
    };
    let shape = match shape(&group) {
        Some(Shape::Private) => return Vec::new(),
        Some(shape) => shape,
        None => {
            let mend = "take a group, or the number of the one agent in whose chat with the bot all is done";
            return vec![Finding::new("the staff chat is a channel, where nobody can answer", mend)];
        }
    };
    let mut findings = Vec::new();
    let id = me["id"].as_i64().unwrap_or_default();
    match ask(bot, GetChatMember { chat_id: chat, user_id: id }).await {
        Ok(member) => findings.extend(rights(shape, &me, &member)),
        Err(error) => findings.push(without_group(chat, "getChatMember", &error)),
    }
    findings
}

fn without_answer(error: &RequestError) -> Finding {
    let said = failure::wording(error).unwrap_or_default().to_lowercase();
    if said == "unauthorized" || said == "invalid bot token" {
        return Finding::new(
            "Telegram does not accept the token",
            "copy the token from @BotFather once more, all of it with the number before the colon",
        );
    }
    Finding::new(
        format!("Telegram can't be asked ({})", failure::classify("getMe", error)),
        "look whether this machine reaches the address of the Bot API, and try again",
    )
}

fn without_group(chat: i64, method: &str, error: &RequestError) -> Finding {
    if let RequestError::MigrateToChatId(to) = error {
        return Finding::new(
            format!("the staff group {chat} has another id now"),
            format!("write {} as its id", to.0),
        );
    }
    if chat > 0 {
        return Finding::new(
            format!(
                "the chat with {chat}, where the staff is to work, is closed to the bot ({})",
                failure::classify(method, error)
            ),
            "let that person write /start to the bot once, then look whether the number is right",
        );
    }
    Finding::new(
        format!("the staff group {chat} is closed to the bot ({})", failure::classify(method, error)),
        "add the bot to the group and make it an administrator, then look whether the id is right",
    )
}

/// What the bot may not do in the group although it has to. Topics are opened only where there are some.
fn rights(shape: Shape, me: &Value, member: &Value) -> Vec<Finding> {
    let status = member["status"].as_str().unwrap_or_default();
    if matches!(status, "left" | "kicked") {
        let what = "the bot is not in the staff group";
        return vec![Finding::new(what, "add it to the group and make it an administrator")];
    }
    let admin = matches!(status, "administrator" | "creator");
    let may = |right: &str| status == "creator" || (admin && member[right] == true);
    let mut findings = Vec::new();
    for (right, deed, name) in [
        ("can_manage_topics", "open topics", "Manage topics"),
        ("can_pin_messages", "pin messages", "Pin messages"),
        // Why: an erasure takes copies back, agents' messages and whole topics among them.
        ("can_delete_messages", "delete messages", "Delete messages"),
    ] {
        let needed = shape == Shape::Topics || right != "can_manage_topics";
        if needed && !may(right) {
            findings.push(Finding::new(
                format!("the bot may not {deed} in the staff group"),
                format!("make it an administrator of the group with the right \"{name}\""),
            ));
        }
    }
    if !admin {
        findings.push(Finding::new(
            "the bot is not told what the staff reacts with in the group",
            "make it an administrator of the group: Telegram tells reactions to administrators only",
        ));
    }
    if !admin && me["can_read_all_group_messages"] != true {
        findings.push(Finding::new(
            "the bot does not see what the staff writes in the group",
            "make it an administrator of the group, or switch off its privacy mode at @BotFather and add it again",
        ));
    }
    findings
}
