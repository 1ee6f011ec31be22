//! What may stand in a cell.

use chrono::NaiveDate;

use super::{Column, DateForm, Fault};
use crate::domain::{
    claim::Buyer,
    command::slips,
    order::{Number, Status},
    terms::Terms,
    text::clean_name,
};

/// Characters of a name or an article that are kept.
const LONGEST: usize = 64;
/// Most pieces of one line.
const MOST_PIECES: u32 = 10_000_000;
/// No order is older.
const OLDEST: i32 = 1980;
/// What empties a cell that the desk knows something for.
const NOTHING: &str = "-";

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// Nothing: what is known stays.
    #[default]
    Silent,
    /// That there is none.
    Empty,
    /// This.
    Is(T),
}

impl<T> Cell<T> {
    /// What holds from now on, where `before` was known.
    pub fn over(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Silent => before,
            Self::Empty => None,
            Self::Is(value) => Some(value),
        }
    }

    /// The value, where there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Silent | Self::Empty => None,
        }
    }
}

/// Reads the cells of one line and gathers what doesn't fit.
pub(super) struct Reader<'a> {
    pub(super) line: u64,
    pub(super) terms: &'a Terms,
    pub(super) form: &'a DateForm,
    pub(super) today: NaiveDate,
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, column: Column, found: &str, fits: impl Into<String>) {
        self.faults.push(Fault::at(self.line, column.name(), found, fits));
    }

    pub(super) fn number(&mut self, found: &str) -> Option<Number> {
        let number = Number::read(found).filter(|_| !found.contains('\n'));
        if number.is_none() {
            let example = &self.terms.brand.order_example;
            self.fault(
                Column::Order,
                found,
                format!("an order number has 2 to 40 letters and digits, one digit at least, for example {example}"),
            );
        }
        number
    }

    /// A family by its id or by its name in any language.
    pub(super) fn family(&mut self, found: &str) -> Option<String> {
        let wanted = found.trim().to_lowercase();
        let names = |f: &crate::domain::terms::Family| {
            std::iter::once(f.id.clone())
                .chain(f.name.0.values().map(|n| n.to_lowercase()))
                .collect::<Vec<_>>()
        };
        let families = &self.terms.families;
        if let Some(family) = families.iter().find(|f| names(f).contains(&wanted)) {
            return Some(family.id.clone());
        }
        let distance = |f: &crate::domain::terms::Family| names(f).iter().map(|n| slips(&wanted, n)).min();
        let near = families.iter().min_by_key(|f| distance(f));
        let close = near.filter(|f| distance(f).is_some_and(|d| d <= 3 && d < wanted.chars().count()));
        let fits = match close {
            Some(family) => format!("is it {}? families are named by their id or their name", family.id),
            None => {
                let ids: Vec<&str> = families.iter().map(|f| f.id.as_str()).collect();
                format!("the families of the terms are {}", ids.join(", "))
            }
        };
        self.fault(Column::Family, found, fits);
        None
    }

    /// A name, a model, a colour: one line of at most 64 characters.
    pub(super) fn words(&mut self, column: Column, found: &str) -> Cell<String> {
        match found.trim() {
            "" => return Cell::Silent,
            NOTHING => return Cell::Empty,
            _ => {}
        }
        let clean = clean_name(found, "");
        if found.trim().contains(['\n', '\r']) {
            self.fault(column, found, "one line is enough here; take the line break out");
        } else if found.trim().chars().count() > LONGEST {
            self.fault(column, found, format!("at most {LONGEST} characters fit here"));
        } else if clean.is_empty() {
            self.fault(column, found, "there is nothing to see in it; leave the cell empty");
        }
        Cell::Is(clean)
    }

    pub(super) fn quantity(&mut self, found: &str) -> u32 {
        if found.is_empty() {
            return 1;
        }
        let digits = found.bytes().all(|b| b.is_ascii_digit());
        match found.parse::<u32>() {
            Ok(pieces) if digits && (1..=MOST_PIECES).contains(&pieces) => pieces,
            _ => {
                self.fault(
                    Column::Quantity,
                    found,
                    "a whole number of pieces without signs, for example 200",
                );
                1
            }
        }
    }

    pub(super) fn buyer(&mut self, found: &str) -> Cell<Buyer> {
        match found.to_lowercase().as_str() {
            "" => Cell::Silent,
            "consumer" | "个人" => Cell::Is(Buyer::Consumer),
            "wholesale" | "批发" => Cell::Is(Buyer::Wholesale),
            _ => {
                self.fault(Column::Buyer, found, "consumer or wholesale; empty means consumer");
                Cell::Silent
            }
        }
    }

    pub(super) fn status(&mut self, found: &str) -> Cell<Status> {
        let wanted = found.to_lowercase();
        if wanted.is_empty() {
            return Cell::Silent;
        }
        if let Some(status) = Status::from_name(&wanted) {
            return Cell::Is(status);
        }
        let known = Status::ALL.map(Status::name).join(", ");
        self.fault(Column::Status, found, format!("one of {known}; empty follows from the days"));
        Cell::Silent
    }

    pub(super) fn day(&mut self, column: Column, found: &str) -> Cell<NaiveDate> {
        match found {
            "" => return Cell::Silent,
            NOTHING => return Cell::Empty,
            _ => {}
        }
        let example = self.form.show(self.today);
        let oldest = NaiveDate::from_ymd_opt(OLDEST, 1, 1).unwrap_or(NaiveDate::MIN);
        match self.form.parse(found) {
            Some(day) if day > self.today => {
                self.fault(column, found, "that day is still to come; leave the cell empty until then");
            }
            Some(day) if day < oldest => self.fault(column, found, format!("a day since {OLDEST}")),
            Some(day) => return Cell::Is(day),
            None if *self.form == DateForm::default() => {
                let hint = "another form is named with --dates, as in --dates DD/MM/YYYY";
                self.fault(column, found, format!("a day as {example}; {hint}"));
            }
            None => {
                let fits = format!("a day as {example} ({}), or as YYYY-MM-DD", self.form.name());
                self.fault(column, found, fits);
            }
        }
        Cell::Silent
    }
}
