//! What a person says in their own chat with the bot: menu, draft, cases. Agents have such a chat too; their staff
//! commands are handed on.

use super::{
    CaseFile, Facts, acts, answer, answer_with, case_key, drafts, open, settings, staff, status, talk, typed,
};
use crate::domain::{
    case::State,
    chat::{Incoming, Input, Room},
    command::{Audience, Typed, Word},
    dialogue::{self, Flow, Given},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Plan, Send, To},
};

/// Decides on one input in a private chat.
pub(super) fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match &incoming.input {
        Input::Press { data } => press(data, incoming, facts, supply),
        Input::Text(text) => match typed(incoming, facts) {
            Some(command) => commanded(&command, incoming, facts, supply),
            None => words(
                &Given::Text { text: &text.text, message: message_of(incoming) },
                incoming,
                facts,
                supply,
            ),
        },
        Input::File { .. } => match drafts::active(facts).filter(|_| !talk::is_for_a_case(facts)) {
            Some(row) => drafts::evidence(row, incoming, facts, supply),
            None => talk::hear(incoming, facts, supply),
        },
        Input::Other(kind) => {
            words(&Given::Unreadable { kind, message: message_of(incoming) }, incoming, facts, supply)
        }
        Input::Edited(text) => match (facts.edited, drafts::active(facts)) {
            (Some(linked), _) => staff::revise(linked, text, facts),
            (None, Some(row)) => {
                let given = Given::Edited { text: &text.text, message: message_of(incoming) };
                drafts::advance(row, &given, facts, supply)
            }
            (None, None) => Plan::default(),
        },
        Input::Blocked => reachable(false, facts),
        Input::Unblocked => reachable(true, facts),
        Input::Nothing => Plan::default(),
    }
}

fn message_of(incoming: &Incoming) -> i64 {
    incoming.message.unwrap_or_default()
}

/// Words that are no command: into the draft, or to a case. Who has neither and asks for a person, gets one.
fn words(given: &Given<'_>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match drafts::active(facts).filter(|_| !talk::is_for_a_case(facts)) {
        Some(row) => drafts::advance(row, given, facts, supply),
        None if current(facts).next().is_none() && asks_for_a_person(given) => human(incoming, facts, supply),
        None => talk::hear(incoming, facts, supply),
    }
}

fn asks_for_a_person(given: &Given<'_>) -> bool {
    matches!(given, Given::Text { text, .. } if dialogue::asks_for_a_person(text))
}

fn commanded(command: &Typed, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(word) = command.word.filter(|w| may_use(*w, facts)) else {
        return unknown(&command.name, incoming, facts);
    };
    let platform = incoming.place.platform;
    match word {
        Word::Start => answer_with(incoming, facts, drafts::menu(facts)),
        Word::New => drafts::begin(Flow::Claim, platform, facts, supply),
        Word::Cases => answer_with(incoming, facts, status::cases(facts)),
        Word::Status => match own_case(facts).or_else(|| only_live(facts)) {
            Some(file) => answer_with(incoming, facts, status::status(file, facts)),
            None => answer_with(incoming, facts, status::cases(facts)),
        },
        Word::Add => match own_case(facts).or_else(|| only_live(facts)) {
            Some(file) => talk::focus(file, incoming, facts),
            None => answer_with(incoming, facts, status::cases(facts)),
        },
        Word::Back => in_draft(&Given::Back, incoming, facts, supply),
        Word::Save => in_draft(&Given::Save, incoming, facts, supply),
        Word::Cancel => in_draft(&Given::Cancel, incoming, facts, supply),
        Word::Human => human(incoming, facts, supply),
        Word::Language => answer_with(incoming, facts, settings::languages()),
        Word::Zone if command.rest.text.is_empty() => answer_with(incoming, facts, settings::zones(facts)),
        Word::Zone => settings::choose_zone(&command.rest.text, incoming, facts),
        Word::Help => answer_with(incoming, facts, help(incoming, facts)),
        _ => staff::commanded(command, word, incoming, facts, supply),
    }
}

/// Whether that word is one for the speaker; the desk's words don't exist for others.
pub(super) fn may_use(word: Word, facts: &Facts<'_>) -> bool {
    match word.audience() {
        Audience::Customers | Audience::Everybody => true,
        Audience::Staff(role) => facts.speaker.may(role),
    }
}

/// A command there is not: the nearest one there is.
pub(super) fn unknown(name: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let nearest = Word::nearest(name, |w| may_use(w, facts));
    let phrase = match nearest {
        Some(word) => Phrase::new("unknown-command-near").with("near", word.name()),
        None => Phrase::new("unknown-command"),
    };
    answer(incoming, facts, phrase.with("name", name.chars().take(32).collect::<String>()))
}

fn in_draft(given: &Given<'_>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match drafts::active(facts) {
        Some(row) => drafts::advance(row, given, facts, supply),
        None => answer_with(incoming, facts, drafts::menu_after(Phrase::new("no-draft"), facts)),
    }
}

/// Somebody wants a person: the draft becomes a case as it is, or a case without questions comes to be.
fn human(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(row) = drafts::active(facts) {
        return drafts::advance(row, &Given::Person, facts, supply);
    }
    if let Some(file) = only_live(facts) {
        let mut say = status::status(file, facts);
        say.lines.push(Phrase::new("receipt-add"));
        return answer_with(incoming, facts, say);
    }
    if too_many(facts) {
        return answer_with(incoming, facts, status::cases(facts));
    }
    open::open(None, incoming.place.platform, facts, supply)
}

fn too_many(facts: &Facts<'_>) -> bool {
    let live = facts.own.iter().filter(|f| f.case.state.is_live()).count();
    live >= facts.terms.caps.open_cases as usize
}

fn press(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let platform = incoming.place.platform;
    let (kind, rest) = data.split_once(':').unwrap_or((data, ""));
    match kind {
        "d" => press_draft(data, incoming, facts, supply),
        "m" => match rest {
            "claim" => drafts::begin(Flow::Claim, platform, facts, supply),
            "care" => drafts::begin(Flow::Care, platform, facts, supply),
            "enquiry" => drafts::begin(Flow::Enquiry, platform, facts, supply),
            "order" => drafts::begin(Flow::Order, platform, facts, supply),
            "person" => human(incoming, facts, supply),
            "cases" => answer_with(incoming, facts, status::cases(facts)),
            "zone" => answer_with(incoming, facts, settings::zones(facts)),
            "language" => answer_with(incoming, facts, settings::languages()),
            _ => match rest.strip_prefix("resume:").and_then(Flow::from_id) {
                Some(flow) => drafts::begin(flow, platform, facts, supply),
                None => answer_with(incoming, facts, drafts::menu(facts)),
            },
        },
        "l" => settings::choose_language(rest, incoming, facts),
        "z" => settings::choose_zone(rest, incoming, facts),
        "f" => talk::file_by_button(rest, incoming, facts),
        "c" => match facts.named {
            Some(file) if file.case.customer == facts.speaker.id => {
                press_case(file, rest, incoming, facts, supply)
            }
            _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
            // Why: one answer for "not yours" and "not there": a guess learns nothing.
            _ => answer(incoming, facts, Phrase::new("refuse-not-yours")),
        },
        _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
        _ => answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button-menu"), facts)),
    }
}

fn press_draft(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let pressed = dialogue::parse_press(data);
    let row = pressed.as_ref().and_then(|p| facts.drafts.iter().find(|d| d.id.0 == p.id));
    match (pressed, row) {
        (Some(p), Some(row)) if row.active => {
            drafts::advance(row, &Given::Pressed { rev: p.rev, option: p.option }, facts, supply)
        }
        (Some(p), Some(row)) if p.rev == row.dialogue.rev => {
            drafts::take_up(row, &Given::Pressed { rev: p.rev, option: p.option }, facts, supply)
        }
        (Some(_), Some(row)) => drafts::begin(row.dialogue.flow, incoming.place.platform, facts, supply),
        _ => answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button-menu"), facts)),
    }
}

/// A button on one of the speaker's own cases.
fn press_case(
    file: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let verb = rest.split_once(':').map_or("", |(_, verb)| verb);
    match verb {
        "status" => answer_with(incoming, facts, status::status(file, facts)),
        "add" => talk::focus(file, incoming, facts),
        "cancel" => answer_with(incoming, facts, cancel_question(file)),
        "cancel-yes" => acts::customer_cancels(file, incoming, facts),
        "solved" => acts::customer_confirms(file, incoming, facts),
        "unsolved" => acts::customer_refuses(file, incoming, facts),
        "reopen" => acts::reopen(file, incoming, facts, supply),
        _ if facts.speaker.staff.is_some() => staff::press(&format!("c:{rest}"), incoming, facts, supply),
        _ => answer_with(incoming, facts, status::status(file, facts)),
    }
}

fn cancel_question(file: &CaseFile) -> Say {
    Say {
        lines: vec![Phrase::new("cancel-case").with("ref", file.case.reference.to_string())],
        rows: vec![vec![
            case_key(Phrase::new("key-cancel-yes"), file.case.id, "cancel-yes"),
            case_key(Phrase::new("key-cancel-no"), file.case.id, "status"),
        ]],
    }
}

/// The case a command names, if it is the speaker's.
fn own_case<'a>(facts: &Facts<'a>) -> Option<&'a CaseFile> {
    facts.named.filter(|f| f.case.customer == facts.speaker.id)
}

/// Their one live case, when there is just one.
pub(super) fn only_live<'a>(facts: &Facts<'a>) -> Option<&'a CaseFile> {
    let mut live = facts.own.iter().filter(|f| f.case.state.is_live());
    live.next().filter(|_| live.next().is_none()).copied()
}

/// Their cases that have not ended: live, or with a solution they have not judged yet.
pub(super) fn current<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = &'a CaseFile> {
    facts.own.iter().copied().filter(|f| f.case.state.is_live() || f.case.state == State::Solved)
}

/// The one case their words can only belong to.
pub(super) fn only_current<'a>(facts: &'a Facts<'_>) -> Option<&'a CaseFile> {
    let mut current = current(facts);
    current.next().filter(|_| current.next().is_none())
}

/// The commands there are for the speaker: in the staff group those of agents alone.
pub(super) fn help(incoming: &Incoming, facts: &Facts<'_>) -> Say {
    let line = |w: Word| {
        Phrase::new("help-line").with("name", w.name()).with("what", Phrase::keyed("help", w.name()))
    };
    let mut lines = Vec::new();
    if incoming.room == Room::Private {
        lines.push(Phrase::new("help-head").with("brand", facts.terms.brand.name.as_str()));
        lines.extend(Word::ALL.into_iter().filter(|w| w.audience() == Audience::Customers).map(line));
        lines.push(line(Word::Help));
    }
    if facts.speaker.staff.is_some() {
        lines.push(Phrase::new("help-staff"));
        lines.extend(staff::words_for(facts).map(line));
    }
    if incoming.room == Room::Private {
        lines.push(status::contact_line(facts));
    }
    Say { lines, rows: Vec::new() }
}

/// They blocked the bot, or let it in again: their rooms are told.
fn reachable(yes: bool, facts: &Facts<'_>) -> Plan {
    let mut person = facts.speaker.clone();
    person.reachable = yes;
    let mut plan = Plan { people: vec![person], ..Plan::default() };
    let key = if yes { "room-unblocked" } else { "room-blocked" };
    for file in facts.own.iter().filter(|f| f.case.state.is_live()) {
        let line = Phrase::new(key).with("name", facts.speaker.name.as_str());
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(line)));
        plan.sends.push(Send::card(file.case.id));
    }
    plan
}
