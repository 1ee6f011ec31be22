//! Texts as Discord writes them: markdown with everything else escaped, parts that fit a message, and what people type
//! there read back.
//!
//! Invariants: what is shown of a rendering is the text, character for character, but for word joiners, which take no
//! room; looks Discord can't show there fall away, words never do. No rendering holds a ping or a mention but those marked
//! as such, which nothing people write is. Every line is closed in itself, so that looks never reach where something else is meant. Lengths are Unicode
//! code points, which Discord counts.

mod escape;
mod looks;
mod read;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{FULL_ENOUGH, MarkKind, Rich, ends_word};
use escape::{Escape, apart, hushed};
use looks::Span;

pub use read::{Mention, read, read_naming};

/// The way to a thread in words. Under [`MarkKind::Thread`] Discord shows its name there, which can be tapped.
pub fn thread(number: i64) -> String {
    format!("#{number}")
}

/// Somebody in words. Under [`MarkKind::Call`] Discord shows their name there and calls them, where the message says
/// that it may.
pub fn person(account: i64) -> String {
    format!("@{account}")
}

/// A role in words. Under [`MarkKind::Role`] it is as with a person.
pub fn role(number: i64) -> String {
    format!("@&{number}")
}

/// No smaller limit can be kept: a character may have to be written as so many.
const SMALLEST_LIMIT: usize = 4;
const FENCE: &str = "```";
const QUOTE: &str = "> ";
/// Longer names of languages are left out.
const LONGEST_LANGUAGE: usize = 20;

/// The text as markdown that looks as the text with its marks. Quotes cover whole lines; a line quoted in part is not.
/// Addresses can be opened and show no preview.
pub fn render(rich: &Rich) -> String {
    let blocks = blocks(rich);
    let mut page = Page { rich, out: String::new(), quoted: false };
    let mut open: Option<&Block> = None;
    let mut blocks_left = blocks.iter().peekable();
    for (number, line) in lines(rich, &blocks).into_iter().enumerate() {
        page.quoted = line.quoted;
        page.begin(number > 0);
        let Range { start: mut at, end } = line.range;
        loop {
            if let Some(block) = open {
                let to = block.range.end.min(end);
                page.out.push_str(&hushed(&rich.text[at..to]));
                if block.range.end > end {
                    break;
                }
                page.begin(true);
                page.out.push_str(FENCE);
                (open, at) = (None, to);
            }
            let Some(block) = blocks_left.next_if(|block| block.range.start < end) else {
                page.inline(at..end);
                break;
            };
            page.inline(at..block.range.start);
            apart(&mut page.out);
            page.out.push_str(FENCE);
            page.out.push_str(block.language);
            page.begin(true);
            (open, at) = (Some(block), block.range.start);
        }
    }
    page.out
}

/// Parts whose renderings have at most `limit` code points (no less than four) and that put together are this text;
/// marks are cut and continued. Parts end with a line or a word where that leaves them at least half full, else with a
/// whole grapheme; only a grapheme longer than the limit is cut between its characters, and a character whose marks
/// alone are longer loses them. An empty text has no parts; a part may be nothing but white space.
pub fn split(rich: &Rich, limit: usize) -> Vec<Rich> {
    let limit = limit.max(SMALLEST_LIMIT);
    let mut parts = Vec::new();
    let mut from = 0;
    while from < rich.text.len() {
        let part = first_part(rich, from, limit);
        from += part.text.len();
        parts.push(part);
    }
    parts
}

/// How many code points the rendering has.
fn rendered_len(rich: &Rich) -> usize {
    render(rich).chars().count()
}

fn first_part(rich: &Rich, from: usize, limit: usize) -> Rich {
    let rest = &rich.text[from..];
    let part = |length: usize| rich.part(from, from + length);
    // Why `limit` of them: each grapheme takes room for one character at least.
    let ends: Vec<(usize, &str)> = rest
        .grapheme_indices(true)
        .take(limit)
        .map(|(at, grapheme)| (at + grapheme.len(), grapheme))
        .collect();
    let Some(fitting) = most(ends.len(), |count| rendered_len(&part(ends[count - 1].0)) <= limit) else {
        return one_grapheme(rich, from, ends.first().map_or(rest.len(), |(end, _)| *end), limit);
    };
    let longest = ends[fitting - 1].0;
    if longest == rest.len() {
        return part(longest);
    }
    let last = |ends_well: fn(&str) -> bool| {
        ends[..fitting].iter().rev().find(|(_, grapheme)| ends_well(grapheme)).map(|(end, _)| part(*end))
    };
    let full_enough = |part: &Rich| {
        let length = rendered_len(part);
        length <= limit && length * FULL_ENOUGH >= limit
    };
    let line = last(|grapheme| grapheme.ends_with('\n')).filter(full_enough);
    line.or_else(|| last(ends_word).filter(full_enough)).unwrap_or_else(|| part(longest))
}

/// As many characters of a grapheme as fit, at least one.
fn one_grapheme(rich: &Rich, from: usize, end: usize, limit: usize) -> Rich {
    let ends: Vec<usize> =
        rich.text[from..from + end].char_indices().map(|(at, character)| at + character.len_utf8()).collect();
    let part = |count: usize| rich.part(from, from + ends[count - 1]);
    match most(ends.len(), |count| rendered_len(&part(count)) <= limit) {
        Some(count) => part(count),
        None => Rich::plain(part(1).text),
    }
}

/// The largest of `1..=all` found to fit, where what is smaller mostly fits if what is larger does.
fn most(all: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut known, mut beyond) = (None, all + 1);
    let mut next = all;
    while next > known.unwrap_or(0) && next < beyond {
        if fits(next) {
            known = Some(next);
        } else {
            beyond = next;
        }
        next = usize::midpoint(known.unwrap_or(0), beyond);
    }
    known
}

/// A block of code, without the line ends around it.
struct Block<'a> {
    range: Range<usize>,
    language: &'a str,
}

/// Blocks of code in order. One that holds a fence, or nothing to see, can't be shown as one.
fn blocks(rich: &Rich) -> Vec<Block<'_>> {
    let block = |mark: &'_ super::Mark| {
        let MarkKind::Pre(_) = &mark.kind else { return None };
        let inside = &rich.text[mark.from..mark.to];
        let from = mark.from + inside.len() - inside.trim_start_matches('\n').len();
        let code = inside.trim_matches('\n');
        (!code.trim().is_empty() && !code.contains(FENCE)).then(|| from..from + code.len())
    };
    let named = |language: &&str| {
        let fits = |sign: u8| sign.is_ascii_alphanumeric() || b"_+-.#".contains(&sign);
        language.len() <= LONGEST_LANGUAGE && language.bytes().all(fits)
    };
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for mark in &rich.marks {
        let MarkKind::Pre(language) = &mark.kind else { continue };
        let language = language.as_deref().filter(named).unwrap_or_default();
        blocks.extend(block(mark).map(|range| Block { range, language }));
    }
    blocks.sort_by_key(|block| (block.range.start, block.range.end));
    let mut end = 0;
    blocks.retain(|block| {
        let apart = block.range.start >= end;
        end = if apart { block.range.end } else { end };
        apart
    });
    blocks
}

/// A line without its end.
struct Line {
    range: Range<usize>,
    quoted: bool,
}

fn lines(rich: &Rich, blocks: &[Block<'_>]) -> Vec<Line> {
    let quotes = looks::covered(rich, 0..rich.text.len(), &MarkKind::Quote);
    let mut lines = Vec::new();
    let mut from = 0;
    for text in rich.text.split('\n') {
        let range = from..from + text.len();
        from = range.end + 1;
        let seen = looks::trim(&rich.text, range.clone()).unwrap_or_else(|| range.clone());
        let quoted = quotes.iter().any(|quote| quote.start <= seen.start && seen.end <= quote.end);
        lines.push(Line { range, quoted });
    }
    // Why: a block begun within a quote and ended outside would swallow what stands between.
    for block in blocks {
        let meets = |line: &&mut Line| {
            line.range.start < block.range.end && block.range.start < line.range.end.max(line.range.start + 1)
        };
        let whole = lines.iter_mut().filter(|line| meets(line)).all(|line| line.quoted);
        lines.iter_mut().filter(meets).for_each(|line| line.quoted &= whole);
    }
    lines
}

/// What is written so far.
struct Page<'a> {
    rich: &'a Rich,
    out: String,
    /// Whether the line being written is part of a quote.
    quoted: bool,
}

impl Page<'_> {
    /// Begins a line, behind another one if so told.
    fn begin(&mut self, another: bool) {
        if another {
            self.out.push('\n');
        }
        if self.quoted {
            self.out.push_str(QUOTE);
        }
    }

    /// Writes a stretch of one line that is no block of code.
    fn inline(&mut self, stretch: Range<usize>) {
        if stretch.is_empty() {
            return;
        }
        let (spans, addresses) = looks::spans(self.rich, stretch.clone());
        let escape = Escape::new(&self.rich.text, stretch.clone(), addresses);
        let mut pen = looks::Pen::new(&mut self.out, escape);
        nested(&mut pen, &spans, stretch);
    }
}

/// Writes a stretch with the spans in it, which are well nested and in order.
fn nested(pen: &mut looks::Pen<'_>, spans: &[Span], stretch: Range<usize>) {
    let mut at = stretch.start;
    let mut left = spans;
    while let Some((span, behind)) = left.split_first() {
        let inside = behind.iter().take_while(|other| other.range.start < span.range.end).count();
        pen.plain(at..span.range.start);
        if pen.open(span) {
            nested(pen, &behind[..inside], span.range.clone());
            pen.close(span);
        }
        at = span.range.end;
        left = &behind[inside..];
    }
    pen.plain(at..stretch.end);
}
