//! What a company's claim is about, line by line: goods with lot, carton and counts.
//!
//! Here are a line, what its counts come to, and whether they can be so; `paste` reads lines out of what people type
//! and paste. How they are asked for and echoed is the dialogue's.

mod columns;
mod free;
mod paste;

use serde::{Deserialize, Serialize};

pub use paste::{MOST, Pasted, Unread, Why, read};

/// The counts of a line, in the order in which none can be larger than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Pieces ordered.
    Ordered,
    /// Pieces that arrived.
    Received,
    /// Pieces that were looked at.
    Inspected,
    /// Pieces the claim is about: defective, missing or wrong ones.
    Defective,
}

impl Count {
    /// Every count.
    pub const ALL: [Self; 4] = [Self::Ordered, Self::Received, Self::Inspected, Self::Defective];

    /// The word its texts are named by.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Received => "received",
            Self::Inspected => "inspected",
            Self::Defective => "defective",
        }
    }
}

/// Pieces, as far as they were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Pieces ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<u32>,
    /// Pieces that arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<u32>,
    /// Pieces that were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspected: Option<u32>,
    /// Pieces the claim is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defective: Option<u32>,
}

/// Two counts that can't both be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    /// The count that is too large, and its number.
    pub more: (Count, u32),
    /// The count it can't exceed, and its number.
    pub than: (Count, u32),
}

impl Counts {
    /// All counts the same: so many pieces, each of them the matter.
    pub const fn all(pieces: u32) -> Self {
        Self {
            ordered: Some(pieces),
            received: Some(pieces),
            inspected: Some(pieces),
            defective: Some(pieces),
        }
    }

    /// That count, where it was told.
    pub const fn get(&self, count: Count) -> Option<u32> {
        match count {
            Count::Ordered => self.ordered,
            Count::Received => self.received,
            Count::Inspected => self.inspected,
            Count::Defective => self.defective,
        }
    }

    /// Sets that count, which was not told yet; whether it was not.
    pub(super) fn tell(&mut self, count: Count, pieces: u32) -> bool {
        let place = match count {
            Count::Ordered => &mut self.ordered,
            Count::Received => &mut self.received,
            Count::Inspected => &mut self.inspected,
            Count::Defective => &mut self.defective,
        };
        let untold = place.is_none();
        *place = Some(pieces);
        untold
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The first two counts that can't both be so: of what was told, none is larger than the one before it. What is
    /// missing was never received, so nothing but the order bounds it.
    pub fn misfit(&self, missing: bool) -> Option<Misfit> {
        let told = |count: &Count| self.get(*count).map(|pieces| (*count, pieces));
        let of_goods = Count::ALL.iter().filter(|c| !(missing && **c == Count::Defective));
        let goods: Vec<(Count, u32)> = of_goods.filter_map(told).collect();
        let short = [Count::Ordered, Count::Defective].iter().filter_map(told).collect::<Vec<_>>();
        let mut pairs = goods.windows(2).chain(short.windows(2).filter(|_| missing));
        pairs.find_map(|pair| match pair {
            [than, more] if more.1 > than.1 => Some(Misfit { more: *more, than: *than }),
            _ => None,
        })
    }

    /// The counts as rows can hold them: what the rest contradicts is left out.
    pub fn coherent(&self) -> Self {
        let within = |count: Option<u32>, bound: Option<u32>| {
            count.filter(|pieces| bound.is_none_or(|bound| *pieces <= bound))
        };
        let inspected = within(self.inspected, self.received);
        let inspected = inspected.filter(|looked| self.defective.is_none_or(|bad| bad <= *looked));
        Self { inspected, ..*self }
    }

    /// The share of defective pieces among those that were looked at, else among those that arrived, in tenths of a
    /// percent, rounded.
    pub fn rate(&self) -> Option<Rate> {
        let (base, of) = match (self.inspected, self.received) {
            (Some(looked), _) => (looked, Count::Inspected),
            (None, Some(arrived)) => (arrived, Count::Received),
            (None, None) => return None,
        };
        Rate::of(u64::from(self.defective?), u64::from(base), of)
    }
}

/// A share in tenths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    tenths: u64,
    /// Of which pieces.
    pub of: Count,
}

impl Rate {
    fn of(part: u64, base: u64, of: Count) -> Option<Self> {
        (base > 0).then(|| Self { tenths: (part * 2000 + base) / (base * 2), of })
    }

    /// "2.4": per cent with one decimal.
    pub fn percent(self) -> String {
        format!("{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

/// One line of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Item {
    /// The article, as they call it.
    pub sku: String,
    /// The lot or batch it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// The carton it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carton: Option<String>,
    /// How many.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What the lines come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Pieces the claim is about.
    pub defective: u64,
    /// Their share, where every line says of how many.
    pub rate: Option<Rate>,
}

impl Total {
    /// The sum of lines.
    pub fn of(items: &[Item]) -> Self {
        let sum = |count: Count| items.iter().map(|i| u64::from(i.counts.get(count).unwrap_or(0))).sum();
        let all = |count: Count| items.iter().all(|item| item.counts.get(count).is_some());
        let defective: u64 = sum(Count::Defective);
        let base = [Count::Inspected, Count::Received].into_iter().find(|count| all(*count));
        let rate = base.filter(|_| all(Count::Defective)).and_then(|of| Rate::of(defective, sum(of), of));
        Self { defective, rate }
    }
}

/// How bad it is, after the classes of incoming inspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Unsafe, or not allowed to be sold.
    Critical,
    /// Can't be sold as it is.
    Major,
    /// A matter of looks.
    Minor,
}

impl Severity {
    /// Every class, the worst first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::Major, Self::Minor];

    /// Its name in the store and in buttons.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }

    /// The class of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(all: [Option<u32>; 4]) -> Counts {
        let [ordered, received, inspected, defective] = all;
        Counts { ordered, received, inspected, defective }
    }

    #[test]
    fn a_rate_has_one_decimal_and_is_rounded() {
        let rate = |inspected, defective| {
            counts([None, None, Some(inspected), Some(defective)]).rate().map(Rate::percent)
        };
        assert_eq!(rate(500, 12).as_deref(), Some("2.4"));
        assert_eq!(rate(3, 1).as_deref(), Some("33.3"));
        assert_eq!(rate(3, 2).as_deref(), Some("66.7"));
        assert_eq!(rate(2000, 1).as_deref(), Some("0.1"), "half a tenth goes up");
        assert_eq!(rate(50, 50).as_deref(), Some("100.0"));
        assert_eq!(rate(50, 0).as_deref(), Some("0.0"));
        assert_eq!(rate(0, 0), None, "nothing was looked at");
        let received = counts([Some(600), Some(500), None, Some(12)]).rate();
        assert_eq!(received.map(|r| (r.of, r.percent())), Some((Count::Received, "2.4".into())));
        assert_eq!(counts([Some(600), None, None, Some(12)]).rate(), None, "an order is no inspection");
    }

    #[test]
    fn no_count_is_larger_than_the_one_before_it() {
        let misfit = |all, missing| counts(all).misfit(missing).map(|m| (m.more.0, m.than.0));
        assert_eq!(misfit([Some(600), Some(500), Some(50), Some(12)], false), None);
        assert_eq!(
            misfit([None, None, Some(10), Some(12)], false),
            Some((Count::Defective, Count::Inspected))
        );
        assert_eq!(misfit([Some(10), None, None, Some(12)], false), Some((Count::Defective, Count::Ordered)));
        assert_eq!(
            misfit([Some(400), Some(500), None, None], false),
            Some((Count::Received, Count::Ordered))
        );
        assert_eq!(misfit([Some(500), Some(0), None, Some(500)], true), None, "what is missing never came");
        assert_eq!(
            misfit([Some(500), None, None, Some(501)], true),
            Some((Count::Defective, Count::Ordered))
        );
    }

    #[test]
    fn rows_hold_what_does_not_contradict_itself() {
        let short = counts([Some(500), Some(480), Some(10), Some(20)]);
        assert_eq!(short.coherent(), counts([Some(500), Some(480), None, Some(20)]));
        let odd = counts([None, Some(5), Some(10), None]);
        assert_eq!(odd.coherent(), counts([None, Some(5), None, None]));
    }

    #[test]
    fn a_sum_has_a_rate_only_where_every_line_says_of_how_many() {
        let item = |all| Item { sku: "A".into(), counts: counts(all), ..Item::default() };
        let both = [item([None, None, Some(50), Some(12)]), item([None, None, Some(150), Some(8)])];
        assert_eq!(Total::of(&both).rate.map(Rate::percent).as_deref(), Some("10.0"));
        let one = [item([None, None, Some(50), Some(12)]), item([None, None, None, Some(8)])];
        assert_eq!(Total::of(&one), Total { defective: 20, rate: None });
    }
}
