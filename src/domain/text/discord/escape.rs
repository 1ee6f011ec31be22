//! Words as they are: signs of markdown escaped, addresses kept whole, nobody called.

use std::ops::Range;

use super::super::safe::JOINER;

/// Words behind an `@` that call everybody.
const CALLS: [&str; 2] = ["everyone", "here"];

/// Code begins behind this where a backtick stands before it.
pub(super) fn apart(out: &mut String) {
    if out.ends_with('`') {
        out.push(JOINER);
    }
}

/// Escapes stretches of one line.
pub(super) struct Escape<'a> {
    text: &'a str,
    addresses: Vec<Range<usize>>,
    /// The sign that would make the line something else: a heading, a quote, an item of a list.
    begins: Option<usize>,
}

impl<'a> Escape<'a> {
    /// For `line` of `text`, whose addresses are known.
    pub(super) fn new(text: &'a str, line: Range<usize>, addresses: Vec<Range<usize>>) -> Self {
        let words = &text[line.clone()];
        let first = line.start + words.len() - words.trim_start().len();
        let seen = &text[first..line.end];
        let digits = seen.bytes().take_while(u8::is_ascii_digit).count();
        let begins = match seen.as_bytes().get(digits) {
            Some(b'.')
                if digits > 0 && !seen[digits + 1..].starts_with(|next: char| !next.is_whitespace()) =>
            {
                Some(first + digits)
            }
            Some(b'>' | b'#' | b'-' | b'+') if digits == 0 => Some(first),
            _ => None,
        };
        Self { text, addresses, begins }
    }

    /// The text it works on.
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Writes a stretch, which holds addresses whole or not at all.
    pub(super) fn write(&self, out: &mut String, stretch: Range<usize>) {
        let mut at = stretch.start;
        for address in &self.addresses {
            if address.start < at || address.end > stretch.end {
                continue;
            }
            self.words(out, at..address.start);
            out.push('<');
            out.push_str(&self.text[address.clone()]);
            out.push('>');
            at = address.end;
        }
        self.words(out, at..stretch.end);
    }

    fn words(&self, out: &mut String, stretch: Range<usize>) {
        let mut before = self.text[..stretch.start].chars().next_back().unwrap_or(' ');
        let mut slashes = before == ':' && self.text[stretch.start..].starts_with("//");
        for (at, sign) in self.text[stretch.clone()].char_indices() {
            let rest = &self.text[stretch.start + at + sign.len_utf8()..];
            let escaped = match sign {
                '\\' | '*' | '_' | '~' | '|' | '`' | '<' | '[' => true,
                '@' => before == '<',
                ':' => is_emoji(rest),
                // Why: an address Discord finds by itself would show the escapes within it.
                '/' => slashes,
                _ => false,
            };
            if escaped || self.begins == Some(stretch.start + at) {
                out.push('\\');
            }
            out.push(sign);
            if sign == '@' && calls(rest) {
                out.push(JOINER);
            }
            slashes = sign == ':' && rest.starts_with("//");
            before = sign;
        }
    }
}

/// Code, in which nothing can be escaped, without anything that calls somebody.
pub(super) fn hushed(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut before = ' ';
    for (at, sign) in code.char_indices() {
        if sign == '@' && before == '<' {
            out.push(JOINER);
        }
        out.push(sign);
        if sign == '@' && calls(&code[at + 1..]) {
            out.push(JOINER);
        }
        before = sign;
    }
    out
}

fn calls(rest: &str) -> bool {
    CALLS.iter().any(|word| rest.starts_with(word))
}

/// Whether what follows a colon is the name of an emoji and another colon.
fn is_emoji(rest: &str) -> bool {
    let named = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '+' | '-');
    let name = rest.trim_start_matches(named);
    name.len() < rest.len() && name.starts_with(':')
}

/// The web addresses in a stretch of `text`: up to the first character an address is not plainly written with, without
/// the punctuation behind it. Chinese goes on right behind an address, so other letters stand in its host only.
pub(super) fn addresses(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = stretch.start;
    while let Some(next) = text[at..stretch.end].find("http") {
        let start = at + next;
        let length = address(&text[start..stretch.end]);
        if length > 0 {
            found.push(start..start + length);
        }
        at = start + length.max("http".len());
    }
    found
}

/// How many bytes of `text` are an address; zero when it begins with none.
fn address(text: &str) -> usize {
    let Some(behind) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return 0;
    };
    let mut host = true;
    let mut end = 0;
    for (at, sign) in behind.char_indices() {
        let plain = sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '"' | '`' | '\\' | '|');
        host &= !matches!(sign, '/' | '?' | '#');
        let call = sign == '@' && calls(&behind[at + 1..]);
        if call || !(plain || host && sign.is_alphanumeric()) {
            break;
        }
        end = at + sign.len_utf8();
    }
    let mut kept = &behind[..end];
    while let Some(last) = kept.chars().last() {
        let closed = kept.matches(')').count() <= kept.matches('(').count();
        let loose = matches!(last, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | ']' | '*' | '~' | '(');
        if !(loose || last == ')' && !closed) {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    if !kept.starts_with(char::is_alphanumeric) {
        return 0;
    }
    text.len() - behind.len() + kept.len()
}
