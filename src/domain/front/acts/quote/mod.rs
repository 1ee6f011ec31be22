//! `/quote`: an agent puts a price together line by line, sends it as it was shown, and agrees on it with the customer.
//!
//! Here is what agents type and press, and what every change of a quote has in common. How one is put together is `draft`,
//! how it goes out `send`, what its customer says `answer` and `counter`, what the desk says to that `haggle`, and how one ends by itself
//! `due`.

mod answer;
mod counter;
mod draft;
mod due;
mod haggle;
mod send;

use super::{answer, answer_with, customer_of, ended, in_its_room, refuse};
use crate::domain::{
    case::{Case, Kind, State, Waiting},
    chat::Incoming,
    clocks::{Effect, affect},
    coverage::Coverage,
    front::{CaseFile, Facts, acts::assign::becomes_assignee, case_key, turn},
    id::{PersonId, Supply},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Event, Plan, Send, To},
    quote::{self, Quote, Stage},
    sla::Target,
    terms::Terms,
    text::Rich,
    verdict::{Answer, Offer},
};
use chrono::{DateTime, Utc};

pub(in crate::domain::front) use answer::answered;
pub use answer::customer_keys;
pub(in crate::domain::front) use counter::countered;
pub(in crate::domain::front) use draft::{add, settles};
pub use due::look;
pub(in crate::domain::front) use due::{falls, lost};

/// `quote`, and what is to be done: nothing, `add`, `change`, `remove`, `send`, `revise`, `drop`, `withdraw`, `accept`, `firm`.
pub(in crate::domain::front) fn quote(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let text = rest.text.trim();
    let word = text.split_whitespace().next().unwrap_or_default();
    let behind = text[word.len()..].trim();
    match word.to_lowercase().as_str() {
        "" => show(file, incoming, facts),
        "add" | "添加" => draft::add(file, behind, incoming, facts, supply),
        "change" | "修改" => draft::change(file, behind, incoming, facts),
        "remove" | "删除" => draft::remove(file, behind, incoming, facts),
        "send" | "发送" => send::preview(file, behind, incoming, facts),
        "revise" | "改价" => draft::revise(file, incoming, facts, supply),
        "drop" | "放弃" => draft::drop(file, None, incoming, facts),
        "withdraw" | "撤回" => haggle::withdraw(file, None, incoming, facts),
        "accept" | "接受" => haggle::accept(file, None, incoming, facts),
        "firm" | "坚持" => haggle::firm(file, None, behind, incoming, facts),
        _ => answer(incoming, facts, usage(facts)),
    }
}

fn usage(facts: &Facts<'_>) -> Phrase {
    Phrase::new("quote-usage").with("text", facts.terms.quotes.alone.currency.code())
}

/// A button of staff: `quote`, or `quote-<verb>:<of>`.
pub(in crate::domain::front) fn pressed(
    verb: &str,
    of: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    Some(match verb {
        "quote" => show(file, incoming, facts),
        "p-add" => draft::asked(file, incoming, facts),
        "p-send" => send::preview(file, "", incoming, facts),
        "p-yes" => send::confirmed(file, of, incoming, facts),
        "p-second" => send::second(file, of, incoming, facts),
        "p-drop" => draft::drop(file, Some(of), incoming, facts),
        "p-revise" => draft::revise(file, incoming, facts, supply),
        "p-back" => haggle::withdraw(file, Some(of), incoming, facts),
        "p-take" => haggle::accept(file, Some(of), incoming, facts),
        "p-firm" => haggle::firm(file, Some(of), "", incoming, facts),
        _ => return None,
    })
}

/// How the case's quotes stand, with what can be done about them; a case without one says how to begin.
fn show(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let unsent = file.unsent_quote();
    let Some(shown) = unsent.or_else(|| file.last_quote()) else {
        return match refused(file, facts) {
            Some(why) => answer(incoming, facts, why),
            None => answer_with(
                incoming,
                facts,
                Say { lines: vec![usage(facts)], rows: vec![vec![key("key-quote-add", file, "p-add")]] },
            ),
        };
    };
    let lines = quote::standing(shown, file, facts.terms);
    answer_with(incoming, facts, Say { lines, rows: keys(shown, file) })
}

/// What can be done about a quote.
fn keys(quote: &Quote, file: &CaseFile) -> Vec<Vec<Key>> {
    let of = |label: &'static str, verb: &str| key(label, file, &format!("{verb}:{}", quote.n));
    match quote.stage {
        Stage::Draft => vec![
            vec![key("key-quote-send", file, "p-send"), key("key-quote-add", file, "p-add")],
            vec![of("key-drop", "p-drop")],
        ],
        Stage::Proposed => {
            let mut rows = send::second_keys(quote);
            rows.push(vec![of("key-drop", "p-drop")]);
            rows
        }
        Stage::Open => {
            let mut rows: Vec<Vec<Key>> = haggle::keys(quote).into_iter().collect();
            rows.push(vec![key("key-quote-revise", file, "p-revise"), of("key-quote-back", "p-back")]);
            rows
        }
        Stage::Declined | Stage::Expired | Stage::Withdrawn => {
            vec![vec![key("key-quote-revise", file, "p-revise")]]
        }
        Stage::Accepted | Stage::Replaced | Stage::Dropped => Vec::new(),
    }
}

/// Why no quote can be put together or sent now.
fn refused(file: &CaseFile, facts: &Facts<'_>) -> Option<Phrase> {
    let case = &file.case;
    let named = |key: &'static str| {
        Phrase { key: key.into(), args: Vec::new() }.with("ref", case.reference.to_string())
    };
    let open_cost = file.verdict().is_some_and(|one| one.is_cost_open(case));
    match case.state {
        State::New | State::Open | State::Waiting(_) => {}
        State::Solved | State::Closed if open_cost => {}
        State::Solved => return Some(named("quote-solved")),
        State::Closed | State::Cancelled | State::Merged => return Some(ended(file).0),
    }
    if open_cost && !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return Some(Phrase::new("refuse-role").with("role", role));
    }
    match file.who_pays() {
        Some(Coverage::Free) => return Some(named("quote-free")),
        None if case.kind == Kind::Claim => return Some(named("quote-undecided")),
        Some(Coverage::Charged | Coverage::ServeFirst) | None => {}
    }
    let waits = file.unsent_quote().filter(|one| one.stage == Stage::Proposed);
    waits.map(|one| named("quote-waits-already").with("name", one.name.as_str()))
}

/// Nobody moves a case on while its customer thinks about a price, but where the work came first.
pub(in crate::domain::front) fn holds_up(file: &CaseFile) -> Option<Phrase> {
    let quote = file.open_quote().filter(|one| file.is_held_up_by(one))?;
    Some(
        Phrase::new("quote-open-first")
            .with("ref", file.case.reference.to_string())
            .with("n", i64::from(quote.n)),
    )
}

/// The case as it is when somebody works on a price in it: who does so in a case nobody has, has it.
fn worked_on(file: &CaseFile, facts: &Facts<'_>, plan: &mut Plan) -> Case {
    if file.case.assignee.is_none() && file.case.state.is_live() {
        plan.absorb(becomes_assignee(file, facts));
    }
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    case.rev += 1;
    case
}

/// A line of the history about a quote, with its price.
fn event(quote: &Quote, kind: &'static str, by: Option<PersonId>, at: DateTime<Utc>) -> Event {
    let price = quote.money(quote.agreed.unwrap_or_else(|| quote.total().minor));
    let data = serde_json::json!({ "n": quote.n, "price": price });
    Event { case: quote.case, at, kind, by, data }
}

/// A quote ends: what waited for it goes on, and what it was to settle is settled, or open again.
fn ends(
    file: &CaseFile,
    mut quote: Quote,
    (stage, kind): (Stage, &'static str),
    by: Option<PersonId>,
    now: DateTime<Utc>,
    terms: &Terms,
) -> Plan {
    quote.end(stage, by, now);
    let mut plan = Plan::default();
    let mut case = file.case.clone();
    case.rev += 1;
    let waited = case.state == State::Waiting(Waiting::Approval) && file.is_held_up_by(&quote);
    if waited && case.go_on(now).is_ok() {
        plan.clocks = affect(&file.clocks, |t| t != Target::Settlement, Effect::Resume, now, terms);
    }
    if let Some(verdict) = file.settled_by(&quote) {
        let mut verdict = verdict.clone();
        let effect = if stage == Stage::Accepted { Effect::Meet } else { Effect::Resume };
        verdict.offer = offer(&quote, (stage == Stage::Accepted).then_some((now, Answer::Agreed)))
            .filter(|_| stage == Stage::Accepted);
        plan.clocks.extend(affect(&file.clocks, |t| t == Target::Settlement, effect, now, terms));
        plan.verdicts.push(verdict);
    }
    plan.events.push(event(&quote, kind, by, now));
    plan.sends.push(Send::card(case.id));
    plan.quotes.push(quote);
    plan.cases.push(case);
    plan
}

/// What a quote means to the verdict whose open cost it agrees.
fn offer(quote: &Quote, answer: Option<(DateTime<Utc>, Answer)>) -> Option<Offer> {
    let n = u16::try_from(quote.n).ok()?;
    let price = quote.money(quote.agreed.unwrap_or_else(|| quote.total().minor));
    Some(Offer { n, price, by: quote.name.clone(), at: quote.sent?.at, answer })
}

/// Words about a price to its customer: never twice by themselves.
fn to_customer(case: &Case, say: Say) -> Send {
    Send { by_hand: true, ..Send::say(customer_of(case), say) }
}

/// A word to whoever did it, and to the room where that was somewhere else.
fn done(said: Phrase, file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let elsewhere = !in_its_room(file, facts);
    let mut plan = turn(incoming, facts, Say::line(said.clone()));
    plan.sends.extend(elsewhere.then(|| Send::say(To::Room(file.case.id), Say::line(said))));
    plan
}

/// A button of the case.
fn key(label: &'static str, file: &CaseFile, verb: &str) -> Key {
    case_key(Phrase { key: label.into(), args: Vec::new() }, file.case.id, verb)
}

/// What is said about the case by its number.
fn named(key: &'static str, file: &CaseFile) -> Phrase {
    Phrase { key: key.into(), args: Vec::new() }.with("ref", file.case.reference.to_string())
}
