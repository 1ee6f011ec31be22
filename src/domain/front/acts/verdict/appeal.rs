//! A customer's one appeal: a lead who has not decided looks at it once more, and decides once.

use super::{after, answer, decide, key, refuse};
use crate::domain::{
    case::State,
    chat::Incoming,
    clocks::{Effect, affect, next},
    front::{
        CaseFile, Facts,
        acts::{customer_of, ended, in_its_room},
        asked, turn,
    },
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, Send, To, Wanted},
    text::{Rich, defuse},
    verdict::{Appeal, Stage, Verdict},
};

/// The customer's button: `appeal:<n>`.
pub(in crate::domain::front) fn appeal(
    file: &CaseFile,
    n: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let reference = file.case.reference.to_string();
    if file.was_appealed() {
        return answer(incoming, facts, Phrase::new("appeal-used").with("ref", reference));
    }
    let found = n.parse().ok().and_then(|n| file.verdict_no(n)).filter(|one| one.stage == Stage::InForce);
    let Some(verdict) = found.filter(|one| one.is_against(&file.case)) else {
        return answer(incoming, facts, Phrase::new("appeal-over").with("ref", reference));
    };
    if file.case.state.is_over() {
        return refuse(incoming, facts, ended(file));
    }
    let mut verdict = verdict.clone();
    verdict.appeal = Some(Appeal { at: facts.now, decided: None });
    let mut plan = after::changed(verdict, "appealed", file, facts);
    // Why: who does not agree with what was decided has no solution yet.
    if file.case.state == State::Solved
        && let Some(case) = plan.cases.last_mut()
        && case.go_on(facts.now).is_ok()
    {
        plan.clocks = affect(&file.clocks, next::rests_on_a_proposal, Effect::Resume, facts.now, facts.terms);
    }
    let row = vec![key("key-stands", file, "stands"), decide::new_key(file)];
    let room = Say { lines: vec![Phrase::new("room-appealed")], rows: vec![row] };
    plan.sends.push(Send::say(To::Room(file.case.id), room));
    plan.sends.push(decide::called("alert-appeal", file, facts));
    plan.absorb(answer(incoming, facts, Phrase::new("appeal-taken").with("ref", reference)));
    plan
}

/// Why the speaker can't decide on an appeal against that verdict: it takes a lead, and one who did not decide it. An admin
/// may, because there may be nobody else.
pub(super) fn not_by(verdict: &Verdict, facts: &Facts<'_>) -> Option<Phrase> {
    if !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return Some(Phrase::new("refuse-role").with("role", role));
    }
    let decided =
        verdict.by == facts.speaker.id || verdict.second.is_some_and(|(by, _)| by == facts.speaker.id);
    (decided && !facts.speaker.may(Role::Admin)).then(|| Phrase::new("appeal-not-yours"))
}

/// The verdict stands: the appeal is decided, with words to the customer.
pub(in crate::domain::front) fn stands(
    file: &CaseFile,
    words: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let reference = file.case.reference.to_string();
    let Some(verdict) = file.verdict().filter(|one| one.is_appealed()) else {
        return answer(incoming, facts, Phrase::new("appeal-none").with("ref", reference));
    };
    if let Some(why) = not_by(verdict, facts) {
        return answer(incoming, facts, why);
    }
    if words.text.trim().is_empty() {
        let what = Phrase::new("stands-why").with("name", file.customer.name.as_str());
        return asked::ask(file, Say::line(what), Wanted::Stands, incoming, facts);
    }
    let mut verdict = verdict.clone();
    verdict.appeal =
        verdict.appeal.map(|appeal| Appeal { decided: Some((facts.now, facts.speaker.id)), ..appeal });
    let mut plan = after::changed(verdict, "appeal-stands", file, facts);
    let said = Phrase::new("verdict-words")
        .with("name", facts.speaker.name.as_str())
        .with("text", defuse(words.text.trim()));
    let told = Say {
        lines: vec![Phrase::new("customer-stands").with("ref", reference.as_str()), said],
        rows: Vec::new(),
    };
    plan.sends.push(Send { by_hand: true, ..Send::say(customer_of(&file.case), told) });
    let done = Phrase::new("stands-done").with("ref", reference);
    if !in_its_room(file, facts) {
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(done.clone())));
    }
    plan.absorb(turn(incoming, facts, Say::line(done)));
    plan
}
