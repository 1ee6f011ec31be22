//! What is drawn, one thing after the other: boxes, lines, dots and words. Sizes are in pixels.

use std::fmt::Write as _;

use crate::paper::letters::Letters;

/// The colours of a sheet.
pub(super) mod colour {
    pub(in crate::paper::chart) const GROUND: &str = "#e9edf1";
    pub(in crate::paper::chart) const CARD: &str = "#ffffff";
    pub(in crate::paper::chart) const INK: &str = "#16212c";
    pub(in crate::paper::chart) const SOFT: &str = "#55636f";
    pub(in crate::paper::chart) const GRID: &str = "#dde3e9";
    pub(in crate::paper::chart) const DEEP: &str = "#1f5f8b";
    pub(in crate::paper::chart) const PALE: &str = "#9cc4de";
    pub(in crate::paper::chart) const MARK: &str = "#b8500c";
    /// From young to old: paler to deeper.
    pub(in crate::paper::chart) const AGES: [&str; 5] =
        ["#d3e5f1", "#9cc4de", "#5b9bc4", "#1f5f8b", "#0d2f49"];
}

/// Where words stand from their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// They begin there.
    Right,
    /// They end there.
    Left,
}

/// A sheet that fills.
pub(super) struct Pen<'a> {
    out: String,
    letters: &'a Letters,
}

impl<'a> Pen<'a> {
    pub(super) const fn new(letters: &'a Letters) -> Self {
        Self { out: String::new(), letters }
    }

    /// Everything drawn, as a sheet of that size.
    pub(super) fn into_svg(self, width: u32, height: u32) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\">\n{}</svg>\n",
            self.out
        )
    }

    /// A box with round corners.
    pub(super) fn block(&mut self, at: (f32, f32), size: (f32, f32), round: f32, colour: &str) {
        let ((x, y), (width, height)) = (at, size);
        if width > 0.0 {
            self.line(format_args!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\" \
                 fill=\"{colour}\"/>"
            ));
        }
    }

    /// A line through points.
    pub(super) fn path(&mut self, points: &[(f32, f32)], wide: f32, colour: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let points = points.join(" ");
        self.line(format_args!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{wide:.1}\"/>"
        ));
    }

    /// A dot with a rim of the card's colour.
    pub(super) fn dot(&mut self, (x, y): (f32, f32), colour: &str) {
        let rim = colour::CARD;
        self.line(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\" fill=\"{colour}\" stroke=\"{rim}\" stroke-width=\"3\"/>"
        ));
    }

    /// Words on one line, cut where they are wider than that; how wide they are.
    pub(super) fn words(
        &mut self,
        words: &str,
        (x, y): (f32, f32),
        (size, colour): (f32, &str),
        side: Side,
        most: f32,
    ) -> f32 {
        let words = self.cut(words, size, most);
        let anchor = if side == Side::Right { "start" } else { "end" };
        self.line(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.0}\" fill=\"{colour}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(&words)
        ));
        self.width(&words, size)
    }

    /// How wide words are.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        self.letters.width(words, size)
    }

    /// Words in lines that are no wider than that.
    pub(super) fn lines(&self, words: &str, size: f32, most: f32) -> Vec<String> {
        self.letters.lines(words, size, most)
    }

    fn cut(&self, words: &str, size: f32, most: f32) -> String {
        let words = self.letters.writable(words);
        if self.width(&words, size) <= most {
            return words;
        }
        let room = most - self.width("…", size);
        let (mut short, mut wide) = (String::new(), 0.0);
        for letter in words.chars() {
            wide += self.width(letter.encode_utf8(&mut [0; 4]), size);
            if wide > room {
                break;
            }
            short.push(letter);
        }
        format!("{}…", short.trim_end())
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Why unheard: writing into a string does not fail.
        let _ = writeln!(self.out, "{line}");
    }
}

/// Words that stand for themselves in XML; characters it has no place for are left out.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}
