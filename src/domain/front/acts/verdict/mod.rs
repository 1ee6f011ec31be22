//! `/verdict`: an agent says whose fault it is and what becomes of every piece. Asked step by step, by buttons or words, or
//! typed at once; shown before it counts; and good for the case as it was shown alone.
//!
//! Here is how it is put together. What it does when it counts is `decide`, what comes afterwards `after` and `appeal`.

mod after;
mod appeal;
mod ask;
mod decide;
mod price;
mod together;

use super::{answer, answer_with, ended, refuse};
use crate::domain::{
    case::{Kind, State},
    chat::Incoming,
    coverage::Liability,
    front::{CaseFile, Facts, case_key, lookup::Stored, turn},
    id::{MediaId, SlipId, Supply},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Plan, SlipChange},
    search::Slip,
    text::Rich,
    verdict::{self, Claimed, Draft, Resolution, Step, Worth},
};

pub(in crate::domain::front) use after::{credit, sent};
pub(in crate::domain::front) use appeal::{appeal, stands};
pub(in crate::domain::front) use decide::verdict_of;
pub(in crate::domain::front) use decide::{appeal_key, called, second, withdraw};
pub(in crate::domain::front) use price::{agree, offer_keys, settle, talk_price};
pub(in crate::domain::front) use together::{decided_with_others, is_verdict, verdict_for};

/// `verdict`, and what it is about: nothing, `new`, `sent`, `credit`, `settle`, `stands`, `withdraw`, or the verdict itself.
pub(in crate::domain::front) fn verdict(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let word = rest.text.split_whitespace().next().unwrap_or_default();
    let behind = rest.tail(word.len()).trimmed();
    match word.to_lowercase().as_str() {
        "" => show(file, incoming, facts, supply),
        "new" | "新" => begin(file, incoming, facts, supply),
        "sent" | "寄出" => sent(file, &behind.text, incoming, facts),
        "credit" | "抵扣单" => credit(file, &behind.text, incoming, facts),
        "settle" | "结算" => settle(file, &behind.text, incoming, facts, supply),
        "stands" | "维持" => stands(file, &behind, incoming, facts),
        "withdraw" | "撤回" => withdraw(file, incoming, facts),
        _ => typed(file, rest, incoming, facts, supply),
    }
}

/// How the case's verdict stands, with what can be done about it; a case without one begins with the first question.
pub(in crate::domain::front) fn show(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let Some(shown) = file.proposed().or_else(|| file.verdict()) else {
        return begin(file, incoming, facts, supply);
    };
    let lines = verdict::standing(shown, &file.case, facts.terms);
    let rows = if file.proposed().is_some() { decide::second_keys(shown) } else { after::keys(file) };
    answer_with(incoming, facts, Say { lines, rows })
}

/// The first question.
pub(in crate::domain::front) fn begin(
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    match refused(file, facts) {
        Some(why) => answer(incoming, facts, why),
        None => go_on(file, Draft::new(&file.case), None, incoming, facts, supply),
    }
}

/// All of it, or the beginning of it, in words.
fn typed(file: &CaseFile, rest: &Rich, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    match draft_of(file, &rest.text, facts) {
        Some(draft) => go_on(file, draft, None, incoming, facts, supply),
        None => answer(incoming, facts, Phrase::new("verdict-usage")),
    }
}

/// What those words say of that case; nothing where they don't say whose fault it is.
fn draft_of(file: &CaseFile, text: &str, facts: &Facts<'_>) -> Option<Draft> {
    let said = verdict::read(text, facts.terms);
    let liability = said.liability?;
    let mut draft = Draft {
        liability: Some(liability),
        reason: said.reason,
        worth: said.worth,
        ..Draft::new(&file.case)
    };
    draft.shares = verdict::shares(&said.pieces, liability, &verdict::claimed(&file.case));
    draft.evidence = numbered(file, &said.evidence, facts);
    draft.rests = !draft.evidence.is_empty();
    draft.words = Some(said.words).filter(|words| !words.is_empty());
    Some(draft)
}

/// Why no verdict can be given now.
fn refused(file: &CaseFile, facts: &Facts<'_>) -> Option<Phrase> {
    let case = &file.case;
    let reference = case.reference.to_string();
    if !case.state.is_live() && case.state != State::Solved {
        return Some(ended(file).0);
    }
    if matches!(case.kind, Kind::Enquiry | Kind::Order | Kind::FollowUp) {
        return Some(Phrase::new("verdict-nothing").with("ref", reference));
    }
    if verdict::claimed(case).is_empty() {
        return Some(Phrase::new("verdict-uncounted").with("ref", reference));
    }
    if let Some(proposed) = file.proposed() {
        let name = proposed.name.as_str();
        return Some(Phrase::new("verdict-waits-already").with("ref", reference).with("name", name));
    }
    if file.was_appealed() && !facts.speaker.may(Role::Lead) {
        let role = Phrase::keyed("role", Role::Lead.name());
        return Some(Phrase::new("refuse-role").with("role", role));
    }
    file.verdict().filter(|one| one.is_appealed()).and_then(|one| appeal::not_by(one, facts))
}

/// The files of those numbers, as the list of the case's files counts them.
fn numbered(file: &CaseFile, numbers: &[usize], facts: &Facts<'_>) -> Vec<MediaId> {
    let all: Vec<MediaId> = ask::files(file, facts).collect();
    let mut found: Vec<MediaId> =
        numbers.iter().filter_map(|n| all.get(n.checked_sub(1)?)).copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Asks what is not said yet, or shows what it comes to. `used` = the slip of the button that led here.
fn go_on(
    file: &CaseFile,
    mut draft: Draft,
    used: Option<SlipId>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (cover, claimed) = (file.warranty(facts.terms).into(), verdict::claimed(&file.case));
    let misfit = Some(&draft).filter(|draft| !draft.shares.is_empty());
    let misfit = misfit.and_then(|draft| draft.misfit(cover, &file.case, &claimed));
    if misfit.is_some() {
        draft.shares.clear();
    }
    let id = SlipId(supply.id());
    let step = draft.step(cover, &file.case, facts.terms);
    let mut say = ask::question(step, &draft, id, file, facts, supply);
    say.lines.splice(0..0, misfit.map(|misfit| ask::misfit_words(&misfit)));
    let mut plan = ask::put(step, &draft, say, used.is_some(), file, incoming, facts);
    plan.slips.extend(used.map(SlipChange::Drop));
    let slip = Slip::Verdict(Box::new(draft));
    plan.slips.push(SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip });
    plan
}

/// A button of the questions or of the preview: `s:<slip>:<verb>`.
pub(in crate::domain::front) fn press(
    stored: &Stored,
    draft: &Draft,
    verb: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if stored.person != facts.speaker.id {
        let name = stored.name.as_str();
        return answer(incoming, facts, Phrase::new("verdict-not-yours").with("name", name));
    }
    let Some(file) = facts.named.filter(|file| file.case.id == draft.case) else {
        return answer(incoming, facts, Phrase::new("old-slip"));
    };
    if verb == "no" {
        let mut plan = turn(incoming, facts, Say::line(Phrase::new("verdict-dropped")));
        plan.slips.push(SlipChange::Drop(stored.id));
        return plan;
    }
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    if verb == "yes" {
        return decide::confirmed(file, draft, stored.id, incoming, facts, supply);
    }
    let draft = pressed(file, draft.clone(), verb, facts);
    go_on(file, draft, Some(stored.id), incoming, facts, supply)
}

/// The draft with what a button says.
fn pressed(file: &CaseFile, mut draft: Draft, verb: &str, facts: &Facts<'_>) -> Draft {
    let (what, of) = verb.split_once('.').unwrap_or((verb, ""));
    match what {
        "anew" => return Draft::new(&file.case),
        "l" => draft.liability = Liability::from_name(of).or(draft.liability),
        "d" => {
            if let Some(resolution) = Resolution::from_name(of) {
                draft.all_by(resolution, &verdict::claimed(&file.case));
            }
        }
        "r" => draft.reason = facts.terms.verdicts.reason(of).map(|reason| reason.id.clone()),
        "w" => draft.words = Some(String::new()),
        "e" if of == "done" => draft.rests = !draft.evidence.is_empty(),
        "e" => {
            for media in numbered(file, &of.parse().ok().into_iter().collect::<Vec<usize>>(), facts) {
                match draft.evidence.iter().position(|one| *one == media) {
                    Some(place) => drop(draft.evidence.remove(place)),
                    None => draft.evidence.push(media),
                }
            }
        }
        "v" => draft.worth = Some(Worth::Within),
        _ => {}
    }
    draft
}

/// The answer to a question, in words.
pub(in crate::domain::front) fn said(
    file: &CaseFile,
    draft: &Draft,
    words: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(why) = refused(file, facts) {
        return answer(incoming, facts, why);
    }
    let mut draft = draft.clone();
    let claimed = verdict::claimed(&file.case);
    let step = draft.step(file.warranty(facts.terms).into(), &file.case, facts.terms);
    if !takes(&mut draft, step, words.trim(), &claimed, file, facts) {
        return refuse(incoming, facts, crate::domain::case::Refusal(ask::fits(step, facts)));
    }
    go_on(file, draft, None, incoming, facts, supply)
}

/// Puts the words where they belong; whether they fit there.
fn takes(
    draft: &mut Draft,
    step: Step,
    words: &str,
    claimed: &[Claimed],
    file: &CaseFile,
    facts: &Facts<'_>,
) -> bool {
    match step {
        Step::Liability => draft.liability = verdict::liability(words).or(draft.liability),
        Step::Shares => {
            let main = draft.liability.unwrap_or(Liability::Unclear);
            draft.shares =
                verdict::pieces(words).map(|said| verdict::shares(&said, main, claimed)).unwrap_or_default();
        }
        Step::Reason => {
            draft.reason = facts.terms.verdicts.reason(&words.to_lowercase()).map(|reason| reason.id.clone());
        }
        Step::Words => draft.words = Some(words.to_owned()).filter(|words| !words.is_empty()),
        Step::Evidence => {
            let numbers = words.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok());
            draft.evidence = numbered(file, &numbers.collect::<Vec<usize>>(), facts);
            draft.rests = !draft.evidence.is_empty();
        }
        Step::Worth => {
            draft.worth = verdict::amount(words, facts.terms).map(Worth::Amount).or(draft.worth);
        }
        Step::Preview => return false,
    }
    match step {
        Step::Liability => draft.liability.is_some(),
        Step::Shares => !draft.shares.is_empty(),
        Step::Reason => draft.reason.is_some(),
        Step::Words => draft.words.is_some(),
        Step::Evidence => draft.rests,
        Step::Worth => draft.worth.is_some(),
        Step::Preview => false,
    }
}

/// A button of a draft.
fn slip_key(label: Phrase, slip: SlipId, verb: &str) -> Key {
    Key { label, data: format!("s:{slip}:{verb}") }
}

/// A button of the case.
fn key(label: &'static str, file: &CaseFile, verb: &str) -> Key {
    case_key(Phrase { key: label.into(), args: Vec::new() }, file.case.id, verb)
}
