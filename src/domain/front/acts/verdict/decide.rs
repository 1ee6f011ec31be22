//! A verdict begins to count: at once, or when a second person says yes. Its customer is told, and what was open before is
//! closed.

use super::{Step, answer, appeal, go_on, key, refuse};
use crate::domain::{
    case::Case,
    chat::Incoming,
    clocks::{self, Effect, affect, next},
    coverage::Liability,
    front::{
        CaseFile, Facts,
        acts::{assign::becomes_assignee, customer_of, ended, in_its_room, quotes_fall},
        case_key, talk, turn,
    },
    id::{SlipId, Supply, VerdictId},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Event, Plan, Send, To},
    sla::Target,
    verdict::{self, Draft, Stage, Verdict},
};

/// What a draft becomes.
pub(in crate::domain::front) fn verdict_of(
    draft: &Draft,
    file: &CaseFile,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Verdict {
    Verdict {
        id: VerdictId(supply.id()),
        case: file.case.id,
        n: file.verdicts.iter().map(|one| one.n).max().unwrap_or(0) + 1,
        stage: if draft.needs_two(facts.terms) { Stage::Proposed } else { Stage::InForce },
        liability: draft.liability.unwrap_or(Liability::Unclear),
        shares: draft.shares.clone(),
        reason: draft.reason.clone().unwrap_or_default(),
        words: draft.words.clone().unwrap_or_default(),
        evidence: draft.evidence.clone(),
        warranty: file.warranty(facts.terms),
        worth: draft.amount(),
        two: draft.needs_two(facts.terms),
        by: facts.speaker.id,
        name: facts.speaker.name.clone(),
        at: facts.now,
        second: None,
        mentions: Vec::new(),
        appeal: None,
        offer: None,
    }
}

/// The button under the preview. What it was shown for is what counts: a case that changed is shown anew.
pub(super) fn confirmed(
    file: &CaseFile,
    draft: &Draft,
    slip: SlipId,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (cover, claimed) = (file.warranty(facts.terms).into(), verdict::claimed(&file.case));
    let whole = draft.is_whole(cover, &file.case, &claimed, facts.terms);
    if draft.rev != file.case.rev || !whole {
        let anew = Draft { rev: file.case.rev, ..draft.clone() };
        let shown = anew.step(cover, &file.case, facts.terms) == Step::Preview;
        let mut plan = go_on(file, anew, Some(slip), incoming, facts, supply);
        let first = plan.sends.first_mut().filter(|_| shown);
        if let Some(crate::domain::plan::Parcel::Say { say, .. }) = first.map(|send| &mut send.parcel) {
            say.lines.insert(0, Phrase::new("case-changed"));
        }
        return plan;
    }
    let verdict = verdict_of(draft, file, facts, supply);
    let mut plan = match verdict.stage {
        Stage::Proposed => proposed(file, verdict, incoming, facts),
        Stage::InForce | Stage::Replaced | Stage::Dropped => counts(file, verdict, incoming, facts, supply),
    };
    plan.slips.push(crate::domain::plan::SlipChange::Drop(slip));
    plan
}

/// The case as it is when somebody decides in it: who decides in a case nobody has, has it.
fn decided_in(file: &CaseFile, facts: &Facts<'_>, plan: &mut Plan) -> Case {
    if file.case.assignee.is_none() {
        plan.absorb(becomes_assignee(file, facts));
    }
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    case.rev += 1;
    case
}

/// It waits for a second person, who is asked in the room and at the place of the staff.
pub(super) fn proposed(file: &CaseFile, verdict: Verdict, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    let case = decided_in(file, facts, &mut plan);
    let mut lines = vec![
        Phrase::new("room-verdict-second")
            .with("name", verdict.name.as_str())
            .with("price", facts.terms.verdicts.alone),
    ];
    lines.extend(verdict::standing(&verdict, &file.case, facts.terms));
    let say = Say { lines, rows: second_keys(&verdict) };
    plan.sends.push(Send::say(To::Room(case.id), say));
    plan.sends.push(called("alert-verdict-second", file, facts));
    let told = Phrase::new("verdict-proposed").with("ref", case.reference.to_string());
    plan.absorb(turn(incoming, facts, Say::line(told)));
    plan.events.push(talk::event(case.id, "verdict-proposed", Some(facts.speaker.id), facts));
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan.verdicts.push(verdict);
    plan
}

/// What is told where the case's group works, with the way to its card.
pub(in crate::domain::front) fn called(key: &'static str, file: &CaseFile, facts: &Facts<'_>) -> Send {
    let head = Phrase { key: key.into(), args: Vec::new() }
        .with("ref", file.case.reference.to_string())
        .with("name", facts.speaker.name.as_str());
    let card = case_key(Phrase::new("key-card"), file.case.id, "card");
    let home = facts.homes.of_group(&file.case.group, facts.terms);
    Send::say(home.map_or(To::Staff, To::Home), Say { lines: vec![head], rows: vec![vec![card]] })
}

/// The second person's buttons, for that version alone.
pub(super) fn second_keys(verdict: &Verdict) -> Vec<Vec<Key>> {
    let button = |label: &'static str, word: &str| {
        let label = Phrase { key: label.into(), args: Vec::new() };
        case_key(label, verdict.case, &format!("second:{}:{word}", verdict.n))
    };
    vec![vec![button("key-verdict-agree", "yes"), button("key-verdict-refuse", "no")]]
}

/// A second person's word: `second:<n>:yes` or `no`.
pub(in crate::domain::front) fn second(
    file: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (n, word) = rest.split_once(':').unwrap_or((rest, ""));
    let found = n.parse().ok().and_then(|n| file.verdict_no(n)).filter(|one| one.stage == Stage::Proposed);
    let Some(verdict) = found else {
        return answer(
            incoming,
            facts,
            Phrase::new("verdict-second-over").with("ref", file.case.reference.to_string()),
        );
    };
    if verdict.by == facts.speaker.id {
        return answer(incoming, facts, Phrase::new("verdict-not-alone"));
    }
    if word == "yes" && file.case.state.is_over() {
        return refuse(incoming, facts, ended(file));
    }
    // Why: what takes the place of a verdict the customer appealed against decides that appeal.
    let appealed = file.verdict().filter(|one| word == "yes" && one.is_appealed());
    if let Some(why) = appealed.and_then(|one| appeal::not_by(one, facts)) {
        return answer(incoming, facts, why);
    }
    let mut verdict = verdict.clone();
    verdict.second = Some((facts.speaker.id, facts.now));
    if word == "yes" {
        verdict.stage = Stage::InForce;
        return counts(file, verdict, incoming, facts, supply);
    }
    dropped(file, verdict, ("verdict-refused", "verdict-refused-done"), incoming, facts)
}

/// Takes back a verdict that waits for a second person: whoever gave it, or a lead.
pub(in crate::domain::front) fn withdraw(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(verdict) = file.proposed() else {
        return answer(
            incoming,
            facts,
            Phrase::new("verdict-none-waits").with("ref", file.case.reference.to_string()),
        );
    };
    if verdict.by != facts.speaker.id && !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return answer(incoming, facts, Phrase::new("refuse-role").with("role", role));
    }
    dropped(file, verdict.clone(), ("verdict-withdrawn", "verdict-withdrawn-done"), incoming, facts)
}

/// It will never count.
fn dropped(
    file: &CaseFile,
    mut verdict: Verdict,
    (event, said): (&'static str, &'static str),
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    verdict.stage = Stage::Dropped;
    let mut case = file.case.clone();
    case.rev += 1;
    let told = Phrase { key: said.into(), args: Vec::new() }
        .with("ref", case.reference.to_string())
        .with("name", facts.speaker.name.as_str());
    let mut plan = turn(incoming, facts, Say::line(told.clone()));
    if !in_its_room(file, facts) {
        plan.sends.push(Send::say(To::Room(case.id), Say::line(told)));
    }
    plan.events.push(Event {
        case: case.id,
        at: facts.now,
        kind: event,
        by: Some(facts.speaker.id),
        data: serde_json::json!({}),
    });
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan.verdicts.push(verdict);
    plan
}

/// It counts from now on.
pub(super) fn counts(
    file: &CaseFile,
    verdict: Verdict,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut plan = quotes_fall(file, facts.speaker.id, facts.now, facts.terms);
    let fell = plan.quotes.iter().any(|one| one.sent.is_some());
    // Why as it is then: what waited for a price goes on.
    let case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    let file = &CaseFile { case, clocks: next::after(&file.clocks, &plan.clocks), ..file.clone() };
    plan.verdicts.clear();
    let case = decided_in(file, facts, &mut plan);
    let appealed = file.verdict().is_some_and(Verdict::is_appealed);
    plan.verdicts.extend(file.verdict().map(|before| replaced(before, facts)));
    let open = affect(&file.clocks, |t| t == Target::Settlement, Effect::Cancel, facts.now, facts.terms);
    plan.clocks.extend(open);
    let mut due = None;
    if verdict.serves_first(&case) {
        let clock = clocks::settlement(case.id, &file.clocks, facts.now, facts.terms, supply);
        due = clock.clock.due_at;
        plan.clocks.push(clock);
    }
    let mut say = Say { lines: verdict::customer(&verdict, &case, facts.terms, due), rows: Vec::new() };
    say.lines.extend(fell.then(|| Phrase::new("verdict-quote-fell")));
    say.lines.extend(appealed.then(|| Phrase::new("verdict-second-look")));
    if verdict.is_against(&case) && !file.was_appealed() {
        say.lines.push(Phrase::new("verdict-appeal"));
        say.rows.push(vec![appeal_key(&verdict)]);
    }
    plan.sends.push(Send { by_hand: true, ..Send::say(customer_of(&case), say) });
    plan.absorb(staff_told(file, &verdict, incoming, facts));
    let data = serde_json::json!({ "n": verdict.n, "fault": verdict.liability.name() });
    plan.events.push(Event {
        case: case.id,
        at: facts.now,
        kind: "verdict",
        by: Some(facts.speaker.id),
        data,
    });
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan.verdicts.push(verdict);
    plan
}

fn staff_told(file: &CaseFile, verdict: &Verdict, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let told = Phrase::new("verdict-done")
        .with("ref", file.case.reference.to_string())
        .with("n", i64::from(verdict.n));
    let after = CaseFile { verdicts: vec![verdict.clone()], ..file.clone() };
    let wanted = after.wants_quote().then(|| Phrase::new("verdict-quote-next"));
    let rows = wanted.iter().map(|_| vec![key("key-quote-add", file, "p-add")]).collect();
    let lines = std::iter::once(told).chain(wanted).collect();
    let mut plan = turn(incoming, facts, Say { lines, rows });
    if !in_its_room(file, facts) {
        let by = Phrase::new("room-verdict").with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(by)));
    }
    plan
}

/// The room is told that a price is wanted now, where a verdict counts that leaves one open.
pub(super) fn price_wanted(file: &CaseFile, decided: &Plan) -> Option<Send> {
    let counts = decided.verdicts.iter().find(|one| one.stage == Stage::InForce)?;
    let after = CaseFile { verdicts: vec![counts.clone()], ..file.clone() };
    let say = || Say {
        lines: vec![Phrase::new("verdict-quote-next")],
        rows: vec![vec![key("key-quote-add", file, "p-add")]],
    };
    after.wants_quote().then(|| Send::say(To::Room(file.case.id), say()))
}

/// A verdict in whose place another one counts; an appeal against it is decided by that.
fn replaced(before: &Verdict, facts: &Facts<'_>) -> Verdict {
    let mut before = before.clone();
    before.stage = Stage::Replaced;
    if let Some(appeal) = before.appeal.as_mut().filter(|appeal| appeal.decided.is_none()) {
        appeal.decided = Some((facts.now, facts.speaker.id));
    }
    before
}

/// The customer's one appeal against that version.
pub(in crate::domain::front) fn appeal_key(verdict: &Verdict) -> Key {
    case_key(Phrase::new("key-appeal"), verdict.case, &format!("appeal:{}", verdict.n))
}

/// Begins another verdict.
pub(super) fn new_key(file: &CaseFile) -> Key {
    key("key-verdict-new", file, "verdict:new")
}
