//! Blocks laid out on pages: what stands where. Nothing is drawn here.

use super::{Block, Paper, Picture, letters::Letters};

/// A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

const LEFT: f32 = 50.0;
const RIGHT: f32 = WIDTH - 50.0;
const TOP: f32 = 52.0;
const BOTTOM: f32 = HEIGHT - 64.0;
const FOOT: f32 = HEIGHT - 36.0;
const FULL: f32 = RIGHT - LEFT;

const TITLE: f32 = 19.0;
const HEADING: f32 = 12.0;
const BODY: f32 = 9.5;
const SMALL: f32 = 8.0;
const CELL: f32 = 9.0;
/// From one line to the next, for each point of the letters' size.
const LEADING: f32 = 1.45;
/// Where what a name stands for begins.
const VALUES: f32 = 128.0;
/// Between columns, and between pictures.
const GAP: f32 = 12.0;
/// A picture is no higher.
const PICTURE: f32 = 216.0;

/// How dark something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Black,
    Grey,
    Faint,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark<'a> {
    /// Words whose first letter stands there, on a line at that height.
    Words { x: f32, y: f32, size: f32, tone: Tone, words: String },
    /// A rule from there to there.
    Rule { x: f32, to: f32, y: f32, tone: Tone },
    /// A picture.
    Picture { x: f32, y: f32, width: f32, height: f32, picture: &'a Picture },
}

/// A page.
pub(super) type Page<'a> = Vec<Mark<'a>>;

/// Everything on its page.
pub(super) fn lay_out<'a>(paper: &'a Paper, letters: &Letters) -> Vec<Page<'a>> {
    let mut sheet = Sheet { letters, pages: vec![Vec::new()], y: TOP };
    sheet.head(paper);
    for block in &paper.blocks {
        match block {
            Block::Heading(words) => sheet.heading(words),
            Block::Facts(facts) => facts.iter().for_each(|(name, value)| sheet.fact(name, value)),
            Block::Table { head, rows } => sheet.table(head, rows),
            Block::Text(words) => sheet.paragraph(words),
            Block::Pictures(pictures) => pictures.chunks(2).for_each(|two| sheet.pictures(two)),
        }
    }
    sheet.feet(paper);
    sheet.pages
}

struct Sheet<'l, 'a> {
    letters: &'l Letters,
    pages: Vec<Page<'a>>,
    /// How far down the last page is taken.
    y: f32,
}

impl<'a> Sheet<'_, 'a> {
    /// Room for something of that height: the next page where this one has none. Whether it is another page.
    fn room(&mut self, height: f32) -> bool {
        let turned = self.y + height > BOTTOM && self.y > TOP;
        if turned {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
        turned
    }

    fn put(&mut self, mark: Mark<'a>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn words(&mut self, x: f32, y: f32, (size, tone): (f32, Tone), words: &str) {
        let words = self.letters.writable(words);
        if !words.is_empty() {
            self.put(Mark::Words { x, y, size, tone, words });
        }
    }

    fn rule(&mut self, tone: Tone) {
        self.put(Mark::Rule { x: LEFT, to: RIGHT, y: self.y, tone });
    }

    fn head(&mut self, paper: &Paper) {
        self.words(LEFT, self.y + BODY, (BODY, Tone::Grey), &paper.brand);
        let number = self.letters.writable(&paper.number);
        let from = RIGHT - self.letters.width(&number, HEADING);
        self.words(from, self.y + BODY, (HEADING, Tone::Black), &number);
        self.y += BODY * LEADING + 8.0;
        for line in self.letters.lines(&paper.title, TITLE, FULL) {
            self.words(LEFT, self.y + TITLE, (TITLE, Tone::Black), &line);
            self.y += TITLE * 1.3;
        }
        self.y += 8.0;
        self.rule(Tone::Black);
        self.y += 6.0;
    }

    fn heading(&mut self, words: &str) {
        // Why more than its own: what it stands above begins on the same page.
        self.room(HEADING * LEADING + 60.0);
        if self.y > TOP {
            self.y += 12.0;
        }
        self.words(LEFT, self.y + HEADING, (HEADING, Tone::Black), words);
        self.y += HEADING * LEADING;
        self.rule(Tone::Faint);
        self.y += 5.0;
    }

    fn fact(&mut self, name: &str, value: &str) {
        let names = self.letters.lines(name, BODY, VALUES - GAP);
        let values = self.letters.lines(value, BODY, FULL - VALUES);
        for n in 0..names.len().max(values.len()) {
            self.room(BODY * LEADING);
            let y = self.y + BODY;
            self.words(LEFT, y, (BODY, Tone::Grey), names.get(n).map_or("", String::as_str));
            self.words(LEFT + VALUES, y, (BODY, Tone::Black), values.get(n).map_or("", String::as_str));
            self.y += BODY * LEADING;
        }
        self.y += 2.5;
    }

    fn paragraph(&mut self, words: &str) {
        for line in self.letters.lines(words, BODY, FULL) {
            self.room(BODY * LEADING);
            self.words(LEFT, self.y + BODY, (BODY, Tone::Black), &line);
            self.y += BODY * LEADING;
        }
        self.y += 4.0;
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let columns = self.columns(head, rows);
        self.row(head, &columns, Tone::Grey, None);
        for row in rows {
            self.row(row, &columns, Tone::Black, Some(head));
        }
        self.y += 4.0;
    }

    /// Where each column begins and how wide it is: narrow ones as their longest cell wants, and the wide ones share what
    /// is left.
    fn columns(&self, head: &[String], rows: &[Vec<String>]) -> Vec<(f32, f32)> {
        let widest = |n: usize| {
            let cells = rows.iter().filter_map(|row| row.get(n)).chain(head.get(n));
            let widths = cells.flat_map(|cell| cell.lines()).map(|line| self.letters.width(line, CELL));
            // Why a little more: what just fits fits.
            widths.fold(24.0, f32::max) + 0.5
        };
        let mut widths: Vec<f32> = (0..head.len()).map(widest).collect();
        let mut narrow_first: Vec<usize> = (0..widths.len()).collect();
        narrow_first.sort_by(|a, b| widths[*a].total_cmp(&widths[*b]));
        let mut columns = count(widths.len());
        let mut room = FULL - GAP * (columns - 1.0).max(0.0);
        for n in narrow_first {
            widths[n] = widths[n].min(room / columns);
            room -= widths[n];
            columns -= 1.0;
        }
        let mut x = LEFT;
        let place = |width: f32| {
            let column = (x, width);
            x += width + GAP;
            column
        };
        widths.into_iter().map(place).collect()
    }

    fn row(&mut self, cells: &[String], columns: &[(f32, f32)], tone: Tone, again: Option<&[String]>) {
        let size = CELL;
        let cells: Vec<Vec<String>> = columns
            .iter()
            .enumerate()
            .map(|(n, (_, width))| self.letters.lines(cells.get(n).map_or("", String::as_str), size, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..height {
            if let (true, Some(head)) = (self.room(size * LEADING), again) {
                self.row(head, columns, Tone::Grey, None);
            }
            for (cell, (x, _)) in cells.iter().zip(columns) {
                if let Some(words) = cell.get(line) {
                    self.words(*x, self.y + size, (size, tone), words);
                }
            }
            self.y += size * LEADING;
        }
        self.y += 1.5;
        self.rule(Tone::Faint);
        self.y += 2.5;
    }

    fn pictures(&mut self, two: &'a [(Picture, String)]) {
        let wide = (FULL - GAP) / 2.0;
        let fitted: Vec<(f32, f32)> = two.iter().map(|(picture, _)| fit(picture, wide)).collect();
        let captions: Vec<Vec<String>> =
            two.iter().map(|(_, words)| self.letters.lines(words, SMALL, wide)).collect();
        let lines = captions.iter().map(Vec::len).max().unwrap_or_default();
        let under = SMALL * LEADING * count(lines);
        let high = fitted.iter().map(|(_, height)| *height).fold(0.0, f32::max);
        self.room(high + under + 10.0);
        for (n, (picture, _)) in two.iter().enumerate() {
            let x = if n == 0 { LEFT } else { LEFT + wide + GAP };
            let (width, height) = fitted[n];
            self.put(Mark::Picture { x, y: self.y, width, height, picture });
            let mut y = self.y + high + 4.0;
            for line in &captions[n] {
                self.words(x, y + SMALL, (SMALL, Tone::Grey), line);
                y += SMALL * LEADING;
            }
        }
        self.y += high + under + 10.0;
    }

    fn feet(&mut self, paper: &Paper) {
        let of = self.pages.len().to_string();
        for n in 0..self.pages.len() {
            let page = paper.page.replace("{n}", &(n + 1).to_string()).replace("{of}", &of);
            let page = self.letters.writable(&page);
            let x = RIGHT - self.letters.width(&page, SMALL);
            let foot = self.letters.writable(&paper.foot);
            let small = |x, words| Mark::Words { x, y: FOOT, size: SMALL, tone: Tone::Grey, words };
            self.pages[n].extend([small(LEFT, foot), small(x, page)]);
        }
    }
}

fn count(things: usize) -> f32 {
    f32::from(u16::try_from(things).unwrap_or(u16::MAX))
}

/// How large a picture is on paper, where that much width is.
fn fit(picture: &Picture, width: f32) -> (f32, f32) {
    let side = |pixels: u32| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX)).max(1.0);
    let (across, down) = (side(picture.width), side(picture.height));
    // Why no larger than it is: a picture of few pixels is not blown up.
    let scale = (width / across).min(PICTURE / down).min(1.0);
    (across * scale, down * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(blocks: Vec<Block>) -> Paper {
        Paper {
            brand: "Brand".to_owned(),
            title: "A form".to_owned(),
            number: "HX-1".to_owned(),
            foot: "printed".to_owned(),
            page: "{n} / {of}".to_owned(),
            language: "en".to_owned(),
            blocks,
        }
    }

    fn told(page: &Page<'_>) -> Vec<String> {
        let words = |mark: &Mark<'_>| match mark {
            Mark::Words { words, .. } => Some(words.clone()),
            Mark::Rule { .. } | Mark::Picture { .. } => None,
        };
        page.iter().filter_map(words).collect()
    }

    #[test]
    fn everything_stands_on_a_page_and_inside_its_edges() {
        let letters = Letters::load().expect("the font");
        let long = "words that go on ".repeat(60);
        let fact = (long.clone(), long.clone());
        let row = vec![long.clone(), "12".to_owned(), long.clone(), long];
        let blocks = vec![
            Block::Heading("Facts".to_owned()),
            Block::Facts(vec![fact; 12]),
            Block::Table { head: ["a", "b", "c", "d"].map(String::from).to_vec(), rows: vec![row; 30] },
        ];
        let paper = paper(blocks);
        let pages = lay_out(&paper, &letters);
        assert!(pages.len() > 4, "{}", pages.len());
        for mark in pages.iter().flatten() {
            let Mark::Words { x, y, size, words, .. } = mark else { continue };
            assert!(*x >= LEFT && x + letters.width(words, *size) <= RIGHT + 0.1, "{words}");
            assert!(*y > TOP && *y <= FOOT, "{words} at {y}");
        }
    }

    #[test]
    fn pages_are_numbered_and_tables_say_their_columns_on_each() {
        let letters = Letters::load().expect("the font");
        let rows = (0..120).map(|n| vec![format!("row {n}"), "x".to_owned()]).collect();
        let paper = paper(vec![Block::Table { head: vec!["Column".to_owned(), "Other".to_owned()], rows }]);
        let pages = lay_out(&paper, &letters);
        assert!(pages.len() >= 2, "{}", pages.len());
        for (n, page) in pages.iter().enumerate() {
            let words = told(page);
            assert_eq!(words.iter().filter(|words| *words == "Column").count(), 1);
            assert!(words.contains(&format!("{} / {}", n + 1, pages.len())));
        }
        let all: Vec<String> = pages.iter().flat_map(told).collect();
        assert!((0..120).all(|n| all.contains(&format!("row {n}"))));
    }

    #[test]
    fn a_heading_goes_with_what_it_stands_above() {
        let letters = Letters::load().expect("the font");
        let fact = ("name".to_owned(), "value".to_owned());
        for before in 30..60 {
            let paper = paper(vec![
                Block::Facts(vec![fact.clone(); before]),
                Block::Heading("Below".to_owned()),
                Block::Facts(vec![("first".to_owned(), String::new())]),
            ]);
            let pages = lay_out(&paper, &letters);
            let on =
                |wanted: &str| pages.iter().position(|page| told(page).iter().any(|words| words == wanted));
            assert_eq!(on("Below"), on("first"), "after {before} facts");
        }
    }
}
