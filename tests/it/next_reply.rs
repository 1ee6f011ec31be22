//! The answer to what a customer wrote after the first one: one at a time, from the oldest message nobody answered.

#[cfg(feature = "sandbox")]
mod desk;

use aftercare::domain::{
    calendar::Span,
    case::{Case, State, Waiting},
    claim::Class,
    clocks::{
        self, Clock, ClockChange, Effect, Host, affect, is_open, is_owed, miss, next, promise_again, reckon,
    },
    front::delivered_first_words,
    id::Supply,
    phrase::Label,
    sla::{ClockState, Target},
    terms::{Assign, Group, Terms},
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{moves::case, talk::terms as brand};

/// Monday in Shanghai, at that minute after ten.
fn after(minutes: i64) -> DateTime<Utc> {
    "2026-03-02T02:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + TimeDelta::minutes(minutes)
}

fn promising(hours: Option<i64>) -> Terms {
    let next_reply = hours.map(|h| Span::ServiceHours(TimeDelta::hours(h)));
    let group = Group {
        id: "after-sales".into(),
        name: Label::default(),
        home: "auto".into(),
        discord_role: None,
        next_reply,
        capacity: None,
        assign: Assign::Queue,
    };
    Terms { groups: vec![group], ..brand() }
}

/// A case with its clocks.
struct Cased {
    case: Case,
    clocks: Vec<Clock>,
    terms: Terms,
    supply: Supply,
}

impl Cased {
    /// Filed at ten; nobody has answered yet.
    fn filed(id: i64) -> Self {
        let (case, terms) = (case(id, Class::General), promising(Some(4)));
        let mut supply = Supply::new(id * 1000, id * 1000 + 900, 7);
        let clocks = clocks::start(&case, 1, after(0), &terms, &mut supply);
        Self { case, clocks: clocks.into_iter().map(|c| c.clock).collect(), terms, supply }
    }

    /// The same, answered at a quarter past.
    fn answered(id: i64) -> Self {
        let mut cased = Self::filed(id);
        cased.delivered(15);
        cased
    }

    fn apply(&mut self, changes: &[ClockChange]) {
        self.clocks = next::after(&self.clocks, changes);
    }

    fn delivered(&mut self, minute: i64) {
        let plan = delivered_first_words(self.case.id, &self.clocks, after(minute), &self.terms);
        self.apply(&plan.clocks);
    }

    fn writes(&mut self, minute: i64) -> bool {
        let begun = next::wrote(&self.case, &self.clocks, after(minute), &self.terms, &mut self.supply);
        let changes: Vec<ClockChange> = begun.into_iter().collect();
        self.apply(&changes);
        !changes.is_empty()
    }

    /// Those that are still owed, with where they stand and when they are due.
    fn owed(&self) -> Vec<(ClockState, DateTime<Utc>, Option<DateTime<Utc>>)> {
        let owed = self.clocks.iter().filter(|c| c.target == Target::NextReply && is_owed(c));
        owed.map(|c| (c.state, c.started_at, c.due_at)).collect()
    }
}

#[test]
fn it_counts_from_the_oldest_message_nobody_answered() {
    let mut cased = Cased::answered(1);
    assert!(cased.writes(30));
    for minute in [31, 60, 100] {
        assert!(!cased.writes(minute), "nothing else is owed");
    }
    assert_eq!(cased.owed(), [(ClockState::Running, after(30), Some(after(270)))]);
    cased.delivered(120);
    assert_eq!(cased.owed(), []);
    assert!(cased.writes(121), "a new message, a new promise");
    assert_eq!(cased.owed(), [(ClockState::Running, after(121), Some(after(361)))]);
}

#[test]
fn before_the_first_answer_and_after_the_end_nothing_more_is_owed() {
    let mut cased = Cased::filed(1);
    assert!(!cased.writes(5), "the first answer is for it");
    cased.delivered(15);
    for state in [State::Solved, State::Closed, State::Cancelled, State::Merged] {
        cased.case.state = state;
        assert!(!cased.writes(20), "{state:?}");
    }
    cased.case.state = State::Waiting(Waiting::Goods);
    assert!(cased.writes(20), "goods on their way answer nothing");
}

#[test]
fn where_it_is_not_promised_nothing_is_owed() {
    let mut cased = Cased::answered(1);
    cased.terms = promising(None);
    assert!(!cased.writes(30));
    cased.terms = Terms { groups: Vec::new(), ..brand() };
    assert!(!cased.writes(30), "nor for a group the terms no longer name");
}

#[test]
fn what_reached_the_customer_before_they_wrote_answers_nothing() {
    let mut cased = Cased::answered(1);
    assert!(cased.writes(30));
    cased.delivered(29);
    assert_eq!(cased.owed().len(), 1, "an answer from before, written down late");
    cased.delivered(30);
    assert_eq!(cased.owed(), []);
}

#[test]
fn only_the_customers_turn_lets_it_stand_still() {
    let mut cased = Cased::answered(1);
    cased.writes(30);
    for waits in [Waiting::Goods, Waiting::Approval] {
        let changes = next::waiting(&cased.clocks, waits, after(60), &cased.terms);
        cased.apply(&changes);
        assert_eq!(cased.owed(), [(ClockState::Running, after(30), Some(after(270)))]);
    }
    let changes = next::waiting(&cased.clocks, Waiting::Customer, after(90), &cased.terms);
    cased.apply(&changes);
    assert_eq!(cased.owed(), [(ClockState::Paused, after(30), None)]);
    let changes = next::waiting(&cased.clocks, Waiting::Goods, after(150), &cased.terms);
    cased.apply(&changes);
    assert_eq!(cased.owed(), [(ClockState::Running, after(30), Some(after(330)))], "an hour later");
}

#[test]
fn a_broken_one_and_its_new_date_are_kept_by_the_same_answer() {
    let mut cased = Cased::answered(1);
    cased.writes(30);
    let broken = clocks::latest(&cased.clocks, Target::NextReply).expect("it runs").clone();
    let missed = miss(&broken, &cased.terms).expect("it was due");
    let again = promise_again(&broken, &cased.clocks, after(270), &cased.terms, &mut cased.supply);
    cased.apply(&[missed, again.expect("another date")]);
    let open = cased.clocks.iter().filter(|c| c.target == Target::NextReply && is_open(c)).count();
    assert_eq!((open, cased.owed().len()), (1, 2));
    assert!(!cased.writes(280), "what is late already is still the oldest");
    cased.delivered(269);
    assert_eq!(cased.owed(), [], "accepted before it was due, and written down after");
    let states: Vec<_> =
        cased.clocks.iter().filter(|c| c.target == Target::NextReply).map(|c| c.state).collect();
    assert_eq!(states, [ClockState::Met; 2]);
}

#[test]
fn of_two_cases_that_become_one_the_older_words_wait() {
    let (mut source, mut host) = (Cased::answered(1), Cased::answered(2));
    source.writes(30);
    host.writes(60);
    for (waits, state) in [
        (None, ClockState::Running),
        (Some(Waiting::Goods), ClockState::Running),
        (Some(Waiting::Customer), ClockState::Paused),
    ] {
        let into = Host { case: host.case.id, clocks: &host.clocks, waits };
        let changes = clocks::merged(&source.clocks, &into, after(90), &source.terms, &mut source.supply);
        let all = next::after(&host.clocks, &changes);
        let of_host = all.iter().filter(|c| c.case == host.case.id && c.target == Target::NextReply);
        let open: Vec<_> = of_host.filter(|c| is_open(c)).map(|c| (c.state, c.started_at)).collect();
        assert_eq!(open, [(state, after(30))], "{waits:?}");
    }
}

#[test]
fn changed_terms_change_what_is_owed_and_take_nothing_back() {
    let mut cased = Cased::answered(1);
    cased.writes(30);
    let (longer, none) = (promising(Some(6)), promising(None));
    for (terms, due) in [(longer, after(390)), (none, after(270))] {
        let terms = Terms { version: 2, ..terms };
        let moved = reckon::reckon(&cased.case, &cased.clocks, after(60), &terms);
        let next = moved.iter().find(|m| m.change.clock.target == Target::NextReply).expect("it is open");
        assert_eq!(next.change.clock.due_at, Some(due));
    }
}

#[test]
fn an_end_ends_it() {
    let mut cased = Cased::answered(1);
    cased.writes(30);
    let changes = affect(&cased.clocks, |_| true, Effect::Cancel, after(40), &cased.terms);
    cased.apply(&changes);
    assert_eq!(cased.owed(), []);
}
