//! What becomes of words on their way: they arrived, or they did not.

use chrono::{DateTime, Utc};

use crate::domain::{
    card,
    case::Case,
    chat::{Platform, Remote},
    clocks::{Clock, Effect, affect, is_first_words, next},
    front::CaseFile,
    id::{CaseId, SendId, Supply},
    phrase::{Key, Phrase, Say},
    plan::{Event, Parcel, Plan, Send, Sign, To},
    terms::Terms,
};

/// An agent's words reached the customer at `at`: the first ones meet the promise of an answer, later ones that of the next.
pub fn delivered_first_words(case: CaseId, clocks: &[Clock], at: DateTime<Utc>, terms: &Terms) -> Plan {
    let mut changes = affect(clocks, is_first_words, Effect::Meet, at, terms);
    let first = (!changes.is_empty()).then(|| Event {
        case,
        at,
        kind: "answered",
        by: None,
        data: serde_json::json!({}),
    });
    changes.extend(next::answered(clocks, at, terms));
    if changes.is_empty() {
        return Plan::default();
    }
    Plan {
        clocks: changes,
        events: first.into_iter().collect(),
        sends: vec![Send::card(case)],
        ..Plan::default()
    }
}

/// Words reached the customer at `at`, who has written in between: `later` is the first they wrote after the last of them.
pub fn written_meanwhile(
    file: &CaseFile,
    done: &mut Plan,
    later: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) {
    let clocks = next::after(&file.clocks, &done.clocks);
    done.clocks.extend(next::wrote(&file.case, &clocks, later, terms, supply));
}

/// A customer can't be reached there any more: the room is told once, with the way that is left. A price that was said there
/// is nobody's to accept.
pub fn customer_lost(file: &CaseFile, on: Platform, now: DateTime<Utc>, terms: &Terms) -> Plan {
    let told = Phrase::new("room-blocked")
        .with("name", file.customer.name.as_str())
        .with("contact", card::contact(&file.case));
    let mut plan = Plan::saying(Send::say(To::Room(file.case.id), Say::line(told)));
    plan.sends.push(Send::card(file.case.id));
    if file.case.platform == on {
        plan.absorb(super::quote_lost(file, now, terms).unwrap_or_default());
    }
    plan
}

/// A customer can be reached again: the room is told, and can send what they were not given with one press.
pub fn customer_back(file: &CaseFile, unsent: usize) -> Plan {
    let unsent = i64::try_from(unsent).unwrap_or(i64::MAX);
    let told = Phrase::new("room-unblocked").with("name", file.customer.name.as_str());
    let label = Phrase::new("key-resend-all").with("count", unsent);
    let key = Key { label, data: format!("w:{}:resend", file.case.id) };
    let rows = if unsent > 0 { vec![vec![key]] } else { Vec::new() };
    let mut plan = Plan::saying(Send::say(To::Room(file.case.id), Say { lines: vec![told], rows }));
    plan.sends.push(Send::card(file.case.id));
    plan
}

/// A message could not be delivered, or nobody knows: its case's room is told why and can send it again.
pub fn undelivered_notice(case: CaseId, row: SendId, source: Option<Remote>, why: Phrase) -> Plan {
    let key = Key { label: Phrase::new("key-resend"), data: format!("o:{row}:resend") };
    let mut plan = Plan::saying(Send::say(To::Room(case), Say { lines: vec![why], rows: vec![vec![key]] }));
    if let Some(on) = source {
        plan.sends.push(Send::new(To::Room(case), Parcel::Mark { on, sign: Sign::Failed }));
    }
    plan
}

/// Something could not be put into a case's room: the staff side that is its home is told, and can have it sent again.
pub fn room_unreached(case: &Case, row: SendId, why: Phrase, home: Option<Platform>) -> Plan {
    let told = Phrase::new("undelivered-room").with("ref", case.reference.to_string()).with("why", why);
    let key = Key { label: Phrase::new("key-resend"), data: format!("o:{row}:resend") };
    let to = home.map_or(To::Staff, To::Home);
    Plan::saying(Send::say(to, Say { lines: vec![told], rows: vec![vec![key]] }))
}
