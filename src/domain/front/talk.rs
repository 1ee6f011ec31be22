//! Words and files between a customer and the desk: which case they belong to, and how they get there.
//!
//! Never guessed silently: a native reply decides, else the case whose own place it is, else the case they named, else the only live one, else they are
//! asked; what nobody placed after ten minutes goes to the case a human last wrote in.

use chrono::{DateTime, TimeDelta, Utc};

use super::{CaseFile, Facts, Linked, acts, answer, answer_with, bars, customer, drafts, own_place, status};
use crate::domain::{
    case::State,
    chat::{File, Incoming, Input},
    dialogue,
    id::{CaseId, MediaId, MessageId, PersonId, Supply},
    phrase::{Arg, Key, Phrase, Say},
    plan::{Event, NewMedia, NewMessage, Parcel, Plan, Revision, Send, Side, To},
    terms::Terms,
    text::Rich,
};

/// How long words wait for somebody to say which case they belong to.
const PARKED: TimeDelta = TimeDelta::minutes(10);
/// How long a case that was named keeps the next words.
const FOCUS: TimeDelta = TimeDelta::minutes(30);

/// Whether words go to a case although a draft is open: they are said in its own place, they answer a message of a case, the case was named, or an
/// agent's words stand below the question.
pub(super) fn is_for_a_case(facts: &Facts<'_>) -> bool {
    facts.ours.is_some()
        || facts.answered.is_some_and(|l| l.case.is_some())
        || focused(facts).is_some()
        || facts.overtaken
}

/// The case the speaker named a while ago.
fn focused<'a>(facts: &Facts<'a>) -> Option<&'a CaseFile> {
    let (case, _) = facts.speaker.focus.filter(|(_, until)| *until > facts.now)?;
    facts.own.iter().find(|f| f.case.id == case).map(|f| facts.followed(f))
}

/// Words or a file from a customer that belong to no draft.
pub(super) fn hear(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let answered = facts.answered.and_then(|l| l.case);
    let by_reply = answered.and_then(|id| facts.own.iter().find(|f| f.case.id == id).copied());
    let by_place = || facts.ours.map(|file| facts.followed(file));
    let by_name = || focused(facts).or_else(|| customer::only_current(facts));
    if let Some(file) = by_reply.or_else(by_place).or_else(by_name) {
        return add(file, incoming, facts, supply);
    }
    let places: Vec<&CaseFile> = facts.own.iter().filter(|f| can_take(f, facts)).copied().collect();
    let mut plan = Plan::default();
    let Some(message) = message(incoming, facts, supply, &mut plan) else { return plan };
    let question = which_case(&message, &places, facts);
    plan.messages.push(NewMessage { parked_until: Some(facts.now + PARKED), ..message });
    plan.sends.extend(not_shown(incoming, facts));
    plan.sends.push(Send::say(own_place(incoming, facts), question));
    plan
}

/// What the desk can't pass on is told to who sent it; several in a row are told once.
fn not_shown(incoming: &Incoming, facts: &Facts<'_>) -> Option<Send> {
    let Input::Other(kind) = incoming.input else { return None };
    let told = Say::line(Phrase::new("relay-kind-customer").with("kind", Phrase::new(kind)));
    let mut send = Send::say(own_place(incoming, facts), told);
    send.fold = Some("not-shown".to_owned());
    Some(send)
}

/// A case that could take more words: live, or ended so recently that it can be opened again.
fn can_take(file: &CaseFile, facts: &Facts<'_>) -> bool {
    match file.case.state {
        State::Cancelled | State::Merged => false,
        State::Solved | State::Closed => {
            !file.case.is_past_reopening(facts.now, facts.terms.lives.reopen_days)
        }
        State::New | State::Open | State::Waiting(_) => true,
    }
}

/// Asks which case words belong to; with no case at all, the menu asks what they want.
fn which_case(message: &NewMessage, places: &[&CaseFile], facts: &Facts<'_>) -> Say {
    if places.is_empty() {
        let mut say = drafts::menu(facts);
        say.lines.push(Phrase::new("kept-words"));
        return say;
    }
    let key = |f: &&CaseFile| {
        let data = format!("f:{}:{}", message.id, f.case.id);
        vec![Key { data, ..status::case_button(f, "", facts) }]
    };
    let mut rows: Vec<_> = places.iter().rev().take(6).map(key).collect();
    rows.push(vec![Key { label: Phrase::new("key-new-matter"), data: "m:menu".into() }]);
    Say { lines: vec![Phrase::new("which-case")], rows }
}

/// The case as it is when its customer writes about it on another platform than before: what is said to them about it
/// stands there from now on, where they look.
fn brought_along(file: &CaseFile, incoming: &Incoming) -> Option<CaseFile> {
    let to = incoming.place.platform;
    (file.case.platform != to && file.case.state != State::Merged).then(|| {
        let mut file = file.clone();
        (file.case.platform, file.case.rev) = (to, file.case.rev + 1);
        file
    })
}

/// A press on one of those buttons: `<message>:<case>`.
pub(super) fn file_by_button(
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let message = rest.split(':').next().and_then(|m| m.parse().ok()).map(MessageId);
    let file = facts.named.filter(|f| f.case.customer == facts.speaker.id).map(|f| facts.followed(f));
    let (Some(message), Some(file)) = (message.filter(|m| facts.parked.contains(m)), file) else {
        return answer(incoming, facts, Phrase::new("already-filed"));
    };
    let mut plan = file_parked(message, file, facts.now);
    let along = brought_along(file, incoming);
    let file = along.as_ref().unwrap_or(file);
    plan.cases.extend(along.iter().map(|file| file.case.clone()));
    plan.events.push(event(file.case.id, "filed", Some(facts.speaker.id), facts));
    let named = Phrase::new("filed").with("ref", file.case.reference.to_string());
    plan.sends.push(Send::say(own_place(incoming, facts), Say::line(named)));
    plan.absorb(after_words(file, incoming, facts, supply));
    plan
}

/// What words do to their case: one that waited goes on; about one that ended its customer is asked.
fn after_words(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let to = own_place(incoming, facts);
    match file.case.state {
        State::Solved => Plan::saying(Send::say(to, still_solved(file))),
        State::Closed | State::Cancelled | State::Merged => Plan::saying(Send::say(to, ended(file, facts))),
        State::New | State::Open | State::Waiting(_) => {
            let mut plan = acts::customer_answered(file, facts.now, facts.terms);
            // Why not of the muted: nobody reads them now.
            if !bars::is_muted(facts) {
                acts::owed_from_now_on(file, &mut plan, facts.now, facts.terms, supply);
            }
            plan
        }
    }
}

fn still_solved(file: &CaseFile) -> Say {
    let question = Phrase::new("still-solved").with("ref", file.case.reference.to_string());
    Say { lines: vec![question], rows: vec![status::solved_keys(file)] }
}

/// Nobody said in time which case a message belongs to: it goes to this one, and does to it what words do.
pub fn overdue(
    message: MessageId,
    file: &CaseFile,
    now: DateTime<Utc>,
    terms: &Terms,
    supply: &mut Supply,
) -> Plan {
    let mut plan = file_parked(message, file, now);
    plan.absorb(acts::customer_answered(file, now, terms));
    // Why not of the muted: nobody reads them now.
    if plan.bars.is_empty() {
        acts::owed_from_now_on(file, &mut plan, now, terms, supply);
    }
    if file.case.state == State::Solved {
        plan.sends.push(Send::say(To::customer(&file.case), still_solved(file)));
    }
    plan
}

/// Puts a parked message into a case and its room; of somebody muted into the case alone.
fn file_parked(message: MessageId, file: &CaseFile, now: DateTime<Utc>) -> Plan {
    if let Some(quiet) = bars::put_quietly(file, now) {
        return Plan { filed: vec![(message, file.case.id)], ..quiet };
    }
    let mut plan = Plan::default();
    file_all(&[message], file.case.id, &mut plan);
    plan
}

/// Puts parked messages into a case and its room.
pub(super) fn file_all(parked: &[MessageId], case: CaseId, plan: &mut Plan) {
    for message in parked {
        plan.filed.push((*message, case));
        let parcel = Parcel::Relay { messages: vec![*message], answers: false };
        plan.sends.push(Send::new(To::Room(case), parcel));
    }
}

/// More from the customer, into the case and its room.
fn add(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut plan = Plan::default();
    let Some(mut message) = message(incoming, facts, supply, &mut plan) else { return plan };
    message.case = Some(file.case.id);
    let mut relay =
        Send::new(To::Room(file.case.id), Parcel::Relay { messages: vec![message.id], answers: false });
    gather_album(&message, &mut relay, facts);
    plan.messages.push(message);
    match bars::quietly(file.case.id, incoming, facts) {
        Some(quiet) => plan.absorb(quiet),
        None => plan.sends.push(relay),
    }
    plan.sends.extend(not_shown(incoming, facts));
    let along = brought_along(file, incoming);
    let file = along.as_ref().unwrap_or(file);
    plan.cases.extend(along.iter().map(|file| file.case.clone()));
    // Why: the card still says where else they are, that they can't be reached, or how many files there were before.
    let news = along.is_some() || !file.customer.reachable || matches!(incoming.input, Input::File { .. });
    plan.sends.extend(news.then(|| Send::card(file.case.id)));
    plan.absorb(after_words(file, incoming, facts, supply));
    // Why not the file: the words have moved the case on.
    let case = plan.cases.last().cloned().unwrap_or_else(|| file.case.clone());
    let file = &CaseFile { case, ..file.clone() };
    plan.absorb(acts::countered(file, incoming, facts).unwrap_or_default());
    plan
}

/// The case ended: its room has the words, and the customer is told how to go on.
fn ended(file: &CaseFile, facts: &Facts<'_>) -> Say {
    let reference = file.case.reference.to_string();
    if file.case.state == State::Closed && can_take(file, facts) {
        let key = super::case_key(Phrase::new("key-reopen"), file.case.id, "reopen");
        return Say { lines: vec![Phrase::new("case-ended").with("ref", reference)], rows: vec![vec![key]] };
    }
    drafts::menu_after(Phrase::new("case-ended-long").with("ref", reference), facts)
}

/// The pictures of an album arrive one by one and leave together.
pub(super) fn gather_album(message: &NewMessage, relay: &mut Send, facts: &Facts<'_>) {
    if let Some(album) = &message.album {
        relay.fold = Some(format!("album:{album}"));
        relay.not_before = Some(facts.now + TimeDelta::seconds(2));
    }
}

/// A line of history without details.
pub(super) fn event(case: CaseId, kind: &'static str, by: Option<PersonId>, facts: &Facts<'_>) -> Event {
    Event { case, at: facts.now, kind, by, data: serde_json::json!({}) }
}

/// What came in as a message to keep, its file in the plan. `None` for what is no message.
pub(super) fn message(
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
    plan: &mut Plan,
) -> Option<NewMessage> {
    let (kind, body, media, album) = match &incoming.input {
        Input::Text(text) => ("text".to_owned(), text.clone(), None, None),
        Input::Thing(thing) => ("thing".to_owned(), Rich::plain(thing.words()), None, None),
        Input::Other(kind) => ((*kind).to_owned(), Rich::default(), None, None),
        Input::File { file, caption, album } => {
            let media = media(file, album.clone(), incoming, facts, supply);
            let id = media.id;
            plan.media.push(media);
            ("file".to_owned(), caption.clone(), Some(id), album.clone())
        }
        Input::Press { .. }
        | Input::Filled { .. }
        | Input::Edited { .. }
        | Input::Reacted { .. }
        | Input::Deleted
        | Input::Blocked
        | Input::Unblocked
        | Input::Admitted
        | Input::Removed
        | Input::Moved { .. }
        | Input::Nothing => return None,
    };
    Some(NewMessage {
        id: MessageId(supply.id()),
        case: None,
        person: facts.speaker.id,
        side: Side::Customer,
        at: facts.now,
        kind,
        body,
        media,
        album,
        along: incoming.along(),
        reply_to: facts.answered.map(|l| l.message),
        parked_until: None,
        source: incoming.remote(),
    })
}

fn media(
    file: &File,
    album: Option<String>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> NewMedia {
    NewMedia {
        id: MediaId(supply.id()),
        person: facts.speaker.id,
        platform: incoming.place.platform,
        file: file.clone(),
        caption: String::new(),
        album,
        remote: incoming.message,
        at: facts.now,
    }
}

/// New words for a message that is in a case: kept beside the old ones, and into the copies.
pub(super) fn revise(linked: &Linked, text: &Rich, facts: &Facts<'_>) -> Plan {
    changed(linked, text, None, &Parcel::Revise { message: linked.message }, facts)
}

/// Another file for a message that is in a case. Why the copies of the old one stay: what was shown was seen, and may be
/// what somebody judged by.
pub(super) fn swap(
    linked: &Linked,
    text: &Rich,
    file: &File,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let media = media(file, None, incoming, facts, supply);
    let mut plan = changed(linked, text, Some(media.id), &Parcel::Swap { message: linked.message }, facts);
    plan.media.extend((!plan.revisions.is_empty()).then_some(media));
    plan
}

fn changed(linked: &Linked, text: &Rich, media: Option<MediaId>, parcel: &Parcel, facts: &Facts<'_>) -> Plan {
    // Why the role too: whoever was taken off the desk's list may not change what they said for it.
    let for_the_desk = linked.side != Side::Customer;
    if linked.person != facts.speaker.id || !linked.source || for_the_desk && facts.speaker.staff.is_none() {
        return Plan::default();
    }
    let revision = Revision { message: linked.message, at: facts.now, body: text.clone(), media };
    let mut plan = Plan { revisions: vec![revision], ..Plan::default() };
    let Some(case) = linked.case else { return plan };
    // Why: where no copy stands, nothing is edited; the room has one of what was not written in it.
    let customer = facts.named.filter(|_| linked.side == Side::Agent);
    let copies = customer.map(|f| To::customer(&f.case));
    let copies = copies.into_iter().chain([To::Room(case)]);
    plan.sends.extend(copies.map(|to| Send::new(to, parcel.clone())));
    if linked.moved && linked.side == Side::Customer {
        // Why: the copy that is edited stands in the room of the merged case, where nobody looks any more.
        let parcel = Parcel::Relay { messages: vec![linked.message], answers: false };
        plan.sends.push(Send::new(To::Room(case), parcel));
    }
    plan
}

/// The next words go to that case.
pub(super) fn focus(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !file.case.state.is_live() && file.case.state != State::Solved {
        return answer_with(incoming, facts, ended(file, facts));
    }
    let mut person = facts.speaker.clone();
    person.focus = Some((file.case.id, facts.now + FOCUS));
    let mut plan =
        answer(incoming, facts, Phrase::new("add-now").with("ref", file.case.reference.to_string()));
    plan.people.push(person);
    plan
}

/// What a case is about, in a few words: its first fact, else its kind.
pub fn subject(file: &CaseFile, facts: &Facts<'_>) -> Phrase {
    subject_of(&file.case, facts.terms)
}

/// What a case is about, in a few words: its first fact, else its kind.
pub fn subject_of(case: &crate::domain::case::Case, terms: &Terms) -> Phrase {
    let first = case.answers.as_ref().and_then(|a| dialogue::summary(a, terms).into_iter().next());
    match first {
        Some(fact) => Phrase::new("facts").with("facts", Arg::List(vec![fact])),
        None => Phrase::keyed("kind", case.kind.name()),
    }
}
