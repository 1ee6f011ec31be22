//! Appointments: an agent offers times, the customer chooses one or proposes another, and both are reminded.
//!
//! Invariants: `rev` rises with every change, and buttons carry it; `sequence` rises with every change of what stands in
//! somebody's calendar; nothing is told at a moment that had passed when the time was agreed. Whether a time is free is
//! told by `slots`, and that nobody is booked twice is held by the schema.
//!
//! Not here: who may do what (`front::acts`), clocks: an appointment changes none.

mod code;
mod of_case;
mod remind;
mod slots;
mod when;
mod words;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    id::{AppointmentId, CaseId, PersonId},
    terms::Terms,
    way::WayKind,
};

pub use code::{ASKED as CODE_ASKED, Code, CodeChange, asks_for_code};
pub use remind::{LATE, look};
pub use slots::{Booked, Day, Desk, Unfit, busy};
pub use when::{Misread, read, read_past};
pub use words::{brief, called, how, listed, record, with_whom, zones, zones_at_desk};

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It is arranged, or agreed and still to come.
    Open,
    /// It took place.
    Done,
    /// It was agreed, and one side was not there.
    Missed,
    /// It was called off.
    Cancelled,
}

impl Stage {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Missed, Self::Cancelled];

    /// Its name in the store and in texts (`appointed-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// Help at a certain time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its row.
    pub id: AppointmentId,
    /// Its case.
    pub case: CaseId,
    /// Which of its case, from 1.
    pub n: i16,
    /// The id of its way in the terms.
    pub way: String,
    /// What kind of help that is.
    pub kind: WayKind,
    /// How long it takes.
    pub minutes: u32,
    /// How it stands.
    pub stage: Stage,
    /// Who gives the help.
    pub agent: PersonId,
    /// Their name.
    pub name: String,
    /// Times the customer can choose from, rising.
    pub offers: Vec<DateTime<Utc>>,
    /// A time the customer proposes.
    pub wish: Option<DateTime<Utc>>,
    /// When the customer was asked for a time of theirs, until they write.
    pub asked: Option<DateTime<Utc>>,
    /// The time both sides agreed to; of one that was written down afterwards, when it was.
    pub starts: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub rev: i32,
    /// Of its calendar file; nothing before a time was agreed for the first time.
    pub sequence: Option<i32>,
    /// How many of its moments have passed.
    pub reminded: i16,
    /// The next of its moments.
    pub look_at: Option<DateTime<Utc>>,
    /// Why it was called off, in words.
    pub reason: Option<String>,
    /// What came of it, in words.
    pub outcome: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
    /// When the customer was asked for the access code, until they write.
    pub code_asked: Option<DateTime<Utc>>,
}

impl Appointment {
    /// One that is being arranged, without times so far.
    pub fn new(
        (id, case, n): (AppointmentId, CaseId, i16),
        (way, kind, minutes): (&str, WayKind, u32),
        (agent, name): (PersonId, &str),
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case,
            n,
            way: way.to_owned(),
            kind,
            minutes,
            stage: Stage::Open,
            agent,
            name: name.to_owned(),
            offers: Vec::new(),
            wish: None,
            asked: None,
            starts: None,
            rev: 1,
            sequence: None,
            reminded: 0,
            look_at: None,
            reason: None,
            outcome: None,
            made_at: now,
            changed_at: now,
            code_asked: None,
        }
    }

    /// When it ends.
    pub fn ends(&self) -> Option<DateTime<Utc>> {
        self.starts?.checked_add_signed(TimeDelta::minutes(self.minutes.into()))
    }

    /// It is agreed and still to come, or under way.
    pub fn is_agreed(&self) -> bool {
        self.stage == Stage::Open && self.starts.is_some()
    }

    fn changed(&self, now: DateTime<Utc>) -> Self {
        Self { rev: self.rev + 1, changed_at: now, ..self.clone() }
    }

    /// With times to choose from, by that agent. A time that was agreed before holds until another one is.
    pub fn offered(
        &self,
        offers: Vec<DateTime<Utc>>,
        (agent, name): (PersonId, &str),
        now: DateTime<Utc>,
    ) -> Self {
        // Why not while one is agreed: until another time is, whoever agreed to it keeps it.
        let (agent, name) =
            if self.starts.is_some() { (self.agent, self.name.clone()) } else { (agent, name.to_owned()) };
        Self { offers, wish: None, asked: None, agent, name, ..self.changed(now) }
    }

    /// The customer was asked for a time of theirs. What was offered can still be chosen.
    pub fn asked(&self, now: DateTime<Utc>) -> Self {
        Self { asked: Some(now), ..self.clone() }
    }

    /// The customer was asked for the access code.
    pub fn code_asked(&self, now: DateTime<Utc>) -> Self {
        Self { code_asked: Some(now), ..self.clone() }
    }

    /// With the time the customer proposes.
    pub fn wished(&self, wish: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self { offers: Vec::new(), wish: Some(wish), asked: None, ..self.changed(now) }
    }

    /// Both sides agreed to that time, with that agent.
    pub fn agreed(
        &self,
        starts: DateTime<Utc>,
        (agent, name): (PersonId, &str),
        now: DateTime<Utc>,
        terms: &Terms,
    ) -> Self {
        let agreed = Self {
            offers: Vec::new(),
            wish: None,
            asked: None,
            starts: Some(starts),
            agent,
            name: name.to_owned(),
            sequence: Some(self.sequence.map_or(0, |before| before + 1)),
            ..self.changed(now)
        };
        let moments = agreed.moments(terms);
        let passed = moments.iter().filter(|at| **at <= now).count();
        Self {
            reminded: i16::try_from(passed).unwrap_or(i16::MAX),
            look_at: moments.get(passed).copied(),
            ..agreed
        }
    }

    /// It is called off.
    pub fn cancelled(&self, reason: Option<String>, now: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::Cancelled,
            sequence: self.sequence.map(|before| before + 1),
            reason,
            ..self.over(now)
        }
    }

    /// It took place, or somebody was not there.
    pub fn ended(&self, stage: Stage, outcome: Option<String>, now: DateTime<Utc>) -> Self {
        Self { stage, outcome, ..self.over(now) }
    }

    fn over(&self, now: DateTime<Utc>) -> Self {
        Self { offers: Vec::new(), wish: None, asked: None, look_at: None, ..self.changed(now) }
    }

    /// The moments at which something is told: reminders before it begins, and the question how it went. Rising; none
    /// before a time is agreed.
    pub fn moments(&self, terms: &Terms) -> Vec<DateTime<Utc>> {
        let (Some(starts), Some(ends)) = (self.starts, self.ends()) else { return Vec::new() };
        let ahead =
            terms.appointments.remind.iter().map(|minutes| starts - TimeDelta::minutes((*minutes).into()));
        ahead.chain([ends]).collect()
    }
}

/// Whether the next words of its customer may be the access code.
pub fn code_asked_for(one: &&Appointment, now: DateTime<Utc>) -> bool {
    one.code_asked.is_some_and(|at| now - at < CODE_ASKED)
}
