//! `/call`: an agent takes a phone call down. The dialogue is the agent's own, in their own chat; what comes of it is a case
//! like any other, or more in one there is.
//!
//! The call is the notice, so promises count from when it was begun. Whoever called has talked with a person: what was
//! owed of a first or a next answer is met by it. Who is known by phone alone can't be written to; what would be, is told
//! to the agents who call them. Not here: the questions (`dialogue::called`), and who was found (`lookup`).

mod left;
mod record;

use super::{CaseFile, Facts, acts, answer, answer_with, customer, drafts, side};
use crate::domain::{
    caller::{Caller, OpenCase},
    case::{Refusal, State},
    chat::{FileKind, Incoming, Input, Platform, Room, Thing},
    claim::Filing,
    command::{Audience, Typed, Word},
    dialogue::{self, Flow, Given, OneLine},
    id::{CaseId, DialogueId, Supply},
    party::Role,
    phone::Phone,
    phrase::{Phrase, Say},
    plan::{DialogueChange, DialogueRow, Plan, Send, To},
};

/// `call [HX-…] [WHO] [words]`: begins the dialogue in the agent's own chat. One call at a time is taken down.
pub(super) fn commanded(
    command: &Typed,
    subject: Result<&CaseFile, Refusal>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let file = match subject {
        Ok(file) => Some(file),
        Err(refusal) if command.case.is_some() => return acts::refuse(incoming, facts, refusal),
        Err(_) => None,
    };
    if let Some(over) = file.and_then(ended) {
        return answer(incoming, facts, over);
    }
    let platform = incoming.place.platform;
    let own = incoming.room == Room::Private || side::is_alone(incoming);
    let mut plan = Plan::default();
    if !own {
        plan.absorb(answer_with(incoming, facts, begun(platform, facts)));
    }
    if kept(facts).is_some() {
        let words = !command.rest.text.is_empty() || file.is_some();
        if words {
            let told = Phrase::new("call-one-at-a-time");
            plan.sends.push(Send::say(To::Person(facts.speaker.id, platform), Say::line(told)));
        }
        plan.absorb(again(platform, facts, supply));
        return plan;
    }
    let (line, room) = match file {
        Some(file) => (said_of(file, &command.rest.text), Some((known(file), file.case.id))),
        None => (OneLine::read(&command.rest.text), None),
    };
    plan.absorb(begin(&line, room, platform, facts, supply));
    plan
}

/// What was said about a case whose customer is known: all of it, but for their number in front.
fn said_of(file: &CaseFile, text: &str) -> OneLine {
    let theirs = |phone: &Phone| {
        file.customer.phone.as_deref().and_then(Phone::read).is_some_and(|own| own.is_meant_by(phone))
    };
    let words = Phone::leading(text).filter(|(phone, _)| theirs(phone)).map_or(text, |(_, rest)| rest).trim();
    OneLine { caller: None, words: (!words.is_empty()).then(|| words.to_owned()) }
}

/// That it goes on in the agent's own chat; where that is, as far as it can be linked.
fn begun(platform: Platform, facts: &Facts<'_>) -> Say {
    Say::line(match platform {
        Platform::Telegram => {
            Phrase::new("call-begun-link").with("link", format!("https://t.me/{}", facts.me))
        }
        Platform::Discord => Phrase::new("call-begun"),
    })
}

/// The call the speaker is taking down there.
fn kept<'a>(facts: &'a Facts<'_>) -> Option<&'a DialogueRow> {
    facts.drafts.iter().find(|row| row.dialogue.flow == Flow::Call)
}

/// What the menu's button means that begins another call after one was cancelled.
pub(super) fn of_menu(rest: &str, facts: &Facts<'_>) -> Option<Flow> {
    (rest == "call" && facts.speaker.may(Role::Agent)).then_some(Flow::Call)
}

/// Goes on with the call that lies still, or begins one.
pub(super) fn again(platform: Platform, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(row) = kept(facts) else { return begin(&OneLine::default(), None, platform, facts, supply) };
    if let Some(refused) = no_more(row, facts) {
        return refused;
    }
    let mut plan = Plan::default();
    drafts::put_away_active(facts, Flow::Call, &mut plan);
    plan.absorb(drafts::advance(&DialogueRow { active: true, ..row.clone() }, &Given::Resume, facts, supply));
    plan
}

fn begin(
    line: &OneLine,
    room: Option<(Caller, CaseId)>,
    platform: Platform,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut plan = Plan::default();
    if facts.speaker.staff.is_none() {
        return plan;
    }
    drafts::put_away_active(facts, Flow::Call, &mut plan);
    let id = DialogueId(supply.id());
    let turn = dialogue::call(facts.now, line, room, &drafts::dialogue_facts(id, platform, facts));
    drafts::take_turn(id, None, turn, platform, facts, supply, &mut plan);
    plan
}

/// The customer of a case, as somebody who may be calling.
fn known(file: &CaseFile) -> Caller {
    let (case, who) = (&file.case, &file.customer);
    Caller {
        person: who.id,
        name: who.name.clone(),
        lang: who.lang,
        phone: who.phone.clone(),
        on: if who.by_phone { Vec::new() } else { vec![case.platform] },
        cases: vec![OpenCase { id: case.id, reference: case.reference.to_string(), kind: case.kind }],
        company: case.company,
        by_number: true,
    }
}

/// Whoever works here no more takes no calls: the draft goes, and nothing comes of it.
pub(super) fn no_more(row: &DialogueRow, facts: &Facts<'_>) -> Option<Plan> {
    let may = facts.speaker.may(Role::Agent);
    (row.dialogue.flow == Flow::Call && !may).then(|| {
        let told = Say::line(Phrase::new("refuse-stranger"));
        let mut plan = Plan::saying(Send::say(To::Person(row.person, row.platform), told));
        plan.dialogues.push(DialogueChange::Drop(row.id));
        plan
    })
}

/// What belongs to a call where the agent's own chat is the whole staff side: there, words that answer no message answer
/// the question that is open.
pub(super) fn in_own_chat(
    command: Option<&Typed>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    let begins = matches!(&incoming.input, Input::Press { data } if data == "m:call");
    if begins && side::is_alone(incoming) {
        return Some(again(incoming.place.platform, facts, supply));
    }
    let row = kept(facts).filter(|_| side::is_alone(incoming) && incoming.by.disguise.is_none())?;
    let message = customer::message_of(incoming);
    let loose = row.active && incoming.reply_to.is_none();
    match (&incoming.input, command) {
        (Input::Press { data }, None) if data.starts_with("d:") => {
            Some(customer::press_draft(data, incoming, facts, supply))
        }
        (Input::Press { data }, None) if data == "m:resume:call" => {
            Some(again(incoming.place.platform, facts, supply))
        }
        (_, Some(command)) => {
            let given =
                match command.word.filter(|word| word.audience() == Audience::Customers && row.active)? {
                    Word::Back => Given::Back,
                    Word::Save => Given::Save,
                    Word::Cancel => Given::Cancel,
                    _ => return None,
                };
            Some(drafts::advance(row, &given, facts, supply))
        }
        (Input::Text(text), None) if loose => {
            Some(drafts::advance(row, &Given::Text { text: &text.text, message }, facts, supply))
        }
        (Input::Thing(Thing::Contact { phone, .. }), None) if loose => {
            Some(drafts::advance(row, &Given::Text { text: phone, message }, facts, supply))
        }
        (Input::File { file, caption, album }, None) if loose && file.kind != FileKind::Sticker => {
            Some(drafts::evidence(row, (file, caption, album.as_deref()), incoming, facts, supply))
        }
        _ => None,
    }
}

/// The call is recorded; where it can't be any more, the draft stays and says why.
pub(super) fn submitted(row: &DialogueRow, filing: &Filing, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match record::recorded(row, filing, facts, supply) {
        Ok(mut plan) => {
            plan.dialogues.push(DialogueChange::Drop(row.id));
            plan
        }
        Err(why) => {
            let mut open = row.dialogue.clone();
            open.rev = open.rev.saturating_add(1);
            let mut plan = Plan::default();
            let facts_of = drafts::dialogue_facts(row.id, row.platform, facts);
            let mut shown = dialogue::show(&open, &facts_of);
            shown.say.lines.insert(0, why);
            drafts::push_utterance(shown, (row.person, row.platform), row.id, facts.now, &mut plan);
            plan.dialogues.push(DialogueChange::Put(DialogueRow { dialogue: open, ..row.clone() }));
            plan
        }
    }
}

/// Why a call can't belong to that case.
fn ended(file: &CaseFile) -> Option<Phrase> {
    let over = !file.case.state.is_live() && file.case.state != State::Solved;
    over.then(|| acts::ended(file).0)
}
