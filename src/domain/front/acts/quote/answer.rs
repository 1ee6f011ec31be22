//! What a customer says to a price: yes, no, a question, another price. Every button is good for its version alone; an older
//! one does nothing and says so.

use chrono::TimeDelta;

use super::{due, ends, event, key, named};
use crate::domain::{
    case::State,
    chat::Incoming,
    front::{CaseFile, Facts, answer_with, case_key, turn},
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send, To},
    quote::{Offer, Quote, Said, Stage},
};

/// How long the next words are the price somebody would rather pay.
const WRITES: TimeDelta = TimeDelta::minutes(30);

/// The customer's buttons under a quote, for that version alone.
pub fn customer_keys(quote: &Quote) -> Vec<Vec<Key>> {
    if quote.stage != Stage::Open {
        return Vec::new();
    }
    let button = |label: Phrase, verb: &str| case_key(label, quote.case, &format!("{verb}:{}", quote.n));
    vec![
        vec![
            button(Phrase::new("key-quote-accept").with("price", quote.total()), "q-yes"),
            button(Phrase::new("key-quote-decline"), "q-no"),
        ],
        vec![
            button(Phrase::new("key-quote-ask"), "q-ask"),
            button(Phrase::new("key-quote-counter"), "q-price"),
        ],
    ]
}

/// A button of its customer: `q-<verb>:<n>`.
pub(in crate::domain::front) fn answered(
    verb: &str,
    n: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Option<Plan> {
    Some(match verb {
        "q-yes" => accept(file, n, incoming, facts),
        "q-no" => decline(file, n, incoming, facts),
        "q-ask" => question(file, n, incoming, facts),
        "q-price" => counter(file, n, incoming, facts),
        "q-again" => again(file, n, incoming, facts),
        _ => return None,
    })
}

/// The button with which a customer asks for a price again that has ended.
pub(super) fn again_key(quote: &Quote) -> Key {
    case_key(Phrase::new("key-quote-again"), quote.case, &format!("q-again:{}", quote.n))
}

/// The open quote a button was made for, or what is said and done instead: another version stands, or its time is up.
fn open_of<'a>(
    file: &'a CaseFile,
    n: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Result<&'a Quote, Box<Plan>> {
    let Some(quote) = file.open_quote().filter(|one| n.parse() == Ok(one.n)) else {
        return Err(Box::new(answer_with(incoming, facts, over(file))));
    };
    if quote.sent.is_some_and(|sent| sent.until <= facts.now) && quote.countered().is_none() {
        return Err(Box::new(due::expired(file, quote, facts.now, facts.terms)));
    }
    Ok(quote)
}

/// That price no longer stands; where another one does, it is a press away.
fn over(file: &CaseFile) -> Say {
    let status = key("key-quote-now", file, "status");
    Say { lines: vec![named("quote-over", file)], rows: vec![vec![status]] }
}

/// `q-yes:<n>`: agreed.
fn accept(file: &CaseFile, n: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let quote = match open_of(file, n, incoming, facts) {
        Ok(quote) => quote,
        Err(plan) => return *plan,
    };
    let price = quote.total();
    let quote = Quote { agreed: Some(price.minor), ..quote.clone() };
    let settles = quote.settles.is_some();
    let mut plan = ends(
        file,
        quote,
        (Stage::Accepted, "price-accepted"),
        Some(facts.speaker.id),
        facts.now,
        facts.terms,
    );
    due::drops_draft(file, facts.now, &mut plan);
    let room = if settles { "room-quote-accepted-open" } else { "room-quote-accepted" };
    let room = Phrase { key: room.into(), args: Vec::new() }
        .with("name", file.customer.name.as_str())
        .with("price", price);
    plan.sends.push(Send::say(To::Room(file.case.id), Say::line(room)));
    let said = named(if settles { "quote-thanks-open" } else { "quote-thanks" }, file).with("price", price);
    plan.absorb(turn(incoming, facts, Say::line(said)));
    plan
}

/// `q-no:<n>`: not wanted. The goods go back as they are, and the desk reads what is to be done.
fn decline(file: &CaseFile, n: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let quote = match open_of(file, n, incoming, facts) {
        Ok(quote) => quote.clone(),
        Err(plan) => return *plan,
    };
    let (price, settles, again) = (quote.total(), quote.settles.is_some(), again_key(&quote));
    let mut plan = ends(
        file,
        quote,
        (Stage::Declined, "price-declined"),
        Some(facts.speaker.id),
        facts.now,
        facts.terms,
    );
    let key_of = if settles { "room-quote-declined-open" } else { "room-quote-declined" };
    let room = Phrase { key: key_of.into(), args: Vec::new() }
        .with("name", file.customer.name.as_str())
        .with("price", price);
    let rows = vec![vec![key("key-quote-revise", file, "p-revise"), key("key-verdict", file, "verdict")]];
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![room], rows }));
    let said = named(if settles { "quote-no-open" } else { "quote-no" }, file);
    plan.absorb(turn(incoming, facts, Say { lines: vec![said], rows: vec![vec![again]] }));
    plan
}

/// `q-ask:<n>`: the next words go into the case's room as a question; the quote stays as it is.
fn question(file: &CaseFile, n: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let quote = match open_of(file, n, incoming, facts) {
        Ok(quote) => quote.clone(),
        Err(plan) => return *plan,
    };
    listens(file, quote, None, "quote-ask", incoming, facts)
}

/// `q-price:<n>`: the next words are what they would rather pay.
fn counter(file: &CaseFile, n: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let quote = match open_of(file, n, incoming, facts) {
        Ok(quote) => quote.clone(),
        Err(plan) => return *plan,
    };
    listens(file, quote, Some(facts.now + WRITES), "quote-counter", incoming, facts)
}

/// Their next words belong to this case.
fn listens(
    file: &CaseFile,
    mut quote: Quote,
    counter_until: Option<chrono::DateTime<chrono::Utc>>,
    said: &'static str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let until = quote.sent.map_or(facts.now, |sent| sent.until);
    let told = named(said, file).with("price", quote.total()).with("at", until);
    let mut plan = answer_with(incoming, facts, Say::line(told));
    let mut person = facts.speaker.clone();
    person.focus = Some((file.case.id, facts.now + WRITES));
    plan.people.push(person);
    if quote.counter_until != counter_until {
        quote.counter_until = counter_until;
        plan.quotes.push(quote);
    }
    plan
}

/// `q-again:<n>`: a price that has ended is wanted once more. The desk is told once.
fn again(file: &CaseFile, n: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let found = file.last_quote().filter(|one| n.parse() == Ok(one.n));
    let ended = |one: &&Quote| matches!(one.stage, Stage::Declined | Stage::Expired | Stage::Withdrawn);
    let open_cost = file.verdict().is_some_and(|one| one.is_cost_open(&file.case));
    let goes_on = !file.case.state.is_over() || file.case.state == State::Closed && open_cost;
    let Some(quote) = found.filter(ended).filter(|_| goes_on) else {
        return answer_with(incoming, facts, over(file));
    };
    let said = Say::line(named("quote-again-taken", file));
    if quote.offers.last().is_some_and(|offer| offer.said == Said::Again) {
        return answer_with(incoming, facts, said);
    }
    let mut quote = quote.clone();
    let (by, name) = (facts.speaker.id, facts.speaker.name.clone());
    quote.offers.push(Offer { at: facts.now, by, name, said: Said::Again, words: String::new() });
    let room = Phrase::new("room-quote-again")
        .with("name", file.customer.name.as_str())
        .with("price", quote.total());
    let rows = vec![vec![key("key-quote-revise", file, "p-revise")]];
    let mut plan = answer_with(incoming, facts, said);
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![room], rows }));
    plan.events.push(event(&quote, "price-again", Some(facts.speaker.id), facts.now));
    plan.quotes.push(quote);
    plan
}
