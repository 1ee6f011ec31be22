//! What of a text is shown for a search: a short piece around the first hit.

use std::collections::BTreeSet;

use super::tokens_at;

/// Characters shown before the hit, and in all.
const BEFORE: usize = 24;
const SHOWN: usize = 90;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The piece, on one line, with an ellipsis where it was cut.
    pub text: String,
    /// How many different tokens of the search the whole text holds.
    pub hits: usize,
}

/// The piece of `text` around its first hit; `None` without one.
pub fn excerpt(text: &str, wanted: &BTreeSet<String>) -> Option<Excerpt> {
    let hits: Vec<_> = tokens_at(text).into_iter().filter(|token| wanted.contains(&token.word)).collect();
    let first = hits.iter().map(|token| token.at.start).min()?;
    let different: BTreeSet<&str> = hits.iter().map(|token| token.word.as_str()).collect();
    let start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    // Why: a piece that begins inside of a word is hard to read; Chinese has no spaces to begin at.
    let start =
        if start == 0 { 0 } else { text[start..first].find(' ').map_or(start, |space| start + space + 1) };
    let end = text[start..].char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| start + at);
    let piece = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    Some(Excerpt { text: format!("{before}{piece}{after}"), hits: different.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::of_search;

    fn shown(text: &str, words: &str) -> Option<String> {
        excerpt(text, &of_search(words)).map(|e| e.text)
    }

    #[test]
    fn a_short_text_is_shown_whole_and_a_long_one_around_the_hit() {
        assert_eq!(shown("The zipper broke", "zippers").as_deref(), Some("The zipper broke"));
        assert_eq!(shown("The zipper broke", "lining"), None);
        let long = format!("{} the puller came off\n\ntoday {}", "word ".repeat(50), "more ".repeat(50));
        let piece = shown(&long, "puller").unwrap();
        assert!(
            piece.starts_with('…') && piece.ends_with('…') && piece.contains("the puller came off today"),
            "{piece}"
        );
        assert!(piece.chars().count() <= SHOWN + 2, "{piece}");
        let chinese = format!("{}拉链坏了{}", "很".repeat(100), "长".repeat(200));
        let piece = shown(&chinese, "拉链").unwrap();
        assert!(piece.starts_with('…') && piece.contains("拉链坏了"), "{piece}");
    }

    #[test]
    fn hits_are_counted_once_each() {
        let all = excerpt("zipper zipper lining", &of_search("zipper lining")).unwrap();
        assert_eq!(all.hits, 2);
    }
}
