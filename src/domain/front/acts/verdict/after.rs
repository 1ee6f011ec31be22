//! What comes after a verdict: parcels and credit notes. What was begun before it was known who pays has its `price`.

use super::{answer, decide, key};
use crate::domain::{
    case::{State, Waiting},
    chat::Incoming,
    clocks::next,
    front::{
        CaseFile, Facts,
        acts::{customer_of, in_its_room, price_holds_up},
        asked, talk, turn,
    },
    phrase::{Key, Phrase, Say},
    plan::{Plan, Send, To, Wanted},
    verdict::{self, Mention, Verdict},
};

/// What can be done about the verdict that counts.
pub(super) fn keys(file: &CaseFile) -> Vec<Vec<Key>> {
    let Some(verdict) = file.verdict() else { return Vec::new() };
    let mut first = vec![key("key-parcel", file, "sent")];
    let pays_back = verdict.shares.iter().any(|share| share.resolution.pays_back());
    first.extend(pays_back.then(|| key("key-credit", file, "credit")));
    first.extend(verdict.is_cost_open(&file.case).then(|| key("key-settle", file, "settle")));
    let mut second = vec![decide::new_key(file)];
    second.extend(verdict.is_appealed().then(|| key("key-stands", file, "stands")));
    vec![first, second]
}

fn none(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer(incoming, facts, Phrase::new("verdict-none").with("ref", file.case.reference.to_string()))
}

/// Asks an agent for words.
pub(super) fn question(
    phrase: Phrase,
    rows: Vec<Vec<Key>>,
    wanted: Wanted,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    asked::ask(file, Say { lines: vec![phrase], rows }, wanted, incoming, facts)
}

/// A parcel is on its way to the customer: the case waits for the goods, and its clock stands still.
pub(in crate::domain::front) fn sent(
    file: &CaseFile,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let Some(verdict) = file.verdict() else { return none(file, incoming, facts) };
    if let Some(why) = price_holds_up(file) {
        return answer(incoming, facts, why);
    }
    if words.trim().is_empty() {
        return question(Phrase::new("parcel-what"), Vec::new(), Wanted::Sent, file, incoming, facts);
    }
    let Some(mention) = verdict::parcel(words, facts.now) else {
        return answer(incoming, facts, Phrase::new("parcel-usage"));
    };
    let Mention::Parcel { carrier, number, .. } = &mention else { return Plan::default() };
    let told = Phrase::new("customer-parcel")
        .with("ref", file.case.reference.to_string())
        .with("name", carrier.as_str())
        .with("number", number.as_str());
    let mut plan = mentioned(verdict, mention, told, ("parcel-sent", "parcel-done"), file, incoming, facts);
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    let waits = State::Waiting(Waiting::Goods);
    if case.state != waits && case.state.may_become(waits) && case.become_(waits, facts.now).is_ok() {
        plan.clocks = next::waiting(&file.clocks, Waiting::Goods, facts.now, facts.terms);
    }
    plan.cases.push(case);
    plan
}

/// The number of a credit note or of a payment.
pub(in crate::domain::front) fn credit(
    file: &CaseFile,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let Some(verdict) = file.verdict() else { return none(file, incoming, facts) };
    if !verdict.shares.iter().any(|share| share.resolution.pays_back()) {
        return answer(incoming, facts, Phrase::new("credit-not"));
    }
    if words.trim().is_empty() {
        return question(Phrase::new("credit-what"), Vec::new(), Wanted::Credit, file, incoming, facts);
    }
    let Some(mention) = verdict::credit(words, facts.now) else {
        return answer(incoming, facts, Phrase::new("credit-usage"));
    };
    let told = Phrase::new("customer-credit")
        .with("ref", file.case.reference.to_string())
        .with("number", words.trim());
    mentioned(verdict, mention, told, ("credit-noted", "credit-done"), file, incoming, facts)
}

/// A reference goes into the verdict, and to the customer. The same one twice is once.
fn mentioned(
    verdict: &Verdict,
    mention: Mention,
    told: Phrase,
    (event, said): (&'static str, &'static str),
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let reference = file.case.reference.to_string();
    if verdict.mentions.iter().any(|one| one.is_same(&mention)) {
        return answer(incoming, facts, Phrase::new("mention-known").with("ref", reference));
    }
    let mut verdict = verdict.clone();
    verdict.mentions.push(mention);
    let mut plan = changed(verdict, event, file, facts);
    plan.sends.push(Send { by_hand: true, ..Send::say(customer_of(&file.case), Say::line(told)) });
    plan.absorb(done(
        Phrase { key: said.into(), args: Vec::new() }.with("ref", reference),
        file,
        incoming,
        facts,
    ));
    plan
}

/// A word to whoever did it, and to the room where that was somewhere else.
pub(super) fn done(said: Phrase, file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let elsewhere = !in_its_room(file, facts);
    let mut plan = turn(incoming, facts, Say::line(said.clone()));
    plan.sends.extend(elsewhere.then(|| Send::say(To::Room(file.case.id), Say::line(said))));
    plan
}

/// The verdict and the case after it, with the history and the card.
pub(super) fn changed(verdict: Verdict, event: &'static str, file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    case.rev += 1;
    Plan {
        events: vec![talk::event(case.id, event, Some(facts.speaker.id), facts)],
        sends: vec![Send::card(case.id)],
        cases: vec![case],
        verdicts: vec![verdict],
        ..Plan::default()
    }
}
