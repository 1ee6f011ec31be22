//! What people type on Discord, read as Discord shows it: looks become marks, escapes go, references become words.
//!
//! Headings and lists stay as they are typed: the desk has no looks for them, and a line that begins with a number is more
//! often just that.

use chrono::DateTime;

use super::super::{Mark, MarkKind, Rich};

/// Looks within looks deeper than this are left as they are typed.
const DEEPEST: usize = 12;
/// Nothing in angle brackets that means something is longer.
const LONGEST_ANGLED: usize = 2000;

/// Somebody or something a text refers to by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    Person(u64),
    Role(u64),
    Channel(u64),
}

/// The text as it is seen, with its marks. References show their number.
pub fn read(typed: &str) -> Rich {
    read_naming(typed, |_| None)
}

/// Like [`read`], where those referred to are called by the names given.
pub fn read_naming(typed: &str, name: impl Fn(Mention) -> Option<String>) -> Rich {
    let mut reader = Reader { rich: Rich::default(), name: &name };
    reader.run(typed, 0, true);
    reader.rich.marks.sort_by_key(|mark| (mark.from, std::cmp::Reverse(mark.to)));
    Rich::new(reader.rich.text, reader.rich.marks)
}

struct Reader<'a> {
    rich: Rich,
    name: &'a dyn Fn(Mention) -> Option<String>,
}

impl Reader<'_> {
    fn run(&mut self, typed: &str, depth: usize, quotes: bool) {
        let mut at = 0;
        while at < typed.len() {
            let rest = &typed[at..];
            let begins = quotes && (at == 0 || typed[..at].ends_with('\n'));
            at += match quote(rest).filter(|_| begins) {
                Some((inside, used)) => {
                    self.marked(MarkKind::Quote, &inside, depth);
                    used
                }
                None => self.token(rest, depth),
            };
        }
    }

    /// Reads what `rest`, which is not empty, begins with; how many bytes that took.
    fn token(&mut self, rest: &str, depth: usize) -> usize {
        let sign = rest.chars().next().unwrap_or_default();
        let read = match sign {
            '\\' => self.escaped(rest),
            '`' => self.code(rest),
            '<' => self.angled(rest),
            'h' => address(rest).map(|used| self.words(&rest[..used], used)),
            '[' if depth < DEEPEST => masked(rest).map(|(words, url, used)| {
                self.marked(MarkKind::Link(url.to_owned()), words, depth + 1);
                used
            }),
            '*' | '_' | '~' | '|' if depth < DEEPEST => styled(rest).map(|(kind, inside, used)| {
                self.marked(kind, inside, depth + 1);
                used
            }),
            _ => None,
        };
        read.unwrap_or_else(|| self.words(&rest[..sign.len_utf8()], sign.len_utf8()))
    }

    fn words(&mut self, words: &str, used: usize) -> usize {
        self.rich.text.push_str(words);
        used
    }

    fn mark(&mut self, kind: MarkKind, from: usize) {
        let to = self.rich.text.len();
        if from < to {
            self.rich.marks.push(Mark { kind, from, to });
        }
    }

    fn marked(&mut self, kind: MarkKind, inside: &str, depth: usize) {
        let from = self.rich.text.len();
        self.run(inside, depth, false);
        self.mark(kind, from);
    }

    fn escaped(&mut self, rest: &str) -> Option<usize> {
        let next = rest.chars().nth(1)?;
        let sign = !next.is_ascii_alphanumeric() && !is_space(next);
        sign.then(|| self.words(&rest[1..=next.len_utf8()], 1 + next.len_utf8()))
    }

    fn code(&mut self, rest: &str) -> Option<usize> {
        let from = self.rich.text.len();
        if let Some((language, code, used)) = fenced(rest) {
            self.words(code, used);
            self.mark(MarkKind::Pre(language.map(str::to_owned)), from);
            return Some(used);
        }
        let (code, used) = inline_code(rest)?;
        self.words(code, used);
        self.mark(MarkKind::Code, from);
        Some(used)
    }

    /// A reference, an emoji of a server, a moment, or an address without a preview.
    fn angled(&mut self, rest: &str) -> Option<usize> {
        let end = rest.bytes().take(LONGEST_ANGLED).position(|byte| byte == b'>')?;
        let inside = rest.get(1..end)?;
        let words = if let Some(emoji) = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':')) {
            let (name, id) = emoji.split_once(':')?;
            number(id)?;
            plain(name).then(|| format!(":{name}:"))?
        } else if let Some(moment) = inside.strip_prefix("t:") {
            moment_words(moment)?
        } else if let Some(command) = inside.strip_prefix('/') {
            let (name, id) = command.split_once(':')?;
            number(id)?;
            format!("/{name}")
        } else if inside.starts_with("http://") || inside.starts_with("https://") {
            (!inside.contains(is_space)).then(|| inside.to_owned())?
        } else {
            self.mention(inside)?
        };
        Some(self.words(&words, end + 1))
    }

    fn mention(&self, inside: &str) -> Option<String> {
        let (sign, what) = if let Some(id) = inside.strip_prefix('#') {
            ('#', Mention::Channel(number(id)?))
        } else if let Some(id) = inside.strip_prefix("@&") {
            ('@', Mention::Role(number(id)?))
        } else {
            let id = inside.strip_prefix("@!").or_else(|| inside.strip_prefix('@'))?;
            ('@', Mention::Person(number(id)?))
        };
        let (Mention::Person(id) | Mention::Role(id) | Mention::Channel(id)) = what;
        Some(format!("{sign}{}", (self.name)(what).unwrap_or_else(|| id.to_string())))
    }
}

/// White space as Discord's patterns see it.
fn is_space(sign: char) -> bool {
    sign.is_whitespace() || sign == '\u{FEFF}'
}

fn plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
}

fn number(digits: &str) -> Option<u64> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The moment, for readers in any zone.
fn moment_words(moment: &str) -> Option<String> {
    let (seconds, style) = moment.split_once(':').unwrap_or((moment, "f"));
    let known = style.len() == 1 && "tTdDfFsSR".contains(style);
    let moment = DateTime::from_timestamp(seconds.parse().ok()?, 0).filter(|_| known)?;
    Some(moment.format("%Y-%m-%d %H:%M UTC").to_string())
}

/// The lines of a quote without their signs, and how long it is without the end of its last line.
fn quote(rest: &str) -> Option<(String, usize)> {
    let sign = |line: &str| line.trim_start_matches(' ').starts_with('>').then(|| line.find('>'))?;
    let all = rest.trim_start_matches(' ');
    if let Some(inside) = all.strip_prefix(">>> ") {
        return (!inside.is_empty()).then(|| (inside.to_owned(), rest.len()));
    }
    let mut lines = Vec::new();
    let mut used = 0;
    for line in rest.split('\n') {
        let Some(at) = sign(line) else { break };
        let Some(inside) = line[at + 1..].strip_prefix(' ') else { break };
        used += line.len() + usize::from(!lines.is_empty());
        lines.push(inside);
    }
    (!lines.is_empty()).then(|| (lines.join("\n"), used))
}

/// Language and content of a block of code.
fn fenced(rest: &str) -> Option<(Option<&str>, &str, usize)> {
    let inside = rest.strip_prefix("```")?;
    let content = |of: &'_ str| -> Option<(usize, usize)> {
        let from = of.len() - of.trim_start_matches('\n').len();
        let first = of[from..].chars().next()?.len_utf8();
        let end = from + first + of[from + first..].find("```")?;
        Some((from, end))
    };
    let named = |line: &str| {
        !line.is_empty() && line.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-.#".contains(&b))
    };
    let first_line = inside.find('\n').map(|end| &inside[..end]).filter(|line| named(line));
    let with =
        first_line.and_then(|line| Some((Some(line), line.len() + 1, content(&inside[line.len() + 1..])?)));
    let (language, skipped, (from, end)) = with.or_else(|| Some((None, 0, content(inside)?)))?;
    let code = inside[skipped + from..skipped + end].trim_end_matches('\n');
    Some((language, code, 3 + skipped + end + 3))
}

/// Content of inline code: up to the next run of backticks as long as the first.
fn inline_code(rest: &str) -> Option<(&str, usize)> {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    let mut at = fence;
    while let Some(next) = rest[at..].find('`') {
        let start = at + next;
        let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        if run == fence {
            let code = &rest[fence..start];
            let code =
                code.strip_prefix(' ').filter(|code| code.trim_start().starts_with('`')).unwrap_or(code);
            let code = code.strip_suffix(' ').filter(|code| code.trim_end().ends_with('`')).unwrap_or(code);
            return Some((code, start + run));
        }
        at = start + run;
    }
    None
}

/// How long the address is that `rest` begins with, as Discord finds them.
fn address(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
    let end = behind.find(|sign: char| is_space(sign) || sign == '<').unwrap_or(behind.len());
    let mut kept = &behind[..end];
    while let Some(last) = kept.chars().next_back() {
        let open = last == ')' && kept.matches(')').count() > kept.matches('(').count();
        if !(open || ".,:;\"']".contains(last)) {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    (kept.chars().count() > 1).then(|| rest.len() - behind.len() + kept.len())
}

/// Words, address and length of a link behind words.
fn masked(rest: &str) -> Option<(&str, &str, usize)> {
    let mut depth = 0_usize;
    let mut escaped = false;
    let mut close = None;
    for (at, sign) in rest.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            close = Some(at);
            break;
        }
    }
    let close = close?;
    let behind = rest[close + 1..].strip_prefix('(')?;
    let mut depth = 0_usize;
    let ends = |sign: char| {
        depth += usize::from(sign == '(');
        let end = is_space(sign) || sign == ')' && depth == 0;
        depth -= usize::from(sign == ')' && depth > 0);
        end
    };
    let end = behind.find(ends)?;
    let bare = &behind[..end];
    let url = bare.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(bare);
    let title = behind[end..].trim_start();
    let closed = match title.chars().next()? {
        quote @ ('"' | '\'') => title[1..].split_once(quote)?.1.trim_start().strip_prefix(')')?,
        _ => title.strip_prefix(')')?,
    };
    let words = &rest[1..close];
    let web = url.starts_with("http://") || url.starts_with("https://");
    (web && !words.trim().is_empty()).then(|| (words, url, rest.len() - closed.len()))
}

/// Look, content and length of what begins with a sign of a look. Where two could be meant, the longer one is.
fn styled(rest: &str) -> Option<(MarkKind, &str, usize)> {
    let bold = between(rest, "**", true, Some('*')).map(|inside| (MarkKind::Bold, inside, inside.len() + 4));
    let line =
        between(rest, "__", true, Some('_')).map(|inside| (MarkKind::Underline, inside, inside.len() + 4));
    let star = slanted_by_star(rest).map(|inside| (MarkKind::Italic, inside, inside.len() + 2));
    let low = slanted_by_line(rest).map(|inside| (MarkKind::Italic, inside, inside.len() + 2));
    let strike =
        between(rest, "~~", false, Some('_')).map(|inside| (MarkKind::Strike, inside, inside.len() + 4));
    let hidden = between(rest, "||", false, None).map(|inside| (MarkKind::Spoiler, inside, inside.len() + 4));
    [line, bold, star, low, strike, hidden].into_iter().flatten().max_by_key(|(_, _, used)| *used)
}

/// What stands between two of a sign, at least a character.
fn between<'a>(rest: &'a str, sign: &str, escapes: bool, not_before: Option<char>) -> Option<&'a str> {
    let inside = rest.strip_prefix(sign)?;
    let mut signs = inside.char_indices();
    while let Some((at, next)) = signs.next() {
        let behind = inside[at..].strip_prefix(sign).filter(|_| at > 0);
        if behind.is_some_and(|behind| not_before.is_none_or(|not| !behind.starts_with(not))) {
            return Some(&inside[..at]);
        }
        if escapes && next == '\\' {
            signs.next()?;
        }
    }
    None
}

fn slanted_by_star(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('*').filter(|inside| !inside.starts_with(is_space))?;
    let mut at = 0;
    loop {
        let left = &inside[at..];
        if at > 0 && left.starts_with('*') && !left.starts_with("**") {
            return Some(&inside[..at]);
        }
        // Why: white space counts only together with what it stands before.
        let spaces = left.len() - left.trim_start_matches(is_space).len();
        at += spaces + solid(&left[spaces..])?;
    }
}

/// The length of what may stand in slanted words: two stars, an escaped sign, any other sign.
fn solid(left: &str) -> Option<usize> {
    let first = left.chars().next()?;
    match first {
        '*' => left.starts_with("**").then_some(2),
        '\\' => left.chars().nth(1).map(|next| 1 + next.len_utf8()),
        _ => Some(first.len_utf8()),
    }
}

fn slanted_by_line(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('_')?;
    let in_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let mut at = 0;
    loop {
        let left = &inside[at..];
        if at > 0 && left.strip_prefix('_').is_some_and(|behind| !behind.starts_with(in_word)) {
            return Some(&inside[..at]);
        }
        let first = left.chars().next()?;
        at += match first {
            '_' => left.starts_with("__").then_some(2)?,
            '\\' => left.chars().nth(1).map(|next| 1 + next.len_utf8())?,
            _ => first.len_utf8(),
        };
    }
}
