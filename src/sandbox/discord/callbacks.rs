//! The first answer to an interaction: within three seconds, once, and of a kind that fits.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::draft::list;
use super::guild::Guild;
use super::interaction::{AUTOCOMPLETE, Answered, COMPONENT, FIRST_ANSWER, Interaction, MODAL};
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Part, Reply};
use super::{flag, limits};

pub(super) fn answer(call: &mut Call<'_>) -> Answer {
    let id = call.part("interaction_id").parse().unwrap_or_default();
    let token = call.part("interaction_token");
    let asked = call.guild.interactions.get(&id).filter(|asked| asked.token == token);
    let asked = asked.cloned().ok_or_else(|| Refusal::code(10062))?;
    if asked.answered.is_some() {
        return Err(Refusal::code(40060));
    }
    if call.now - asked.at > FIRST_ANSWER {
        return Err(Refusal::code(10062));
    }
    let received = call.received;
    let body = &received.body;
    let of = body["type"].as_u64().unwrap_or_default();
    fits(&asked, of)?;
    let data = &body["data"];
    let (answered, original) = match of {
        4 => {
            let post = message(call.guild, &asked, data, &received.files, call.now)?;
            (Answered::Message, Some(post))
        }
        5 => {
            let flags = data["flags"].as_u64().unwrap_or_default() & flag::EPHEMERAL;
            (Answered::Message, Some(waiting(call.guild, &asked, flags, call.now)))
        }
        6 => (Answered::Update, asked.on),
        7 => {
            let on = asked.on.ok_or_else(|| Refusal::code(10008))?;
            call.guild.redraft(on, data, &received.files, call.now)?;
            call.guild.tell_post("MESSAGE_UPDATE", on, call.now);
            (Answered::Update, Some(on))
        }
        8 => (Answered::Choices(choices(data)?), None),
        _ => {
            let mut form = Form::default();
            limits::modal(&mut form, data);
            form.judge()?;
            (Answered::Modal(data.clone()), None)
        }
    };
    let form = matches!(answered, Answered::Modal(_)).then(|| call.guild.ids.next(call.now));
    if let Some(asked) = call.guild.interactions.get_mut(&id) {
        asked.answered = Some(answered);
        (asked.original, asked.form) = (original, form);
    }
    if call.query("with_response") == Some("true") {
        let mut json = json!({"interaction": {"id": id.to_string(), "type": asked.kind},
            "resource": {"type": of}});
        if let Some(original) = original {
            json["interaction"]["response_message_id"] = json!(original.to_string());
            json["resource"]["message"] = call.guild.post_by_id(original, call.now);
        }
        return Ok(Reply::Json(json));
    }
    Ok(Reply::Nothing)
}

/// Whether an answer of this type fits what was asked.
fn fits(asked: &Interaction, of: u64) -> Result<(), Refusal> {
    let fits = match of {
        4 | 5 => asked.kind != AUTOCOMPLETE,
        6 | 7 => asked.kind == COMPONENT || (asked.kind == MODAL && asked.on.is_some()),
        8 => asked.kind == AUTOCOMPLETE,
        9 => asked.kind != AUTOCOMPLETE && asked.kind != MODAL,
        _ => false,
    };
    let mut form = Form::default();
    if !fits {
        form.choices("type", "1, 4, 5, 6, 7, 8, 9");
    }
    form.judge()
}

fn choices(data: &Value) -> Result<Vec<Value>, Refusal> {
    let choices = list(&data["choices"]);
    let mut form = Form::default();
    form.count("data.choices", choices.len(), 0, 25);
    for (n, choice) in choices.iter().enumerate() {
        match choice["name"].as_str() {
            Some(name) => form.length(&format!("data.choices.{n}.name"), name, 1, 100),
            None => form.required(&format!("data.choices.{n}.name")),
        }
        match &choice["value"] {
            Value::String(value) => form.length(&format!("data.choices.{n}.value"), value, 0, 100),
            Value::Number(_) => {}
            _ => form.required(&format!("data.choices.{n}.value")),
        }
    }
    form.judge()?;
    Ok(choices)
}

/// Posts an answer of an interaction and tells its id.
pub(super) fn message(
    guild: &mut Guild,
    asked: &Interaction,
    data: &Value,
    files: &[Part],
    now: DateTime<Utc>,
) -> Result<u64, Refusal> {
    let mut post = guild.draft(asked.channel, data, files, flag::EPHEMERAL, now)?;
    post.interaction = Some(asked.id);
    post.kind = if asked.kind == COMPONENT { post.kind } else { 20 };
    post.only_for = (post.flags & flag::EPHEMERAL != 0).then_some(asked.who);
    let id = post.id;
    guild.put(post, now);
    Ok(id)
}

/// The message that says that an answer is on its way.
fn waiting(guild: &mut Guild, asked: &Interaction, flags: u64, now: DateTime<Utc>) -> u64 {
    let mut post = guild.empty_post(asked.channel, guild.bot, now);
    post.interaction = Some(asked.id);
    post.kind = 20;
    post.flags = flags | flag::LOADING;
    post.only_for = (flags & flag::EPHEMERAL != 0).then_some(asked.who);
    let id = post.id;
    guild.put(post, now);
    id
}
