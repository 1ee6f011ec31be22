//! Where everything stands on the sheet: a head, and below it a card for each panel.

use super::{
    Board, Fall, Panel, Shape, Share, Stack, Time,
    pen::{Pen, Side, colour},
};
use crate::paper::letters::Letters;

const WIDTH: f32 = 1080.0;
/// Around the cards, and between them.
const GAP: f32 = 28.0;
/// Within a card.
const PAD: f32 = 32.0;
const ROW: f32 = 58.0;
const BAR: f32 = 30.0;
const TITLE: f32 = 42.0;
const HEADING: f32 = 32.0;
const WORDS: f32 = 27.0;
const NOTE: f32 = 24.0;
/// What bars are of, at their left; what was wrong is told by two names.
const LABEL: f32 = 290.0;
const LONG_LABEL: f32 = 420.0;
/// What bars come to, at their right: no more than that, and no more than it takes.
const FIGURE: f32 = 330.0;
/// Bars of times end at so many times what was promised.
const FARTHEST: f32 = 1.5;

/// No sheet is taller: chats make pictures small by their longer side.
const TALLEST: f32 = 1350.0;

/// The panels on as many sheets as they need, in their order; one that is taller by itself has one of its own.
pub(super) fn pages(board: &Board, letters: &Letters) -> Vec<Board> {
    let pen = Pen::new(letters);
    let head = head(board, &pen);
    let (mut pages, mut filled) = (Vec::<Board>::new(), TALLEST);
    for panel in &board.panels {
        let more = height(panel, &pen) + GAP;
        if filled + more > TALLEST {
            pages.push(Board { panels: Vec::new(), ..board.clone() });
            filled = head;
        }
        filled += more;
        pages.last_mut().into_iter().for_each(|page| page.panels.push(panel.clone()));
    }
    pages
}

fn head(board: &Board, pen: &Pen<'_>) -> f32 {
    GAP + TITLE + 14.0 + (NOTE + 10.0) * count(about(board, pen).len()) + 24.0
}

fn about(board: &Board, pen: &Pen<'_>) -> Vec<String> {
    pen.lines(&board.about, NOTE, WIDTH - 2.0 * GAP - 8.0)
}

/// The sheet, and its width and height.
pub(super) fn draw(board: &Board, letters: &Letters) -> (String, [u32; 2]) {
    let mut pen = Pen::new(letters);
    let panels: Vec<(&Panel, f32)> = board.panels.iter().map(|panel| (panel, height(panel, &pen))).collect();
    let (about, head) = (about(board, &pen), head(board, &pen));
    let all = head + panels.iter().map(|(_, height)| height + GAP).sum::<f32>();
    pen.block((0.0, 0.0), (WIDTH, all), 0.0, colour::GROUND);
    let left = GAP + 4.0;
    pen.words(&board.title, (left, GAP + TITLE), (TITLE, colour::INK), Side::Right, WIDTH - 2.0 * left);
    for (n, line) in about.iter().enumerate() {
        let y = GAP + TITLE + 14.0 + (NOTE + 10.0) * count(n + 1);
        pen.words(line, (left, y), (NOTE, colour::SOFT), Side::Right, WIDTH - 2.0 * left);
    }
    let mut top = head;
    for (panel, height) in panels {
        pen.block((GAP, top), (WIDTH - 2.0 * GAP, height), 18.0, colour::CARD);
        self::panel(panel, top + PAD, &mut pen);
        top += height + GAP;
    }
    (pen.into_svg(whole(WIDTH), whole(all)), [whole(WIDTH), whole(all)])
}

/// Places are small and whole.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of one sheet")]
const fn whole(pixels: f32) -> u32 {
    pixels.ceil() as u32
}

#[expect(clippy::cast_precision_loss, reason = "rows of one sheet, and counts that are only compared")]
const fn count(n: usize) -> f32 {
    n as f32
}

#[expect(clippy::cast_precision_loss, reason = "only how long bars are next to each other")]
const fn pieces(n: u64) -> f32 {
    n as f32
}

fn inner() -> f32 {
    WIDTH - 2.0 * (GAP + PAD)
}

fn notes(panel: &Panel, pen: &Pen<'_>) -> Vec<String> {
    pen.lines(&panel.note, NOTE, inner())
}

fn height(panel: &Panel, pen: &Pen<'_>) -> f32 {
    let rows = match &panel.shape {
        Shape::Shares(rows) => rows.len(),
        Shape::Times(rows) => rows.len(),
        Shape::Stacks { rows, .. } => rows.len(),
        Shape::Falling(rows) => rows.len(),
    };
    let legend = if matches!(panel.shape, Shape::Stacks { .. }) { ROW - 8.0 } else { 0.0 };
    2.0 * PAD + HEADING + (NOTE + 10.0) * count(notes(panel, pen).len()) + 12.0 + legend + ROW * count(rows)
}

fn panel(panel: &Panel, top: f32, pen: &mut Pen<'_>) {
    let left = GAP + PAD;
    pen.words(&panel.title, (left, top + HEADING - 6.0), (HEADING, colour::INK), Side::Right, inner());
    let mut y = top + HEADING;
    for line in notes(panel, pen) {
        y += NOTE + 10.0;
        pen.words(&line, (left, y - 4.0), (NOTE, colour::SOFT), Side::Right, inner());
    }
    y += 12.0;
    match &panel.shape {
        Shape::Shares(rows) => shares(rows, y, pen),
        Shape::Times(rows) => times(rows, y, pen),
        Shape::Stacks { parts, rows } => stacks(parts, rows, y, pen),
        Shape::Falling(rows) => falling(rows, y, pen),
    }
}

/// Where bars begin, and how long the longest is.
#[derive(Clone, Copy)]
struct Track {
    x: f32,
    wide: f32,
}

impl Track {
    /// Between labels of that width and those figures.
    fn between<'a>(label: f32, figures: impl Iterator<Item = &'a str>, pen: &Pen<'_>) -> Self {
        let figure = figures.map(|text| pen.width(text, WORDS)).fold(0.0, f32::max).min(FIGURE);
        Self { x: GAP + PAD + label, wide: inner() - label - figure - 24.0 }
    }

    /// What a bar is of, and what it comes to, around the bar's place; where the bar's upper edge is.
    fn row(self, label: &str, text: &str, y: f32, pen: &mut Pen<'_>) -> f32 {
        let (base, left, end) = (y + ROW / 2.0 + WORDS * 0.36, GAP + PAD, WIDTH - GAP - PAD);
        pen.words(label, (left, base), (WORDS, colour::INK), Side::Right, self.x - left - 16.0);
        pen.words(text, (end, base), (WORDS, colour::INK), Side::Left, end - self.x - self.wide);
        y + (ROW - BAR) / 2.0
    }
}

fn shares(rows: &[Share], mut y: f32, pen: &mut Pen<'_>) {
    let track = Track::between(LABEL, rows.iter().map(|row| row.text.as_str()), pen);
    let Track { x, wide } = track;
    for one in rows {
        let top = track.row(&one.label, &one.text, y, pen);
        pen.block((x, top), (wide, BAR), 6.0, colour::GRID);
        if let Some(share) = one.share {
            pen.block((x, top), (wide * share.clamp(0.0, 1.0), BAR), 6.0, colour::DEEP);
        }
        y += ROW;
    }
}

fn times(rows: &[Time], mut y: f32, pen: &mut Pen<'_>) {
    let track = Track::between(LABEL, rows.iter().map(|row| row.text.as_str()), pen);
    let Track { x, wide } = track;
    let promised = x + wide / FARTHEST;
    let long = |share: f32| wide * (share / FARTHEST).clamp(0.0, 1.0);
    for one in rows {
        let top = track.row(&one.label, &one.text, y, pen);
        pen.block((x, top), (wide, BAR), 6.0, colour::GRID);
        pen.block((x, top), (long(one.most), BAR), 6.0, colour::PALE);
        pen.block((x, top), (long(one.half), BAR), 6.0, colour::DEEP);
        pen.path(&[(promised, top - 7.0), (promised, top + BAR + 7.0)], 5.0, colour::MARK);
        y += ROW;
    }
}

fn stacks(parts: &[String], rows: &[Stack], top: f32, pen: &mut Pen<'_>) {
    let mut x = GAP + PAD;
    let each = inner() / count(parts.len().max(1)) - 40.0;
    for (part, colour) in parts.iter().zip(colour::AGES) {
        pen.block((x, top + 8.0), (24.0, 24.0), 5.0, colour);
        let wide = pen.words(part, (x + 34.0, top + 29.0), (NOTE, self::colour::SOFT), Side::Right, each);
        x += 34.0 + wide + 26.0;
    }
    let total = |row: &Stack| row.parts.iter().sum::<u64>();
    let totals: Vec<String> = rows.iter().map(|row| total(row).to_string()).collect();
    let track = Track::between(LABEL, totals.iter().map(String::as_str), pen);
    let Track { x: left, wide } = track;
    let most = pieces(rows.iter().map(total).max().unwrap_or_default().max(1));
    let mut y = top + ROW - 8.0;
    for (one, text) in rows.iter().zip(&totals) {
        let at = track.row(&one.label, text, y, pen);
        let mut x = left;
        for (part, colour) in one.parts.iter().zip(colour::AGES) {
            let long = wide * pieces(*part) / most;
            pen.block((x, at), (long, BAR), 0.0, colour);
            x += long;
        }
        y += ROW;
    }
}

fn falling(rows: &[Fall], mut y: f32, pen: &mut Pen<'_>) {
    let track = Track::between(LONG_LABEL, rows.iter().map(|row| row.text.as_str()), pen);
    let Track { x, wide } = track;
    let most = pieces(rows.iter().map(|row| row.count).max().unwrap_or_default().max(1));
    let mut together = Vec::with_capacity(rows.len());
    for one in rows {
        let top = track.row(&one.label, &one.text, y, pen);
        pen.block((x, top), (wide, BAR), 6.0, colour::GRID);
        pen.block((x, top), (wide * pieces(one.count) / most, BAR), 6.0, colour::PALE);
        together.push((x + wide * one.so_far.clamp(0.0, 1.0), top + BAR / 2.0));
        y += ROW;
    }
    pen.path(&together, 4.0, colour::MARK);
    for at in together {
        pen.dot(at, colour::MARK);
    }
}
