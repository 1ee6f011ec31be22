//! A report in words: every number of it, so that nobody needs the picture.
//!
//! A section is some lines that belong together. Names of the terms that are not there any more stand as they are stored.

use chrono::NaiveDate;

use super::{
    AGES,
    ask::{Ask, By, Filter},
    figures::{Cause, Costs, Figures, Open, Pieces, Promised, Slice},
    measure::{Kept, Took, per_mille, share},
    quoted,
    range::Days,
    rows::LoadRow,
    satisfied,
};
use crate::domain::{
    alerts::target_name,
    case::Kind,
    front::counted_in,
    phrase::{Arg, Phrase},
    terms::Terms,
    text::defuse,
};

/// Lines of agents and of parts of the whole; what is beyond them is left out and counted.
const LINES: usize = 20;
/// What ages of open cases are called, the youngest first.
const AGE_NAMES: [&str; AGES.len() + 1] = ["day", "three", "week", "month", "older"];

/// What is told, and of which cases.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What was asked for.
    pub ask: &'a Ask,
    /// Of the cases of which groups; none for all of them.
    pub groups: &'a [String],
    /// The days are over.
    pub is_over: bool,
    /// The desk tells it by itself, to those who lead: their names.
    pub weekly: Option<&'a [String]>,
    /// The brand's terms.
    pub terms: &'a Terms,
}

/// The head, and below it the sections in their order.
pub fn words(figures: &Figures, told: &Told<'_>) -> Vec<Vec<Phrase>> {
    let mut all = vec![head(figures, told)];
    if figures.is_empty() {
        return all;
    }
    all.push(promises(&figures.promised));
    all.push(slices(&figures.slices, told));
    all.push(open(&figures.open, told.terms));
    all.push(causes(&figures.causes, told.terms));
    all.push(goods(figures.goods, &figures.articles));
    all.push(costs(&figures.costs));
    all.push(quoted::words(&figures.quotes));
    all.push(satisfied::words(&figures.surveys, &told.terms.surveys));
    all.push(load(&figures.load));
    all.retain(|section| !section.is_empty());
    all
}

/// Which days, of which cases, and how many.
pub fn head(figures: &Figures, told: &Told<'_>) -> Vec<Phrase> {
    let mut lines = vec![title(told), scope(told)];
    if let Some(names) = told.weekly.filter(|names| !names.is_empty()) {
        lines.push(Phrase::new("report-for").with("names", names.join(", ")));
    }
    // Why not the group: whose cases they are was just said.
    let only = Filter { group: None, ..told.ask.filter.clone() };
    if !only.is_empty() {
        lines.push(Phrase::new("report-only").with("text", only.to_string()));
    }
    if !told.is_over {
        lines.push(Phrase::new("report-so-far"));
    }
    lines.push(if figures.is_empty() {
        Phrase::new("report-quiet")
    } else {
        Phrase::new("report-cases")
            .with("opened", number(figures.opened))
            .with("solved", number(figures.solved))
            .with("open", number(figures.open_now()))
    });
    lines
}

/// What it is, and of which days.
pub fn title(told: &Told<'_>) -> Phrase {
    let key = if told.weekly.is_some() { Phrase::new("report-weekly") } else { Phrase::new("report-head") };
    key.with("days", days(told.ask.days))
}

fn days(days: Days) -> Arg {
    let day = |day: NaiveDate| Arg::Day(day);
    if days.first == days.last {
        return day(days.first);
    }
    Phrase::new("report-days").with("begin", day(days.first)).with("end", day(days.last)).into()
}

/// Of whose cases.
pub fn scope(told: &Told<'_>) -> Phrase {
    let named = |id: &String| Phrase::new("said").with("text", told.terms.group_name(id));
    let groups = match told.groups {
        [] => Arg::from(Phrase::new("groups-all")),
        some => Arg::List(some.iter().map(named).collect()),
    };
    Phrase::new("report-scope").with("groups", groups)
}

fn promises(promised: &[Promised]) -> Vec<Phrase> {
    let lines = promised.iter().flat_map(|one| {
        let took = one.counted.zip(one.wall).map(|(counted, wall)| took(counted, wall));
        std::iter::once(kept(one)).chain(took)
    });
    headed(Phrase::new("report-promises"), lines)
}

fn kept(one: &Promised) -> Phrase {
    let clock = target_name(one.target);
    let Some(percent) = one.kept.percent() else {
        return Phrase::new("report-undecided").with("clock", clock);
    };
    Phrase::new("report-kept")
        .with("clock", clock)
        .with("percent", number(percent))
        .with("kept", number(one.kept.kept))
        .with("of", number(one.kept.of))
        .with("span", span(one))
        .with("counted", counted_in(one.spans.0))
}

/// What was promised: one time, or from the shortest to the longest.
pub fn span(one: &Promised) -> Arg {
    let [least, most] = [one.spans.0, one.spans.1].map(|span| Arg::Span(span.amount().num_seconds()));
    if least == most {
        return least;
    }
    Phrase::new("report-span").with("least", least).with("most", most).into()
}

fn took(counted: Took, wall: Took) -> Phrase {
    if counted.n == 1 {
        return Phrase::new("report-took-one")
            .with("median", Arg::Span(counted.median))
            .with("wall", Arg::Span(wall.median));
    }
    Phrase::new("report-took")
        .with("n", number(counted.n))
        .with("median", Arg::Span(counted.median))
        .with("most", Arg::Span(counted.p90))
        .with("wall", Arg::Span(wall.median))
        .with("late", Arg::Span(wall.p90))
}

fn slices(slices: &[Slice], told: &Told<'_>) -> Vec<Phrase> {
    let Some(by) = told.ask.by else { return Vec::new() };
    let line = |slice: &Slice| {
        Phrase::new("report-slice")
            .with("what", name(by, slice.key.as_deref(), told.terms))
            .with("opened", number(slice.opened))
            .with("answers", shared(slice.answers))
            .with("solutions", shared(slice.solutions))
    };
    let lines = slices.iter().take(LINES).map(line).chain(beyond(slices.len()));
    headed(Phrase::keyed("by", by.name()), lines)
}

/// How many lines are left out.
fn beyond(all: usize) -> Option<Phrase> {
    let more = all.checked_sub(LINES).filter(|more| *more > 0)?;
    Some(Phrase::new("report-more").with("count", number(more as u64)))
}

fn shared(kept: Kept) -> Phrase {
    match kept.percent() {
        Some(percent) => {
            Phrase::new("report-share").with("percent", number(percent)).with("of", number(kept.of))
        }
        None => Phrase::new("report-no-share"),
    }
}

/// What a part of the whole is called.
pub fn name(by: By, key: Option<&str>, terms: &Terms) -> Arg {
    let Some(key) = key else { return nobody_said(by) };
    match by {
        By::Group => terms.group_name(key),
        By::Product => product(key, terms),
        By::Part => part(key, terms),
        // Why behind a number: two people may have one name.
        By::Agent => defuse(key.split_once(' ').map_or(key, |(_, name)| name)).into(),
        By::Kind => match Kind::from_name(key) {
            Some(kind) => Phrase::keyed("kind", kind.name()).into(),
            None => key.into(),
        },
    }
}

fn nobody_said(by: By) -> Arg {
    match by {
        By::Agent => Phrase::new("report-nobody").into(),
        By::Group | By::Product | By::Part | By::Kind => Phrase::new("unknown").into(),
    }
}

fn product(id: &str, terms: &Terms) -> Arg {
    terms.family(id).map_or_else(|| id.into(), |family| family.name.clone().into())
}

fn part(id: &str, terms: &Terms) -> Arg {
    if terms.parts.iter().any(|part| part == id) { Phrase::keyed("part", id).into() } else { id.into() }
}

fn open(groups: &[Open], terms: &Terms) -> Vec<Phrase> {
    let lines = groups.iter().flat_map(|group| {
        let ages = group.ages.iter().zip(AGE_NAMES).filter(|(cases, _)| **cases > 0);
        let ages = ages.map(|(cases, id)| {
            Phrase::new("report-age").with("what", Phrase::keyed("age", id)).with("count", number(*cases))
        });
        let line = Phrase::new("report-open-group")
            .with("group", terms.group_name(&group.group))
            .with("count", number(group.total()))
            .with("ages", Arg::List(ages.collect()));
        let besides = Phrase::new("report-open-besides")
            .with("free", number(group.free))
            .with("waiting", number(group.waiting));
        std::iter::once(line).chain((group.free + group.waiting > 0).then_some(besides))
    });
    headed(Phrase::new("report-open"), lines)
}

/// What ages are called, the youngest first.
pub fn ages() -> impl Iterator<Item = Phrase> {
    AGE_NAMES.into_iter().map(|id| Phrase::keyed("age", id))
}

fn causes(causes: &[Cause], terms: &Terms) -> Vec<Phrase> {
    let all = causes.last().map_or(0, |last| last.so_far);
    let lines = (1..).zip(causes).map(|(n, cause)| {
        Phrase::new("report-cause")
            .with("n", n)
            .with("what", called(cause, terms))
            .with("count", number(cause.claims))
            .with("percent", number(share(cause.claims, all)))
            .with("total", number(share(cause.so_far, all)))
    });
    headed(Phrase::new("report-causes").with("count", number(all)), lines)
}

/// What was wrong, and with what.
pub fn called(cause: &Cause, terms: &Terms) -> Phrase {
    let Some((of, place)) = &cause.what else { return Phrase::new("report-others") };
    let unknown = || Arg::from(Phrase::new("unknown"));
    Phrase::new("report-what")
        .with("product", of.as_deref().map_or_else(unknown, |id| product(id, terms)))
        .with("part", place.as_deref().map_or_else(unknown, |id| part(id, terms)))
}

fn goods(all: Option<Pieces>, articles: &[(Option<String>, Pieces)]) -> Vec<Phrase> {
    let Some(all) = all else { return Vec::new() };
    let head = Phrase::new("report-goods")
        .with("defective", number(all.defective))
        .with("inspected", number(all.inspected))
        .with("received", number(all.received))
        .with("rate", rate(all));
    let lines = articles.iter().map(|(sku, pieces)| {
        let what = sku.as_deref().map_or_else(|| Arg::from(Phrase::new("unknown")), |sku| defuse(sku).into());
        Phrase::new("report-article")
            .with("what", what)
            .with("defective", number(pieces.defective))
            .with("inspected", number(pieces.inspected))
            .with("received", number(pieces.received))
            .with("rate", rate(*pieces))
    });
    std::iter::once(head).chain(lines).collect()
}

/// How many of those that were looked at are defective, in percent with one decimal.
fn rate(pieces: Pieces) -> Arg {
    if pieces.inspected == 0 {
        return Phrase::new("report-no-rate").into();
    }
    let tenths = per_mille(pieces.defective, pieces.inspected);
    Phrase::new("report-rate").with("rate", format!("{}.{}", tenths / 10, tenths % 10)).into()
}

fn costs(costs: &Costs) -> Vec<Phrase> {
    if costs.free + costs.charged + costs.open == 0 && costs.agreed.is_empty() {
        return Vec::new();
    }
    let pieces = Phrase::new("report-costs")
        .with("free", number(costs.free))
        .with("charged", number(costs.charged))
        .with("open", number(costs.open));
    let agreed =
        costs.agreed.iter().map(|money| Phrase::new("report-agreed").with("price", money.to_string()));
    std::iter::once(pieces).chain(agreed).collect()
}

fn load(load: &[LoadRow]) -> Vec<Phrase> {
    let line = |one: &LoadRow| {
        Phrase::new("report-load-line")
            .with("name", defuse(&one.name))
            .with("open", number(one.open))
            .with("taken", number(one.taken))
            .with("answers", number(one.answers))
            .with("solved", number(one.solved))
    };
    headed(Phrase::new("report-load"), load.iter().take(LINES).map(line).chain(beyond(load.len())))
}

/// Lines under what they are called; nothing where there are none.
fn headed(head: Phrase, lines: impl Iterator<Item = Phrase>) -> Vec<Phrase> {
    let mut all: Vec<Phrase> = std::iter::once(head).chain(lines).collect();
    if all.len() == 1 {
        all.clear();
    }
    all
}

pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
