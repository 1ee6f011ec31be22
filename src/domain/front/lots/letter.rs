//! One message to everybody with goods of a lot: shown with who gets it in which language, then begun. Sending is a pass's.

use super::not_confirmed;
use crate::domain::{
    chat::Incoming,
    front::{Facts, answer, lookup::Stored, turn},
    id::{LetterId, SlipId, Supply},
    lots::{Letter, Listed, Progress, left_lines, preview, round, words_of},
    phrase::{Key, Phrase, Say},
    plan::{NewLetter, Plan, Send, SlipChange, To},
    search::Slip,
};

/// The message as it will be, and who gets it.
pub(super) fn shown(
    listed: &Listed,
    text: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let words = words_of(text, facts.speaker.lang);
    if words.is_empty() {
        return answer(incoming, facts, Phrase::new("lot-letter-usage").with("lot", listed.spelled()));
    }
    let round = round(&listed.rows, &words);
    let id = SlipId(supply.id());
    let count = i64::try_from(round.to.len()).unwrap_or(i64::MAX);
    let keys = vec![
        Key { label: Phrase::new("key-lot-send").with("count", count), data: format!("s:{id}:send") },
        Key { label: Phrase::new("key-drop"), data: format!("s:{id}:no") },
    ];
    let mut say = preview(&listed.spelled(), &words, &round, keys);
    say.lines.extend(listed.beyond());
    let mut plan = crate::domain::front::answer_with(incoming, facts, say);
    let cases = round.to.iter().map(|(case, ..)| *case).collect();
    let slip = Slip::Letter(Letter { lot: listed.lot.key().to_owned(), words, cases });
    plan.slips.push(SlipChange::Put { id, person: facts.speaker.id, at: facts.now, slip });
    plan
}

/// A button under it. Who fits no more is left out and named; who was not shown gets nothing.
pub(in crate::domain::front) fn press(
    stored: &Stored,
    letter: &Letter,
    verb: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Some(instead) = not_confirmed(stored, verb == "send", incoming, facts) {
        return instead;
    }
    let used = SlipChange::Drop(stored.id);
    let rows = facts.looked.lot.as_ref().map_or(&[][..], |listed| &listed.rows);
    let was_shown: Vec<_> = rows.iter().filter(|row| letter.cases.contains(&row.case)).cloned().collect();
    let round = round(&was_shown, &letter.words);
    let spelled = was_shown.first().map_or_else(|| letter.lot.clone(), |row| row.lot.clone());
    let of = i64::try_from(round.to.len()).unwrap_or(i64::MAX);
    let mut lines = vec![Phrase::new("lot-letter-begun").with("lot", spelled.as_str()).with("count", of)];
    lines.extend(left_lines(&round));
    let mut plan = turn(incoming, facts, Say { lines, rows: Vec::new() });
    plan.slips.push(used);
    if round.to.is_empty() {
        return plan;
    }
    let id = LetterId(supply.id());
    let begun = Progress { of, delivered: 0, failed: 0, left: 0 };
    let mut told = Send::say(To::Place(incoming.place), begun.say(&spelled));
    told.fold = Some(format!("letter:{id}"));
    plan.sends.push(told);
    plan.letters.push(NewLetter {
        id,
        lot: spelled,
        by: facts.speaker.id,
        at: facts.now,
        words: letter.words.clone(),
        place: incoming.place,
        to: round.to.iter().map(|(case, person, _)| (*case, *person)).collect(),
    });
    plan
}
