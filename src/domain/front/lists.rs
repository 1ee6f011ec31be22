//! Lists of cases, a page at a time: the queue, one's own, and what is due soon.
//!
//! A page button reads the list anew and changes the message it stands under, so an old page never shows old rows as if
//! they were true.

use chrono::TimeDelta;

use super::{Facts, answer, turn};
use crate::domain::{
    card,
    chat::Incoming,
    command::{Word, nearest},
    phrase::{Arg, Key, Phrase, Say},
    plan::Plan,
    terms::{Group, Terms},
};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listing {
    /// Live cases nobody has.
    Queue,
    /// Live cases the speaker has.
    Mine,
    /// Live cases with a promise that is due within so many minutes.
    Due {
        /// Minutes from now.
        within: i64,
    },
}

/// A page of a list somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sought {
    /// Which list.
    pub listing: Listing,
    /// The group as it was typed; absent = one's own groups.
    pub group: Option<String>,
    /// The page, from 0.
    pub page: i64,
}

/// Which part of a list was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// The page, from 0. Not the one asked for when the list has become shorter.
    pub at: i64,
    /// Cases on the whole list.
    pub total: i64,
    /// Cases the speaker works on, where the list is theirs.
    pub open: i64,
}

/// Most minutes ahead that are looked at.
const MONTH: i64 = 31 * 24 * 60;
/// What `due` means by itself.
const SOON: i64 = 120;

/// The list a command asks for.
pub(super) fn of_command(word: Word, rest: &str) -> Option<Sought> {
    let words = rest.trim();
    let group = (!words.is_empty()).then(|| words.to_owned());
    Some(match word {
        Word::Queue => Sought { listing: Listing::Queue, group, page: 0 },
        Word::Mine => Sought { listing: Listing::Mine, group: None, page: 0 },
        Word::Due => {
            let within = if words.is_empty() { Some(SOON) } else { minutes(words) };
            Sought { listing: Listing::Due { within: within? }, group: None, page: 0 }
        }
        _ => return None,
    })
}

/// `30m`, `4h`, `2d`, or a number of hours; with 分钟, 小时, 天 as well.
pub(super) fn minutes(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: i64 = text[..end].parse().ok()?;
    let unit = match text[end..].trim() {
        "m" | "min" | "minutes" | "分" | "分钟" => 1,
        "" | "h" | "hour" | "hours" | "时" | "小时" | "个小时" => 60,
        "d" | "day" | "days" | "天" => 24 * 60,
        _ => return None,
    };
    number.checked_mul(unit).filter(|n| is_short(*n))
}

/// Whether that many minutes are a span to look ahead, whoever says them.
fn is_short(minutes: i64) -> bool {
    (1..=MONTH).contains(&minutes)
}

/// The list a page button asks for: `li:<list>:<page>:<group or minutes>`.
pub(super) fn of_press(data: &str) -> Option<Sought> {
    let mut parts = data.splitn(4, ':');
    let (kind, list, page) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
    let last = parts.next().filter(|s| !s.is_empty());
    let listing = match (kind, list) {
        ("li", "queue") => Listing::Queue,
        ("li", "mine") => Listing::Mine,
        ("li", "due") => Listing::Due { within: last?.parse().ok().filter(|n| is_short(*n))? },
        _ => return None,
    };
    let group = last.filter(|_| listing == Listing::Queue).map(str::to_owned);
    Some(Sought { listing, group, page })
}

impl Sought {
    /// What a button brings back that shows `page` of the same list.
    fn button(&self, page: i64) -> String {
        match (self.listing, &self.group) {
            (Listing::Queue, group) => format!("li:queue:{page}:{}", group.as_deref().unwrap_or_default()),
            (Listing::Mine, _) => format!("li:mine:{page}:"),
            (Listing::Due { within }, _) => format!("li:due:{page}:{within}"),
        }
    }
}

/// The group somebody means: by its id, or by its name in any language.
pub fn group_of<'a>(typed: &str, terms: &'a Terms) -> Option<&'a Group> {
    let typed = typed.trim().to_lowercase();
    let named = |g: &&Group| g.name.0.values().any(|name| name.to_lowercase() == typed);
    terms.groups.iter().find(|g| g.id.to_lowercase() == typed).or_else(|| terms.groups.iter().find(named))
}

/// There is no such group: the nearest one, and all there are.
pub(super) fn no_group(typed: &str, facts: &Facts<'_>) -> Phrase {
    let ids = || facts.terms.groups.iter().map(|g| g.id.as_str());
    let typed: String = typed.chars().take(32).collect();
    let known = ids().collect::<Vec<_>>().join(", ");
    match nearest(&typed, ids()) {
        Some(near) => {
            Phrase::new("no-group-near").with("group", typed).with("near", near).with("known", known)
        }
        None => Phrase::new("agent-no-group").with("group", typed).with("known", known),
    }
}

/// Shows a list where it was asked for; after a page button in the same message.
pub(super) fn show(sought: &Sought, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(typed) = sought.group.as_deref().filter(|g| group_of(g, facts.terms).is_none()) {
        return answer(incoming, facts, no_group(typed, facts));
    }
    turn(incoming, facts, page(sought, facts))
}

fn page(sought: &Sought, facts: &Facts<'_>) -> Say {
    let Page { at, total, .. } = facts.moves.page;
    if facts.list.is_empty() {
        return Say::line(empty(sought, facts));
    }
    let names = matches!(sought.listing, Listing::Due { .. });
    let mut say = card::list(head(sought, total, facts), facts.list, names, facts.now);
    let size = i64::try_from(card::LIST).unwrap_or(i64::MAX);
    let pages = (total + size - 1) / size;
    if pages > 1 {
        say.lines.push(Phrase::new("list-page").with("page", at + 1).with("of", pages));
    }
    let turn = |label, page| Key { label: Phrase::new(label), data: sought.button(page) };
    let back = (at > 0).then(|| turn("key-page-back", at - 1));
    let on = (at + 1 < pages).then(|| turn("key-page-on", at + 1));
    say.lines.extend(room(sought, facts));
    say.rows.push(back.into_iter().chain(on).collect());
    say.rows.retain(|row| !row.is_empty());
    say
}

/// Under one's own list: how many of the cases one is given at most one has, where there is such a number.
fn room(sought: &Sought, facts: &Facts<'_>) -> Option<Phrase> {
    let most = facts.terms.capacity(&facts.speaker.staff.as_ref()?.groups);
    let most = most.filter(|_| sought.listing == Listing::Mine)?;
    Some(Phrase::new("mine-room").with("count", facts.moves.page.open).with("most", i64::from(most)))
}

fn head(sought: &Sought, total: i64, facts: &Facts<'_>) -> Phrase {
    match (sought.listing, sought.group.as_deref().and_then(|g| group_of(g, facts.terms))) {
        (Listing::Queue, Some(group)) => Phrase::new("queue-head-group")
            .with("group", facts.terms.group_name(&group.id))
            .with("count", total),
        (Listing::Queue, None) => Phrase::new("queue-head").with("count", total),
        (Listing::Mine, _) => Phrase::new("mine-head").with("count", total),
        (Listing::Due { within }, _) => {
            Phrase::new("due-head").with("count", total).with("span", span(within))
        }
    }
}

fn empty(sought: &Sought, facts: &Facts<'_>) -> Phrase {
    let group = sought.group.as_deref().and_then(|g| group_of(g, facts.terms));
    let some = facts.speaker.staff.as_ref().is_some_and(|s| !s.groups.is_empty());
    match sought.listing {
        // Why three: what nobody was asked about must not sound as if it were taken care of.
        Listing::Queue if let Some(group) = group => {
            Phrase::new("queue-empty-group").with("group", facts.terms.group_name(&group.id))
        }
        Listing::Queue if some => Phrase::new("queue-empty-groups"),
        Listing::Queue => Phrase::new("queue-empty"),
        Listing::Mine => Phrase::new("mine-empty"),
        Listing::Due { within } => Phrase::new("due-empty").with("span", span(within)),
    }
}

fn span(within: i64) -> Arg {
    Arg::Span(TimeDelta::minutes(within).num_seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_people_write_it() {
        for (text, read) in [
            ("2h", Some(120)),
            ("4", Some(240)),
            ("30 min", Some(30)),
            ("1d", Some(1440)),
            ("3小时", Some(180)),
            ("90分钟", Some(90)),
            ("0h", None),
            ("soon", None),
            ("400d", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), read, "{text}");
        }
    }

    #[test]
    fn a_page_button_asks_for_the_list_it_stands_under() {
        for sought in [
            Sought { listing: Listing::Queue, group: Some("after-sales".into()), page: 0 },
            Sought { listing: Listing::Queue, group: None, page: 0 },
            Sought { listing: Listing::Mine, group: None, page: 0 },
            Sought { listing: Listing::Due { within: 120 }, group: None, page: 0 },
        ] {
            assert_eq!(of_press(&sought.button(3)), Some(Sought { page: 3, ..sought }));
        }
        assert_eq!(of_press("li:queue:x:"), None);
        assert_eq!(of_press("li:nothing:1:"), None);
    }
}
