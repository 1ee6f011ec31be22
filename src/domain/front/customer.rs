//! What a person says in their own chat with the bot: menu, draft, cases. Agents have such a chat too; their staff
//! commands are handed on.

use super::{CaseFile, Facts, acts, answer, answer_with, case_key, drafts, open, staff, talk, typed};
use crate::domain::{
    case::{State, Waiting, state_phrase},
    chat::{Incoming, Input},
    command::{Audience, Typed, Word},
    dialogue::{self, Flow, Given},
    id::Supply,
    lang::Lang,
    phrase::{Key, Phrase, Say},
    plan::{DialogueChange, Plan, Send, To},
    sla::Target,
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
            (Some(linked), _) => talk::revise(linked, text, facts),
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

/// Words that are no command: into the draft, or to a case.
fn words(given: &Given<'_>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match drafts::active(facts).filter(|_| !talk::is_for_a_case(facts)) {
        Some(row) => drafts::advance(row, given, facts, supply),
        None => talk::hear(incoming, facts, supply),
    }
}

fn commanded(command: &Typed, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(word) = command.word.filter(|w| may_use(*w, facts)) else {
        return unknown(&command.name, incoming, facts);
    };
    let platform = incoming.place.platform;
    match word {
        Word::Start => answer_with(incoming, facts, drafts::menu(facts)),
        Word::New => drafts::begin(Flow::Claim, platform, facts, supply),
        Word::Cases => answer_with(incoming, facts, cases(facts)),
        Word::Status => match own_case(facts) {
            Some(file) => answer_with(incoming, facts, status(file, facts)),
            None => answer_with(incoming, facts, cases(facts)),
        },
        Word::Add => match own_case(facts).or_else(|| only_live(facts)) {
            Some(file) => talk::focus(file, incoming, facts),
            None => answer_with(incoming, facts, cases(facts)),
        },
        Word::Back => in_draft(&Given::Back, incoming, facts, supply),
        Word::Save => in_draft(&Given::Save, incoming, facts, supply),
        Word::Cancel => in_draft(&Given::Cancel, incoming, facts, supply),
        Word::Human => human(incoming, facts, supply),
        Word::Language => answer_with(incoming, facts, languages()),
        Word::Help => answer_with(incoming, facts, help(facts)),
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
        return answer_with(incoming, facts, status(file, facts));
    }
    if too_many(facts) {
        return answer_with(incoming, facts, cases(facts));
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
            "cases" => answer_with(incoming, facts, cases(facts)),
            "language" => answer_with(incoming, facts, languages()),
            _ => match rest.strip_prefix("resume:").and_then(Flow::from_id) {
                Some(flow) => drafts::begin(flow, platform, facts, supply),
                None => answer_with(incoming, facts, drafts::menu(facts)),
            },
        },
        "l" => choose_language(rest, incoming, facts),
        "f" => talk::file_by_button(rest, incoming, facts, supply),
        "c" => match facts.named {
            Some(file) if file.case.customer == facts.speaker.id => {
                press_case(file, rest, incoming, facts, supply)
            }
            _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
            // Why: one answer for "not yours" and "not there": a guess learns nothing.
            _ => answer(incoming, facts, Phrase::new("refuse-not-yours")),
        },
        _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
        _ => answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button"), facts)),
    }
}

fn press_draft(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let pressed = dialogue::parse_press(data);
    let row = pressed.as_ref().and_then(|p| facts.drafts.iter().find(|d| d.id.0 == p.id));
    match (pressed, row) {
        (Some(p), Some(row)) if row.active => {
            drafts::advance(row, &Given::Pressed { rev: p.rev, option: p.option }, facts, supply)
        }
        (Some(_), Some(row)) => drafts::begin(row.dialogue.flow, incoming.place.platform, facts, supply),
        _ => answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button"), facts)),
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
        "status" => answer_with(incoming, facts, status(file, facts)),
        "add" => talk::focus(file, incoming, facts),
        "cancel" => answer_with(incoming, facts, cancel_question(file)),
        "cancel-yes" => acts::customer_cancels(file, incoming, facts),
        "solved" => acts::customer_confirms(file, incoming, facts),
        "unsolved" => acts::customer_refuses(file, incoming, facts),
        "reopen" => acts::reopen(file, incoming, facts, supply),
        _ if facts.speaker.staff.is_some() => staff::press(&format!("c:{rest}"), incoming, facts, supply),
        _ => answer_with(incoming, facts, status(file, facts)),
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

/// Where a case stands, and what its customer can do.
fn status(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let case = &file.case;
    let mut lines = vec![
        Phrase::new("status-head")
            .with("ref", case.reference.to_string())
            .with("state", customer_state(file)),
    ];
    lines.extend(case.answers.iter().map(|a| {
        Phrase::new("facts")
            .with("facts", crate::domain::phrase::Arg::List(dialogue::summary(a, facts.terms)))
    }));
    lines.extend(next_date(file));
    let mut rows = Vec::new();
    if case.state == State::Solved {
        rows.push(solved_keys(file));
    }
    if case.state.is_live() {
        rows.push(vec![
            case_key(Phrase::new("key-add"), case.id, "add"),
            case_key(Phrase::new("key-cancel-case"), case.id, "cancel"),
        ]);
    }
    if case.state == State::Closed && !case.is_past_reopening(facts.now, facts.terms.lives.reopen_days) {
        rows.push(vec![case_key(Phrase::new("key-reopen"), case.id, "reopen")]);
    }
    Say { lines, rows }
}

/// The two buttons under a proposed solution.
pub(super) fn solved_keys(file: &CaseFile) -> Vec<Key> {
    vec![
        case_key(Phrase::new("key-solved"), file.case.id, "solved"),
        case_key(Phrase::new("key-unsolved"), file.case.id, "unsolved"),
    ]
}

fn customer_state(file: &CaseFile) -> Phrase {
    match (&file.assignee, file.case.state) {
        (Some(name), State::Open) => Phrase::new("state-with").with("name", name.as_str()),
        (_, State::Waiting(Waiting::Customer)) => Phrase::new("state-yours"),
        _ => state_phrase(file.case.state),
    }
}

/// The next promised date that still runs.
fn next_date(file: &CaseFile) -> Option<Phrase> {
    use crate::domain::{clocks::latest, sla::ClockState::Running};
    let due = |target| latest(&file.clocks, target).filter(|c| c.state == Running).and_then(|c| c.due_at);
    due(Target::FirstResponse)
        .or_else(|| due(Target::EnquiryReply))
        .map(|at| Phrase::new("status-answer").with("at", at))
        .or_else(|| due(Target::Solution).map(|at| Phrase::new("status-solution").with("at", at)))
}

/// The speaker's cases as buttons.
fn cases(facts: &Facts<'_>) -> Say {
    if facts.own.is_empty() {
        return drafts::menu_after(Phrase::new("no-cases"), facts);
    }
    let rows = facts.own.iter().rev().take(8).map(|file| vec![case_button(file, "status", facts)]).collect();
    Say { lines: vec![Phrase::new("cases")], rows }
}

/// A button that names a case by its reference and what it is about.
pub(super) fn case_button(file: &CaseFile, verb: &str, facts: &Facts<'_>) -> Key {
    let label = Phrase::new("case-label")
        .with("ref", file.case.reference.to_string())
        .with("what", talk::subject(file, facts))
        .with("state", customer_state(file));
    case_key(label, file.case.id, verb)
}

fn languages() -> Say {
    let key = |lang: Lang| Key {
        label: Phrase::keyed("language-name", lang.code()),
        data: format!("l:{}", lang.code()),
    };
    Say { lines: vec![Phrase::new("language-ask")], rows: vec![Lang::ALL.into_iter().map(key).collect()] }
}

fn choose_language(tag: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(lang) = Lang::ALL.into_iter().find(|l| l.code() == tag) else {
        return answer_with(incoming, facts, languages());
    };
    let mut person = facts.speaker.clone();
    person.lang = lang;
    person.lang_chosen = true;
    let mut plan = answer(incoming, facts, Phrase::new("language-done"));
    plan.people.push(person);
    // Why: the question in hand is asked once more, so that it can be read.
    if let Some(row) = drafts::active(facts) {
        let again = dialogue::show(&row.dialogue, &drafts::dialogue_facts(row.id, facts));
        let mut send = Send::say(To::Person(facts.speaker.id, incoming.place.platform), again.say);
        send.asks = Some(row.id);
        plan.sends.push(send);
        plan.dialogues.push(DialogueChange::Put(row.clone()));
    }
    plan
}

/// The commands there are for the speaker.
pub(super) fn help(facts: &Facts<'_>) -> Say {
    let line = |w: Word| {
        Phrase::new("help-line").with("name", w.name()).with("what", Phrase::keyed("help", w.name()))
    };
    let mut lines = vec![Phrase::new("help-head").with("brand", facts.terms.brand.name.as_str())];
    lines.extend(Word::ALL.into_iter().filter(|w| w.audience() == Audience::Customers).map(line));
    lines.extend([Word::Language, Word::Help].map(line));
    if facts.speaker.staff.is_some() {
        lines.push(Phrase::new("help-staff"));
        lines.extend(staff::words_for(facts).map(line));
    }
    lines.push(contact_line(facts));
    Say { lines, rows: Vec::new() }
}

/// The other ways to reach the brand.
fn contact_line(facts: &Facts<'_>) -> Phrase {
    let brand = &facts.terms.brand;
    match &brand.phone {
        Some(phone) => {
            Phrase::new("contact-both").with("email", brand.email.as_str()).with("phone", phone.as_str())
        }
        None => Phrase::new("contact-mail").with("email", brand.email.as_str()),
    }
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
