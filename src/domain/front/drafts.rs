//! Between the chat and the guided dialogue: which draft an input belongs to, and what its turn changes.

use chrono::{DateTime, Utc};

use super::{Facts, acts, calls, open};
use crate::domain::{
    chat::{File, FileKind, Incoming, Platform},
    claim::Buyer,
    dialogue::{self, Dialogue, EvidenceKind, Flow, Form, Given, Next, Outcome, Turn, Utterance},
    id::{DialogueId, MediaId, PersonId, Supply},
    party::Party,
    phrase::{Key, Phrase, Say},
    plan::{DialogueChange, DialogueRow, NewMedia, Plan, Send, To},
    terms::Terms,
    text::Rich,
};

/// How long an album may take to arrive before it is acknowledged.
const ALBUM_SETTLES: chrono::TimeDelta = chrono::TimeDelta::seconds(2);

/// The draft their words answer.
pub(super) fn active<'a>(facts: &'a Facts<'_>) -> Option<&'a DialogueRow> {
    facts.drafts.iter().find(|d| d.active)
}

/// Starts that flow, or goes on with the draft of it that was put away.
pub(super) fn begin(flow: Flow, platform: Platform, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    begin_as(facts.speaker.buyer(), flow, platform, facts, supply)
}

/// The same for somebody who says that they buy so: it decides what is asked, and proves nothing.
pub(super) fn begin_as(
    buyer: Buyer,
    flow: Flow,
    platform: Platform,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if flow == Flow::Call {
        return calls::again(platform, facts, supply);
    }
    let kept = facts.drafts.iter().find(|d| d.dialogue.flow == flow);
    if kept.is_none() && has_too_many(facts) {
        return Plan::saying(Send::say(To::Person(facts.speaker.id, platform), no_more_cases(facts)));
    }
    let asked = |id| dialogue::Facts { buyer, ..dialogue_facts(id, platform, facts) };
    let mut plan = Plan::default();
    put_away_active(facts, flow, &mut plan);
    let (id, turn) = match kept {
        Some(row) => (row.id, dialogue::advance(&row.dialogue, &Given::Resume, &asked(row.id))),
        None => {
            let id = DialogueId(supply.id());
            (id, dialogue::start(flow, &asked(id)))
        }
    };
    take_turn(id, kept, turn, platform, facts, supply, &mut plan);
    plan
}

/// Whether they have as many cases going on as anybody can have at once.
pub(super) fn has_too_many(facts: &Facts<'_>) -> bool {
    let live = facts.own.iter().filter(|f| f.case.state.is_live()).count();
    live >= facts.terms.caps.open_cases as usize
}

/// Why told before the first question: nobody is to answer eleven of them for nothing.
fn no_more_cases(facts: &Facts<'_>) -> Say {
    let told = Phrase::new("too-many-cases").with("count", i64::from(facts.terms.caps.open_cases));
    let cases = Key { label: Phrase::new("key-cases"), data: "m:cases".into() };
    Say { lines: vec![told], rows: vec![vec![cases]] }
}

/// One input into the draft `row`.
pub(super) fn advance(row: &DialogueRow, given: &Given<'_>, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut plan = Plan::default();
    if let Some(refused) = calls::no_more(row, facts) {
        return refused;
    }
    let turn = dialogue::advance(&row.dialogue, given, &dialogue_facts(row.id, row.platform, facts));
    take_turn(row.id, Some(row), turn, row.platform, facts, supply, &mut plan);
    plan
}

/// A form that was filled in. Where its draft has ended, nothing is done with it, and its words are handed back.
pub(super) fn filled(
    data: &str,
    fields: &[(String, String)],
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if data.starts_with("c:") {
        return acts::code_filled(data, fields, incoming, facts, supply);
    }
    let press = dialogue::parse_press(data);
    let form = press.and_then(|press| Some((press, Form::of_option(press.option)?.0)));
    let row = press.and_then(|press| facts.drafts.iter().find(|row| row.id.0 == press.id));
    let (Some((press, form)), Some(row)) = (form, row) else {
        let told: Vec<&str> =
            fields.iter().map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect();
        return super::answer(incoming, facts, Phrase::new("form-gone").with("text", told.join("\n")));
    };
    let given = Given::Filled { rev: press.rev, form: form.id, fields };
    if row.active { advance(row, &given, facts, supply) } else { take_up(row, &given, facts, supply) }
}

/// A press of a draft that was put away, on the question as it stands: it is taken up again with it.
pub(super) fn take_up(row: &DialogueRow, given: &Given<'_>, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut plan = Plan::default();
    put_away_active(facts, row.dialogue.flow, &mut plan);
    plan.absorb(advance(&DialogueRow { active: true, ..row.clone() }, given, facts, supply));
    plan
}

/// Whether an edit put another file into a message whose file is evidence of the draft. Both are kept: what was sent was
/// sent.
pub(super) fn is_swapped(row: &DialogueRow, message: i64, file: &File) -> bool {
    let newest = row.dialogue.evidence.iter().rfind(|piece| piece.message == message);
    newest.and_then(|piece| piece.unique.as_ref()).is_some_and(|unique| *unique != file.unique)
}

/// A file into the draft `row`: kept first, then shown to the dialogue.
pub(super) fn evidence(
    row: &DialogueRow,
    (file, caption, album): (&File, &Rich, Option<&str>),
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let id = MediaId(supply.id());
    let given = Given::Evidence {
        media: id.0,
        unique: &file.unique,
        kind: evidence_kind(file.kind),
        caption: &caption.text,
        album,
        message: incoming.message.unwrap_or_default(),
    };
    let mut plan = advance(row, &given, facts, supply);
    plan.media.push(NewMedia {
        id,
        person: facts.speaker.id,
        platform: incoming.place.platform,
        file: file.clone(),
        caption: caption.text.clone(),
        album: album.map(str::to_owned),
        remote: incoming.message,
        at: facts.now,
    });
    plan
}

/// What a file can prove. Stickers prove nothing and are no evidence.
const fn evidence_kind(kind: FileKind) -> EvidenceKind {
    match kind {
        FileKind::Photo => EvidenceKind::Photo,
        FileKind::Video | FileKind::Animation => EvidenceKind::Video,
        FileKind::VideoNote => EvidenceKind::VideoNote,
        FileKind::Audio => EvidenceKind::Audio,
        FileKind::Voice => EvidenceKind::Voice,
        FileKind::Document | FileKind::Sticker => EvidenceKind::Document,
    }
}

/// What is due for a silent draft at `now`: a reminder, or its end.
pub fn follow_up(row: &DialogueRow, person: &Party, terms: &Terms, now: DateTime<Utc>) -> Plan {
    let zone = person.zone.unwrap_or_else(|| terms.calendar.zone());
    let facts = dialogue::Facts {
        terms,
        now,
        today: now.with_timezone(&zone).date_naive(),
        late: false,
        id: row.id.0,
        order: None,
        buyer: person.buyer(),
        company: None,
        forms: has_forms(row.platform),
        callers: &[],
    };
    let to = To::Person(row.person, row.platform);
    // Why: where the order stands was told, and whoever says nothing more has no question left.
    if row.dialogue.flow == Flow::Order && row.dialogue.offers().is_some() {
        return Plan { dialogues: vec![DialogueChange::Drop(row.id)], ..Plan::default() };
    }
    if now >= dialogue::expires_at(row.touched_at, &terms.lives) {
        let mut plan = Plan { dialogues: vec![DialogueChange::Drop(row.id)], ..Plan::default() };
        if !person.quiet {
            plan.sends.push(Send::say(to, dialogue::expired(row.dialogue.flow, &terms.lives)));
        }
        return plan;
    }
    if person.quiet {
        // Why: it looks again only at its end; saying `stop` once more begins no reminders of what lay still before.
        let next_at = dialogue::expires_at(row.touched_at, &terms.lives);
        let row = DialogueRow { next_at, ..row.clone() };
        return Plan { dialogues: vec![DialogueChange::Put(row)], ..Plan::default() };
    }
    let nth = u32::from(row.reminders) + 1;
    let reminder = if row.active {
        dialogue::remind(&row.dialogue, nth, &facts)
    } else {
        dialogue::remind_saved(row.dialogue.flow, nth)
    };
    let mut next = row.clone();
    next.reminders += 1;
    next.next_at = next_look(row.touched_at, nth + 1, zone, terms);
    let mut plan = Plan::default();
    push_utterance(reminder, (row.person, row.platform), row.id, now, &mut plan);
    plan.dialogues.push(DialogueChange::Put(next));
    plan
}

fn next_look(touched: DateTime<Utc>, nth: u32, zone: chrono_tz::Tz, terms: &Terms) -> DateTime<Utc> {
    dialogue::reminder_at(touched, nth, &terms.lives, zone)
        .unwrap_or_else(|| dialogue::expires_at(touched, &terms.lives))
}

/// Whether several questions can be answered at once there.
const fn has_forms(platform: Platform) -> bool {
    matches!(platform, Platform::Discord)
}

pub(super) fn dialogue_facts<'a>(
    id: DialogueId,
    platform: Platform,
    facts: &Facts<'a>,
) -> dialogue::Facts<'a> {
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    dialogue::Facts {
        terms: facts.terms,
        now: facts.now,
        today: facts.now.with_timezone(&zone).date_naive(),
        late: facts.late,
        id: id.0,
        order: facts.goods,
        buyer: facts.speaker.buyer(),
        company: facts.speaker.company.as_ref().map(|company| company.name.as_str()),
        forms: has_forms(platform),
        callers: &facts.looked.callers,
    }
}

/// Another flow begins: the active draft waits.
pub(super) fn put_away_active(facts: &Facts<'_>, flow: Flow, plan: &mut Plan) {
    if let Some(row) = active(facts).filter(|row| row.dialogue.flow != flow) {
        plan.dialogues.push(DialogueChange::Put(DialogueRow { active: false, ..row.clone() }));
    }
}

/// Carries one turn of the dialogue into the plan.
pub(super) fn take_turn(
    id: DialogueId,
    before: Option<&DialogueRow>,
    turn: Turn,
    platform: Platform,
    facts: &Facts<'_>,
    supply: &mut Supply,
    plan: &mut Plan,
) {
    if let (Some(row), Some(Outcome::Submitted(filing))) = (before, &turn.outcome)
        && filing.flow == Flow::Call
    {
        plan.absorb(calls::submitted(row, filing, facts, supply));
        return;
    }
    let row = match turn.next {
        Next::Open(dialogue) => Some(touched(id, before, dialogue, true, platform, facts)),
        Next::Saved(dialogue) => Some(touched(id, before, dialogue, false, platform, facts)),
        Next::Unchanged => before.cloned(),
        Next::Ended => {
            plan.dialogues.extend(before.map(|row| DialogueChange::Drop(row.id)));
            None
        }
    };
    for utterance in turn.says {
        push_utterance(utterance, (facts.speaker.id, platform), id, facts.now, plan);
    }
    plan.dialogues.extend(row.map(DialogueChange::Put));
    match turn.outcome {
        Some(Outcome::Submitted(filing) | Outcome::Person(filing)) => {
            plan.absorb(open::open(Some(filing), platform, facts, supply));
        }
        Some(Outcome::Cancelled | Outcome::Told) | None => {}
    }
}

pub(super) fn touched(
    id: DialogueId,
    before: Option<&DialogueRow>,
    dialogue: Dialogue,
    active: bool,
    platform: Platform,
    facts: &Facts<'_>,
) -> DialogueRow {
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    DialogueRow {
        id,
        person: facts.speaker.id,
        platform,
        dialogue,
        active,
        prompt: before.and_then(|row| row.prompt),
        reminders: 0,
        touched_at: facts.now,
        next_at: next_look(facts.now, 1, zone, facts.terms),
    }
}

/// Words of a draft to its person; a question becomes the draft's prompt.
pub(super) fn push_utterance(
    utterance: Utterance,
    (person, platform): (PersonId, Platform),
    draft: DialogueId,
    now: DateTime<Utc>,
    plan: &mut Plan,
) {
    let mut send = Send::say(To::Person(person, platform), utterance.say);
    send.asks = utterance.question.then_some(draft);
    if let Some(album) = utterance.coalesce {
        send.not_before = Some(now + ALBUM_SETTLES);
        send.fold = Some(format!("album:{album}"));
    }
    plan.sends.push(send);
}

/// The menu, with the drafts one can go on with.
pub(super) fn menu(facts: &Facts<'_>) -> Say {
    let drafts: Vec<Flow> = facts.drafts.iter().map(|d| d.dialogue.flow).collect();
    dialogue::welcome(&facts.terms.brand, &facts.speaker.name, &drafts)
}

/// A line with the menu's buttons under it, for somebody who has been greeted before.
pub(super) fn menu_after(phrase: Phrase, facts: &Facts<'_>) -> Say {
    Say { lines: vec![phrase], ..menu(facts) }
}
