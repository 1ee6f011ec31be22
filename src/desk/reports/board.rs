//! Figures as bars: which are drawn, and how they are called.

use crate::{
    desk::{Desk, show::Voice},
    domain::{
        alerts::target_name,
        phrase::{Arg, Phrase},
        report::{self, By, Figures, Kept, Promised, Satisfied, Score, Told, share},
    },
    paper::chart::{Board, Fall, Panel, Shape, Share, Stack, Time},
};

/// Bars of one panel at most.
const ROWS: usize = 8;

/// Everything of a report that is drawn.
pub(super) fn board(desk: &Desk, figures: &Figures, told: &Told<'_>, voice: Voice) -> Board {
    let words = |phrase: Phrase| desk.words(&[phrase], voice);
    let said = |arg: Arg| words(Phrase::new("said").with("text", arg));
    let panel = |key: Phrase, note: Phrase, shape| Panel { title: words(key), note: words(note), shape };
    let clock = |one: &Promised| words(target_name(one.target));
    let kept = |one: &Promised| Share {
        label: clock(one),
        share: one.kept.percent().map(hundredths),
        text: words(shared(one.kept)),
    };
    let took = |one: &Promised| {
        let took = one.counted?;
        let times = Phrase::new("report-picture-took")
            .with("median", Arg::Span(took.median))
            .with("most", Arg::Span(took.p90));
        Some(Time {
            label: clock(one),
            half: ratio(took.median, one),
            most: ratio(took.p90, one),
            text: words(times),
        })
    };
    let shares: Vec<Share> = figures.promised.iter().take(ROWS).map(kept).collect();
    let times: Vec<Time> = figures.promised.iter().take(ROWS).filter_map(took).collect();
    let slices = told.ask.by.map(|by| {
        let slice = |slice: &report::Slice| Share {
            label: said(report::name(by, slice.key.as_deref(), told.terms)),
            share: slice.answers.percent().map(hundredths),
            text: words(shared(slice.answers)),
        };
        (by, figures.slices.iter().take(ROWS).map(slice).collect::<Vec<_>>())
    });
    let mut panels = Vec::new();
    if !shares.is_empty() {
        panels.push(panel(
            Phrase::new("report-promises"),
            Phrase::new("report-picture-kept"),
            Shape::Shares(shares),
        ));
    }
    if !times.is_empty() {
        panels.push(panel(
            Phrase::new("report-picture-times"),
            Phrase::new("report-picture-times-note"),
            Shape::Times(times),
        ));
    }
    if let Some((by, slices)) = slices.filter(|(_, slices)| !slices.is_empty()) {
        let title = Phrase::keyed("by", By::name(by));
        panels.push(panel(title, Phrase::new("report-picture-slices"), Shape::Shares(slices)));
    }
    panels.extend(open(figures, told, &words, &said));
    panels.extend(causes(figures, told, &words));
    panels.extend(figures.surveys.iter().filter_map(|form| scores(form, told, &words)));
    let about = words(report::scope(told));
    Board { title: words(report::title(told)), about, panels }
}

fn open(
    figures: &Figures,
    told: &Told<'_>,
    words: &impl Fn(Phrase) -> String,
    said: &impl Fn(Arg) -> String,
) -> Option<Panel> {
    let row = |group: &report::Open| Stack {
        label: said(told.terms.group_name(&group.group)),
        parts: group.ages.to_vec(),
    };
    let rows: Vec<Stack> = figures.open.iter().take(ROWS).map(row).collect();
    let shape = Shape::Stacks { parts: report::ages().map(words).collect(), rows };
    (!figures.open.is_empty()).then(|| Panel {
        title: words(Phrase::new("report-open")),
        note: words(Phrase::new("report-picture-open")),
        shape,
    })
}

fn causes(figures: &Figures, told: &Told<'_>, words: &impl Fn(Phrase) -> String) -> Option<Panel> {
    let all = figures.causes.last()?.so_far;
    let row = |cause: &report::Cause| Fall {
        label: words(report::called(cause, told.terms)),
        count: cause.claims,
        so_far: hundredths(share(cause.so_far, all)),
        text: words(
            Phrase::new("report-picture-cause")
                .with("count", number(cause.claims))
                .with("percent", number(share(cause.claims, all))),
        ),
    };
    Some(Panel {
        title: words(Phrase::new("report-causes").with("count", number(all))),
        note: words(Phrase::new("report-picture-causes")),
        shape: Shape::Falling(figures.causes.iter().map(row).collect()),
    })
}

/// How good each thing of a form was found; nothing where too few answered all of them.
fn scores(form: &Satisfied, told: &Told<'_>, words: &impl Fn(Phrase) -> String) -> Option<Panel> {
    form.scores.iter().find_map(Score::mean)?;
    let row = |score: &Score| {
        let text = match score.mean() {
            Some(_) => Phrase::new("report-picture-score").with("value", report::mean(score)),
            None => Phrase::new("report-picture-few"),
        };
        Share {
            label: words(Phrase::keyed("survey-item", score.item.name())),
            share: score.share().map(hundredths),
            text: words(text.with("n", number(score.n))),
        }
    };
    let name = report::form(&form.form, &told.terms.surveys);
    Some(Panel {
        title: words(Phrase::new("report-picture-scores").with("form", name)),
        note: words(Phrase::new("report-picture-scores-note")),
        shape: Shape::Shares(form.scores.iter().take(ROWS).map(row).collect()),
    })
}

fn shared(kept: Kept) -> Phrase {
    match kept.percent() {
        Some(percent) => {
            Phrase::new("report-share").with("percent", number(percent)).with("of", number(kept.of))
        }
        None => Phrase::new("report-no-share"),
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "0 to 100")]
fn hundredths(percent: u64) -> f32 {
    percent.min(100) as f32 / 100.0
}

/// A time against the longest that was promised.
#[expect(clippy::cast_precision_loss, reason = "only how long a bar is")]
fn ratio(seconds: i64, one: &Promised) -> f32 {
    seconds as f32 / one.spans.1.amount().num_seconds().max(1) as f32
}
