//! One look at an appointment: what is to be told of it now.
//!
//! Of several moments that have passed at one look only the last is told; a reminder that comes when it has begun is left out,
//! and so is the question how it went when nobody asked it for a day. Whoever looks holds the case.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Appointment,
    words::{called, how, with_whom, zones},
};
use crate::domain::{
    front::{CaseFile, appointment_keys, code_key},
    phrase::{Arg, Callee, Phrase, Say},
    plan::{Plan, Send, To},
    terms::Terms,
};

/// From here on the question how it went is pointless.
pub const LATE: TimeDelta = TimeDelta::days(1);

/// Everything that is due about a case's appointments.
pub fn look(file: &CaseFile, terms: &Terms, now: DateTime<Utc>) -> Plan {
    let mut plan = Plan::default();
    for one in file.appointed().into_iter().filter(|one| one.look_at.is_some_and(|at| at <= now)) {
        let moments = one.moments(terms);
        let passed = moments.iter().filter(|at| **at <= now).count();
        let last = moments.len().saturating_sub(1);
        let (Some(starts), Some(ends)) = (one.starts, one.ends()) else { continue };
        match passed.checked_sub(1) {
            Some(step) if step == last && now - ends < LATE => plan.sends.push(how_it_went(one, file, terms)),
            Some(step) if step < last && now < starts => {
                remind(one, (starts, step + 1 == last), file, terms, &mut plan);
            }
            _ => {}
        }
        plan.appointments.push(Appointment {
            reminded: i16::try_from(passed).unwrap_or(i16::MAX),
            look_at: moments.get(passed).copied(),
            ..one.clone()
        });
    }
    plan
}

/// Both sides are told when it begins. What is told of it later takes the place of what could not be brought so far.
fn remind(
    one: &Appointment,
    (starts, last): (DateTime<Utc>, bool),
    file: &CaseFile,
    terms: &Terms,
    plan: &mut Plan,
) {
    let fold = Some(format!("appointment:{}", one.id));
    // Why at the last one alone: a code is good for minutes.
    let coded = last && terms.way(&one.way).is_some_and(|way| way.code);
    let customer = Say {
        lines: [Phrase::new("customer-appoint-reminder")
            .with("what", with_whom(one, terms))
            .with("at", zones(starts, file.customer.zone, terms))]
        .into_iter()
        .chain(if coded {
            Some(Phrase::new("appoint-how-code").with("name", one.name.as_str()))
        } else {
            how(one, file)
        })
        .collect(),
        rows: coded.then(|| vec![code_key(one)]).into_iter().chain(appointment_keys(one)).collect(),
    };
    let to = To::customer(&file.case);
    plan.sends.push(Send { fold: fold.clone(), ..Send::say(to, customer) });
    let room = Phrase::new("alert-appoint-reminder")
        .with("names", called_by(one, file))
        .with("what", called(one, terms))
        .with("name", file.customer.name.as_str())
        .with("at", there(starts, file, terms));
    plan.sends.push(Send { fold, ..Send::say(To::Room(file.case.id), Say::line(room)) });
}

fn there(starts: DateTime<Utc>, file: &CaseFile, terms: &Terms) -> Phrase {
    super::words::zones_at_desk(starts, file.customer.zone, terms)
}

/// Who is called: whoever gives the help, and whoever has the case where that is somebody else.
fn called_by(one: &Appointment, file: &CaseFile) -> Arg {
    let mut who = vec![Callee { person: one.agent, name: one.name.clone() }];
    if let (Some(person), Some(name)) = (file.case.assignee.filter(|has| *has != one.agent), &file.assignee) {
        who.push(Callee { person, name: name.clone() });
    }
    Arg::Calls(who)
}

/// The agent is asked what came of it.
fn how_it_went(one: &Appointment, file: &CaseFile, terms: &Terms) -> Send {
    let ask = Phrase::new("room-appoint-over")
        .with("names", called_by(one, file))
        .with("what", called(one, terms))
        .with("name", file.customer.name.as_str());
    let rows = vec![crate::domain::front::appointment_ends(one)];
    Send::say(To::Room(file.case.id), Say { lines: vec![ask], rows })
}
