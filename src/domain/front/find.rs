//! `search`: cases by words, a page at a time. Only cases the speaker sees are read for it.

use super::{Facts, acts, answer, case_key, lookup::Hit, turn};
use crate::domain::{
    case::{Refusal, state_phrase},
    chat::Incoming,
    id::{SlipId, Supply},
    phrase::{Key, Phrase, Say},
    plan::{Plan, SlipChange},
    search::{Query, Slip},
};

/// Cases on one page.
pub const PAGE: u32 = 5;

/// A search as it was typed: its first page.
pub(super) fn search(words: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Err(phrase) = Query::read(words) {
        return acts::refuse(incoming, facts, Refusal(phrase));
    }
    if facts.looked.hits.is_empty() {
        return answer(incoming, facts, Phrase::new("search-none"));
    }
    let id = SlipId(supply.id());
    let mut plan = super::answer_with(incoming, facts, page(id, 0, facts));
    if facts.looked.more {
        let slip = Slip::Search { words: words.to_owned() };
        plan.slips.push(SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip });
    }
    plan
}

/// Another page of a search, in the place of the one before.
pub(super) fn turn_to(id: SlipId, page: u32, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if facts.looked.hits.is_empty() {
        return answer(incoming, facts, Phrase::new("search-end"));
    }
    turn(incoming, facts, self::page(id, page, facts))
}

fn page(id: SlipId, page: u32, facts: &Facts<'_>) -> Say {
    let first = i64::from(page) * i64::from(PAGE) + 1;
    let mut lines = vec![if page == 0 && !facts.looked.more {
        let count = i64::try_from(facts.looked.hits.len()).unwrap_or(i64::MAX);
        Phrase::new("search-head").with("count", count)
    } else {
        let last = first - 1 + i64::try_from(facts.looked.hits.len()).unwrap_or_default();
        Phrase::new("search-page").with("first", first).with("last", last)
    }];
    for hit in &facts.looked.hits {
        lines.push(line(hit));
        lines.extend(piece(hit));
    }
    let key = |hit: &Hit| {
        let label = Phrase::new("key-case").with("ref", hit.file.case.reference.to_string());
        vec![case_key(label, hit.file.case.id, "card")]
    };
    let mut rows: Vec<Vec<Key>> = facts.looked.hits.iter().map(key).collect();
    rows.extend(pages(page, facts.looked.more, |page| format!("s:{id}:{page}")));
    Say { lines, rows }
}

fn line(hit: &Hit) -> Phrase {
    let case = &hit.file.case;
    Phrase::new("search-line")
        .with("ref", case.reference.to_string())
        .with("kind", Phrase::keyed("kind", case.kind.name()))
        .with("customer", hit.file.customer.name.as_str())
        .with("state", state_phrase(case.state))
}

fn piece(hit: &Hit) -> Option<Phrase> {
    let (who, text) = hit.piece.as_ref()?;
    Some(match who {
        Some(name) => Phrase::new("search-piece").with("name", name.as_str()).with("text", text.as_str()),
        None => Phrase::new("search-facts").with("text", text.as_str()),
    })
}

/// The buttons that turn the page; none where there is one page.
pub(super) fn pages(page: u32, more: bool, data: impl Fn(u32) -> String) -> Option<Vec<Key>> {
    let back = page.checked_sub(1).map(|to| Key { label: Phrase::new("key-earlier"), data: data(to) });
    let on = more.then(|| Key { label: Phrase::new("key-later"), data: data(page + 1) });
    let keys: Vec<Key> = back.into_iter().chain(on).collect();
    (!keys.is_empty()).then_some(keys)
}
