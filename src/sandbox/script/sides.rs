//! Where the staff works, which groups are at home where, and what happens to the staff group as a whole.

use super::parse::{expected, handle};
use super::words::Words;
use super::{StaffKind, Step, Turn};
use crate::sandbox::shown::{BOT, Site};

/// `staff: topics`, `staff: supergroup`, `staff: plain`, `staff: discord`, `staff: NAME`
pub(super) fn staff(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    if !words.mark(':') {
        return Err("a colon is missing after \"staff\"".to_owned());
    }
    let kind = if words.take("topics") {
        StaffKind::Topics
    } else if words.take("supergroup") {
        StaffKind::Supergroup
    } else if words.take("plain") {
        StaffKind::Plain
    } else if words.take("discord") {
        StaffKind::Discord
    } else {
        StaffKind::Person(handle(words)?)
    };
    words.end()?;
    Ok(Step::Staff(kind))
}

/// `homes: technical on discord, quality on telegram`
pub(super) fn homes(words: &mut Words<'_>) -> Result<Step, String> {
    words.word();
    if !words.mark(':') {
        return Err("a colon is missing after \"homes\"".to_owned());
    }
    let mut homes = Vec::new();
    loop {
        let group = words.word().ok_or("a group is missing")?.to_owned();
        expected(words, "on")?;
        let site = words.word().and_then(Site::of).ok_or("the site is missing: telegram or discord")?;
        homes.push((group, site));
        if !words.mark(',') {
            words.end()?;
            return Ok(Step::Homes(homes));
        }
    }
}

/// `group migrates`, `bot removed`, `bot returns`, `topics on`, `topics off`
pub(super) fn turn(words: &mut Words<'_>) -> Result<Step, String> {
    let turn = match (words.word(), words.word()) {
        (Some("group"), Some("migrates")) => Turn::Migrates,
        (Some(BOT), Some("removed")) => Turn::BotThere(false),
        (Some(BOT), Some("returns")) => Turn::BotThere(true),
        (Some("topics"), Some("on")) => Turn::Topics(true),
        (Some("topics"), Some("off")) => Turn::Topics(false),
        _ => {
            return Err("there is group migrates, bot removed, bot returns, topics on, topics off".to_owned());
        }
    };
    words.end()?;
    Ok(Step::Turn(turn))
}
