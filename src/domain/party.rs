//! People and what they may do.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    claim::Buyer,
    company::Company,
    id::{CaseId, PersonId},
    lang::Lang,
};

/// What an agent may do; each role may do all that the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers cases.
    Agent,
    /// Also moves other people's cases and settles what is disputed.
    Lead,
    /// Also says who works here.
    Admin,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Lead, Self::Admin];

    /// Its name in the store and in commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// An agent's place on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// What they may do.
    pub role: Role,
    /// The groups whose cases they see first.
    pub groups: Vec<String>,
    /// Granted by the configuration; commands can't take it away.
    pub floor: bool,
    /// They said that they are away; see [`Staff::away_at`].
    pub away: Option<Away>,
}

/// Somebody who works here is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// It ends by itself then; otherwise when they say so.
    pub until: Option<DateTime<Utc>>,
}

impl Staff {
    /// Whether they are away at that instant: an absence with an end is over by itself.
    pub fn away_at(&self, now: DateTime<Utc>) -> Option<Away> {
        self.away.filter(|away| away.until.is_none_or(|until| until > now))
    }
}

/// A person, as one decision sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "columns of a row, each true of a person for itself")]
pub struct Party {
    /// Who.
    pub id: PersonId,
    /// The name shown to others, cleaned.
    pub name: String,
    /// The language they read.
    pub lang: Lang,
    /// They chose it; otherwise it follows their client.
    pub lang_chosen: bool,
    /// Their own zone, once they told it.
    pub zone: Option<Tz>,
    /// Set for agents who are not removed.
    pub staff: Option<Staff>,
    /// The case their next words go to, and until when, because they said so.
    pub focus: Option<(CaseId, DateTime<Utc>)>,
    /// Never seen before this update.
    pub new: bool,
    /// They have not blocked us where they wrote last.
    pub reachable: bool,
    /// They want no reminders and no surveys.
    pub quiet: bool,
    /// The edition of the privacy notice they were shown last.
    pub privacy: Option<String>,
    /// The company they buy for, because a lead said so.
    pub company: Option<Company>,
}

impl Party {
    /// As whom they buy: for a company, or for themselves.
    pub const fn buyer(&self) -> Buyer {
        if self.company.is_some() { Buyer::Wholesale } else { Buyer::Consumer }
    }

    /// Whether they hold at least that role.
    pub fn may(&self, role: Role) -> bool {
        self.staff.as_ref().is_some_and(|s| s.role >= role)
    }
}
