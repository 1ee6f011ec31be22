//! The files of a case, for agents: what there is and what is kept of it, and the files themselves once more.

use super::pass;
use crate::domain::{
    chat::Incoming,
    evidence::{self, Piece},
    form::Reader,
    front::{CaseFile, Facts, answer, answer_with, aside, back_to, own_place, turn},
    id::MediaId,
    phrase::Phrase,
    plan::{Parcel, Plan, Send, To},
};

/// What a button asks for.
enum Wish {
    /// The list, from that number on.
    List(usize),
    /// One file.
    One(MediaId),
    /// All files of the list that begins with that number.
    All(usize),
}

fn wish(verb: &str) -> Option<Wish> {
    let (verb, of) = verb.split_once('.').unwrap_or((verb, "0"));
    match verb {
        "files" => of.parse().ok().map(Wish::List),
        "show" => of.parse().ok().map(|id| Wish::One(MediaId(id))),
        "shows" => of.parse().ok().map(Wish::All),
        _ => None,
    }
}

/// Whether a button is about the files of a case.
pub(in crate::domain::front) fn asks_for_files(data: &str) -> bool {
    let verb = data.split(':').nth(2);
    verb.is_some_and(|verb| wish(verb).is_some() || pass::wanted(verb).is_some())
}

/// The list of files.
pub(in crate::domain::front) fn files(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer_with(incoming, facts, evidence::list(file, &of_case(file, facts), 0))
}

/// A press on a button of the list, or of the card; `None` when it is none of these.
pub(in crate::domain::front) fn files_pressed(
    verb: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Option<Plan> {
    let pieces = of_case(file, facts);
    let media: Vec<MediaId> = match wish(verb)? {
        Wish::List(0) => return Some(files(file, incoming, facts)),
        Wish::List(from) => return Some(turn(incoming, facts, evidence::list(file, &pieces, from))),
        Wish::One(media) => pieces.iter().map(|p| p.media).filter(|m| *m == media).collect(),
        Wish::All(from) => evidence::page(&pieces, from).iter().map(|p| p.media).collect(),
    };
    if media.is_empty() {
        return Some(answer(incoming, facts, Phrase::new("files-gone")));
    }
    let aside = aside::of(incoming).cloned();
    let to = if aside.is_some() { To::Place(incoming.place) } else { back_to(incoming, facts) };
    Some(Plan::saying(Send::new(to, Parcel::Files { media, case: Some(file.case.id), aside })))
}

/// The case on paper, to where it was asked for.
pub(in crate::domain::front) fn form(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    Plan::saying(printed(file, Reader::Desk, back_to(incoming, facts)))
}

/// Their own case on paper, for its customer. Two presses are one form while it is on its way.
pub(in crate::domain::front) fn own_form(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let send = printed(file, Reader::Customer, own_place(incoming, facts));
    Plan::saying(Send { fold: Some(format!("form:{}", file.case.id)), ..send })
}

fn printed(file: &CaseFile, reader: Reader, to: To) -> Send {
    Send::new(to, Parcel::Form { case: file.case.id, reader })
}

fn of_case(file: &CaseFile, facts: &Facts<'_>) -> Vec<Piece> {
    facts.pieces.iter().filter(|(case, _)| *case == file.case.id).map(|(_, piece)| piece.clone()).collect()
}
