//! Looks on one line, brought into a form markdown can say: well nested, beginning and ending with something to see, cut
//! around what can't be written with them.

use std::{cmp::Reverse, collections::BinaryHeap, fmt::Write as _, ops::Range};

use super::{
    super::{MarkKind, Rich, safe::JOINER},
    escape::{Escape, addresses, apart, hushed},
};

/// Longer addresses are not put behind words.
const LONGEST_TARGET: usize = 512;
/// Looks that are a sign on both sides.
const SIMPLE: [MarkKind; 5] =
    [MarkKind::Spoiler, MarkKind::Bold, MarkKind::Underline, MarkKind::Strike, MarkKind::Italic];

/// A look and the bytes it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) range: Range<usize>,
    look: Look,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// To that address, as it is written.
    Link(String),
    /// Between two of that sign.
    Between(&'static str),
    Code,
}

/// The looks of a stretch of one line, each before those within it, and the addresses to be written as such.
pub(super) fn spans(rich: &Rich, stretch: Range<usize>) -> (Vec<Span>, Vec<Range<usize>>) {
    let text = rich.text.as_str();
    let codes = covered(rich, stretch.clone(), &MarkKind::Code);
    let codes: Vec<_> = codes.into_iter().filter(|code| fence(&text[code.clone()]).is_some()).collect();
    let mut addressed = Vec::new();
    let mut at = stretch.start;
    for code in codes.iter().chain([&(stretch.end..stretch.end)]) {
        addressed.extend(addresses(text, at..code.start));
        at = code.end;
    }
    for kind in rich.marks.iter().map(|mark| &mark.kind) {
        let ways = covered(rich, stretch.clone(), kind).into_iter();
        addressed.extend(ways.filter(|way| points(kind, &text[way.clone()])));
    }
    addressed.sort_by_key(|address| (address.start, address.end));
    addressed.dedup();
    let mut looks = links(rich, &stretch, &addressed);
    for kind in &SIMPLE {
        let Some(sign) = sign(kind) else { continue };
        let mut ranges = covered(rich, stretch.clone(), kind);
        let told_apart = |verbatim: &&Range<usize>| text[(*verbatim).clone()].contains(&sign[..1]);
        for code in codes.iter().filter(told_apart) {
            ranges = without(text, ranges, code);
        }
        for address in &addressed {
            let within = ranges.iter().any(|range| range.start <= address.start && address.end <= range.end);
            if !within || told_apart(&address) {
                ranges = without(text, ranges, address);
            }
        }
        looks.extend(ranges.into_iter().map(|range| Span { range, look: Look::Between(sign) }));
    }
    let mut nested = untangled(text, looks);
    nested.extend(code_pieces(text, &codes, &nested));
    nested.sort_by_key(|span| (span.range.start, Reverse(span.range.end), span.look.clone()));
    (nested, addressed)
}

/// Whether that is the number of a thread, or of the very person or role that is marked: they are written as addresses are.
fn points(kind: &MarkKind, words: &str) -> bool {
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|sign| sign.is_ascii_digit());
    match kind {
        MarkKind::Thread => words.strip_prefix('#').is_some_and(is_number),
        MarkKind::Call(account) => words == super::person(*account),
        MarkKind::Role(number) => words == super::role(*number),
        _ => false,
    }
}

const fn sign(kind: &MarkKind) -> Option<&'static str> {
    match kind {
        MarkKind::Bold => Some("**"),
        MarkKind::Italic => Some("*"),
        MarkKind::Underline => Some("__"),
        MarkKind::Strike => Some("~~"),
        MarkKind::Spoiler => Some("||"),
        MarkKind::Code
        | MarkKind::Pre(_)
        | MarkKind::Quote
        | MarkKind::Link(_)
        | MarkKind::Thread
        | MarkKind::Call(_)
        | MarkKind::Role(_) => None,
    }
}

/// The stretches of `within` that have this look, each as long as can be, beginning and ending with something to see.
pub(super) fn covered(rich: &Rich, within: Range<usize>, kind: &MarkKind) -> Vec<Range<usize>> {
    let cut = |from: usize, to: usize| from.max(within.start)..to.min(within.end);
    let marks = rich.marks.iter().filter(|mark| mark.kind == *kind);
    let mut ranges: Vec<_> =
        marks.map(|mark| cut(mark.from, mark.to)).filter(|range| range.start < range.end).collect();
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined.into_iter().filter_map(|range| trim(&rich.text, range)).collect()
}

/// The range without white space at its ends; `None` when nothing is left.
pub(super) fn trim(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let unseen = |sign: char| sign.is_whitespace() || sign == '\u{FEFF}';
    let words = text[range.clone()].trim_end_matches(unseen);
    let seen = words.trim_start_matches(unseen);
    let end = range.start + words.len();
    (!seen.is_empty()).then(|| end - seen.len()..end)
}

fn without(text: &str, ranges: Vec<Range<usize>>, hole: &Range<usize>) -> Vec<Range<usize>> {
    let around = |range: Range<usize>| {
        if range.end <= hole.start || hole.end <= range.start {
            return [Some(range), None];
        }
        let piece = |from: usize, to: usize| (from < to).then(|| trim(text, from..to)).flatten();
        [piece(range.start, hole.start), piece(hole.end, range.end)]
    };
    ranges.into_iter().flat_map(around).flatten().collect()
}

/// Links that can stand behind their words: those that go to the web and whose words neither are an address nor hold a
/// bracket, around which they are cut.
fn links(rich: &Rich, stretch: &Range<usize>, addressed: &[Range<usize>]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut end = 0;
    let mut marks: Vec<_> = rich.marks.iter().collect();
    marks.sort_by_key(|mark| mark.from);
    for mark in marks {
        let MarkKind::Link(url) = &mark.kind else { continue };
        // Why: Discord shows no link behind words that look like another one.
        let misleads = rich.text[mark.from..mark.to].contains("://");
        let Some(target) = target(url).filter(|_| !misleads) else { continue };
        let range = mark.from.max(stretch.start).max(end)..mark.to.min(stretch.end);
        if range.start >= range.end {
            continue;
        }
        end = range.end;
        let brackets = rich.text[range.clone()].match_indices(['[', ']']);
        let brackets: Vec<_> = brackets.map(|(at, _)| range.start + at..range.start + at + 1).collect();
        let mut pieces: Vec<_> = trim(&rich.text, range).into_iter().collect();
        for hole in brackets.iter().chain(addressed) {
            pieces = without(&rich.text, pieces, hole);
        }
        spans.extend(pieces.into_iter().map(|range| Span { range, look: Look::Link(target.clone()) }));
    }
    spans
}

/// The address with everything encoded that means something to markdown.
fn target(url: &str) -> Option<String> {
    let scheme = url.split_once("://")?.0;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let mut target = String::new();
    for (at, sign) in url.char_indices() {
        let rest = &url[at + sign.len_utf8()..];
        let twice = matches!(sign, '_' | '~') && (rest.starts_with(sign) || url[..at].ends_with(sign));
        let plain = sign.is_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(sign);
        let called = sign == '@' && (rest.starts_with("everyone") || rest.starts_with("here"));
        if plain && !twice && !called {
            target.push(sign);
        } else {
            let mut bytes = [0; 4];
            for byte in sign.encode_utf8(&mut bytes).bytes() {
                write!(target, "%{byte:02X}").ok()?;
            }
        }
    }
    (target.chars().count() <= LONGEST_TARGET).then_some(target)
}

/// The same looks, those that cross others cut where the others end.
fn untangled(text: &str, looks: Vec<Span>) -> Vec<Span> {
    let key = |span: Span| Reverse((span.range.start, Reverse(span.range.end), span.look));
    let mut waiting: BinaryHeap<_> = looks.into_iter().map(key).collect();
    let mut done: Vec<Span> = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    while let Some(Reverse((start, Reverse(end), look))) = waiting.pop() {
        while around.last().is_some_and(|open| *open <= start) {
            around.pop();
        }
        let cut = around.last().copied().filter(|open| *open < end).unwrap_or(end);
        if let Some(range) = (cut < end).then(|| trim(text, cut..end)).flatten() {
            waiting.push(key(Span { range, look: look.clone() }));
        }
        if let Some(range) = trim(text, start..cut) {
            around.push(range.end);
            done.push(Span { range, look });
        }
    }
    done
}

/// Code can hold no other look, so it is cut wherever one begins or ends.
fn code_pieces(text: &str, codes: &[Range<usize>], looks: &[Span]) -> Vec<Span> {
    let mut pieces = Vec::new();
    for code in codes {
        let ends = looks.iter().flat_map(|span| [span.range.start, span.range.end]);
        let mut cuts: Vec<usize> = ends.filter(|end| code.start < *end && *end < code.end).collect();
        cuts.push(code.end);
        cuts.sort_unstable();
        cuts.dedup();
        let mut from = code.start;
        for to in cuts {
            pieces.extend(trim(text, from..to).map(|range| Span { range, look: Look::Code }));
            from = to;
        }
    }
    pieces
}

/// What code is put between; `None` when it holds both.
fn fence(code: &str) -> Option<&'static str> {
    let runs: Vec<usize> = code.split(|sign| sign != '`').map(str::len).collect();
    ["`", "``"].into_iter().find(|fence| !runs.contains(&fence.len()))
}

/// Writes one line: words, and looks around them.
pub(super) struct Pen<'a> {
    out: &'a mut String,
    escape: Escape<'a>,
    /// The length of the page when a look was last begun, and when one was last ended.
    opened: usize,
    closed: usize,
}

impl<'a> Pen<'a> {
    pub(super) const fn new(out: &'a mut String, escape: Escape<'a>) -> Self {
        Self { out, escape, opened: 0, closed: 0 }
    }

    /// Writes words.
    pub(super) fn plain(&mut self, stretch: Range<usize>) {
        self.escape.write(self.out, stretch);
    }

    /// Begins a look; false when all of it is written already.
    pub(super) fn open(&mut self, span: &Span) -> bool {
        let here = self.out.len();
        match &span.look {
            Look::Code => {
                let code = &self.escape.text()[span.range.clone()];
                match fence(code) {
                    Some(fence) => self.code(code, fence),
                    None => self.plain(span.range.clone()),
                }
                return false;
            }
            Look::Link(_) => self.out.push('['),
            Look::Between(sign) => {
                // Why: signs that stand side by side would be read as others.
                if here > 0 && (self.closed == here || self.opened != here && self.out.ends_with(&sign[..1]))
                {
                    self.out.push(JOINER);
                }
                self.out.push_str(sign);
                self.opened = self.out.len();
            }
        }
        true
    }

    /// Ends the look.
    pub(super) fn close(&mut self, span: &Span) {
        match &span.look {
            Look::Code => {}
            Look::Link(target) => {
                self.out.push_str("](");
                self.out.push_str(target);
                self.out.push(')');
            }
            Look::Between(sign) => {
                if self.closed != self.out.len() && self.out.ends_with(&sign[..1]) {
                    self.out.push(JOINER);
                }
                self.out.push_str(sign);
                self.closed = self.out.len();
            }
        }
    }

    fn code(&mut self, code: &str, fence: &str) {
        let room = |beside: bool| if beside { " " } else { "" };
        let (before, after) = (room(code.starts_with('`')), room(code.ends_with('`')));
        apart(self.out);
        for piece in [fence, before, &hushed(code), after, fence] {
            self.out.push_str(piece);
        }
    }
}
