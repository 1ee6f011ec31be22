//! What becomes of a quote without anybody saying anything to it: it is brought to mind, and ends when its time is up; and
//! it falls with what it hangs on.

use chrono::{DateTime, Utc};

use super::{answer::again_key, customer_keys, ends, event, key, named, to_customer};
use crate::domain::{
    bar::BarKind,
    dialogue::in_daytime,
    front::CaseFile,
    id::PersonId,
    phrase::{Phrase, Say},
    plan::{Plan, Send, To},
    quote::{Quote, Stage},
    terms::Terms,
};

/// One look at a case whose quote is due for it. `quiet` = its customer wants no reminders. Nothing where nothing is due.
pub fn look(file: &CaseFile, quiet: bool, now: DateTime<Utc>, terms: &Terms) -> Option<Plan> {
    let quote = file.open_quote().filter(|one| one.look_at.is_some_and(|at| at <= now))?;
    let until = quote.sent.map_or(now, |sent| sent.until);
    let barred = file.customer.bar.as_ref().is_some_and(|bar| bar.holds(now) && bar.kind == BarKind::Blocked);
    if barred || !file.customer.reachable {
        return lost(file, now, terms);
    }
    Some(if until <= now {
        expired(file, quote, now, terms)
    } else {
        reminded(file, quote, quiet, until, now, terms)
    })
}

/// It is brought to mind once more, or passed over for somebody who wants no reminders.
fn reminded(
    file: &CaseFile,
    quote: &Quote,
    quiet: bool,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Plan {
    let zone = file.customer.zone.unwrap_or_else(|| terms.calendar.zone());
    let mut quote = quote.clone();
    quote.reminded = quote.reminders_by(now, zone, terms);
    quote.look_at = quote.next_look(now, zone, terms);
    let mut plan = Plan::default();
    if !quiet {
        let line = named("quote-reminder", file).with("price", quote.total()).with("at", until);
        let say = Say { lines: vec![line], rows: customer_keys(&quote) };
        plan.sends.push(to_customer(&file.case, say));
        plan.events.push(event(&quote, "price-reminded", None, now));
    }
    plan.quotes.push(quote);
    plan
}

/// Nobody said anything in time: it ends, the room is told at once, and its customer in their daytime.
pub(super) fn expired(file: &CaseFile, quote: &Quote, now: DateTime<Utc>, terms: &Terms) -> Plan {
    let price = quote.total();
    let settles = quote.settles.is_some();
    let mut plan = ends(file, quote.clone(), (Stage::Expired, "price-expired"), None, now, terms);
    let room =
        Phrase::new("room-quote-expired").with("name", file.customer.name.as_str()).with("price", price);
    let rows = vec![vec![key("key-quote-revise", file, "p-revise")]];
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![room], rows }));
    let told = named(if settles { "customer-quote-expired-open" } else { "customer-quote-expired" }, file);
    let say = Say { lines: vec![told.with("price", price)], rows: vec![vec![again_key(quote)]] };
    let zone = file.customer.zone.unwrap_or_else(|| terms.calendar.zone());
    let daytime = Some(in_daytime(now, &terms.lives, zone)).filter(|at| *at > now);
    plan.sends.push(Send { not_before: daytime, ..to_customer(&file.case, say) });
    plan
}

/// Its customer can't answer any more: they blocked the desk, or the desk them.
pub(in crate::domain::front) fn lost(file: &CaseFile, now: DateTime<Utc>, terms: &Terms) -> Option<Plan> {
    let quote = file.open_quote()?;
    let mut plan = ends(file, quote.clone(), (Stage::Withdrawn, "price-withdrawn"), None, now, terms);
    let room =
        Phrase::new("room-quote-lost").with("name", file.customer.name.as_str()).with("price", quote.total());
    plan.sends.push(Send::say(To::Room(file.case.id), Say::line(room)));
    Some(plan)
}

/// What it hangs on has changed: the price that is out counts no more, and one that is put together is dropped. The case is
/// `plan`'s from then on.
pub(in crate::domain::front) fn falls(
    file: &CaseFile,
    by: PersonId,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Plan {
    let mut plan = match file.open_quote() {
        Some(quote) => ends(file, quote.clone(), (Stage::Withdrawn, "price-withdrawn"), Some(by), now, terms),
        None => Plan::default(),
    };
    drops_draft(file, now, &mut plan);
    plan
}

/// What is put together beside a price that ended has nothing to take the place of.
pub(super) fn drops_draft(file: &CaseFile, now: DateTime<Utc>, plan: &mut Plan) {
    let Some(unsent) = file.unsent_quote() else { return };
    let mut unsent = unsent.clone();
    unsent.end(Stage::Dropped, None, now);
    plan.quotes.push(unsent);
}
