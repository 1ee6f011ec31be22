//! `privacy export WHO` and `privacy erase WHO`: for requests that came another way than through a person's own chat.
//!
//! Leads and admins only. A file goes to the chat of whoever asked, never into the group. An erasure needs a second
//! lead or admin, who confirms what the first was shown; who asked is a row, not something a button says.

use super::{
    Facts, answer,
    privacy::{counted, hindrance, named, refuse},
    turn,
};
use crate::domain::{
    chat::{Account, Incoming, Platform},
    command::Typed,
    id::{RequestId, Supply},
    party::Role,
    phrase::{Key, Phrase, Say},
    plan::{Ask, Erasure, NewRequest, Parcel, Plan, Send, To},
    privacy::{Holdings, STAFF_PATIENCE, Subject, Whom},
};

/// Whom the words behind the command name.
pub(super) fn whom(command: &Typed, platform: Platform) -> Option<Whom> {
    let who = command.rest.text.split_whitespace().nth(1)?;
    if let Ok(id) = who.parse() {
        return Some(Whom::Account(Account { platform, id }));
    }
    who.parse().ok().map(Whom::Customer)
}

/// A lead's command about somebody else.
pub(super) fn commanded(
    command: &Typed,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if incoming.by.disguise.is_some() {
        return answer(incoming, facts, Phrase::new("refuse-disguise"));
    }
    if !facts.speaker.may(Role::Lead) {
        return refuse_role(incoming, facts);
    }
    let verb = command.rest.text.split_whitespace().next().unwrap_or_default();
    if !["export", "erase"].contains(&verb) || whom(command, incoming.place.platform).is_none() {
        return refuse(Phrase::new("privacy-usage"), incoming, facts);
    }
    let Some(subject) = facts.privacy.subject else {
        return refuse(Phrase::new("privacy-nobody"), incoming, facts);
    };
    if verb == "export" {
        export(subject, incoming, facts, supply)
    } else {
        ask(subject, incoming, facts, supply)
    }
}

fn refuse_role(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let lead = Phrase::keyed("role", Role::Lead.name());
    answer(incoming, facts, Phrase::new("refuse-role").with("role", lead))
}

fn request(id: RequestId, what: Ask, subject: &Subject, facts: &Facts<'_>) -> NewRequest {
    NewRequest {
        id,
        what,
        person: subject.person,
        asked_by: Some(facts.speaker.id),
        at: facts.now,
        seen: Holdings::seen(&subject.holdings),
    }
}

fn export(subject: &Subject, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut plan = answer(incoming, facts, Phrase::new("export-staff").with("who", named(subject)));
    let to = To::Person(facts.speaker.id, incoming.place.platform);
    let parcel = Parcel::Export { person: subject.person, after: 0, part: 1 };
    plan.sends.push(Send { fold: Some(format!("export:{}", subject.person)), ..Send::new(to, parcel) });
    plan.requests.push(request(RequestId(supply.id()), Ask::Export, subject, facts));
    plan
}

/// The first step: the question stands where another lead sees it.
fn ask(subject: &Subject, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if let Some(hindrance) = hindrance(subject) {
        return refuse(hindrance, incoming, facts);
    }
    let id = RequestId(supply.id());
    let Holdings { cases, messages, files, .. } = subject.holdings;
    let [cases, messages, files] = counted(cases, messages, files);
    let line = Phrase::new("erase-ask")
        .with("by", facts.speaker.name.as_str())
        .with("who", named(subject))
        .with("cases", cases)
        .with("messages", messages)
        .with("files", files);
    let key = Key { label: Phrase::new("key-erase-grant"), data: format!("v:two:{id}") };
    let say = Say { lines: vec![line, Phrase::new("erase-second")], rows: vec![vec![key]] };
    let mut plan = Plan::saying(Send::say(To::Staff, say));
    if incoming.room == crate::domain::chat::Room::Private || facts.here.is_some() {
        plan.absorb(answer(incoming, facts, Phrase::new("erase-asked")));
    }
    plan.requests.push(request(id, Ask::Erase, subject, facts));
    plan
}

/// The second step, by somebody else.
pub(super) fn press(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !facts.speaker.may(Role::Lead) {
        return refuse_role(incoming, facts);
    }
    let Some(request) = facts.privacy.request.filter(|r| !r.done) else {
        return answer(incoming, facts, Phrase::new("old-staff-button"));
    };
    if request.asked_by.is_none_or(|asker| asker == facts.speaker.id) {
        return answer(incoming, facts, Phrase::new("erase-not-alone"));
    }
    let subject = &request.subject;
    if let Some(hindrance) = hindrance(subject) {
        return refuse(hindrance, incoming, facts);
    }
    if facts.now - request.asked_at > STAFF_PATIENCE || request.seen != subject.holdings.seen() {
        return turn(incoming, facts, Say::line(Phrase::new("erase-again")));
    }
    let done = Phrase::new("erased-staff").with("cases", subject.holdings.cases).with("open", 0);
    // Why in place: the question holds their name.
    let mut plan = turn(incoming, facts, Say::line(done));
    plan.erasures.push(Erasure {
        id: request.id,
        person: subject.person,
        granted_by: Some(facts.speaker.id),
        at: facts.now,
    });
    plan
}
