//! Discord's markdown as people see it: plain words, and where in them something is set apart.
//!
//! Offsets and lengths are UTF-16 units, and kinds are called as entities are on Telegram, so that a page draws both
//! alike. Written from what Discord documents and shows. Deliberately not here: tables of emoji names, guild navigation.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::guild::Guild;

/// Marks that enclose what they set apart; a longer one goes before those it begins with.
const PAIRS: [(&str, &str); 7] = [
    ("**", "bold"),
    ("__", "underline"),
    ("~~", "strikethrough"),
    ("||", "spoiler"),
    ("*", "italic"),
    ("_", "italic"),
    ("`", "code"),
];

/// A text as it is seen.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub text: String,
    pub entities: Vec<Value>,
    units: usize,
}

impl Seen {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += text.encode_utf16().count();
    }

    fn wrap(&mut self, kind: &str, more: &[(&str, Value)], inside: impl FnOnce(&mut Self)) {
        let (offset, at) = (self.units, self.entities.len());
        inside(self);
        let mut entity = json!({"type": kind, "offset": offset, "length": self.units - offset});
        for (field, value) in more {
            entity[field] = value.clone();
        }
        if self.units > offset {
            self.entities.insert(at, entity);
        }
    }
}

impl Guild {
    /// What people see of a text.
    pub(crate) fn seen(&self, content: &str) -> Seen {
        let mut seen = Seen::default();
        self.blocks(content, &mut seen);
        seen
    }

    /// Fenced code first, then line by line.
    fn blocks(&self, content: &str, seen: &mut Seen) {
        let fence = content.find("```").and_then(|at| {
            let inside = content.get(at + 3..)?;
            Some((at, inside, inside.find("```").filter(|end| *end > 0)?))
        });
        let Some((at, inside, end)) = fence else { return self.lines_of(content, seen) };
        self.lines_of(content[..at].trim_end_matches('\n'), seen);
        if at > 0 {
            seen.put("\n");
        }
        let code = &inside[..end];
        // Why: one word on the first line names the language and is not shown.
        let named = code.split_once('\n').filter(|(word, _)| word.chars().all(|c| c.is_ascii_alphanumeric()));
        let code = named.map_or(code, |(_, code)| code);
        seen.wrap("pre", &[], |seen| seen.put(code.trim_end_matches('\n')));
        let rest = inside[end + 3..].trim_start_matches('\n');
        if !rest.is_empty() {
            seen.put("\n");
            self.blocks(rest, seen);
        }
    }

    fn lines_of(&self, content: &str, seen: &mut Seen) {
        let mut rest = content;
        let mut first = true;
        while !rest.is_empty() {
            if !std::mem::take(&mut first) {
                seen.put("\n");
            }
            if let Some(quoted) = rest.strip_prefix(">>> ") {
                return seen.wrap("blockquote", &[], |seen| self.inline(quoted, seen));
            }
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            self.line(line, seen);
            if after.is_empty() && rest.ends_with('\n') {
                seen.put("\n");
            }
            rest = after;
        }
    }

    fn line(&self, line: &str, seen: &mut Seen) {
        let bare = line.trim_start_matches('#');
        let heading = (1..=3).contains(&(line.len() - bare.len())) && bare.starts_with(' ');
        if let Some(quoted) = line.strip_prefix("> ") {
            seen.wrap("blockquote", &[], |seen| self.inline(quoted, seen));
        } else if let Some(small) = line.strip_prefix("-# ") {
            self.inline(small, seen);
        } else if heading {
            seen.wrap("bold", &[], |seen| self.inline(bare.trim_start(), seen));
        } else if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            seen.put("• ");
            self.inline(item, seen);
        } else {
            self.inline(line, seen);
        }
    }

    fn inline(&self, text: &str, seen: &mut Seen) {
        let mut rest = text;
        let mut before = None;
        while let Some(c) = rest.chars().next() {
            if let Some(escaped) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next())
                && escaped.is_ascii_punctuation()
            {
                seen.put(&rest[1..=escaped.len_utf8()]);
                (before, rest) = (Some(escaped), &rest[1 + escaped.len_utf8()..]);
                continue;
            }
            if let Some(after) = self.enclosed(rest, before, seen).or_else(|| self.pointed(rest, seen)) {
                (before, rest) = (Some('>'), after);
                continue;
            }
            if let Some(link) = address(rest) {
                seen.wrap("url", &[], |seen| seen.put(link));
                (before, rest) = (link.chars().next_back(), &rest[link.len()..]);
                continue;
            }
            seen.put(&rest[..c.len_utf8()]);
            (before, rest) = (Some(c), &rest[c.len_utf8()..]);
        }
    }

    /// Something between two marks; what stands behind it.
    fn enclosed<'t>(&self, rest: &'t str, before: Option<char>, seen: &mut Seen) -> Option<&'t str> {
        let (mark, kind) = PAIRS.into_iter().find(|(mark, _)| rest.starts_with(mark))?;
        let inside = &rest[mark.len()..];
        if mark == "_" && before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        if matches!(mark, "*" | "_") && inside.starts_with(char::is_whitespace) {
            return None;
        }
        let end = closing(inside, mark)?;
        if kind == "code" {
            seen.wrap(kind, &[], |seen| seen.put(&inside[..end]));
        } else {
            seen.wrap(kind, &[], |seen| self.inline(&inside[..end], seen));
        }
        Some(&inside[end + mark.len()..])
    }

    /// A link with words of its own, or something in angle brackets: somebody, a channel, a moment, a link.
    fn pointed<'t>(&self, rest: &'t str, seen: &mut Seen) -> Option<&'t str> {
        if let Some(inside) = rest.strip_prefix('[') {
            let end = closing(inside, "](")?;
            let (url, after) = inside[end + 2..].split_once(')')?;
            let url = url.trim_start_matches('<').trim_end_matches('>');
            address(url).filter(|link| *link == url)?;
            seen.wrap("text_link", &[("url", json!(url))], |seen| self.inline(&inside[..end], seen));
            return Some(after);
        }
        let (inside, after) = rest.strip_prefix('<')?.split_once('>')?;
        if let Some(link) = address(inside).filter(|link| *link == inside) {
            seen.wrap("url", &[], |seen| seen.put(link));
        } else if let Some(moment) = inside.strip_prefix("t:") {
            let (unix, style) = moment.split_once(':').unwrap_or((moment, "f"));
            let at = DateTime::from_timestamp(unix.parse().ok()?, 0)?;
            let more = [("unix", json!(at.timestamp())), ("style", json!(style))];
            seen.wrap("moment", &more, |seen| seen.put(&written(at, style)));
        } else {
            let name = self.called(inside)?;
            seen.wrap("mention", &[], |seen| seen.put(&name));
        }
        Some(after)
    }

    /// `@12`, `@!12`, `@&12`, `#12`: the name of who or what it is.
    fn called(&self, mark: &str) -> Option<String> {
        let digits = mark.trim_start_matches(['@', '!', '&', '#']);
        let id: u64 = digits.parse().ok()?;
        match mark.strip_suffix(digits)? {
            "@" | "@!" => Some(format!("@{}", self.member(id).map_or("unknown-user", |member| &member.name))),
            "@&" => Some(if id == self.staff_role { "@Staff" } else { "@deleted-role" }.to_owned()),
            "#" => Some(format!("#{}", self.channel(id).map_or("unknown", |channel| &channel.name))),
            _ => None,
        }
    }
}

/// Where the mark comes again, escaped ones aside, with something before it.
fn closing(inside: &str, mark: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && mark != "`" {
            escaped = true;
        } else if at > 0 && inside[at..].starts_with(mark) {
            // Why: one star of two closes nothing that one star has opened.
            let doubled = mark.len() == 1 && mark != "`" && inside[at + 1..].starts_with(mark);
            let half = mark.len() == 1 && inside[..at].ends_with(mark) && !inside[..at].ends_with("\\*");
            if !doubled && !half {
                return Some(at);
            }
        }
    }
    None
}

/// A web address at the beginning of this.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ')')).unwrap_or(text.len());
    let link = text[..end].trim_end_matches(['.', ',', '!', '?', ':', ';', '*', '_', '|', '"', '\'']);
    (link.len() > scheme.len()).then_some(link)
}

/// A moment in the words Discord has for it, in UTC. How long it is until then would change with every look; the moment
/// stands for it.
fn written(at: DateTime<Utc>, style: &str) -> String {
    let form = match style {
        "t" => "%H:%M UTC",
        "T" => "%H:%M:%S UTC",
        "d" => "%d/%m/%Y",
        "D" => "%-d %B %Y",
        "F" => "%A, %-d %B %Y %H:%M UTC",
        _ => "%-d %B %Y %H:%M UTC",
    };
    at.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::GuildSetup;
    use super::*;

    fn seen(content: &str) -> (String, Vec<String>) {
        let guild = Guild::new(GuildSetup::default(), DateTime::UNIX_EPOCH);
        let seen = guild.seen(content);
        let units: Vec<u16> = seen.text.encode_utf16().collect();
        let at =
            |entity: &Value, field: &str| usize::try_from(entity[field].as_u64().unwrap_or(0)).unwrap_or(0);
        let marks = seen.entities.iter().map(|entity| {
            let from = at(entity, "offset");
            let part = String::from_utf16_lossy(&units[from..from + at(entity, "length")]);
            format!("{} {part}", entity["type"].as_str().unwrap_or_default())
        });
        (seen.text.clone(), marks.collect())
    }

    #[test]
    fn marks_set_apart_what_they_enclose() {
        let (text, marks) = seen("😀 **a *b* c** ~~d~~ `e*f*` ||g||");
        assert_eq!(text, "😀 a b c d e*f* g");
        assert_eq!(marks, ["bold a b c", "italic b", "strikethrough d", "code e*f*", "spoiler g"]);
        assert_eq!(seen("__a__ _b_ c_d_e 2 * 3 * 4 **open").0, "a b c_d_e 2 * 3 * 4 **open");
    }

    #[test]
    fn what_is_escaped_looks_as_written() {
        let (text, marks) = seen(r"\*a\* \_b\_ \<@1> \# c \\ d \> e");
        assert_eq!((text.as_str(), marks.len()), (r"*a* _b_ <@1> # c \ d > e", 0));
    }

    #[test]
    fn lines_may_be_headings_quotes_items_and_code() {
        let (text, marks) = seen("# Case\n> quoted\n- one\n-# small\n```rs\na **b**\n```\nend");
        assert_eq!(text, "Case\nquoted\n• one\nsmall\na **b**\nend");
        assert_eq!(marks, ["bold Case", "blockquote quoted", "pre a **b**"]);
    }

    #[test]
    fn moments_links_and_people_are_shown_in_words() {
        let (text, marks) =
            seen("<t:1772413200:F> [here](https://example.com/a_b) <https://a.example> <@1> x < y");
        assert_eq!(text, "Monday, 2 March 2026 01:00 UTC here https://a.example @unknown-user x < y");
        let links = ["text_link here", "url https://a.example", "mention @unknown-user"];
        assert_eq!(marks[0], "moment Monday, 2 March 2026 01:00 UTC");
        assert_eq!(&marks[1..], links);
    }
}
