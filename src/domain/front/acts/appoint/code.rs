//! The access code of a remote session: asked of the customer when it is time, and shown once to who gives the help.

use chrono::TimeDelta;

use super::{button, old, stamp};
use crate::domain::{
    appointment::{Appointment, Code, CodeChange, code_asked_for, with_whom},
    chat::{Incoming, Input, Platform, Room},
    dialogue::Given,
    front::{
        CaseFile, Facts,
        acts::{answer, customer_of},
        answer_with, aside, back_to, customer, drafts,
    },
    id::Supply,
    phrase::{Arg, Callee, Key, Phrase, Say},
    plan::{DialogueChange, DialogueRow, Parcel, Plan, Send, To},
    terms::Terms,
    way::Way,
};

/// Whether a session of that kind takes a code.
pub(super) fn takes_code(one: &Appointment, terms: &Terms) -> bool {
    terms.way(&one.way).is_some_and(|way: &Way| way.code)
}

/// The customer's button that gives one.
pub fn code_key(one: &Appointment) -> Key {
    button("key-appoint-code", one, "code")
}

/// The desk's button that asks for one.
pub(super) fn ask_key(one: &Appointment) -> Key {
    button("key-appoint-code-ask", one, "code-ask")
}

/// The customer is asked for the code: `code-ask:<n>.<rev>`, or `/appoint code`.
pub(in crate::domain::front) fn ask(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let found = file.appointment_of(stamp).filter(|one| takes_code(one, facts.terms));
    let Some(one) = found else { return old(file, incoming, facts) };
    let ask = Phrase::new("customer-appoint-code").with("what", with_whom(one, facts.terms));
    let say = Say { lines: vec![ask], rows: vec![vec![code_key(one)]] };
    let done = Phrase::new("appoint-code-asked").with("name", file.customer.name.as_str());
    let mut plan = answer(incoming, facts, done);
    plan.sends.push(Send::say(customer_of(&file.case), say));
    plan
}

/// `/appoint code`: of the one session there is.
pub(super) fn typed(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let open = file.appointed();
    match open.iter().find(|one| takes_code(one, facts.terms)) {
        Some(one) => ask(file, &stamp(one), incoming, facts),
        None => answer(incoming, facts, Phrase::new("appoint-code-none")),
    }
}

/// The customer's button, where there are no forms: their next words are the code.
pub(super) fn give(file: &CaseFile, stamp: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    let ask = Phrase::new("appoint-code-write").with("name", one.name.as_str());
    let mut plan = answer_with(incoming, facts, Say::line(ask));
    // Why put aside: the code would become the answer to its question, and stand in the case.
    if let Some(row) = drafts::active(facts) {
        plan.dialogues.push(DialogueChange::Put(DialogueRow { active: false, ..row.clone() }));
    }
    plan.appointments.push(one.code_asked(facts.now));
    plan
}

/// The words of somebody who was asked for a code a moment ago. Nothing where nobody was, or they are none.
pub(in crate::domain::front) fn code_told(
    given: &Given<'_>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    let Given::Text { text, .. } = given else { return None };
    let asked =
        |file: &CaseFile| file.appointed().into_iter().find(|one| code_asked_for(one, facts.now)).cloned();
    let (file, one) = customer::current(facts).find_map(|file| Some((file, asked(file)?)))?;
    let mut plan = match Code::read(text) {
        Some(code) => taken(&one, code, file, incoming, facts, supply),
        // Why not taken for words of the case: a code would stand in it.
        None if Code::is_in(text) => {
            let again =
                Say { lines: vec![Phrase::new("appoint-code-odd")], rows: vec![vec![code_key(&one)]] };
            answer_with(incoming, facts, again)
        }
        None => return None,
    };
    // Why: what they wrote stands in their chat until somebody takes it away.
    if let Some(message) = incoming.message {
        plan.sends.push(Send::new(customer_of(&file.case), Parcel::Unsay { messages: vec![message] }));
    }
    Some(plan)
}

/// A form with a code was sent: `c:<case>:code:<n>.<rev>.<language>`.
pub(in crate::domain::front) fn filled(
    data: &str,
    fields: &[(String, String)],
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let file = facts.named.filter(|file| file.case.customer == facts.speaker.id);
    let Some(file) = file else { return answer(incoming, facts, Phrase::new("refuse-not-yours")) };
    let stamp = data.split(':').nth(3).and_then(|of| of.rsplit_once('.')).map_or("", |(stamp, _)| stamp);
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    let code = fields.iter().find(|(name, _)| name == "code").and_then(|(_, text)| Code::read(text));
    match code {
        Some(code) => taken(one, code, file, incoming, facts, supply),
        None => {
            let again = Say { lines: vec![Phrase::new("appoint-code-odd")], rows: vec![vec![code_key(one)]] };
            answer_with(incoming, facts, again)
        }
    }
}

fn taken(
    one: &Appointment,
    code: Code,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let told = Phrase::new("appoint-code-taken").with("name", one.name.as_str());
    let mut plan = answer_with(incoming, facts, Say::line(told));
    let names = Arg::Calls(vec![Callee { person: one.agent, name: one.name.clone() }]);
    let room =
        Phrase::new("room-appoint-code").with("names", names).with("name", file.customer.name.as_str());
    let show = button("key-appoint-code-show", one, "code-show");
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![room], rows: vec![vec![show]] }));
    let until = facts.now + TimeDelta::minutes(facts.terms.appointments.code_minutes.into());
    plan.codes.push(CodeChange::Given { of: one.id, salt: supply.random(), code, until });
    plan.appointments.push(Appointment { code_asked: None, ..one.clone() });
    plan
}

/// Shows the code once, to who gives the help or has the case: `code-show:<n>.<rev>`.
pub(in crate::domain::front) fn show(
    file: &CaseFile,
    stamp: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    let speaker = facts.speaker.id;
    if speaker != one.agent && Some(speaker) != file.case.assignee {
        return answer(
            incoming,
            facts,
            Phrase::new("appoint-code-not-yours").with("name", one.name.as_str()),
        );
    }
    if !matches!(incoming.input, Input::Press { .. }) {
        return Plan::default();
    }
    let (case, n) = (file.case.id, one.n);
    let parcel = |aside| Parcel::Code { case, n, aside };
    // Why by hand: what may have been shown is not shown again by itself.
    let send = |to, parcel| Send { by_hand: true, ..Send::new(to, parcel) };
    if let Some(aside) = aside::of(incoming) {
        return Plan::saying(send(To::Place(incoming.place), parcel(Some(aside.clone()))));
    }
    let own = To::Person(speaker, Platform::Telegram);
    let mut plan = Plan::saying(send(own, parcel(None)));
    if incoming.room == Room::Staff {
        let told = Say::line(Phrase::new("appoint-code-sent").with("name", facts.speaker.name.as_str()));
        plan.sends.push(Send::say(back_to(incoming, facts), told));
    }
    plan
}
