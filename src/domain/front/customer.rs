//! What a person says in their own chat with the bot: menu, draft, cases. Agents have such a chat too; their staff
//! commands are handed on.

use super::{
    CaseFile, Facts, acts, answer, answer_with, asked, bars, calls, case_key, drafts, elsewhere, hasty,
    invites, open, own, privacy, privacy_desk, reach, react, settings, staff, status, survey, talk, typed,
};
use crate::domain::{
    case::State,
    chat::{Disguise, FileKind, Incoming, Input, Room, Thing},
    claim::Buyer,
    command::{Audience, Typed, Word},
    dialogue::{self, Flow, Given, Question},
    haste::Haste,
    id::Supply,
    phrase::{Key, Phrase, Say},
    plan::Plan,
    text::Rich,
};

/// Decides on one input in a private chat.
pub(super) fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(unheard) = bars::unheard(typed(incoming, facts).as_ref(), incoming, facts) {
        return unheard;
    }
    if let Haste::TooFast { tell } = facts.haste {
        return hasty::decide(tell, incoming, facts, supply);
    }
    let plan = own::with_notice(heard(incoming, facts, supply), incoming, facts);
    elsewhere::led(plan, incoming, facts)
}

fn heard(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match &incoming.input {
        Input::Press { data } => match typed(incoming, facts) {
            Some(command) => commanded(&command, incoming, facts, supply),
            None => press(data, incoming, facts, supply),
        },
        Input::Filled { data, fields } => drafts::filled(data, fields, incoming, facts, supply),
        Input::Text(text) => match typed(incoming, facts) {
            Some(command) => commanded(&command, incoming, facts, supply),
            None => asked::answered(incoming, facts, supply)
                .or_else(|| wanted(text, incoming, facts, supply))
                .or_else(|| survey::comment(incoming, facts, supply))
                .unwrap_or_else(|| {
                    let given = Given::Text { text: &text.text, message: message_of(incoming) };
                    words(&given, incoming, facts, supply)
                }),
        },
        Input::File { .. } if facts.moves.question.is_some() => {
            asked::answered(incoming, facts, supply).unwrap_or_default()
        }
        Input::File { file, caption, album } => {
            match drafts::active(facts).filter(|_| !talk::is_for_a_case(facts)) {
                Some(row) if file.kind != FileKind::Sticker => {
                    drafts::evidence(row, (file, caption, album.as_deref()), incoming, facts, supply)
                }
                Some(_) => unreadable(file.kind.key(), incoming, facts, supply),
                None => talk::hear(incoming, facts, supply),
            }
        }
        Input::Thing(thing) if thing.may_answer() => {
            let text = as_answer(thing, facts);
            words(&Given::Text { text: &text, message: message_of(incoming) }, incoming, facts, supply)
        }
        Input::Thing(thing) => unreadable(thing.key(), incoming, facts, supply),
        Input::Other(kind) => unreadable(kind, incoming, facts, supply),
        Input::Edited { words, file } => match (facts.edited, drafts::active(facts)) {
            (Some(linked), _) => staff::revise(linked, words, file.as_ref(), incoming, facts, supply),
            (None, Some(row)) => {
                let swapped = file.as_ref().filter(|f| drafts::is_swapped(row, message_of(incoming), f));
                if let Some(file) = swapped {
                    return drafts::evidence(row, (file, words, None), incoming, facts, supply);
                }
                let given = Given::Edited { text: &words.text, message: message_of(incoming) };
                drafts::advance(row, &given, facts, supply)
            }
            (None, None) => survey::revised(words, incoming, facts).unwrap_or_default(),
        },
        Input::Reacted { was, now } => react::decide(was, now, incoming, facts),
        Input::Blocked => reach::reachable(false, incoming.place.platform, facts),
        Input::Unblocked => reach::reachable(true, incoming.place.platform, facts),
        Input::Admitted | Input::Removed | Input::Moved { .. } | Input::Deleted | Input::Nothing => {
            Plan::default()
        }
    }
}

/// What a place or a contact says to the question that is open: a contact is its number where a number is asked for.
fn as_answer(thing: &Thing, facts: &Facts<'_>) -> String {
    let asked = drafts::active(facts).and_then(|row| row.dialogue.at(facts.terms));
    match thing {
        Thing::Contact { phone, .. } if asked.is_some_and(Question::takes_a_number) => phone.clone(),
        other => other.words(),
    }
}

/// What no question can take; outside of drafts it is passed on, or told as what it is.
fn unreadable(kind: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    words(&Given::Unreadable { kind, message: message_of(incoming) }, incoming, facts, supply)
}

pub(super) fn message_of(incoming: &Incoming) -> i64 {
    incoming.message.unwrap_or_default()
}

/// Words that are no command: into the draft, or to a case. Who has neither and asks for a person, gets one.
fn words(given: &Given<'_>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match drafts::active(facts).filter(|_| !talk::is_for_a_case(facts)) {
        Some(row) => drafts::advance(row, given, facts, supply),
        None if let Some(plan) = acts::told_when_asked(given, incoming, facts, supply) => plan,
        None if facts.ours.is_none() && current(facts).next().is_none() && asks_for_a_person(given) => {
            human(incoming, facts, supply)
        }
        None => talk::hear(incoming, facts, supply),
    }
}

/// Words that were asked for a moment ago for an appointment. Why before what else they may be: a code stands nowhere else.
fn wanted(text: &Rich, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Option<Plan> {
    let given = Given::Text { text: &text.text, message: message_of(incoming) };
    drafts::active(facts).is_none().then(|| acts::told_when_asked(&given, incoming, facts, supply)).flatten()
}

fn asks_for_a_person(given: &Given<'_>) -> bool {
    matches!(given, Given::Text { text, .. } if dialogue::asks_for_a_person(text))
}

fn commanded(command: &Typed, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(word) = command.word.filter(|w| may_use(*w, facts)) else {
        return unknown(&command.name, incoming, facts);
    };
    // Why: a command somebody else gave, which an agent passes on; what customers forward is words before it gets here.
    if incoming.by.disguise == Some(Disguise::Forwarded) {
        return answer(incoming, facts, Phrase::new("refuse-disguise"));
    }
    let platform = incoming.place.platform;
    match word {
        Word::Start if invites::code(command).is_some() => invites::open(incoming, facts),
        Word::Start => answer_with(incoming, facts, drafts::menu(facts)),
        Word::New => drafts::begin(Flow::Claim, platform, facts, supply),
        Word::Cases => answer_with(incoming, facts, status::cases(incoming, facts)),
        Word::Status => answer_with(incoming, facts, where_it_stands(incoming, facts)),
        Word::Add => match own_case(facts).or_else(|| meant(facts)) {
            Some(file) => talk::focus(file, incoming, facts),
            None => answer_with(incoming, facts, status::cases(incoming, facts)),
        },
        Word::Back if drafts::active(facts).is_none() && is_away(facts) => acts::back(incoming, facts),
        Word::Back => in_draft(&Given::Back, incoming, facts, supply),
        Word::Save => in_draft(&Given::Save, incoming, facts, supply),
        Word::Cancel => in_draft(&Given::Cancel, incoming, facts, supply),
        Word::Human => human(incoming, facts, supply),
        Word::Language => answer_with(incoming, facts, settings::languages()),
        Word::Zone if command.rest.text.is_empty() => answer_with(incoming, facts, settings::zones(facts)),
        Word::Zone => settings::choose_zone(&command.rest.text, incoming, facts),
        Word::Privacy if facts.speaker.staff.is_some() && privacy_desk::whom(command, platform).is_some() => {
            privacy_desk::commanded(command, incoming, facts, supply)
        }
        Word::Privacy => privacy::commanded(&command.rest.text, incoming, facts, supply),
        Word::Hours => answer_with(incoming, facts, own::hours(facts)),
        Word::Stop => own::stop(incoming, facts),
        Word::Help => own::help(incoming, facts),
        _ => staff::commanded(command, word, incoming, facts, supply),
    }
}

/// The case they name, theirs or a colleague's; else their only live one, or the cases they see.
fn where_it_stands(incoming: &Incoming, facts: &Facts<'_>) -> Say {
    if let Some(file) = facts.named.filter(|file| status::is_shared(file, facts)) {
        return status::shared(file, facts);
    }
    match own_case(facts).or_else(|| meant(facts)) {
        Some(file) => status::status(file, facts),
        None => status::cases(incoming, facts),
    }
}

fn is_away(facts: &Facts<'_>) -> bool {
    facts.speaker.staff.as_ref().is_some_and(|s| s.away_at(facts.now).is_some())
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
    let nearest = Word::nearest(name, |w| may_use(w, facts) && works_here(w, incoming));
    let phrase = match nearest {
        Some(word) => Phrase::new("unknown-command-near").with("near", word.name()),
        None => Phrase::new("unknown-command"),
    };
    let alone = nearest.filter(|word| word.stands_alone(facts.here.is_some()));
    let rows = alone.map(|word| vec![offer(word)]).into_iter().collect();
    let line = phrase.with("name", name.chars().take(32).collect::<String>());
    answer_with(incoming, facts, Say { lines: vec![line], rows })
}

/// Whether a word has a meaning in that place: those of customers have none in the staff group.
fn works_here(word: Word, incoming: &Incoming) -> bool {
    incoming.room == Room::Private || word == Word::Help || word.audience() != Audience::Customers
}

/// A button that gives a command.
fn offer(word: Word) -> Key {
    Key { label: Phrase::new("key-command").with("name", word.name()), data: format!("w:{}", word.name()) }
}

fn in_draft(given: &Given<'_>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match drafts::active(facts) {
        Some(row) => drafts::advance(row, given, facts, supply),
        None => answer_with(incoming, facts, drafts::menu_after(Phrase::new("no-draft"), facts)),
    }
}

/// Somebody wants a person: the draft becomes a case as it is, or a case without questions comes to be.
fn human(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let here = facts.ours.map(|file| facts.followed(file)).filter(|file| file.case.state.is_live());
    if let Some(row) = drafts::active(facts).filter(|_| here.is_none()) {
        return drafts::advance(row, &Given::Person, facts, supply);
    }
    if let Some(file) = here.or_else(|| only_live(facts)) {
        let mut say = status::status(file, facts);
        say.lines.push(Phrase::new("receipt-add"));
        return answer_with(incoming, facts, say);
    }
    if drafts::has_too_many(facts) {
        return answer_with(incoming, facts, status::cases(incoming, facts));
    }
    open::open(None, incoming.place.platform, facts, supply)
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
            "company" => own::company(incoming, facts),
            "company-claim" => drafts::begin_as(Buyer::Wholesale, Flow::Claim, platform, facts, supply),
            "cases" => answer_with(incoming, facts, status::cases(incoming, facts)),
            "zone" => answer_with(incoming, facts, settings::zones(facts)),
            "language" => answer_with(incoming, facts, settings::languages()),
            "more" => own::more(incoming, facts),
            "menu" => own::menu(incoming, facts),
            "hours" => answer_with(incoming, facts, own::hours(facts)),
            "stop" => own::stop(incoming, facts),
            "help" => own::help(incoming, facts),
            "privacy" => privacy::commanded("", incoming, facts, supply),
            _ => match calls::of_menu(rest, facts).or(rest.strip_prefix("resume:").and_then(Flow::from_id)) {
                Some(flow) => drafts::begin(flow, platform, facts, supply),
                None => answer_with(incoming, facts, drafts::menu(facts)),
            },
        },
        "v" if rest.starts_with("two:") && facts.speaker.staff.is_some() => {
            privacy_desk::press(incoming, facts)
        }
        "v" => privacy::press(rest, incoming, facts, supply),
        "l" => settings::choose_language(rest, incoming, facts),
        "z" => settings::choose_zone(rest, incoming, facts),
        "y" => survey::press(data, incoming, facts, supply),
        "f" => talk::file_by_button(rest, incoming, facts, supply),
        "c" => match facts.named {
            Some(file) if file.case.customer == facts.speaker.id => {
                press_case(file, rest, incoming, facts, supply)
            }
            _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
            Some(file) if status::is_shared(file, facts) && rest.ends_with(":status") => {
                answer_with(incoming, facts, status::shared(file, facts))
            }
            // Why: one answer for "not yours" and "not there": a guess learns nothing.
            _ => answer(incoming, facts, Phrase::new("refuse-not-yours")),
        },
        _ if facts.speaker.staff.is_some() => staff::press(data, incoming, facts, supply),
        _ => answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button-menu"), facts)),
    }
}

pub(super) fn press_draft(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
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
    let (verb, of) = verb.split_once(':').unwrap_or((verb, ""));
    match verb {
        "status" => answer_with(incoming, facts, status::status(file, facts)),
        "form" => acts::own_form(file, incoming, facts),
        "add" => talk::focus(file, incoming, facts),
        "cancel" => answer_with(incoming, facts, cancel_question(file)),
        "cancel-yes" => acts::customer_cancels(file, incoming, facts),
        "solved" => acts::customer_confirms(file, incoming, facts),
        "unsolved" => acts::customer_refuses(file, incoming, facts, supply),
        "reopen" => acts::reopen(file, incoming, facts, supply),
        "appeal" => acts::appeal(file, of, incoming, facts),
        "agree" => acts::agree(file, of, incoming, facts),
        "price" => acts::talk_price(file, of, incoming, facts),
        _ if let Some(plan) = acts::appointment_pressed(verb, of, file, incoming, facts) => plan,
        _ if let Some(plan) = acts::answer_quote(verb, of, file, incoming, facts) => plan,
        _ if let Some(plan) = acts::pass(verb, file, incoming, facts, supply) => plan,
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

/// The case whose own place it was said in, else their one live case.
fn meant<'a>(facts: &Facts<'a>) -> Option<&'a CaseFile> {
    facts.ours.map(|file| facts.followed(file)).or_else(|| only_live(facts))
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
        lines.extend(Word::ALL.iter().copied().filter(|w| w.audience() == Audience::Customers).map(line));
        lines.push(line(Word::Help));
    }
    if facts.speaker.staff.is_some() {
        lines.push(Phrase::new("help-staff"));
        lines.extend(staff::words_for(facts).map(line));
        lines.push(
            Phrase::new("help-line")
                .with("name", Word::Back.name())
                .with("what", Phrase::new("help-back-staff")),
        );
    }
    if incoming.room == Room::Private {
        lines.push(status::contact_line(facts));
    }
    Say { lines, rows: Vec::new() }
}
