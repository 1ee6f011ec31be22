//! Figures, and many cases as one file, for those who lead.
//!
//! What is asked for is read here; what they may see of it is looked up when it is made, by the roles and groups they have
//! then. A file of many cases is for the eyes of who asked: where the platform can't show it to one alone, it goes to their own
//! chat. Who had one is kept (`exports`).

use super::{Facts, answer, aside, back_to};
use crate::domain::{
    chat::{Incoming, Room},
    export::{Format, NewExport},
    id::{ExportId, Supply},
    phrase::Phrase,
    plan::{Parcel, Plan, Send, To},
    report::{self, Order},
};

/// Today, where the desk is.
fn today(facts: &Facts<'_>) -> chrono::NaiveDate {
    facts.now.with_timezone(&facts.terms.calendar.zone()).date_naive()
}

/// `/report [RANGE] [by WHAT] [name=value …]`.
pub(super) fn report(words: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let ask = match report::read(words, today(facts), facts.terms) {
        Ok(ask) => ask,
        Err(why) => return answer(incoming, facts, why),
    };
    let aside = aside::of(incoming).cloned();
    let to = if aside.is_some() { To::Place(incoming.place) } else { back_to(incoming, facts) };
    let order = Order { ask, reader: Some(facts.speaker.id), aside };
    Plan::saying(Send::new(to, Parcel::Report(order)))
}

/// `/export csv|json [RANGE] [name=value …]`.
pub(super) fn export(words: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let (first, rest) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
    let Some(format) = Format::from_name(first).filter(|_| !rest.trim().is_empty()) else {
        return answer(incoming, facts, Phrase::new("export-usage"));
    };
    let ask = match report::read(rest, today(facts), facts.terms) {
        Ok(ask) if ask.by.is_some() => return answer(incoming, facts, Phrase::new("export-usage")),
        Ok(ask) => ask,
        Err(why) => return answer(incoming, facts, why),
    };
    let new = NewExport {
        id: ExportId(supply.id()),
        person: facts.speaker.id,
        at: facts.now,
        format,
        days: ask.days,
        filter: ask.filter,
    };
    let aside = aside::of(incoming).cloned();
    let mut plan = Plan::default();
    let to = match (&aside, incoming.room) {
        (Some(_), _) => To::Place(incoming.place),
        (None, Room::Private) => back_to(incoming, facts),
        (None, Room::Staff | Room::Elsewhere) => {
            plan = answer(incoming, facts, Phrase::new("export-own-chat"));
            To::Person(facts.speaker.id, incoming.place.platform)
        }
    };
    plan.sends.push(Send::new(to, Parcel::Cases { export: new.id, aside }));
    plan.exports.push(new);
    plan
}
