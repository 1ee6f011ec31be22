//! The case: what it is, the states it can be in, and the one table of moves between them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    chat::Platform,
    claim::{Class, Urgency},
    dialogue::Answers,
    id::{CaseId, CompanyId, PersonId},
    phrase::Phrase,
    reference::Reference,
};

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something is broken, missing or wrong.
    Claim,
    /// Care, repair or a spare part.
    Care,
    /// A custom or wholesale order, or a suggestion.
    Enquiry,
    /// Where an order is.
    Order,
    /// They asked for a person.
    Person,
    /// A poor score of a survey: somebody asks what went wrong.
    FollowUp,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Claim, Self::Care, Self::Enquiry, Self::Order, Self::Person, Self::FollowUp];

    /// Its name in the store and in the terms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Care => "care",
            Self::Enquiry => "enquiry",
            Self::Order => "order",
            Self::Person => "person",
            Self::FollowUp => "follow-up",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// Whom a waiting case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The customer's answer.
    Customer,
    /// Somebody's approval.
    Approval,
    /// Goods on their way.
    Goods,
}

impl Waiting {
    /// Everything a case can wait for.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Approval, Self::Goods];

    /// Its name in the store and in commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Approval => "approval",
            Self::Goods => "goods",
        }
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has it yet.
    New,
    /// Somebody works on it.
    Open,
    /// It waits for something outside the desk; its solution clock stands still.
    Waiting(Waiting),
    /// A solution is proposed.
    Solved,
    /// Ended.
    Closed,
    /// Ended because the customer wanted so.
    Cancelled,
    /// Ended in another case.
    Merged,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Open,
        Self::Waiting(Waiting::Customer),
        Self::Waiting(Waiting::Approval),
        Self::Waiting(Waiting::Goods),
        Self::Solved,
        Self::Closed,
        Self::Cancelled,
        Self::Merged,
    ];

    /// Its name in the store and in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting(_) => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Merged => "merged",
        }
    }

    /// What it waits for.
    pub const fn waits(self) -> Option<Waiting> {
        match self {
            Self::Waiting(on) => Some(on),
            _ => None,
        }
    }

    /// The state stored as these two names.
    pub fn from_names(name: &str, waits: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name && s.waits().map(Waiting::name) == waits)
    }

    /// Somebody still has to do something.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::Waiting(_))
    }

    /// Nothing is done in it any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled | Self::Merged)
    }

    /// The table of moves: whether a case may go from here to there.
    pub const fn may_become(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::New | Self::Waiting(_) | Self::Solved | Self::Closed, Self::Open)
                | (Self::Open | Self::Waiting(_), Self::New | Self::Waiting(_))
                | (Self::New | Self::Open | Self::Waiting(_), Self::Solved | Self::Cancelled | Self::Merged)
                | (Self::New | Self::Open | Self::Waiting(_) | Self::Solved, Self::Closed)
        )
    }
}

/// A case as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its row.
    pub id: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// General or complex: which solution is promised.
    pub class: Class,
    /// How pressing it is to the customer.
    pub urgency: Urgency,
    /// An enquiry's topic.
    pub topic: Option<String>,
    /// The group that answers.
    pub group: String,
    /// Whose it is.
    pub customer: PersonId,
    /// Where the customer is answered.
    pub platform: Platform,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// Who had it, until its customer was told that they have it no more.
    pub leaver: Option<PersonId>,
    /// The company it is a matter of: whose buyer its customer was then.
    pub company: Option<CompanyId>,
    /// What the customer told; absent when they went to a person at once.
    pub answers: Option<Answers>,
    /// The questions were left before their end.
    pub incomplete: bool,
    /// When it came to be.
    pub opened_at: DateTime<Utc>,
    /// When the solution was last proposed.
    pub solved_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// When an agent last wrote in it.
    pub human_at: Option<DateTime<Utc>>,
    /// The case it ended in, when it was merged.
    pub merged_into: Option<CaseId>,
    /// Rises with every change.
    pub rev: i32,
}

/// Why something wasn't done, in words for the person who asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal(pub Phrase);

impl Case {
    /// Moves to `to`, keeping the instants that go with it.
    ///
    /// # Errors
    /// The refusal says where the case stands and that this move is not in the table.
    pub fn become_(&mut self, to: State, at: DateTime<Utc>) -> Result<(), Refusal> {
        if !self.state.may_become(to) {
            return Err(Refusal(
                Phrase::new("refuse-move")
                    .with("ref", self.reference.to_string())
                    .with("state", state_phrase(self.state))
                    .with("to", state_phrase(to)),
            ));
        }
        match to {
            State::Solved => self.solved_at = Some(at),
            State::Closed | State::Cancelled | State::Merged => self.closed_at = Some(at),
            State::New | State::Open | State::Waiting(_) => {
                self.solved_at = None;
                self.closed_at = None;
            }
        }
        self.state = to;
        self.rev += 1;
        Ok(())
    }

    /// Is worked on again: by whoever has it, else it is the queue's.
    ///
    /// # Errors
    /// As [`Case::become_`].
    pub fn go_on(&mut self, at: DateTime<Utc>) -> Result<(), Refusal> {
        self.become_(State::Open, at)?;
        if self.assignee.is_none() { self.become_(State::New, at) } else { Ok(()) }
    }

    /// Somebody has it from now on; it is open if it was new.
    pub fn belongs_to(&mut self, person: PersonId, at: DateTime<Utc>) {
        self.assignee = Some(person);
        self.leaver = None;
        self.rev += 1;
        if self.state == State::New {
            // Why: the table allows new → open, so this can't be refused.
            let _ = self.become_(State::Open, at);
        }
    }

    /// Whether it ended so long ago that going on means a new case.
    pub fn is_past_reopening(&self, now: DateTime<Utc>, days: u32) -> bool {
        let ended = self.closed_at.or(self.solved_at);
        ended.is_some_and(|at| now - at > TimeDelta::days(i64::from(days)))
    }
}

/// The state's name in the catalogue.
pub fn state_phrase(state: State) -> Phrase {
    match state {
        State::Waiting(on) => Phrase::keyed("state-waiting", on.name()),
        other => Phrase::keyed("state", other.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moves, written a second time as product terms say them.
    const MOVES: &[(&str, &[&str])] = &[
        ("new", &["open", "solved", "closed", "cancelled", "merged"]),
        ("open", &["new", "waiting", "solved", "closed", "cancelled", "merged"]),
        ("waiting", &["new", "open", "waiting", "solved", "closed", "cancelled", "merged"]),
        ("solved", &["open", "closed"]),
        ("closed", &["open"]),
        ("cancelled", &[]),
        ("merged", &[]),
    ];

    #[test]
    fn only_the_moves_of_the_table_are_allowed() {
        for from in State::ALL {
            let allowed = MOVES.iter().find(|(name, _)| *name == from.name()).unwrap().1;
            for to in State::ALL {
                assert_eq!(from.may_become(to), allowed.contains(&to.name()), "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn states_are_read_back_as_they_were_stored() {
        for state in State::ALL {
            assert_eq!(State::from_names(state.name(), state.waits().map(Waiting::name)), Some(state));
        }
        assert_eq!(State::from_names("waiting", None), None);
    }
}
