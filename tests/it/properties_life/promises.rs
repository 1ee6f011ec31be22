//! What is owed: the clocks that go with a case's state, and the next answer by a model that knows of no clocks.

use aftercare::domain::{
    calendar::Span,
    case::{State, Waiting},
    clocks::{self, Clock},
    front::{CaseFile, delivered_first_words},
    id::CaseId,
    phrase::Label,
    plan::{Plan, Side},
    sla::{ClockState, Target, fold},
    terms::{Assign, Group},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{CASE, Hand, Step, World};

/// A group that promises an answer to everything its customers write.
pub fn group(id: &str) -> Group {
    Group {
        id: id.to_owned(),
        name: Label::default(),
        home: "auto".to_owned(),
        discord_role: None,
        next_reply: Some(Span::ServiceHours(TimeDelta::hours(4))),
        capacity: None,
        assign: Assign::Queue,
    }
}

impl World {
    /// An agent's words reach the customer some time later, or at once.
    pub fn delivers(&mut self, plan: &Plan, step: &Step) {
        let words = plan.messages.iter().any(|m| m.side == Side::Agent);
        // Why some never: what was not delivered answers nothing.
        if !words || step.minutes % 3 == 0 {
            return;
        }
        self.now += TimeDelta::seconds(step.minutes % 7);
        let done = delivered_first_words(CaseId(CASE), &self.file.clocks, self.now, &self.terms);
        self.apply(&done);
        (self.unanswered, self.answered) = (None, true);
    }

    /// What the model makes of a step.
    pub fn learns(&mut self, before: &CaseFile, step: &Step) {
        let speaks = match step.deed {
            "Where is it?" => before.case.state.is_live(),
            "press unsolved" | "press reopen" => {
                before.case.state == State::Solved && self.file.case.state.is_live()
            }
            _ => false,
        };
        if step.hand == Hand::Customer && speaks && self.answered {
            self.unanswered = self.unanswered.or(Some(self.now));
        }
        if before.case.state == State::Closed && self.file.case.state.is_live() {
            self.answered = false;
        }
        if self.file.case.state.is_over() {
            self.unanswered = None;
        }
    }

    /// One answer at a time is owed, since the oldest words.
    pub fn check_next(&self) -> Result<(), TestCaseError> {
        let next = || self.file.clocks.iter().filter(|c| c.target == Target::NextReply);
        prop_assert!(next().filter(|c| clocks::is_open(c)).count() <= 1, "two answers are owed");
        let since: Vec<DateTime<Utc>> = next().filter(|c| clocks::is_owed(c)).map(|c| c.started_at).collect();
        prop_assert_eq!(since, Vec::from_iter(self.unanswered));
        for clock in next() {
            let view = fold(&clock.events, clock.span, &self.terms.calendar, self.now);
            prop_assert_eq!(clock.due_at, view.due, "the row says what its events come to");
            let waits = self.file.case.state == State::Waiting(Waiting::Customer)
                || self.file.case.state == State::Solved;
            let stands = clock.state == ClockState::Paused;
            prop_assert!(!clocks::is_open(clock) || stands == waits, "{:?}", self.file.case.state);
        }
        Ok(())
    }
}

/// The clocks that go with the state of a case.
pub fn check_clocks(before: &CaseFile, after: &CaseFile) -> Result<(), TestCaseError> {
    let over = |c: &Clock| !matches!(c.state, ClockState::Running | ClockState::Paused);
    for clock in before.clocks.iter().filter(|c| over(c)) {
        let now = after.clocks.iter().find(|c| c.id == clock.id);
        let kept = |c: &Clock| (c.state, c.due_at, (!clocks::is_owed(clock)).then(|| c.clone()));
        prop_assert_eq!(now.map(kept), Some(kept(clock)), "an ended clock was changed");
    }
    let rounds = after.clocks.iter().filter(|c| c.target != Target::NextReply);
    let cycle = rounds.map(|c| c.cycle).max().unwrap_or_default();
    let solutions = after.clocks.iter().filter(|c| c.cycle == cycle && c.target == Target::Solution);
    let states: Vec<ClockState> = solutions.map(|c| c.state).collect();
    prop_assert_eq!(states.len(), 1, "one solution clock a cycle");
    match after.case.state {
        State::New | State::Open => {
            prop_assert!(matches!(states[0], ClockState::Running | ClockState::Missed));
        }
        State::Solved => {
            prop_assert!(matches!(states[0], ClockState::Paused | ClockState::Missed));
        }
        State::Closed | State::Cancelled | State::Merged => {
            prop_assert!(after.clocks.iter().all(over), "a clock runs although the case is over");
        }
        State::Waiting(_) => {
            prop_assert!(
                matches!(states[0], ClockState::Paused | ClockState::Missed),
                "a waiting case counts time"
            );
        }
    }
    Ok(())
}
