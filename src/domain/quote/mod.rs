//! The quote: what a customer is to pay, line by line, agreed before it is done.
//!
//! A quote is a version of its case. An agent puts one together (a draft), it goes out as it was shown, and then nothing in
//! it changes: at most one version is open, a later one takes its place, and what ended stays as it ended. What people
//! offer each other meanwhile stands beside it. Labour has no line that could be charged: it is waived for life, and every
//! quote says so.
//!
//! Not here: who pays (`coverage`), buttons and words of people (`front::acts::quote`), storing.

mod kinds;
mod of_case;
mod read;
mod words;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    calendar::Span,
    coverage::Coverage,
    dialogue::in_daytime,
    id::{CaseId, PersonId, QuoteId},
    money::{Currency, Money},
    terms::Terms,
};

pub use kinds::{Kind, Payer, Stage};
pub use read::{Typed, Valid, line, line_at, number, valid_for};
pub use words::{bill, brief, charge, customer, preview, said, standing, stands, sums, told, yours};

/// Most lines of a quote: a phone shows them at once.
pub const LINES: usize = 20;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub kind: Kind,
    /// More words about it; may be empty.
    pub words: String,
    /// How many.
    pub quantity: u32,
    /// What one costs, in the smallest unit of the quote's currency.
    pub unit: i64,
}

impl Line {
    /// What all of them cost. Never overflows: a quantity has 32 bits, and an amount is at most `Money::MOST`.
    pub fn amount(&self) -> i64 {
        self.unit.saturating_mul(i64::from(self.quantity))
    }
}

/// What one of the two said about the price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonId,
    /// Their name.
    pub name: String,
    /// What.
    pub said: Said,
    /// The words with it; may be empty.
    pub words: String,
}

/// What was said about a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The customer would rather pay that; nothing where their words name no amount.
    Counter(Option<i64>),
    /// The desk stands by its price.
    Firm,
    /// It has ended, and its customer would like it once more.
    Again,
}

/// A quote as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Its row.
    pub id: QuoteId,
    /// The case.
    pub case: CaseId,
    /// Which of the case's, from 1.
    pub n: i16,
    /// What became of it.
    pub stage: Stage,
    /// Of which currency its amounts are.
    pub currency: Currency,
    /// What is charged.
    pub lines: Vec<Line>,
    /// Who pays what carrying costs, where no line says how much.
    pub freight: Payer,
    /// The verdict whose open cost it agrees.
    pub settles: Option<i16>,
    /// How many hours it holds, where somebody said; otherwise as the terms say.
    pub valid_hours: Option<u32>,
    /// It goes out only with a second person.
    pub two: bool,
    /// Who put it together.
    pub by: PersonId,
    /// Their name.
    pub name: String,
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// The second person, and when they said yes or no.
    pub second: Option<(PersonId, DateTime<Utc>)>,
    /// When it went out, and until when it holds.
    pub sent: Option<Sent>,
    /// How often its customer was reminded since they last heard a price.
    pub reminded: u8,
    /// When they are reminded next, or it ends; nothing while the desk owes an answer.
    pub look_at: Option<DateTime<Utc>>,
    /// Until then the next words of its customer are the price they would rather pay.
    pub counter_until: Option<DateTime<Utc>>,
    /// When it ended, and who ended it; nobody where silence did.
    pub ended: Option<(DateTime<Utc>, Option<PersonId>)>,
    /// What was agreed on.
    pub agreed: Option<i64>,
    /// What was said about the price, the oldest first.
    pub offers: Vec<Offer>,
}

/// When a quote went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// When.
    pub at: DateTime<Utc>,
    /// Until when its customer may accept it.
    pub until: DateTime<Utc>,
}

impl Quote {
    /// What its lines come to.
    pub fn total(&self) -> Money {
        self.money(self.lines.iter().map(Line::amount).fold(0, i64::saturating_add))
    }

    /// An amount in its currency.
    pub const fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.currency }
    }

    /// It needs a second person.
    pub fn needs_two(&self, terms: &Terms) -> bool {
        self.total().minor > terms.quotes.alone.minor
    }

    /// What its customer offered last, while nobody has answered it.
    pub fn countered(&self) -> Option<&Offer> {
        let last = self.offers.last().filter(|_| self.stage == Stage::Open)?;
        matches!(last.said, Said::Counter(_)).then_some(last)
    }

    /// A line says what carrying costs.
    pub fn has_freight(&self) -> bool {
        self.lines.iter().any(|line| line.kind == Kind::Freight)
    }

    /// Since when its customer knows the price they are asked for.
    fn heard(&self) -> Option<DateTime<Utc>> {
        let firm = self.offers.iter().rev().find(|offer| offer.said == Said::Firm);
        firm.map(|offer| offer.at).or(self.sent.map(|sent| sent.at))
    }

    /// It goes out at `now`, to be reminded of in `zone`.
    pub fn send(&mut self, now: DateTime<Utc>, zone: Tz, terms: &Terms) {
        self.stage = Stage::Open;
        self.sent = Some(Sent { at: now, until: self.until(now, terms) });
        self.look_at = self.next_look(now, zone, terms);
    }

    /// Until when it holds when its customer hears it at `now`.
    pub fn until(&self, now: DateTime<Utc>, terms: &Terms) -> DateTime<Utc> {
        let span = match self.valid_hours {
            Some(hours) => Span::Wall(TimeDelta::hours(i64::from(hours))),
            None => terms.quotes.valid,
        };
        terms.calendar.due_at(now, span, &[]).unwrap_or(now + span.amount())
    }

    /// When its customer is reminded next, or it ends: in their daytime, and each reminder only before it ends. What lies
    /// back at `now` is left out, so that an outage brings one reminder and not two.
    pub fn next_look(&self, now: DateTime<Utc>, zone: Tz, terms: &Terms) -> Option<DateTime<Utc>> {
        let until = self.sent?.until;
        if self.stage != Stage::Open || self.countered().is_some() {
            return None;
        }
        let heard = self.heard()?;
        let rest = terms.quotes.reminders.iter().skip(usize::from(self.reminded));
        let due = rest.filter_map(|span| terms.calendar.due_at(heard, *span, &[]));
        let mut due = due.map(|at| in_daytime(at, &terms.lives, zone)).filter(|at| *at > now && *at < until);
        Some(due.next().unwrap_or(until))
    }

    /// The reminders whose time has come by `now`.
    pub fn reminders_by(&self, now: DateTime<Utc>, zone: Tz, terms: &Terms) -> u8 {
        let Some(heard) = self.heard() else { return self.reminded };
        let due = terms.quotes.reminders.iter().filter_map(|span| terms.calendar.due_at(heard, *span, &[]));
        let past = due.filter(|at| in_daytime(*at, &terms.lives, zone) <= now).count();
        u8::try_from(past).unwrap_or(u8::MAX).max(self.reminded)
    }

    /// It ends.
    pub fn end(&mut self, stage: Stage, by: Option<PersonId>, at: DateTime<Utc>) {
        self.stage = stage;
        self.ended = Some((at, by));
        (self.look_at, self.counter_until) = (None, None);
    }
}

/// Who pays what carrying costs, by what the verdict says; without one, what is quoted is paid for.
pub fn freight(cover: Option<Coverage>, terms: &Terms) -> Payer {
    match cover {
        Some(Coverage::Free) => terms.quotes.freight.free,
        Some(Coverage::ServeFirst) => terms.quotes.freight.serve_first,
        Some(Coverage::Charged) | None => terms.quotes.freight.charged,
    }
}
