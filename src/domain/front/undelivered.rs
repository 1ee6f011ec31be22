//! `undelivered` and `resend`: what did not arrive, and sending it once more. Who may not see a case can't send
//! anything of it again; what was sent again once is not sent twice.

use super::{
    CaseFile, Facts, acts, answer, find,
    lookup::{self, Failed},
    turn,
};
use crate::domain::{
    case::Refusal,
    chat::Incoming,
    id::{SendId, SlipId, Supply},
    party::{Party, Role},
    phrase::{Key, Phrase, Say},
    plan::{Plan, SlipChange},
    search::Slip,
};

/// Rows on one page.
pub const PAGE: u32 = 5;
/// Most rows that are sent again at once.
pub const ALL: i64 = 200;

/// Whether somebody may see that row: that of a case with the case, any other as a lead.
fn may_see(speaker: &Party, row: &Failed) -> bool {
    match &row.case {
        Some((_, _, group)) => lookup::sees(speaker, group),
        None => speaker.may(Role::Lead),
    }
}

/// What was not delivered and not sent again, a page of it.
pub(super) fn list(page: u32, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let rows = &facts.looked.undelivered;
    if rows.is_empty() {
        return turn(incoming, facts, Say::line(Phrase::new("undelivered-none")));
    }
    let first = i64::from(page) * i64::from(PAGE) + 1;
    let numbered = || (first..).zip(rows);
    let mut lines = vec![Phrase::new("undelivered-head")];
    lines.extend(numbered().map(|(n, row)| line(n, row)));
    let key = |(n, row): (i64, &Failed)| Key {
        label: Phrase::new("key-again-one").with("n", n),
        data: format!("o:{}:resend", row.row),
    };
    let keys: Vec<Key> = numbered().map(key).collect();
    let mut say = Say { lines, rows: keys.chunks(3).map(<[Key]>::to_vec).collect() };
    say.rows.extend(find::pages(page, facts.looked.more, |page| format!("u:{page}")));
    let mut slips = Vec::new();
    if facts.speaker.may(Role::Lead) && facts.looked.failed.len() > 1 {
        let id = SlipId(supply.id());
        say.rows.push(vec![Key { label: Phrase::new("key-again-all"), data: format!("s:{id}:all") }]);
        let slip = Slip::Again { rows: facts.looked.failed.clone() };
        slips.push(SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip });
    }
    Plan { slips, ..turn(incoming, facts, say) }
}

fn line(n: i64, row: &Failed) -> Phrase {
    Phrase::new("undelivered-line")
        .with("n", n)
        .with("what", what(row))
        .with("at", row.at)
        .with("why", Phrase { key: row.why.clone().into(), args: Vec::new() })
}

fn what(row: &Failed) -> Phrase {
    let reference = row.case.as_ref().map(|(_, reference, _)| reference.to_string());
    match (reference, &row.customer, &row.words) {
        (Some(reference), Some(name), Some(words)) => Phrase::new("undelivered-words")
            .with("ref", reference)
            .with("name", name.as_str())
            .with("text", words.as_str()),
        (Some(reference), Some(name), None) => {
            Phrase::new("undelivered-notice").with("ref", reference).with("name", name.as_str())
        }
        (Some(reference), None, _) => Phrase::new("undelivered-to-room").with("ref", reference),
        (None, Some(name), _) => Phrase::new("undelivered-person").with("name", name.as_str()),
        (None, None, _) => Phrase::new("undelivered-to-staff"),
    }
}

/// Sends one row again: by its button, wherever that stands.
pub(super) fn again(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    match facts.looked.undelivered.first() {
        // Why one answer for "not there" and "not yours": a guess learns nothing.
        Some(row) if may_see(facts.speaker, row) => send(row, incoming, facts),
        _ => answer(incoming, facts, Phrase::new("resend-unknown")),
    }
}

/// Sends the last undelivered row of a case again.
pub(super) fn of_case(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let reference = file.case.reference.to_string();
    if !lookup::sees(facts.speaker, &file.case.group) {
        return acts::refuse(incoming, facts, Refusal(Phrase::new("refuse-group").with("ref", reference)));
    }
    match facts.looked.undelivered.first() {
        Some(row) => send(row, incoming, facts),
        None => answer(incoming, facts, Phrase::new("resend-nothing").with("ref", reference)),
    }
}

fn send(row: &Failed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if row.again {
        return answer(incoming, facts, Phrase::new("resend-already"));
    }
    if !row.open {
        return answer(incoming, facts, Phrase::new("resend-unknown"));
    }
    Plan { resends: vec![row.row], ..answer(incoming, facts, Phrase::new("resend-done")) }
}

/// Asks whether everything that was listed shall be sent again.
pub(super) fn ask_all(id: SlipId, rows: &[SendId], incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(refused) = leads_only(incoming, facts) {
        return refused;
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let key = |label, verb: &str| Key { label, data: format!("s:{id}:{verb}") };
    let yes = key(Phrase::new("key-again-yes").with("count", count), "yes");
    let say = Say {
        lines: vec![Phrase::new("resend-all").with("count", count)],
        rows: vec![vec![yes, Key { label: Phrase::new("key-again-no"), data: "u:0".into() }]],
    };
    turn(incoming, facts, say)
}

/// Sends everything that was listed again, but for what was sent again since.
pub(super) fn send_all(id: SlipId, rows: &[SendId], incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(refused) = leads_only(incoming, facts) {
        return refused;
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut plan = turn(incoming, facts, Say::line(Phrase::new("resend-all-done").with("count", count)));
    plan.resends = rows.to_vec();
    plan.slips.push(SlipChange::Drop(id));
    plan
}

fn leads_only(incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let refusal = || Phrase::new("refuse-role").with("role", Phrase::keyed("role", Role::Lead.name()));
    (!facts.speaker.may(Role::Lead)).then(|| answer(incoming, facts, refusal()))
}
