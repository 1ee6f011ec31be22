//! The staff side: rooms, the group itself, and an agent's own chat. Being there gives no rights: the speaker's role
//! comes from the desk's list, as it is at this moment.

use super::{
    CaseFile, Facts, Linked, acts, answer, answer_with, asked, bars, binding, calls, canned, company,
    customer, find, history, keys, lists, lots, privacy_desk, react, report, roster, side, survey_desk, talk,
    typed, undelivered, why,
};
use crate::domain::{
    card,
    case::Refusal,
    chat::{Disguise, File, Incoming, Input, Room},
    command::{self, Audience, Typed, Word},
    id::Supply,
    party::Role,
    phrase::Phrase,
    plan::{Plan, Side},
    search::Slip,
    text::Rich,
};

/// Decides on one input on the staff side.
pub(super) fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut plan = act(incoming, facts, supply);
    plan.posts.extend(side::joins_the_chain(incoming, facts));
    plan
}

fn act(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let command = typed(incoming, facts).or_else(|| under_a_file(incoming, facts));
    if let Input::Reacted { was, now } = &incoming.input {
        return react::decide(was, now, incoming, facts);
    }
    // Why: what an agent forwards is shown as such and commands nothing.
    let only_words = incoming.by.disguise == Some(Disguise::Forwarded) && command.is_none();
    if facts.speaker.staff.is_none() || incoming.by.disguise.is_some() && !only_words {
        return strangers(command.as_ref(), incoming, facts);
    }
    if let Some(plan) = calls::in_own_chat(command.as_ref(), incoming, facts, supply) {
        return plan;
    }
    match (&incoming.input, command) {
        (Input::File { album: Some(_), .. }, Some(_)) => answer(incoming, facts, Phrase::new("reply-album")),
        (Input::Text(_) | Input::File { .. } | Input::Press { .. }, Some(command)) => {
            match command.word.filter(|w| customer::may_use(*w, facts)) {
                Some(Word::Help) => answer_with(incoming, facts, customer::help(incoming, facts)),
                Some(Word::Privacy) if !command.rest.text.is_empty() => {
                    privacy_desk::commanded(&command, incoming, facts, supply)
                }
                // Why: one word for two things; a customer has no absence, and the group has no questions.
                Some(Word::Back) => acts::back(incoming, facts),
                Some(word) if word.audience() == Audience::Customers => not_here(word, incoming, facts),
                Some(word) => commanded(&command, word, incoming, facts, supply),
                None => refused_word(&command, incoming, facts),
            }
        }
        (Input::Text(_) | Input::File { .. } | Input::Thing(_) | Input::Other(_), None) => {
            said(incoming, facts, supply)
        }
        (Input::Press { data }, _) => press(data, incoming, facts, supply),
        (Input::Edited { words, file }, _) => match facts.edited {
            Some(linked) => revise(linked, words, file.as_ref(), incoming, facts, supply),
            None => Plan::default(),
        },
        _ => Plan::default(),
    }
}

/// A word of customers: it works in their own chat, which is not to be had where that chat is the staff side.
fn not_here(word: Word, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    match (side::is_alone(incoming), word) {
        (true, Word::Start) => answer(incoming, facts, Phrase::new("side-start")),
        (true, _) => answer(incoming, facts, Phrase::new("side-customers").with("name", word.name())),
        (false, _) => answer(incoming, facts, Phrase::new("only-private").with("name", word.name())),
    }
}

/// A file whose words are `/reply …` or `/note …` is meant as one.
fn under_a_file(incoming: &Incoming, facts: &Facts<'_>) -> Option<Typed> {
    let Input::File { caption, .. } = &incoming.input else { return None };
    command::parse(caption, facts.me).filter(|c| matches!(c.word, Some(Word::Reply | Word::Note)))
}

/// An edit of one's own message; an edited command changes what it sent and never runs twice. `file` is what the message
/// holds now.
pub(super) fn revise(
    linked: &Linked,
    text: &Rich,
    file: Option<&File>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let command = command::parse(text, facts.me).filter(|_| linked.side != Side::Customer);
    let words = command.map_or_else(|| text.clone(), |c| c.rest);
    match file.filter(|f| linked.unique.as_ref().is_some_and(|unique| *unique != f.unique)) {
        Some(file) => talk::swap(linked, &words, file, incoming, facts, supply),
        None => talk::revise(linked, &words, facts),
    }
}

/// Somebody who is not on the desk's list, or does not act as themselves.
fn strangers(command: Option<&Typed>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let acts = command.is_some() || matches!(incoming.input, Input::Press { .. });
    match (acts, incoming.by.disguise) {
        (false, _) => Plan::default(),
        (true, Some(_)) => answer(incoming, facts, Phrase::new("refuse-disguise")),
        (true, None) if command.is_some_and(|c| c.word == Some(Word::Whoami)) => {
            answer_with(incoming, facts, roster::whoami(incoming, facts))
        }
        (true, None) => answer(incoming, facts, Phrase::new("refuse-stranger")),
    }
}

/// A command there is not, or not for that role.
fn refused_word(command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    match command.word {
        Some(word) => {
            let role = match word.audience() {
                Audience::Staff(role) => role,
                Audience::Customers | Audience::Everybody => Role::Agent,
            };
            answer(
                incoming,
                facts,
                Phrase::new("refuse-role").with("role", Phrase::keyed("role", role.name())),
            )
        }
        None => customer::unknown(&command.name, incoming, facts),
    }
}

/// Plain words in a room are a note; a native reply to the customer's words answers them. A copy that arrived, and nobody heard
/// of it, can't be told from anything else: what answers it is a note, and that is said.
fn said(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(plan) = asked::answered(incoming, facts, supply) {
        return plan;
    }
    // Why followed: in the room of a merged case people mean the one it went to.
    let Some(here) = facts.here.map(|here| facts.followed(here)) else {
        return side::unplaced(incoming, facts);
    };
    let to_customer =
        facts.answered.is_some_and(|l| l.side == Side::Customer && l.case == Some(here.case.id));
    if to_customer {
        return acts::reply(here, None, incoming, facts, supply);
    }
    let mut plan = acts::note(here, None, incoming, facts, supply);
    if facts.unknown {
        // Why told: whoever answers what looks like the customer's words believes that they were answered.
        plan.absorb(answer(incoming, facts, Phrase::new("note-unknown")));
    }
    plan
}

/// The words an agent may use, beyond everybody's.
pub(super) fn words_for<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Word> + use<'a> {
    Word::ALL.iter().copied().filter(|w| match w.audience() {
        Audience::Staff(role) => facts.speaker.may(role),
        Audience::Customers | Audience::Everybody => *w == Word::Whoami,
    })
}

/// A staff command; the speaker's role was checked.
pub(super) fn commanded(
    command: &Typed,
    word: Word,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if incoming.by.disguise.is_some() {
        return answer(incoming, facts, Phrase::new("refuse-disguise"));
    }
    match word {
        Word::Whoami => answer_with(incoming, facts, roster::whoami(incoming, facts)),
        Word::Queue | Word::Mine | Word::Due => match lists::of_command(word, &command.rest.text) {
            Some(sought) => lists::show(&sought, incoming, facts),
            None => answer(incoming, facts, Phrase::new("due-usage")),
        },
        Word::Away => acts::away(&command.rest.text, incoming, facts),
        Word::Link => acts::link(command, incoming, facts),
        Word::Merge => acts::merge(command, incoming, facts),
        Word::Agent => roster::commanded(&command.rest, incoming, facts, supply),
        Word::Search => find::search(&command.rest.text, incoming, facts, supply),
        Word::Undelivered => undelivered::list(0, incoming, facts, supply),
        Word::Macro => {
            canned::commanded(subject(command, incoming, facts), &command.rest, incoming, facts, supply)
        }
        Word::Block | Word::Unblock | Word::Mute => bars::commanded(word, command, incoming, facts),
        Word::Order => acts::order(command, incoming, facts),
        Word::Report => report::report(&command.rest.text, incoming, facts),
        Word::Export => report::export(&command.rest.text, incoming, facts, supply),
        Word::Survey => {
            let subject = subject(command, incoming, facts);
            survey_desk::commanded(&command.rest.text, subject, incoming, facts, supply)
        }
        Word::Bind => binding::commanded(command, incoming, facts),
        Word::Lot => lots::commanded(command, incoming, facts, supply),
        Word::Call => calls::commanded(command, subject(command, incoming, facts), incoming, facts, supply),
        Word::Company => company::commanded(command, incoming, facts, supply),
        _ => match subject(command, incoming, facts) {
            Ok(file) => on_case(word, file, command, incoming, facts, supply),
            Err(refusal) => acts::refuse(incoming, facts, refusal),
        },
    }
}

/// The case a command is about: the one it names, else the room's, else the one whose message it answers.
fn subject<'a>(command: &Typed, incoming: &Incoming, facts: &Facts<'a>) -> Result<&'a CaseFile, Refusal> {
    if let Some(reference) = &command.case {
        return facts
            .named
            .filter(|f| f.case.reference == *reference)
            .ok_or_else(|| Refusal(Phrase::new("no-such-case").with("ref", reference.to_string())));
    }
    let answered = facts.answered.and_then(|l| l.case);
    let here = facts.here.map(|here| facts.followed(here));
    here.or_else(|| facts.named.filter(|f| answered == Some(f.case.id))).ok_or_else(|| {
        if let Some(left) = facts.left {
            return Refusal(side::was_left(left, incoming, facts));
        }
        let key = if incoming.room == Room::Private { "which-case-private" } else { "which-case-staff" };
        Refusal(Phrase::new(key).with("name", command.word.map_or("case", Word::name)))
    })
}

fn on_case(
    word: Word,
    file: &CaseFile,
    command: &Typed,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    match word {
        Word::Take => acts::take(file, incoming, facts),
        Word::Release => acts::release(file, incoming, facts),
        Word::Reply => acts::reply(file, Some(command.rest.clone()), incoming, facts, supply),
        Word::Note => acts::note(file, Some(command.rest.clone()), incoming, facts, supply),
        Word::Solve => acts::solve(file, command.rest.clone(), incoming, facts, supply),
        Word::Close => acts::close(file, &command.rest, incoming, facts, supply),
        Word::Reopen => acts::reopen(file, incoming, facts, supply),
        Word::Files => acts::files(file, incoming, facts),
        Word::Form => acts::form(file, incoming, facts),
        Word::History => history::show(file, None, incoming, facts),
        Word::Sla => answer_with(incoming, facts, why::show(file, facts)),
        Word::Ack => acts::ack(file, incoming, facts),
        Word::Escalate => acts::escalate(file, &command.rest, incoming, facts, supply),
        Word::Assign => acts::assign(file, &command.rest, incoming, facts),
        Word::Transfer => acts::transfer(file, &command.rest, incoming, facts, supply),
        Word::Ask => acts::ask(file, Some(command.rest.clone()), incoming, facts, supply),
        Word::Wait => acts::wait(file, &command.rest.text, incoming, facts),
        Word::Resume => acts::resume(file, incoming, facts),
        Word::Set => acts::set(file, &command.rest, incoming, facts),
        Word::Complex => acts::complex(file, &command.rest, incoming, facts, supply),
        Word::Verdict => acts::verdict(file, &command.rest, incoming, facts, supply),
        Word::Appoint => acts::appoint(file, &command.rest, incoming, facts, supply),
        Word::Quote => acts::quote(file, &command.rest, incoming, facts, supply),
        Word::Resend => undelivered::of_case(file, incoming, facts),
        _ => answer_with(incoming, facts, card::card(file, facts.terms, facts.now)),
    }
}

/// A button on the staff side.
pub(super) fn press(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(sought) = lists::of_press(data) {
        return lists::show(&sought, incoming, facts);
    }
    if let Some(lot) = data.strip_prefix("lot:") {
        return lots::press(lot, incoming, facts);
    }
    let mut parts = data.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("c"), Some(_), Some(verb)) => match facts.named {
            Some(file) => keys::pressed(file, verb, incoming, facts, supply),
            None => answer(incoming, facts, Phrase::new("old-staff-button")),
        },
        (Some("g"), ..) => acts::press_order(data.trim_start_matches("g:"), incoming, facts),
        (Some("v"), Some("two"), Some(_)) => privacy_desk::press(incoming, facts),
        (Some("w"), Some(_), Some("resend")) if facts.unsent.is_empty() => {
            answer(incoming, facts, Phrase::new("resend-none-waits"))
        }
        (Some("w"), Some(_), Some("resend")) => {
            let told = answer(incoming, facts, Phrase::new("resend-done"));
            Plan { resends: facts.unsent.to_vec(), ..told }
        }
        (Some("o"), Some(_), Some("resend")) => undelivered::again(incoming, facts),
        (Some("u"), Some(page), None) => {
            undelivered::list(page.parse().unwrap_or_default(), incoming, facts, supply)
        }
        (Some("yl"), Some(_), None) => survey_desk::absent(incoming, facts),
        (Some("j"), Some(_), Some(_)) => binding::press(incoming, facts),
        (Some("b"), Some(_), Some("free")) => bars::press(incoming, facts),
        (Some("k"), Some(_), Some(name)) => match facts.named {
            Some(file) => canned::by_button(file, name, incoming, facts, supply),
            None => answer(incoming, facts, Phrase::new("old-staff-button")),
        },
        (Some("s"), Some(_), Some(verb)) => go_on(verb, incoming, facts, supply),
        _ => answer(incoming, facts, Phrase::new("old-staff-button")),
    }
}

/// A button that goes on with what was kept for it.
fn go_on(verb: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(stored) = &facts.looked.slip else {
        return answer(incoming, facts, Phrase::new("old-slip"));
    };
    match (&stored.slip, verb) {
        (Slip::Search { .. }, page) => {
            find::turn_to(stored.id, page.parse().unwrap_or_default(), incoming, facts)
        }
        (Slip::Preview(preview), verb) => canned::press(stored, preview, verb, incoming, facts, supply),
        (Slip::Verdict(draft), verb) => acts::press_verdict(stored, draft, verb, incoming, facts, supply),
        (Slip::Letter(letter), verb) => lots::press_letter(stored, letter, verb, incoming, facts, supply),
        (Slip::Verdicts { drafts, .. }, verb) => {
            lots::press_verdicts(stored, drafts, verb, incoming, facts, supply)
        }
        (Slip::Again { rows }, "yes") => undelivered::send_all(stored.id, rows, incoming, facts),
        (Slip::Again { rows }, _) => undelivered::ask_all(stored.id, rows, incoming, facts),
    }
}
