//! People and what they may do.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
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
}

/// A person, as one decision sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

impl Party {
    /// Whether they hold at least that role.
    pub fn may(&self, role: Role) -> bool {
        self.staff.as_ref().is_some_and(|s| s.role >= role)
    }
}
