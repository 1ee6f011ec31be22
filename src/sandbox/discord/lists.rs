//! Reading back: one message, a page of messages, pins.

use serde_json::{Value, json};

use super::faces::stamp;
use super::guild::Post;
use super::permission;
use super::refusal::{Form, Refusal};
use super::request::{Answer, Call, Reply};

pub(super) fn message(call: &mut Call<'_>) -> Answer {
    call.channel_with(permission::READ_MESSAGE_HISTORY)?;
    let post = call.post()?;
    Ok(Reply::Json(call.guild.post_json(post, call.now)))
}

/// Newest first, whatever was asked for.
pub(super) fn messages(call: &mut Call<'_>) -> Answer {
    let channel = call.channel()?;
    let (id, rights) = (channel.id, call.guild.rights(channel));
    let limit = call.limit("limit", 50, 100)?;
    let (before, after, around) = (mark(call, "before")?, mark(call, "after")?, mark(call, "around")?);
    if rights & permission::READ_MESSAGE_HISTORY == 0 {
        // Why no refusal: without the right, the history is simply empty.
        return Ok(Reply::Json(json!([])));
    }
    let seen: Vec<&Post> = call.guild.posts_in(id).filter(|post| post.only_for.is_none()).collect();
    let page: Vec<&Post> = if let Some(around) = around {
        let half = limit / 2;
        let at = seen.partition_point(|post| post.id < around);
        let from = at.saturating_sub(half);
        seen.into_iter().skip(from).take(limit).rev().collect()
    } else if let Some(after) = after {
        // Why: the oldest beyond the mark, and these newest first.
        let mut page: Vec<&Post> = seen.into_iter().filter(|post| post.id > after).take(limit).collect();
        page.reverse();
        page
    } else {
        seen.into_iter()
            .rev()
            .filter(|post| before.is_none_or(|before| post.id < before))
            .take(limit)
            .collect()
    };
    let page: Vec<Value> = page.into_iter().map(|post| call.guild.post_json(post, call.now)).collect();
    Ok(Reply::Json(json!(page)))
}

/// An id of the query.
pub(super) fn mark(call: &Call<'_>, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = call.query(name) else { return Ok(None) };
    let mut form = Form::default();
    let id = text.parse().ok();
    if id.is_none() {
        form.wrong(name, "NUMBER_TYPE_COERCE", &format!("Value \"{text}\" is not snowflake."));
    }
    form.judge()?;
    Ok(id)
}

/// Pinned messages, the latest pin first.
fn pinned<'a>(call: &'a Call<'_>) -> Result<Vec<&'a Post>, Refusal> {
    let channel = call.channel_with(permission::READ_MESSAGE_HISTORY)?.id;
    let mut pinned: Vec<&Post> = call.guild.posts_in(channel).filter(|post| post.pinned.is_some()).collect();
    pinned.sort_by_key(|post| std::cmp::Reverse((post.pinned, post.id)));
    Ok(pinned)
}

pub(super) fn old_pins(call: &mut Call<'_>) -> Answer {
    let pinned = pinned(call)?;
    Ok(Reply::Json(pinned.into_iter().map(|post| call.guild.post_json(post, call.now)).collect()))
}

pub(super) fn pins(call: &mut Call<'_>) -> Answer {
    let limit = call.limit("limit", 50, 50)?;
    let pinned = pinned(call)?;
    let items = pinned.iter().take(limit).map(
        |post| json!({"pinned_at": post.pinned.map(stamp), "message": call.guild.post_json(post, call.now)}),
    );
    let items: Vec<Value> = items.collect();
    Ok(Reply::Json(json!({"has_more": pinned.len() > limit, "items": items})))
}
