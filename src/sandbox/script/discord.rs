//! What is said of Discord alone: choosing, filling in, menus of messages, and what goes wrong there.

use super::parse::{expected, number, place};
use super::words::Words;
use super::{Deed, FaultOrder, Step};
use crate::sandbox::discord::{Cut, RestFault, RestTrouble, Upset};
use crate::sandbox::faults::Fault;
use crate::sandbox::shown::Place;

/// What the bot does, and the route it does it by.
const ROUTES: [(&str, &str); 7] = [
    ("*", "*"),
    ("send", "POST /channels/{channel_id}/messages"),
    ("edit", "PATCH /channels/{channel_id}/messages/{message_id}"),
    ("delete", "DELETE /channels/{channel_id}/messages/{message_id}"),
    ("react", "PUT /channels/{channel_id}/messages/{message_id}/reactions/*"),
    ("thread", "POST /channels/{channel_id}/threads"),
    ("answer", "POST /interactions/*"),
];

/// `chooses "…" "…"`
pub(super) fn choose(words: &mut Words<'_>) -> Result<Deed, String> {
    let mut options = vec![words.quoted()?];
    while let Some(option) = words.maybe_quoted()? {
        options.push(option);
    }
    Ok(Deed::Choose { options })
}

/// `fills "…" with "…"; "…" with "…"`
pub(super) fn fill(words: &mut Words<'_>) -> Result<Deed, String> {
    let mut lines = Vec::new();
    loop {
        let label = words.quoted()?;
        expected(words, "with")?;
        lines.push((label, words.quoted()?));
        if !words.mark(';') {
            return Ok(Deed::Fill { lines });
        }
    }
}

/// `uses "…" on "…"`
pub(super) fn menu_entry(words: &mut Words<'_>) -> Result<Deed, String> {
    let entry = words.quoted()?;
    expected(words, "on")?;
    Ok(Deed::Use { entry, part: words.quoted()? })
}

/// What follows `fault discord`.
pub(super) fn upset(words: &mut Words<'_>) -> Result<Step, String> {
    let route = words.maybe_quoted()?;
    let (upset, at) = match route {
        Some(route) => calls(words, &route)?,
        None => match words.word().ok_or("what goes wrong on Discord is missing")? {
            "gateway" => (gateway(words)?, None),
            "clear" => (Upset::Clear, None),
            "token" => (Upset::Revoke, None),
            "archive" => (Upset::Archive { locked: false }, Some(place(words, None)?)),
            "lock" => (Upset::Archive { locked: true }, Some(place(words, None)?)),
            "deny" => (Upset::Deny(true), Some(place(words, None)?)),
            "allow" => (Upset::Deny(false), Some(place(words, None)?)),
            name => {
                let route = ROUTES.iter().find(|(known, _)| *known == name).map(|(_, route)| *route);
                calls(
                    words,
                    route.ok_or_else(|| format!("\"{name}\" is nothing that goes wrong on Discord"))?,
                )?
            }
        },
    };
    words.end()?;
    Ok(Step::Fault(FaultOrder { fault: Fault::Discord(upset), place: at }))
}

/// `[PLACE] TROUBLE [xTIMES]`
fn calls(words: &mut Words<'_>, route: &str) -> Result<(Upset, Option<Place>), String> {
    let mut at = None;
    if trouble(&mut words.clone()).is_none() {
        at = Some(place(words, None)?);
    }
    let name = words.peek();
    let trouble = trouble(words).ok_or_else(|| format!("\"{name}\" is no trouble of Discord"))?;
    let times = if words.mark('x') { number(words)? } else { 1 };
    Ok((Upset::Calls(RestFault { route: route.to_owned(), channel: None, times, trouble }), at))
}

fn trouble(words: &mut Words<'_>) -> Option<RestTrouble> {
    Some(match words.word()? {
        "429" => {
            let seconds = words.peek().parse::<u32>().ok();
            if seconds.is_some() {
                words.word();
            }
            let millis = seconds.unwrap_or(1).saturating_mul(1000);
            RestTrouble::TooManyRequests { millis, global: words.take("global") }
        }
        "502" => RestTrouble::BadGateway { after: false },
        "502-after" => RestTrouble::BadGateway { after: true },
        "drop-before" => RestTrouble::DropBefore,
        "drop-after" => RestTrouble::DropAfter,
        "stall" => RestTrouble::Stall,
        "401" => RestTrouble::Refused(0),
        code => RestTrouble::Refused(code.parse().ok().filter(|code| *code >= 10_000)?),
    })
}

fn gateway(words: &mut Words<'_>) -> Result<Upset, String> {
    Ok(match words.word().ok_or("what the gateway does is missing")? {
        "drop" => Upset::Cut(Cut::Drop),
        "reconnect" => Upset::Cut(Cut::Reconnect),
        "new" => Upset::Lost,
        "down" => Upset::Down(true),
        "up" => Upset::Down(false),
        "doubles" if words.take("on") => Upset::Doubles(true),
        "doubles" if words.take("off") => Upset::Doubles(false),
        "swaps" => Upset::Swaps(number(words)?),
        "closes" => Upset::Cut(Cut::Close(number(words)?)),
        word => return Err(format!("the gateway can't \"{word}\"")),
    })
}
