//! What the customer does with an appointment: chooses a time, proposes another, calls it off.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    appointment_keys, button, calendar_files, event, offer,
    offer::{at_desk, choices},
    old, refuse,
};
use crate::domain::{
    appointment::{Appointment, Desk, Unfit, busy, called, how, read, with_whom, zones},
    chat::Incoming,
    clocks::latest,
    dialogue::Given,
    front::{
        CaseFile, Facts,
        acts::{answer_with, ended},
        customer, settings, talk, turn,
    },
    id::Supply,
    phrase::{Arg, Callee, Key, Phrase, Say},
    plan::{Plan, Send, To},
    sla::{ClockState, Target},
};

/// How long the words of somebody who was asked for a time may be one.
const ASKED: TimeDelta = TimeDelta::hours(12);

/// A customer's button: `code`, `slot`, `when`, `off` or `off-yes`; `None` when it is none of these.
pub(in crate::domain::front) fn pressed(
    verb: &str,
    of: &str,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Option<Plan> {
    Some(match verb {
        "code" => super::code::give(file, of, incoming, facts),
        "slot" => pick(file, of, incoming, facts),
        "when" => another(file, of, incoming, facts),
        "off" => call_off_question(file, of, incoming, facts),
        "off-yes" => called_off_by_customer(file, of, incoming, facts),
        _ => return None,
    })
}

/// A time is chosen: `slot:<n>.<rev>.<i>`.
fn pick(file: &CaseFile, of: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let chosen = of.rsplit_once('.').and_then(|(stamp, i)| {
        let one = file.appointment_of(stamp)?;
        Some((one, *one.offers.get(i.parse::<usize>().ok()?)?))
    });
    let Some((one, at)) = chosen else { return old(file, incoming, facts) };
    if file.case.state.is_over() {
        return refuse(incoming, facts, ended(file));
    }
    let taken = busy(facts.booked, one.agent, Some(one.id));
    if let Err(why) = desk(one, &taken, facts).fits(at) {
        return anew(one, (why, at), file, incoming, facts);
    }
    let agreed = one.agreed(at, (one.agent, &one.name), facts.now, facts.terms);
    let mut plan = turn(incoming, facts, agreed_words(&agreed, at, file, facts));
    told_room_agreed(&agreed, at, file, facts, &mut plan);
    plan.absorb(settled(agreed, file, facts));
    plan
}

fn desk<'a>(
    one: &Appointment,
    taken: &'a [(DateTime<Utc>, DateTime<Utc>)],
    facts: &'a Facts<'_>,
) -> Desk<'a> {
    Desk { terms: facts.terms, minutes: one.minutes, from: facts.now, now: facts.now, busy: taken }
}

/// A time that is not to be had: why, and those that are.
fn anew(
    one: &Appointment,
    (why, at): (Unfit, DateTime<Utc>),
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let key = match why {
        Unfit::Soon => "appoint-over",
        Unfit::Far => "appoint-too-far",
        Unfit::Closed => "appoint-closed",
        Unfit::Taken => "appoint-taken",
    };
    let head =
        Phrase { key: key.into(), args: Vec::new() }.with("at", zones(at, file.customer.zone, facts.terms));
    let taken = busy(facts.booked, one.agent, None);
    let near = if why == Unfit::Far { facts.now } else { at - TimeDelta::hours(2) };
    let times = offer::next(&desk(one, &taken, facts), near, file);
    let next =
        Appointment { asked: Some(facts.now), ..one.offered(times, (one.agent, &one.name), facts.now) };
    let head = if next.offers.is_empty() { Phrase::new("appoint-nothing-free") } else { head };
    let mut say = choices(&next, head, file, facts.terms);
    say.lines.push(Phrase::new("appoint-or-write"));
    let mut plan = turn(incoming, facts, say);
    plan.appointments.push(next);
    plan
}

/// What the customer reads when a time is agreed.
pub(super) fn agreed_words(one: &Appointment, at: DateTime<Utc>, file: &CaseFile, facts: &Facts<'_>) -> Say {
    let mut lines = vec![
        Phrase::new("customer-appoint-agreed")
            .with("what", with_whom(one, facts.terms))
            .with("at", zones(at, file.customer.zone, facts.terms)),
    ];
    lines.extend(how(one, file));
    let mut rows = appointment_keys(one);
    if file.customer.zone.is_none() {
        rows.push(vec![settings::zone_key()]);
    }
    Say { lines, rows }
}

/// The room hears it, the agent by name; and that the time lies behind the promised solution, where it does.
fn told_room_agreed(
    one: &Appointment,
    at: DateTime<Utc>,
    file: &CaseFile,
    facts: &Facts<'_>,
    plan: &mut Plan,
) {
    let names = Arg::Calls(vec![Callee { person: one.agent, name: one.name.clone() }]);
    let told = Phrase::new("room-appoint-agreed")
        .with("names", names)
        .with("name", file.customer.name.as_str())
        .with("what", called(one, facts.terms))
        .with("at", at_desk(at, file.customer.zone, facts.terms));
    let lines = std::iter::once(told).chain(behind_solution(at, file)).collect();
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines, rows: Vec::new() }));
}

/// An appointment changes no clock; that it lies behind the date of the solution is said.
pub(super) fn behind_solution(at: DateTime<Utc>, file: &CaseFile) -> Option<Phrase> {
    let clock = latest(&file.clocks, Target::Solution).filter(|clock| clock.state == ClockState::Running);
    let due = clock.and_then(|clock| clock.due_at).filter(|due| *due < at)?;
    Some(Phrase::new("room-appoint-behind").with("due", due))
}

/// What follows when a time is agreed, whoever said the last word.
pub(super) fn settled(agreed: Appointment, file: &CaseFile, facts: &Facts<'_>) -> Plan {
    let mut sends = calendar_files(&agreed, file).to_vec();
    sends.push(Send::card(file.case.id));
    Plan {
        events: vec![event("appointment-agreed", &agreed, true, facts)],
        appointments: vec![agreed],
        sends,
        ..Plan::default()
    }
}

/// The customer wants another time: `when:<n>.<rev>`. Their next words may name it.
fn another(file: &CaseFile, stamp: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    if file.case.state.is_over() {
        return refuse(incoming, facts, ended(file));
    }
    let (ask, rows) = match facts.speaker.zone {
        Some(_) => (Phrase::new("appoint-ask"), Vec::new()),
        None => (Phrase::new("appoint-ask-there").with("at", facts.now), vec![vec![settings::zone_key()]]),
    };
    let mut plan = answer_with(incoming, facts, Say { lines: vec![ask], rows });
    plan.appointments.push(one.asked(facts.now));
    plan
}

/// The appointment whose customer was asked for a time a while ago: of the case they write about, where that is told.
fn asked<'a>(facts: &'a Facts<'_>) -> Option<(&'a CaseFile, &'a Appointment)> {
    let answered = facts.answered.and_then(|linked| linked.case);
    let meant = |file: &&CaseFile| match (facts.ours, answered) {
        (Some(ours), _) => ours.case.id == file.case.id,
        (None, Some(case)) => case == file.case.id,
        (None, None) => true,
    };
    let fresh = |one: &&Appointment| one.asked.is_some_and(|at| facts.now - at < ASKED);
    let all = customer::current(facts).filter(meant);
    all.filter_map(|file| Some((file, file.appointed().into_iter().find(fresh)?)))
        .max_by_key(|(_, one)| one.asked)
}

/// Words of somebody who was asked for a time: one that fits is passed on to the agent; what is none goes to the case as what
/// it is. Nothing when nobody was asked.
pub(super) fn time_told(
    given: &Given<'_>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Option<Plan> {
    let Given::Text { text, .. } = given else { return None };
    let (file, one) = asked(facts)?;
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    let told = read(text, facts.now, zone, facts.speaker.lang).ok();
    if let Some([at]) = told.as_deref() {
        return Some(proposed(one, *at, file, incoming, facts));
    }
    let mut plan = talk::hear(incoming, facts, supply);
    let passed = Phrase::new("appoint-as-words").with("name", one.name.as_str());
    plan.absorb(answer_with(incoming, facts, Say::line(passed)));
    plan.appointments.push(Appointment { asked: None, ..one.clone() });
    Some(plan)
}

fn proposed(
    one: &Appointment,
    at: DateTime<Utc>,
    file: &CaseFile,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let taken = busy(facts.booked, one.agent, Some(one.id));
    if let Err(why) = desk(one, &taken, facts).fits(at) {
        return anew(one, (why, at), file, incoming, facts);
    }
    let wished = one.wished(at, facts.now);
    let told = Phrase::new("customer-appoint-asked")
        .with("name", one.name.as_str())
        .with("at", zones(at, file.customer.zone, facts.terms));
    let mut plan = answer_with(incoming, facts, Say { lines: vec![told], rows: appointment_keys(&wished) });
    let names = Arg::Calls(vec![Callee { person: one.agent, name: one.name.clone() }]);
    let asks = Phrase::new("room-appoint-asks")
        .with("names", names)
        .with("name", file.customer.name.as_str())
        .with("what", called(one, facts.terms))
        .with("at", at_desk(at, file.customer.zone, facts.terms));
    let rows = vec![super::desk_keys(&wished, facts.terms)];
    plan.sends.push(Send::say(To::Room(file.case.id), Say { lines: vec![asks], rows }));
    plan.events.push(event("appointment-asked", &wished, true, facts));
    plan.sends.push(Send::card(file.case.id));
    plan.appointments.push(wished);
    plan
}

/// Whether it is to be called off: `off:<n>.<rev>` asks once.
fn call_off_question(file: &CaseFile, stamp: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    let ask = Phrase::new("appoint-off-ask").with("what", with_whom(one, facts.terms));
    let keep: Key = super::case_key(Phrase::new("key-appoint-keep"), file.case.id, "status");
    let rows = vec![vec![button("key-appoint-off-yes", one, "off-yes"), keep]];
    answer_with(incoming, facts, Say { lines: vec![ask], rows })
}

/// The customer calls it off: `off-yes:<n>.<rev>`. Why they do is words like any others.
fn called_off_by_customer(file: &CaseFile, stamp: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let Some(one) = file.appointment_of(stamp) else { return old(file, incoming, facts) };
    let off = one.cancelled(None, facts.now);
    let told = Phrase::new("customer-appoint-off-own")
        .with("what", with_whom(one, facts.terms))
        .with("name", one.name.as_str());
    let mut plan = turn(incoming, facts, Say::line(told));
    let names = Arg::Calls(vec![Callee { person: one.agent, name: one.name.clone() }]);
    let room = Phrase::new("room-appoint-off-customer")
        .with("names", names)
        .with("name", file.customer.name.as_str())
        .with("what", called(one, facts.terms));
    plan.sends.push(Send::say(To::Room(file.case.id), Say::line(room)));
    plan.absorb(super::end::ended_so(off, "appointment-off", file, true, facts));
    plan
}
