//! Open clocks under changed terms: their spans and dates anew. What ended stays as it ended.

use chrono::{DateTime, Utc};

use super::{Clock, ClockChange, alerts, is_open, push, solution_span};
use crate::domain::{
    alerts::target_name,
    calendar::Span,
    case::Case,
    chat::Platform,
    front::CaseFile,
    phrase::{Phrase, Say},
    plan::{Event, Plan, Send, To},
    sla::{ClockEventKind, ClockState, Target, fold},
    terms::Terms,
};

/// A clock under other terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// As it is now.
    pub change: ClockChange,
    /// When it was due before.
    pub before: Option<DateTime<Utc>>,
}

impl Moved {
    /// Whether its date is another one now.
    pub fn is_dated_anew(&self) -> bool {
        self.before.is_some() && self.change.clock.due_at.is_some() && self.before != self.change.clock.due_at
    }
}

/// The open clocks of a case that were reckoned under other terms, reckoned under these.
pub fn reckon(case: &Case, clocks: &[Clock], at: DateTime<Utc>, terms: &Terms) -> Vec<Moved> {
    let old = |c: &&Clock| is_open(c) && c.terms_version != terms.version;
    clocks.iter().filter(old).map(|c| one(case, c, at, terms)).collect()
}

fn one(case: &Case, was: &Clock, at: DateTime<Utc>, terms: &Terms) -> Moved {
    let mut clock = Clock { terms_version: terms.version, ..was.clone() };
    if was.state == ClockState::Running && was.due_at.is_some_and(|due| due <= at) {
        // Why: it ran out under the terms it was given by, and other hours mend nothing. The next look says so.
        clock.look_at = Some(at);
        return Moved { change: ClockChange { clock, fresh: 0 }, before: was.due_at };
    }
    let mut fresh = 0;
    let mut happens = |clock: Clock, kind| {
        fresh += 1;
        push(clock, kind, at, terms).clock
    };
    let stood = was.due_at.filter(|due| *due > at);
    let view = fold(&clock.events, clock.span, &terms.calendar, at);
    if let (Some(due), Some(_)) = (stood, view.missed_at) {
        // Why: a change of the hours alone breaks no promise.
        clock = happens(clock, ClockEventKind::NotBefore(due));
    }
    let span = promised(case, &clock, view.span, terms);
    if span != view.span {
        clock = happens(clock, ClockEventKind::Retarget(span));
    }
    let view = fold(&clock.events, clock.span, &terms.calendar, at);
    // Why not the state: what its time ran out for before is the sweep's to say.
    clock.due_at = view.due;
    clock.look_at = alerts::first_look(&clock, at, terms);
    Moved { change: ClockChange { clock, fresh }, before: was.due_at }
}

/// `now`: the time it has. Why: what is not promised any more was promised when it was given.
fn promised(case: &Case, clock: &Clock, now: Span, terms: &Terms) -> Span {
    match (clock.amends, clock.target) {
        (Some(_), _) => terms.alerts.new_date,
        (None, Target::FirstResponse) => terms.promises.first_response,
        (None, Target::NextReply) => terms.next_reply(&case.group).unwrap_or(now),
        (None, Target::EnquiryReply) => terms.promises.enquiry_reply,
        (None, Target::Solution) => solution_span(case.class, terms),
        (None, Target::Settlement) => terms.verdicts.settle,
        (None, Target::FollowUp) => terms.surveys.follow_up,
    }
}

/// Does that to a case: its history says what moved, and its customer hears of another date.
pub fn reckoned(file: &CaseFile, at: DateTime<Utc>, terms: &Terms) -> (Plan, Vec<Moved>) {
    let moved = reckon(&file.case, &file.clocks, at, terms);
    let mut plan = Plan { clocks: moved.iter().map(|m| m.change.clone()).collect(), ..Plan::default() };
    for one in moved.iter().filter(|one| one.is_dated_anew()) {
        let clock = &one.change.clock;
        let data = serde_json::json!({ "target": clock.target, "before": one.before, "after": clock.due_at, "version": terms.version });
        plan.events.push(Event { case: file.case.id, at, kind: "dated", by: None, data });
        if let (ClockState::Running, Some(before), Some(after), true) =
            (clock.state, one.before, clock.due_at, file.customer.reachable)
        {
            let told = Phrase::new("customer-dated")
                .with("ref", file.case.reference.to_string())
                .with("what", target_name(clock.target))
                .with("at", before)
                .with("due", after);
            let mut send = Send::say(To::customer(&file.case), Say::line(told));
            send.not_before = terms.calendar.next_open(at).filter(|opens| *opens > at);
            plan.sends.push(send);
        }
    }
    if !plan.events.is_empty() {
        plan.sends.push(Send::card(file.case.id));
    }
    (plan, moved)
}

/// How the promises of a group's cases have moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMoved {
    /// Which group.
    pub group: String,
    /// How many cases have another date.
    pub cases: i64,
    /// Promises that are due earlier.
    pub earlier: i64,
    /// And later.
    pub later: i64,
}

/// What those of a group read when all of it is done. `home` = the platform it works on, where that is known.
pub fn report(moved: &GroupMoved, home: Option<Platform>, terms: &Terms) -> Send {
    let told = Phrase::new("terms-reckoned")
        .with("version", i64::from(terms.version))
        .with("group", terms.group_name(&moved.group))
        .with("cases", moved.cases)
        .with("earlier", moved.earlier)
        .with("later", moved.later);
    Send::say(home.map_or(To::Staff, To::Home), Say::line(told))
}
