//! What can be done to a price, and what a few numbers know of it.

use aftercare::domain::front::CaseFile;

#[derive(Debug, Clone)]
pub enum Deed {
    /// A line of so many cents.
    Adds(i64),
    Revises,
    Drops,
    Withdraws,
    /// Shows it, and presses the newest button that sends it.
    Sends,
    /// Presses a button that sends, of whatever time.
    Confirms(usize),
    /// A second person says yes or no to that version.
    Seconds(i16, bool),
    /// The customer's buttons of that version.
    Accepts(i16),
    Declines(i16),
    /// The customer names an amount below that version's price, or writes words.
    Counters(i16, Option<i64>),
    /// The desk agrees to what was offered last, or stays.
    Takes,
    Stays,
    /// So many hours pass, and the pass looks.
    Waits(i64),
}

/// What its customer would rather pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    Nothing,
    Words,
    Amount(i64),
}

impl Counter {
    pub fn of(amount: Option<i64>) -> Self {
        amount.map_or(Self::Words, Self::Amount)
    }
}

/// What the model knows of the price: a version, what it comes to, and what is offered for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    last: i16,
    pub unsent: Option<(i16, Vec<i64>, bool)>,
    pub open: Option<(i16, Vec<i64>, Counter)>,
    /// What was agreed on, version by version.
    pub agreed: Vec<(i16, i64)>,
}

const ALONE: i64 = 50_000;

impl Model {
    fn sum(lines: &[i64]) -> i64 {
        lines.iter().sum()
    }

    fn sent(&mut self) {
        self.open = self.unsent.take().map(|(n, lines, _)| (n, lines, Counter::Nothing));
    }

    pub fn does(&mut self, deed: &Deed, file: &CaseFile) {
        match deed {
            Deed::Accepts(n) => {
                if let Some((open, lines, _)) = self.open.take_if(|(open, ..)| open == n) {
                    self.agreed.push((open, Self::sum(&lines)));
                    self.unsent = None;
                }
            }
            Deed::Declines(n) => drop(self.open.take_if(|(open, ..)| open == n)),
            Deed::Counters(n, amount) => {
                if let Some((_, lines, offered)) = self.open.as_mut().filter(|(open, ..)| open == n)
                    && amount.is_none_or(|amount| amount < Self::sum(lines))
                {
                    *offered = Counter::of(*amount);
                }
            }
            // Why nothing for a button of another time: each stands for the case as it was.
            Deed::Waits(_) | Deed::Confirms(_) => {}
            _ => self.worked_on(deed, file),
        }
    }

    /// What the desk does.
    fn worked_on(&mut self, deed: &Deed, file: &CaseFile) {
        let waits = self.unsent.as_ref().is_some_and(|(_, _, proposed)| *proposed);
        match deed {
            Deed::Adds(cents) => match &mut self.unsent {
                Some((_, lines, false)) => lines.push(*cents),
                None if self.open.is_none() => self.begins(vec![*cents]),
                Some(_) | None => {}
            },
            Deed::Revises => {
                let before = file.last_quote().filter(|_| self.unsent.is_none());
                let lines = before.map(|one| one.lines.iter().map(|line| line.unit).collect());
                if let Some(lines) = lines {
                    self.begins(lines);
                }
            }
            Deed::Withdraws if self.open.is_some() => self.open = None,
            Deed::Drops | Deed::Withdraws => self.unsent = None,
            Deed::Sends => match &mut self.unsent {
                Some((_, lines, proposed)) if Self::sum(lines) > ALONE => *proposed = true,
                Some(_) if !waits => self.sent(),
                Some(_) | None => {}
            },
            Deed::Seconds(n, yes) => {
                if waits && self.unsent.as_ref().is_some_and(|(unsent, ..)| unsent == n) {
                    if *yes { self.sent() } else { self.unsent = None }
                }
            }
            Deed::Takes => {
                let offered = self.open.as_ref().map(|(n, lines, offered)| (*n, Self::sum(lines), *offered));
                if let Some((n, total, Counter::Amount(amount))) = offered
                    && total - amount <= ALONE
                {
                    self.agreed.push((n, amount));
                    (self.open, self.unsent) = (None, None);
                }
            }
            Deed::Stays => self.open.iter_mut().for_each(|(_, _, offered)| *offered = Counter::Nothing),
            other => unreachable!("{other:?} is its customer's, or the clock's"),
        }
    }

    fn begins(&mut self, lines: Vec<i64>) {
        self.last += 1;
        self.unsent = Some((self.last, lines, false));
    }
}
