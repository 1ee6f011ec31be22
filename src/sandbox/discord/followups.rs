//! What comes after the first answer, by the token of the interaction: more messages, and changes to them.

use super::interaction::Interaction;
use super::refusal::Refusal;
use super::request::{Answer, Call, Reply};
use super::{callbacks, flag};

/// The interaction of the path.
fn asked(call: &Call<'_>) -> Result<Interaction, Refusal> {
    if call.id("webhook_id")? != call.guild.application {
        return Err(Refusal::code(10015));
    }
    call.guild.by_token(call.part("webhook_token"), call.now).cloned()
}

/// The message of the path: the first answer, or one of this interaction by its id.
fn target(call: &Call<'_>, asked: &Interaction) -> Result<u64, Refusal> {
    let id = if call.part("message_id").is_empty() { asked.original } else { Some(call.id("message_id")?) };
    let found = id.and_then(|id| call.guild.posts.get(&id)).filter(|post| !post.deleted);
    let own = found.filter(|post| post.interaction == Some(asked.id) || asked.on == Some(post.id));
    own.map(|post| post.id).ok_or_else(|| Refusal::code(10008))
}

pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let asked = asked(call)?;
    let received = call.received;
    // Why: after "an answer is on its way" the first follow-up takes its place.
    let waiting = asked.original.and_then(|id| call.guild.posts.get(&id));
    let waiting = waiting.filter(|post| post.flags & flag::LOADING != 0).map(|post| post.id);
    let id = match waiting {
        Some(id) => {
            call.guild.redraft(id, &received.body, &received.files, call.now)?;
            call.guild.tell_post("MESSAGE_UPDATE", id, call.now);
            id
        }
        None => callbacks::message(call.guild, &asked, &received.body, &received.files, call.now)?,
    };
    Ok(Reply::Json(call.guild.post_by_id(id, call.now)))
}

pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let asked = asked(call)?;
    let id = target(call, &asked)?;
    Ok(Reply::Json(call.guild.post_by_id(id, call.now)))
}

pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let asked = asked(call)?;
    let id = target(call, &asked)?;
    let received = call.received;
    call.guild.redraft(id, &received.body, &received.files, call.now)?;
    call.guild.tell_post("MESSAGE_UPDATE", id, call.now);
    Ok(Reply::Json(call.guild.post_by_id(id, call.now)))
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let asked = asked(call)?;
    let id = target(call, &asked)?;
    call.guild.strike(id);
    Ok(Reply::Nothing)
}
