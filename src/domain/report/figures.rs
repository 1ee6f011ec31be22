//! The figures: from rows to what is told, as a function of them alone.
//!
//! A promise belongs to the days in which its outcome was decided: to the instant it was kept, else to the instant its time
//! ran out. So each is told once, and what was told of days that are over stays true. How long an answer took belongs to the
//! instant it was given, be it in time or late.

use std::collections::BTreeMap;

use super::{
    measure::{Kept, Took},
    quoted::{Quoted, quoted},
    range::Days,
    rows::{CauseRow, ClockRow, CostRow, GoodsRow, LoadRow, OpenRow, Outcome, Rows},
    satisfied::{Satisfied, satisfied},
};
use crate::domain::{
    calendar::{Calendar, Span},
    coverage::{Coverage, coverage},
    money::Money,
    sla::{ClockEventKind, ClockState, Target, fold},
};
use chrono::{DateTime, Utc};

/// Where the ages of open cases are told apart, in hours; what is older is one more.
pub const AGES: [i64; 4] = [24, 72, 168, 720];
/// Ages that are told apart.
pub const BUCKETS: usize = AGES.len() + 1;
/// Causes that are named; the rest is one.
const CAUSES: usize = 8;
/// Articles that are named, those with the most defective pieces.
const ARTICLES: usize = 5;

/// In which stretch of time, and when it is.
#[derive(Debug, Clone, Copy)]
pub struct Within<'a> {
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The first instant behind it.
    pub to: DateTime<Utc>,
    /// The desk's hours.
    pub calendar: &'a Calendar,
    /// This instant.
    pub now: DateTime<Utc>,
}

impl<'a> Within<'a> {
    /// Those days of the desk.
    pub fn days(days: Days, calendar: &'a Calendar, now: DateTime<Utc>) -> Self {
        let (from, to) = days.instants(calendar.zone());
        Self { from, to, calendar, now }
    }

    /// They are over: nothing of them is still to come.
    pub fn is_over(&self) -> bool {
        self.to <= self.now
    }

    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// What became of one kind of promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Promised {
    /// Which.
    pub target: Target,
    /// The shortest and the longest span that was promised; all of them are counted in the same way.
    pub spans: (Span, Span),
    /// How many were decided, and kept.
    pub kept: Kept,
    /// How long it took, as the promise counts.
    pub counted: Option<Took>,
    /// The same by the clock on the wall, from the beginning to the end.
    pub wall: Option<Took>,
}

/// Open cases of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The group.
    pub group: String,
    /// By age, the youngest first.
    pub ages: [u64; BUCKETS],
    /// Of all of them nobody has so many.
    pub free: u64,
    /// And so many wait for something outside the desk.
    pub waiting: u64,
}

impl Open {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.ages.iter().sum()
    }
}

/// What was wrong, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The family and the place; nothing for all others together.
    pub what: Option<(Option<String>, Option<String>)>,
    /// How many claims.
    pub claims: u64,
    /// Of it and all before it together.
    pub so_far: u64,
}

/// Pieces of companies' claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pieces {
    /// That arrived.
    pub received: u64,
    /// That were looked at.
    pub inspected: u64,
    /// That are the matter.
    pub defective: u64,
}

/// Who pays for what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Costs {
    /// Pieces the brand pays for.
    pub free: u64,
    /// Pieces the customer pays the cost of.
    pub charged: u64,
    /// Pieces of which that is still open.
    pub open: u64,
    /// What customers agreed to pay, for each currency.
    pub agreed: Vec<Money>,
}

/// A part of the whole: one group, one product, …
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slice {
    /// Which; nothing where it is not known.
    pub key: Option<String>,
    /// Cases opened.
    pub opened: u64,
    /// Answers that were promised: the first, the next, and those to enquiries.
    pub answers: Kept,
    /// Solutions that were promised.
    pub solutions: Kept,
}

/// Everything a report tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Cases opened.
    pub opened: u64,
    /// Cases for which a solution was proposed.
    pub solved: u64,
    /// What became of promises.
    pub promised: Vec<Promised>,
    /// What is open now, by group.
    pub open: Vec<Open>,
    /// What was wrong.
    pub causes: Vec<Cause>,
    /// Goods of companies, all of them; nothing where there were none.
    pub goods: Option<Pieces>,
    /// Their articles with the most defective pieces.
    pub articles: Vec<(Option<String>, Pieces)>,
    /// Who pays.
    pub costs: Costs,
    /// What became of quotes.
    pub quotes: Vec<Quoted>,
    /// What customers think, form by form.
    pub surveys: Vec<Satisfied>,
    /// Who did what, who has the most first.
    pub load: Vec<LoadRow>,
    /// The parts of the whole, where they were asked for; those with the most first.
    pub slices: Vec<Slice>,
}

impl Figures {
    /// Nothing happened and nothing is open.
    pub fn is_empty(&self) -> bool {
        let of_cases =
            self.opened == 0 && self.solved == 0 && self.promised.is_empty() && self.open.is_empty();
        of_cases && self.quotes.is_empty() && self.surveys.is_empty()
    }

    /// Open now, all groups together.
    pub fn open_now(&self) -> u64 {
        self.open.iter().map(Open::total).sum()
    }
}

/// Reckons. `by` = the parts are wanted, too.
pub fn figures(rows: &Rows, by: bool) -> Figures {
    let (goods, articles) = goods(&rows.goods);
    Figures {
        opened: rows.opened.iter().map(|(_, cases)| cases).sum(),
        solved: rows.solved,
        promised: promised(&rows.promises),
        open: open(&rows.open),
        causes: causes(&rows.causes),
        goods,
        articles,
        costs: costs(&rows.costs, &rows.agreed),
        quotes: quoted(&rows.quotes),
        surveys: satisfied(&rows.surveys),
        load: load(&rows.load),
        slices: if by { slices(&rows.opened, &rows.promises) } else { Vec::new() },
    }
}

/// What became of one promise within the days.
pub fn outcome(row: ClockRow, within: &Within<'_>) -> Outcome {
    let view = fold(&row.events, row.span, within.calendar, within.now);
    let over = row.due_at.filter(|due| *due <= within.now);
    // Why by the state that is stored: other hours than those it ended under change no outcome.
    let decided = match row.state {
        ClockState::Met => row.ended_at.map(|at| (at, true)),
        ClockState::Missed | ClockState::Running => over.map(|at| (at, false)),
        ClockState::Idle | ClockState::Paused | ClockState::Cancelled => None,
    };
    let answered = row.events.iter().any(|event| event.kind == ClockEventKind::Meet);
    let met = row.ended_at.filter(|at| answered && within.holds(*at));
    Outcome {
        target: row.target,
        span: view.span,
        kept: decided.filter(|(at, _)| within.holds(*at)).map(|(_, kept)| kept),
        took: met.map(|at| (view.elapsed.num_seconds(), (at - row.started_at).num_seconds())),
        key: row.key,
    }
}

/// In which way a span is counted, as a place in order.
const fn unit(span: Span) -> u8 {
    match span {
        Span::ServiceHours(_) => 0,
        Span::ServiceDays(_) => 1,
        Span::Wall(_) => 2,
    }
}

/// By what is promised and how it is counted: times that are counted in two ways are never mixed.
fn promised(decided: &[Outcome]) -> Vec<Promised> {
    let mut kinds: BTreeMap<(Target, u8), Vec<&Outcome>> = BTreeMap::new();
    for one in decided.iter().filter(|one| one.kept.is_some() || one.took.is_some()) {
        kinds.entry((one.target, unit(one.span))).or_default().push(one);
    }
    let one = |((target, _), all): ((Target, u8), Vec<&Outcome>)| {
        let by_amount = |one: &&&Outcome| one.span.amount();
        let (least, most) = (all.iter().min_by_key(by_amount)?, all.iter().max_by_key(by_amount)?);
        Some(Promised {
            target,
            spans: (least.span, most.span),
            kept: kept(all.iter().copied()),
            counted: Took::of(all.iter().filter_map(|one| one.took).map(|(counted, _)| counted).collect()),
            wall: Took::of(all.iter().filter_map(|one| one.took).map(|(_, wall)| wall).collect()),
        })
    };
    kinds.into_iter().filter_map(one).collect()
}

fn kept<'a>(decided: impl Iterator<Item = &'a Outcome>) -> Kept {
    let mut all = Kept::default();
    decided.filter_map(|one| one.kept).for_each(|kept| all.count(kept));
    all
}

fn open(rows: &[OpenRow]) -> Vec<Open> {
    let mut groups: BTreeMap<&str, Open> = BTreeMap::new();
    for row in rows {
        let group = groups.entry(&row.group).or_insert_with(|| Open {
            group: row.group.clone(),
            ages: [0; BUCKETS],
            free: 0,
            waiting: 0,
        });
        group.ages[row.age.min(BUCKETS - 1)] += row.cases;
        group.free += row.free;
        group.waiting += row.waiting;
    }
    let mut all: Vec<Open> = groups.into_values().collect();
    all.sort_by_key(|group| std::cmp::Reverse(group.total()));
    all
}

/// The most frequent first; equals in the order of their names. What is beyond the first is one line, which is the last.
fn causes(rows: &[CauseRow]) -> Vec<Cause> {
    let mut rows: Vec<&CauseRow> = rows.iter().filter(|row| row.claims > 0).collect();
    rows.sort_by(|a, b| {
        b.claims.cmp(&a.claims).then_with(|| (&a.product, &a.part).cmp(&(&b.product, &b.part)))
    });
    let rest: u64 = rows.iter().skip(CAUSES).map(|row| row.claims).sum();
    let named =
        rows.iter().take(CAUSES).map(|row| (Some((row.product.clone(), row.part.clone())), row.claims));
    let mut so_far = 0;
    let all = named.chain((rest > 0).then_some((None, rest)));
    all.map(|(what, claims)| {
        so_far += claims;
        Cause { what, claims, so_far }
    })
    .collect()
}

fn goods(rows: &[GoodsRow]) -> (Option<Pieces>, Vec<(Option<String>, Pieces)>) {
    let mut all = Pieces::default();
    for row in rows {
        all.received += row.received;
        all.inspected += row.inspected;
        all.defective += row.defective;
    }
    let mut rows: Vec<&GoodsRow> = rows.iter().collect();
    rows.sort_by(|a, b| b.defective.cmp(&a.defective).then_with(|| a.sku.cmp(&b.sku)));
    let article = |row: &&GoodsRow| {
        let GoodsRow { received, inspected, defective, .. } = **row;
        (row.sku.clone(), Pieces { received, inspected, defective })
    };
    let articles = rows.iter().take(ARTICLES).map(article).collect();
    ((!rows.is_empty()).then_some(all), articles)
}

fn costs(rows: &[CostRow], agreed: &[Money]) -> Costs {
    let mut costs = Costs { agreed: agreed.to_vec(), ..Costs::default() };
    for row in rows {
        let service = row.resolution.service(row.way.as_deref().unwrap_or_default());
        let of = match coverage(row.liability, row.cover, service) {
            Coverage::Free => &mut costs.free,
            Coverage::Charged => &mut costs.charged,
            Coverage::ServeFirst => &mut costs.open,
        };
        *of += row.pieces;
    }
    costs
}

fn load(rows: &[LoadRow]) -> Vec<LoadRow> {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| {
        b.open.cmp(&a.open).then_with(|| b.answers.cmp(&a.answers)).then_with(|| a.name.cmp(&b.name))
    });
    rows
}

fn slices(opened: &[(Option<String>, u64)], decided: &[Outcome]) -> Vec<Slice> {
    let mut all: BTreeMap<Option<&str>, Slice> = BTreeMap::new();
    let new = |key: Option<&str>| Slice { key: key.map(str::to_owned), ..Slice::default() };
    for (key, cases) in opened {
        all.entry(key.as_deref()).or_insert_with(|| new(key.as_deref())).opened += cases;
    }
    for one in decided {
        let Some(kept) = one.kept else { continue };
        let slice = all.entry(one.key.as_deref()).or_insert_with(|| new(one.key.as_deref()));
        match one.target {
            Target::FirstResponse | Target::EnquiryReply | Target::NextReply => slice.answers.count(kept),
            Target::Solution => slice.solutions.count(kept),
            Target::Settlement | Target::FollowUp => {}
        }
    }
    let mut slices: Vec<Slice> = all.into_values().collect();
    slices.sort_by(|a, b| b.opened.cmp(&a.opened).then_with(|| a.key.cmp(&b.key)));
    slices
}
