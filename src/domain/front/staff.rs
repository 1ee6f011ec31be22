//! The staff side: rooms, the group itself, and an agent's own chat. Being there gives no rights: the speaker's role
//! comes from the desk's list, as it is at this moment.

use super::{CaseFile, Facts, Linked, acts, answer, answer_with, back_to, customer, roster, talk, typed};
use crate::domain::{
    card,
    case::Refusal,
    chat::{Incoming, Input, Room},
    command::{self, Audience, Typed, Word},
    id::{SendId, Supply},
    party::Role,
    phrase::{Phrase, Say},
    plan::{Plan, Send, Side},
    text::Rich,
};

/// Decides on one input in the staff group.
pub(super) fn decide(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let command = typed(incoming, facts).or_else(|| under_a_file(incoming, facts));
    if facts.speaker.staff.is_none() || incoming.by.disguise.is_some() {
        return strangers(command.as_ref(), incoming, facts);
    }
    match (&incoming.input, command) {
        (Input::File { album: Some(_), .. }, Some(_)) => answer(incoming, facts, Phrase::new("reply-album")),
        (Input::Text(_) | Input::File { .. }, Some(command)) => {
            match command.word.filter(|w| customer::may_use(*w, facts)) {
                Some(Word::Help) => answer_with(incoming, facts, customer::help(incoming, facts)),
                Some(word) if word.audience() == Audience::Customers => {
                    answer(incoming, facts, Phrase::new("only-private").with("name", word.name()))
                }
                Some(word) => commanded(&command, word, incoming, facts, supply),
                None => refused_word(&command, incoming, facts),
            }
        }
        (Input::Text(_) | Input::File { .. } | Input::Other(_), None) => said(incoming, facts, supply),
        (Input::Press { data }, _) => press(data, incoming, facts, supply),
        (Input::Edited(text), _) => match facts.edited {
            Some(linked) => revise(linked, text, facts),
            None => Plan::default(),
        },
        _ => Plan::default(),
    }
}

/// A file whose words are `/reply …` or `/note …` is meant as one.
fn under_a_file(incoming: &Incoming, facts: &Facts<'_>) -> Option<Typed> {
    let Input::File { caption, .. } = &incoming.input else { return None };
    command::parse(caption, facts.me).filter(|c| matches!(c.word, Some(Word::Reply | Word::Note)))
}

/// An edit of one's own message; an edited command changes what it sent and never runs twice.
pub(super) fn revise(linked: &Linked, text: &Rich, facts: &Facts<'_>) -> Plan {
    let command = command::parse(text, facts.me).filter(|_| linked.side != Side::Customer);
    let words = command.map_or_else(|| text.clone(), |c| c.rest);
    talk::revise(linked, &words, facts)
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

/// Plain words in a room are a note; a native reply to the customer's words answers them.
fn said(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let Some(here) = facts.here else { return Plan::default() };
    let to_customer =
        facts.answered.is_some_and(|l| l.side == Side::Customer && l.case == Some(here.case.id));
    if to_customer {
        return acts::reply(here, None, incoming, facts, supply);
    }
    acts::note(here, None, incoming, facts, supply)
}

/// The words an agent may use, beyond everybody's.
pub(super) fn words_for<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Word> + use<'a> {
    Word::ALL.into_iter().filter(|w| match w.audience() {
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
        Word::Queue => answer_with(
            incoming,
            facts,
            card::list(Phrase::new("queue-head"), "queue-empty", facts.list, facts.now),
        ),
        Word::Mine => answer_with(
            incoming,
            facts,
            card::list(Phrase::new("mine-head"), "mine-empty", facts.list, facts.now),
        ),
        Word::Agent => roster::commanded(&command.rest, incoming, facts),
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
    facts.here.or_else(|| facts.named.filter(|f| answered == Some(f.case.id))).ok_or_else(|| {
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
        _ => answer_with(incoming, facts, card::card(file, facts.terms, facts.now)),
    }
}

/// A button on the staff side.
pub(super) fn press(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut parts = data.split(':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("c"), Some(_), Some(verb)) => {
            let Some(file) = facts.named else {
                return answer(incoming, facts, Phrase::new("old-staff-button"));
            };
            match verb {
                "take" => acts::take(file, incoming, facts),
                "release" => acts::release(file, incoming, facts),
                "solve" => acts::solve(file, Rich::default(), incoming, facts, supply),
                "reopen" => acts::reopen(file, incoming, facts, supply),
                _ => answer_with(incoming, facts, card::card(file, facts.terms, facts.now)),
            }
        }
        (Some("o"), Some(row), Some("resend")) => match row.parse() {
            Ok(row) => Plan {
                resends: vec![SendId(row)],
                ..Plan::saying(Send::say(back_to(incoming, facts), Say::line(Phrase::new("resend-done"))))
            },
            Err(_) => answer(incoming, facts, Phrase::new("old-staff-button")),
        },
        _ => answer(incoming, facts, Phrase::new("old-staff-button")),
    }
}
