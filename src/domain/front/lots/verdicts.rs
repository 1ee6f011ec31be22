//! One verdict offered to all cases of a lot: each has its own, made from the same words, shown with what differs, and
//! confirmed together. Cases it does not fit are named with the reason and left alone.

use super::not_confirmed;
use crate::domain::{
    chat::Incoming,
    front::{CaseFile, Facts, acts, answer, answer_with, lookup::Stored, turn},
    id::{SlipId, Supply},
    lots::Listed,
    phrase::{Key, Phrase, Say},
    plan::{Plan, SlipChange},
    search::Slip,
    verdict::{Draft, brief},
};

/// What it comes to in each case.
pub(super) fn shown(
    listed: &Listed,
    text: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if !acts::is_verdict(text, facts) {
        return answer(incoming, facts, Phrase::new("lot-verdict-usage").with("lot", listed.spelled()));
    }
    let (mut drafts, mut fits, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for file in listed.undecided().filter_map(|case| facts.file(case)) {
        match acts::verdict_for(file, text, facts) {
            Ok(draft) => {
                fits.push(line(file, brief(&acts::verdict_of(&draft, file, facts, supply), &file.case)));
                drafts.push(draft);
            }
            Err(why) => left.push(left_alone(file, why)),
        }
    }
    let count = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
    let price = facts.terms.verdicts.alone.to_string();
    let mut lines = vec![
        Phrase::new("lot-verdict").with("lot", listed.spelled()).with("count", count).with("price", price),
    ];
    lines.extend(fits);
    lines.extend(left);
    lines.extend(listed.left_out());
    let id = SlipId(supply.id());
    let keys = vec![
        Key { label: Phrase::new("key-lot-verdict").with("count", count), data: format!("s:{id}:yes") },
        Key { label: Phrase::new("key-drop"), data: format!("s:{id}:no") },
    ];
    let rows = if drafts.is_empty() { Vec::new() } else { vec![keys] };
    let mut plan = answer_with(incoming, facts, Say { lines, rows });
    let slip = Slip::Verdicts { lot: listed.lot.key().to_owned(), drafts };
    plan.slips.push(SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip });
    plan
}

/// A button under it. Each case is looked at once more: one that changed since is left alone.
pub(in crate::domain::front) fn press(
    stored: &Stored,
    drafts: &[Draft],
    verb: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(instead) = not_confirmed(stored, verb == "yes", incoming, facts) {
        return instead;
    }
    let used = SlipChange::Drop(stored.id);
    let (mut plan, mut done, mut left) = (Plan::default(), 0, Vec::new());
    for draft in drafts {
        let Some(file) = facts.file(draft.case) else { continue };
        match acts::decided_with_others(file, draft, incoming, facts, supply) {
            Ok(decided) => {
                plan.absorb(decided);
                done += 1;
            }
            Err(why) => left.push(left_alone(file, why)),
        }
    }
    let mut lines = vec![Phrase::new("lot-verdict-done").with("count", done)];
    lines.extend(left);
    plan.absorb(turn(incoming, facts, Say { lines, rows: Vec::new() }));
    plan.slips.push(used);
    plan
}

fn line(file: &CaseFile, what: Phrase) -> Phrase {
    Phrase::new("lot-verdict-line").with("ref", file.case.reference.to_string()).with("what", what)
}

fn left_alone(file: &CaseFile, why: Phrase) -> Phrase {
    Phrase::new("lot-left").with("ref", file.case.reference.to_string()).with("why", why)
}
