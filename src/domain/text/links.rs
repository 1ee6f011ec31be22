//! Addresses hidden behind words.

use super::{Mark, MarkKind, Rich};

impl Rich {
    /// Every address that stands behind other words is shown behind them, and leads nowhere unseen any more.
    pub fn links_shown(self) -> Self {
        let Self { mut text, marks } = self;
        let (mut links, mut marks): (Vec<Mark>, Vec<Mark>) =
            marks.into_iter().partition(|mark| matches!(mark.kind, MarkKind::Link(_)));
        // Why from the end: what is put in moves nothing before it.
        links.sort_by_key(|link| std::cmp::Reverse(link.to));
        for link in links {
            let MarkKind::Link(url) = &link.kind else { continue };
            if says(&text[link.from..link.to], url) {
                continue;
            }
            let shown = format!(" ({url})");
            text.insert_str(link.to, &shown);
            for mark in &mut marks {
                if mark.from >= link.to {
                    mark.from += shown.len();
                }
                if mark.to > link.to {
                    mark.to += shown.len();
                }
            }
        }
        Self { text, marks }
    }
}

/// Whether the words are the address itself.
fn says(words: &str, url: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches('/');
        text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text).to_owned()
    };
    bare(words) == bare(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(url: &str, from: usize, to: usize) -> Mark {
        Mark { kind: MarkKind::Link(url.to_owned()), from, to }
    }

    #[test]
    fn an_address_behind_words_is_shown_and_other_looks_stay_where_they_were() {
        let bold = |from, to| Mark { kind: MarkKind::Bold, from, to };
        let marks = vec![link("https://evil.example/x", 0, 4), bold(0, 4), bold(5, 9), bold(0, 9)];
        let shown = Rich::new("bank says", marks).links_shown();
        assert_eq!(shown.text, "bank (https://evil.example/x) says");
        assert_eq!(shown.marks, [bold(0, 4), bold(30, 34), bold(0, 34)]);
    }

    #[test]
    fn an_address_that_says_itself_is_not_said_twice() {
        let shown = Rich::new("a.example/b", vec![link("https://a.example/b/", 0, 11)]).links_shown();
        assert_eq!(shown, Rich::plain("a.example/b"));
    }

    #[test]
    fn several_addresses_are_each_shown_behind_their_words() {
        let marks = vec![link("https://a.example", 0, 1), link("https://b.example", 2, 3)];
        assert_eq!(Rich::new("a b", marks).links_shown().text, "a (https://a.example) b (https://b.example)");
    }
}
