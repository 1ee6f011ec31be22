//! `/lot`: all cases of a lot. For whoever leads there is one message to all of their customers, and one verdict offered to
//! all of them; both are shown before anything happens.
//!
//! An agent sees the cases of their groups, as in a search. What is confirmed counts for what was shown alone: a case that
//! changed since is left as it is, and named.

mod letter;
mod verdicts;

use super::{Facts, answer, answer_with, lookup::Stored, turn};
use crate::domain::{
    chat::Incoming,
    command::Typed,
    id::Supply,
    lots::{Listed, Lot, page},
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, SlipChange},
};

pub(super) use letter::press as press_letter;
pub(super) use verdicts::press as press_verdicts;

/// What is to be done with the cases of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// They are listed.
    Show,
    /// One message to all.
    Tell,
    /// One verdict for all.
    Verdict,
}

/// What was typed: the lot, what is to be done, and the words behind it. A lot may have spaces.
pub(super) fn parts(text: &str) -> (&str, Act, &str) {
    let text = text.trim();
    let acts = [("tell", Act::Tell), ("通知", Act::Tell), ("verdict", Act::Verdict), ("判定", Act::Verdict)];
    let mut at = 0;
    for word in text.split_whitespace() {
        let from = at + text[at..].find(word).unwrap_or_default();
        if let Some((_, act)) = acts.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
            return (text[..from].trim(), *act, text[from + word.len()..].trim());
        }
        at = from + word.len();
    }
    (text, Act::Show, "")
}

/// The lot a command or a button is about.
pub(super) fn lot_of(text: &str) -> Option<Lot> {
    Lot::read(parts(text).0)
}

/// `lot LOT`, `lot LOT tell WORDS`, `lot LOT verdict …`.
pub(super) fn commanded(
    command: &Typed,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (lot, act, rest) = parts(&command.rest.text);
    let Some(listed) = &facts.looked.lot else {
        return answer(incoming, facts, Phrase::new("lot-usage"));
    };
    if listed.rows.is_empty() {
        return answer(incoming, facts, Phrase::new("lot-none").with("lot", lot));
    }
    if act == Act::Show {
        return answer_with(incoming, facts, shown(listed, facts));
    }
    if let Some(refusal) = leads_only(incoming, facts) {
        return refusal;
    }
    match act {
        Act::Tell => letter::shown(listed, rest, incoming, facts, supply),
        Act::Verdict | Act::Show => verdicts::shown(listed, rest, incoming, facts, supply),
    }
}

/// A button that lists a lot: `lot:<key>`.
pub(super) fn press(lot: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    match facts.looked.lot.as_ref().filter(|listed| !listed.rows.is_empty()) {
        Some(listed) => answer_with(incoming, facts, shown(listed, facts)),
        None => answer(incoming, facts, Phrase::new("lot-none").with("lot", lot)),
    }
}

/// The cases of a lot; whoever leads reads what can be done for all of them.
fn shown(listed: &Listed, facts: &Facts<'_>) -> Say {
    let mut say = page(listed);
    let hint = || Phrase::new("lot-for-all").with("lot", listed.spelled());
    say.lines.extend(facts.speaker.may(Role::Lead).then(hint));
    say
}

fn leads_only(incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let role = Phrase::keyed("role", Role::Lead.name());
    (!facts.speaker.may(Role::Lead))
        .then(|| answer(incoming, facts, Phrase::new("refuse-role").with("role", role)))
}

/// What a button under something shown does where it confirms nothing: it was another's, it is no lead's any more, or it is
/// put away.
fn not_confirmed(stored: &Stored, yes: bool, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    if stored.person != facts.speaker.id {
        let whose = Phrase::new("lot-not-yours").with("name", stored.name.as_str());
        return Some(answer(incoming, facts, whose));
    }
    if let Some(refusal) = leads_only(incoming, facts) {
        return Some(refusal);
    }
    (!yes).then(|| {
        let mut plan = turn(incoming, facts, Say::line(Phrase::new("lot-dropped")));
        plan.slips.push(SlipChange::Drop(stored.id));
        plan
    })
}

#[cfg(test)]
mod tests {
    use super::{Act, lot_of, parts};

    #[test]
    fn a_lot_is_told_from_what_is_to_be_done_with_it() {
        assert_eq!(parts("L2026-02"), ("L2026-02", Act::Show, ""));
        assert_eq!(
            parts(" L 2026 02  tell en: Please wait.\nzh: 请稍候。"),
            ("L 2026 02", Act::Tell, "en: Please wait.\nzh: 请稍候。")
        );
        assert_eq!(
            parts("L2026-02 verdict material replaced"),
            ("L2026-02", Act::Verdict, "material replaced")
        );
        assert_eq!(parts("L2026-02 通知 请稍候"), ("L2026-02", Act::Tell, "请稍候"));
        assert_eq!(parts(""), ("", Act::Show, ""));
        assert_eq!(lot_of("l 2026-02 tell x"), lot_of("L202602"));
        assert_eq!(lot_of(""), None);
    }
}
