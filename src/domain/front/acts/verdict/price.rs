//! The price of what was begun before it was known who pays: a lead says that it is nothing, or sends a quote.
//!
//! Offers made before there were quotes are still agreed to by their buttons, bound to the version of the verdict and to the
//! offer, as long as no quote is about the same.

use super::{
    after::{changed, done, question},
    answer, key,
};
use crate::domain::{
    chat::Incoming,
    clocks::{ClockChange, Effect, affect},
    front::{
        CaseFile, Facts,
        acts::{customer_of, price_holds_up, quotes_fall, settle_by_quote},
        case_key, turn,
    },
    id::Supply,
    money::Money,
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send, To, Wanted},
    sla::Target,
    verdict::{self, Answer, Offer, Verdict},
};

fn price_clock(file: &CaseFile, effect: Effect, facts: &Facts<'_>) -> Vec<ClockChange> {
    affect(&file.clocks, |t| t == Target::Settlement, effect, facts.now, facts.terms)
}

/// A lead says what that costs whose cost was left open. Nothing needs no yes; a price goes out as a quote does.
pub(in crate::domain::front) fn settle(
    file: &CaseFile,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return answer(incoming, facts, Phrase::new("refuse-role").with("role", role));
    }
    let reference = file.case.reference.to_string();
    let Some(verdict) = file.verdict().filter(|one| one.is_cost_open(&file.case)) else {
        return answer(incoming, facts, Phrase::new("settle-none").with("ref", reference));
    };
    if let Some(why) = price_holds_up(file) {
        return answer(incoming, facts, why);
    }
    let example = Money { minor: 4_500, currency: facts.terms.verdicts.alone.currency };
    if words.trim().is_empty() {
        let free = key("key-settle-free", file, "settle:free");
        let what = Phrase::new("settle-what").with("ref", reference).with("price", example);
        return question(what, vec![vec![free]], Wanted::Settle, file, incoming, facts);
    }
    match verdict::amount(words, facts.terms) {
        Some(price) if price.minor == 0 => waived(verdict, price, file, incoming, facts),
        Some(price) => settle_by_quote(file, price, incoming, facts, supply),
        None => answer(incoming, facts, Phrase::new("settle-usage").with("price", example)),
    }
}

/// It costs nothing, and nobody has to agree to that.
fn waived(verdict: &Verdict, price: Money, file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = file.case.reference.to_string();
    let n = verdict.offer.as_ref().map_or(1, |offer| offer.n.saturating_add(1));
    let by = facts.speaker.name.clone();
    let mut verdict = verdict.clone();
    verdict.offer = Some(Offer { n, price, by, at: facts.now, answer: None });
    let lines = vec![
        Phrase::new("customer-settled-free").with("ref", reference.as_str()),
        verdict::labour(facts.terms),
    ];
    let mut plan = changed(verdict, "settled", file, facts);
    plan.clocks = price_clock(file, Effect::Meet, facts);
    plan.quotes = quotes_fall(file, facts.speaker.id, facts.now, facts.terms).quotes;
    let say = Say { lines, rows: Vec::new() };
    plan.sends.push(Send { by_hand: true, ..Send::say(customer_of(&file.case), say) });
    plan.absorb(done(Phrase::new("settle-done-free").with("ref", reference), file, incoming, facts));
    plan
}

/// The customer's buttons for a price that was offered before there were quotes, for that offer alone; none when it is
/// answered, or a quote is about it.
pub(in crate::domain::front) fn offer_keys(verdict: &Verdict, file: &CaseFile) -> Vec<Vec<Key>> {
    let Some(offer) = verdict.offer.as_ref().filter(|_| !is_quoted(file, verdict)) else { return Vec::new() };
    let agreed = offer.price.minor == 0 || offer.answer.is_some_and(|(_, answer)| answer == Answer::Agreed);
    if agreed {
        return Vec::new();
    }
    let stamp = format!("{}.{}", verdict.n, offer.n);
    let button = |label: &'static str, verb: &str| {
        let label = Phrase { key: label.into(), args: Vec::new() }.with("price", offer.price);
        case_key(label, verdict.case, &format!("{verb}:{stamp}"))
    };
    vec![vec![
        button("key-price-agree", "agree"),
        case_key(Phrase::new("key-price-talk"), verdict.case, &format!("price:{stamp}")),
    ]]
}

/// A quote says what that costs.
fn is_quoted(file: &CaseFile, verdict: &Verdict) -> bool {
    file.quotes.iter().any(|one| one.settles == Some(verdict.n) && one.sent.is_some())
}

/// The offer a button was made for, while it is the one that stands.
fn offer_of<'a>(file: &'a CaseFile, stamp: &str) -> Option<(&'a Verdict, &'a Offer)> {
    let (n, offer) = stamp.split_once('.')?;
    let verdict = file.verdict().filter(|one| n.parse() == Ok(one.n) && !is_quoted(file, one))?;
    let found = verdict.offer.as_ref().filter(|one| offer.parse() == Ok(one.n) && one.price.minor > 0)?;
    (!verdict.is_settled()).then_some((verdict, found))
}

/// The customer agrees to the price: `agree:<verdict>.<offer>`.
pub(in crate::domain::front) fn agree(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let Some((verdict, offer)) = offer_of(file, stamp) else { return price_over(file, incoming, facts) };
    let price = offer.price;
    let mut plan = answered(verdict, Answer::Agreed, "settled", file, facts);
    plan.clocks = price_clock(file, Effect::Meet, facts);
    let room = Phrase::new("room-price-agreed").with("price", price);
    plan.sends.push(Send::say(To::Room(file.case.id), Say::line(room)));
    let said = Phrase::new("price-agreed").with("ref", file.case.reference.to_string()).with("price", price);
    plan.absorb(turn(incoming, facts, Say::line(said)));
    plan
}

/// The customer wants to talk about the price: `price:<verdict>.<offer>`.
pub(in crate::domain::front) fn talk_price(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let Some((verdict, offer)) = offer_of(file, stamp) else { return price_over(file, incoming, facts) };
    let said = Phrase::new("price-talk").with("ref", file.case.reference.to_string());
    if offer.answer.is_some() {
        return answer(incoming, facts, said);
    }
    let mut plan = answered(verdict, Answer::Talk, "settle-declined", file, facts);
    plan.clocks = price_clock(file, Effect::Resume, facts);
    let room = Phrase::new("room-price-talk").with("price", offer.price);
    let row = vec![key("key-settle", file, "settle")];
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![room], rows: vec![row] }));
    plan.absorb(answer(incoming, facts, said));
    plan
}

fn answered(
    verdict: &Verdict,
    said: Answer,
    event: &'static str,
    file: &CaseFile,
    facts: &Facts<'_>,
) -> Plan {
    let mut verdict = verdict.clone();
    if let Some(offer) = &mut verdict.offer {
        offer.answer = Some((facts.now, said));
    }
    changed(verdict, event, file, facts)
}

/// A price that is agreed already, or in whose place there is another.
fn price_over(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer(incoming, facts, Phrase::new("price-over").with("ref", file.case.reference.to_string()))
}
