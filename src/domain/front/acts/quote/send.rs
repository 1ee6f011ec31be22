//! A quote goes out: shown as its customer will read it, then sent, by a second person where it is worth more than one may
//! quote alone. The button under what was shown counts for the case and the version as they were shown.

use super::{
    answer, answer_with, customer_keys, done, event, key, named, offer, refuse, refused, to_customer,
    worked_on,
};
use crate::domain::{
    case::{State, Waiting},
    chat::Incoming,
    clocks::{Effect, affect, next},
    front::{CaseFile, Facts, acts::called, case_key, turn},
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send, To},
    quote::{self, Quote, Stage, Valid},
    sla::Target,
};

/// `quote send [valid for]`: shows what its customer will read, with the button that sends it.
pub(super) fn preview(file: &CaseFile, text: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    let Some(draft) = file.unsent_quote() else {
        return answer(incoming, facts, named("quote-no-draft", file));
    };
    if draft.lines.is_empty() {
        return answer(incoming, facts, named("quote-empty", file));
    }
    let Some(valid) = quote::valid_for(text) else {
        return answer(incoming, facts, Phrase::new("quote-valid-usage"));
    };
    let hours = match valid {
        Valid::Usual => draft.valid_hours,
        Valid::Hours(hours) => Some(hours),
    };
    if hours == draft.valid_hours {
        return shown(draft, file, None, incoming, facts);
    }
    let draft = Quote { valid_hours: hours, ..draft.clone() };
    let mut plan = Plan::default();
    let case = worked_on(file, facts, &mut plan);
    let after = CaseFile { case: case.clone(), ..file.clone() };
    plan.absorb(shown(&draft, &after, None, incoming, facts));
    plan.quotes.push(draft);
    plan.cases.push(case);
    plan
}

/// What its customer will read. `before` = why it is shown once more.
pub(super) fn shown(
    draft: &Quote,
    file: &CaseFile,
    before: Option<Phrase>,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let mut lines: Vec<Phrase> = before.into_iter().collect();
    lines.extend(quote::preview(draft, file, draft.until(facts.now, facts.terms), facts.terms));
    let yes = if draft.needs_two(facts.terms) { "key-verdict-propose" } else { "key-quote-yes" };
    let rows = vec![
        vec![key(yes, file, &format!("p-yes:{}.{}", draft.n, file.case.rev))],
        vec![key("key-quote-add", file, "p-add"), key("key-drop", file, &format!("p-drop:{}", draft.n))],
    ];
    answer_with(incoming, facts, Say { lines, rows })
}

/// The button under what was shown: `quote-yes:<n>.<rev>`.
pub(super) fn confirmed(file: &CaseFile, stamp: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (n, rev) = stamp.split_once('.').unwrap_or((stamp, ""));
    let draft = file.unsent_quote().filter(|one| n.parse() == Ok(one.n) && one.stage == Stage::Draft);
    let Some(draft) = draft.filter(|one| !one.lines.is_empty()) else {
        return answer(incoming, facts, named("quote-gone", file));
    };
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    if rev.parse() != Ok(file.case.rev) {
        return shown(draft, file, Some(Phrase::new("case-changed")), incoming, facts);
    }
    let two = draft.needs_two(facts.terms);
    let (by, name) = (facts.speaker.id, facts.speaker.name.clone());
    let quote = Quote { two, by, name, at: facts.now, ..draft.clone() };
    if two { proposed(file, quote, incoming, facts) } else { goes_out(file, quote, incoming, facts) }
}

/// It waits for a second person, who is asked in the room and at the place of the staff.
fn proposed(file: &CaseFile, mut quote: Quote, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    quote.stage = Stage::Proposed;
    let mut plan = Plan::default();
    let case = worked_on(file, facts, &mut plan);
    let mut lines = vec![
        Phrase::new("room-quote-second")
            .with("name", quote.name.as_str())
            .with("price", facts.terms.quotes.alone),
    ];
    lines.extend(quote::standing(&quote, file, facts.terms));
    plan.sends.push(Send::say(To::Room(case.id), Say { lines, rows: second_keys(&quote) }));
    plan.sends.push(called("alert-quote-second", file, facts));
    plan.absorb(turn(incoming, facts, Say::line(named("quote-proposed", file))));
    plan.events.push(event(&quote, "price-proposed", Some(facts.speaker.id), facts.now));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}

/// The second person's buttons, for that version alone.
pub(super) fn second_keys(quote: &Quote) -> Vec<Vec<Key>> {
    let button = |label: &'static str, word: &str| {
        let label = Phrase { key: label.into(), args: Vec::new() };
        case_key(label, quote.case, &format!("p-second:{}:{word}", quote.n))
    };
    vec![vec![button("key-quote-agree", "yes"), button("key-verdict-refuse", "no")]]
}

/// A second person's word: `quote-second:<n>:yes` or `no`.
pub(super) fn second(file: &CaseFile, rest: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let (n, word) = rest.split_once(':').unwrap_or((rest, ""));
    let found = n.parse().ok().and_then(|n| file.quote_no(n)).filter(|one| one.stage == Stage::Proposed);
    let Some(found) = found else {
        return answer(incoming, facts, named("quote-second-over", file));
    };
    if found.by == facts.speaker.id {
        return answer(incoming, facts, Phrase::new("verdict-not-alone"));
    }
    let mut quote = found.clone();
    quote.second = Some((facts.speaker.id, facts.now));
    if word == "yes" {
        // Why again: since it was proposed the case may have ended, or the verdict may be another one.
        let without = CaseFile {
            quotes: file.quotes.iter().filter(|one| one.id != quote.id).cloned().collect(),
            ..file.clone()
        };
        return match refused(&without, facts) {
            Some(why) => answer(incoming, facts, why),
            None => goes_out(file, quote, incoming, facts),
        };
    }
    quote.end(Stage::Dropped, Some(facts.speaker.id), facts.now);
    let mut plan = Plan::default();
    let case = worked_on(file, facts, &mut plan);
    let said = named("quote-refused", file).with("name", facts.speaker.name.as_str());
    plan.absorb(done(said, file, incoming, facts));
    plan.events.push(event(&quote, "price-refused", Some(facts.speaker.id), facts.now));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}

/// It goes out: the version before it gives way, and the case waits for its customer's word.
fn goes_out(file: &CaseFile, mut quote: Quote, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    let mut case = worked_on(file, facts, &mut plan);
    quote.settles = file.verdict().filter(|one| one.is_cost_open(&file.case)).map(|one| one.n);
    let on = Waiting::Approval;
    if case.state.is_live() && file.is_held_up_by(&quote) {
        if case.state != State::Waiting(on)
            && let Err(refusal) = case.become_(State::Waiting(on), facts.now)
        {
            return refuse(incoming, facts, refusal);
        }
        plan.clocks.extend(next::waiting(&file.clocks, on, facts.now, facts.terms));
    }
    // Why first: at most one is open, and the rows are written in this order.
    if let Some(before) = file.open_quote() {
        let mut before = before.clone();
        before.end(Stage::Replaced, Some(facts.speaker.id), facts.now);
        plan.quotes.push(before);
    }
    let zone = file.customer.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    quote.send(facts.now, zone, facts.terms);
    if let Some(verdict) = file.settled_by(&quote) {
        let mut verdict = verdict.clone();
        // Why none of nothing: it would count as settled before anybody said yes.
        verdict.offer = offer(&quote, None).filter(|one| one.price.minor > 0);
        let stands = affect(&file.clocks, |t| t == Target::Settlement, Effect::Pause, facts.now, facts.terms);
        plan.clocks.extend(stands);
        plan.verdicts.push(verdict);
    }
    let until = quote.sent.map_or(facts.now, |sent| sent.until);
    let lines = quote::customer(&quote, file, until, facts.terms);
    plan.sends.push(to_customer(&case, Say { lines, rows: customer_keys(&quote) }));
    let said = named("quote-sent", file)
        .with("n", i64::from(quote.n))
        .with("price", quote.total())
        .with("at", until);
    plan.absorb(done(said, file, incoming, facts));
    plan.events.push(event(&quote, "price-sent", Some(facts.speaker.id), facts.now));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}
