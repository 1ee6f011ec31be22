//! What a customer would rather pay: the words that follow when they were asked for it.

use super::{answer_with, customer_keys, event, haggle, key, named};
use crate::domain::{
    chat::{Incoming, Input},
    front::{CaseFile, Facts},
    money::Money,
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send, To},
    quote::{Offer, Quote, Said},
};

/// Words of a customer who was asked what they would rather pay: an amount where they are nothing else, and their words in
/// any case. Nothing where they were not asked.
pub(in crate::domain::front) fn countered(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Option<Plan> {
    let Input::Text(text) = &incoming.input else { return None };
    let quote = file.open_quote().filter(|one| one.counter_until.is_some_and(|until| until > facts.now))?;
    let words = text.text.trim();
    let amount = Money::read(words, quote.currency);
    let mut quote = quote.clone();
    quote.counter_until = None;
    if amount.is_some_and(|amount| amount.minor >= quote.total().minor) {
        // Why no offer: who would pay as much has only to say yes.
        let said = named("quote-enough", file).with("price", quote.total());
        let say = Say { lines: vec![said], rows: customer_keys(&quote) };
        let mut plan = answer_with(incoming, facts, say);
        plan.quotes.push(quote);
        return Some(plan);
    }
    let said = Said::Counter(amount.map(|amount| amount.minor));
    let (by, name) = (facts.speaker.id, facts.speaker.name.clone());
    quote.offers.push(Offer { at: facts.now, by, name, said, words: words.to_owned() });
    // Why nothing to look at: it is the desk's turn, and nobody is pressed meanwhile.
    quote.look_at = None;
    let mut case = file.case.clone();
    case.rev += 1;
    let room = match amount {
        Some(amount) => Phrase::new("room-quote-counter")
            .with("name", file.customer.name.as_str())
            .with("offer", amount)
            .with("price", quote.total()),
        None => Phrase::new("room-quote-counter-words")
            .with("name", file.customer.name.as_str())
            .with("price", quote.total()),
    };
    let mut rows: Vec<Vec<Key>> = haggle::keys(&quote).into_iter().collect();
    rows.push(vec![key("key-quote-revise", file, "p-revise")]);
    let told = match amount {
        Some(amount) => named("quote-counter-noted", file).with("price", amount),
        None => named("quote-counter-words", file),
    };
    let mut plan = answer_with(incoming, facts, Say::line(told));
    plan.sends.push(Send::say(To::Room(case.id), Say { lines: vec![room], rows }));
    plan.sends.push(Send::card(case.id));
    let told = Quote { agreed: amount.map(|amount| amount.minor), ..quote.clone() };
    plan.events.push(event(&told, "price-countered", Some(facts.speaker.id), facts.now));
    plan.quotes.push(quote);
    plan.cases.push(case);
    Some(plan)
}
