//! Times are offered: the next free ones, or those an agent names.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{appointment_keys, event, may_appoint, refuse, told_room, usage};
use crate::domain::{
    appointment::{Appointment, Day, Desk, Misread, Unfit, busy, called, read, with_whom, zones},
    chat::Incoming,
    dialogue::Question,
    front::{
        CaseFile, Facts,
        acts::{answer, answer_with, assign::becomes_assignee, away, customer_of},
        turn,
    },
    id::{AppointmentId, PersonId, Supply},
    phrase::{Arg, Phrase, Say},
    plan::{Plan, Send},
    terms::Terms,
    way::Way,
};

/// Offers times for that way: those that are named, else the next free ones.
pub(super) fn offer(
    file: &CaseFile,
    way: &Way,
    when: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    if let Err(refusal) = may_appoint(file) {
        return refuse(incoming, facts, refusal);
    }
    let Some(minutes) = way.minutes else {
        let told = Phrase::new("appoint-no-time").with("what", way.name.clone()).with("id", way.id.as_str());
        return answer(incoming, facts, told);
    };
    if let Some(away) = facts.speaker.staff.as_ref().and_then(|staff| staff.away_at(facts.now)) {
        return answer(incoming, facts, away::not_while_away(away));
    }
    let open = file.appointed().into_iter().find(|one| one.way == way.id);
    let agreed = open.filter(|one| one.is_agreed());
    let agent = agreed
        .map_or_else(|| (facts.speaker.id, facts.speaker.name.clone()), |one| (one.agent, one.name.clone()));
    let own = if when.is_empty() { None } else { open.map(|one| one.id) };
    let taken = busy(facts.booked, agent.0, own);
    let desk = Desk { terms: facts.terms, minutes, from: facts.now, now: facts.now, busy: &taken };
    let times =
        if when.is_empty() { Ok(next(&desk, facts.now, file)) } else { named(when, &desk, file, facts) };
    let times = match times {
        Ok(times) if times.is_empty() => return answer(incoming, facts, Phrase::new("appoint-full")),
        Ok(times) => times,
        Err(say) => return answer_with(incoming, facts, say),
    };
    let agent: (PersonId, &str) = (agent.0, &agent.1);
    let one = match open {
        Some(open) => Appointment { minutes, ..open.offered(times, agent, facts.now) },
        None => {
            let n = file.appointments.iter().map(|one| one.n).max().unwrap_or(0) + 1;
            let id = AppointmentId(supply.id());
            let new = Appointment::new((id, file.case.id, n), (&way.id, way.kind, minutes), agent, facts.now);
            Appointment { offers: times, ..new }
        }
    };
    offered(one, file, incoming, facts)
}

/// The next free times for that customer.
pub(super) fn next(desk: &Desk<'_>, from: DateTime<Utc>, file: &CaseFile) -> Vec<DateTime<Utc>> {
    desk.next(from, &days(file, desk.terms))
}

/// When the customer is reached best, the best first: in the part of the day they named, else in their daytime. Nothing while
/// their zone is not known.
fn days(file: &CaseFile, terms: &Terms) -> Vec<Day> {
    let Some(zone) = file.customer.zone else { return Vec::new() };
    let (from, to) = terms.lives.daytime;
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let window = file.case.answers.as_ref().and_then(|answers| answers.option(Question::Window));
    let named = match window {
        Some("morning") => Some((from, hour(12))),
        Some("afternoon") => Some((hour(12), hour(18))),
        Some("evening") => Some((hour(17), hour(22))),
        _ => None,
    };
    named.into_iter().chain([(from, to)]).map(|(from, to)| Day { zone, from, to }).collect()
}

/// The times an agent names, or what is wrong with them.
fn named(when: &str, desk: &Desk<'_>, file: &CaseFile, facts: &Facts<'_>) -> Result<Vec<DateTime<Utc>>, Say> {
    let zone = facts.speaker.zone.unwrap_or_else(|| facts.terms.calendar.zone());
    let times =
        read(when, facts.now, zone, facts.speaker.lang).map_err(|why| Say::line(misread(why, facts)))?;
    let wrong = times.iter().filter_map(|at| desk.fits(*at).err().map(|why| unfit(why, *at)));
    let mut lines: Vec<Phrase> = wrong.collect();
    if lines.is_empty() {
        return Ok(times);
    }
    let free = next(desk, facts.now, file);
    let free: Vec<Phrase> = free.into_iter().map(|at| Phrase::new("label").with("label", at)).collect();
    lines.extend((!free.is_empty()).then(|| Phrase::new("appoint-free").with("facts", Arg::List(free))));
    Err(Say { lines, rows: Vec::new() })
}

fn misread(why: Misread, facts: &Facts<'_>) -> Phrase {
    match why {
        Misread::NoTime => usage(facts),
        Misread::Ambiguous(one, other) => {
            Phrase::new("order-day-either").with("one", one.to_string()).with("two", other.to_string())
        }
        Misread::Skipped(day) => Phrase::new("appoint-skipped").with("day", day),
    }
}

/// Why a time does not fit.
pub(super) fn unfit(why: Unfit, at: DateTime<Utc>) -> Phrase {
    let key = match why {
        Unfit::Soon => "appoint-unfit-soon",
        Unfit::Far => "appoint-unfit-far",
        Unfit::Closed => "appoint-unfit-closed",
        Unfit::Taken => "appoint-unfit-taken",
    };
    Phrase { key: key.into(), args: Vec::new() }.with("at", at)
}

/// A time by the desk's clock, and by the customer's.
pub(super) fn at_desk(at: DateTime<Utc>, zone: Option<Tz>, terms: &Terms) -> Phrase {
    crate::domain::appointment::zones_at_desk(at, zone, terms)
}

/// What the customer reads of the times they can choose from.
pub(super) fn choices(one: &Appointment, head: Phrase, file: &CaseFile, terms: &Terms) -> Say {
    let mut lines = vec![head];
    // Why not without: the buttons name the times already.
    if file.customer.zone.is_some() {
        lines.extend(
            one.offers
                .iter()
                .map(|at| Phrase::new("appoint-slot").with("at", zones(*at, file.customer.zone, terms))),
        );
    }
    Say { lines, rows: appointment_keys(one) }
}

fn offered(one: Appointment, file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    if file.case.assignee.is_none() {
        plan.absorb(becomes_assignee(file, facts));
    }
    let key = match one.starts {
        Some(_) => "customer-appoint-move",
        None => "customer-appoint-offer",
    };
    let head = Phrase { key: key.into(), args: Vec::new() }
        .with("what", with_whom(&one, facts.terms))
        .with("ref", file.case.reference.to_string())
        .with("span", Arg::Span(i64::from(one.minutes) * 60));
    let say = choices(&one, head, file, facts.terms);
    plan.sends.push(Send::say(customer_of(&file.case), say));
    let times = one.offers.iter().map(|at| at_desk(*at, file.customer.zone, facts.terms));
    let slots: Vec<Phrase> = times.map(|at| Phrase::new("appoint-slot").with("at", at)).collect();
    let told = Phrase::new("appoint-offered")
        .with("what", called(&one, facts.terms))
        .with("name", file.customer.name.as_str());
    let lines = std::iter::once(told).chain(slots).collect();
    plan.absorb(turn(incoming, facts, Say { lines, rows: Vec::new() }));
    let room = Phrase::new("room-appoint-offered")
        .with("name", facts.speaker.name.as_str())
        .with("what", called(&one, facts.terms));
    told_room(file, room, facts, &mut plan);
    plan.events.push(event("appointment-offered", &one, true, facts));
    plan.sends.push(Send::card(file.case.id));
    plan.appointments.push(one);
    plan
}
