//! Tokens: the words of a text in one form, and for scripts without spaces pairs of characters and the single ones.
//!
//! Every token is made of letters and digits alone, in lower case, at most 64 characters long.

use std::{collections::BTreeSet, ops::Range};

use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::text::half_width;

/// Longer words are cut: nobody searches for their end.
const LONGEST: usize = 64;
/// Most different tokens of one text; a case that says more is found by its first ones.
const MOST: usize = 20_000;

/// A token and where it stands in its text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word in its one form, or one or two characters.
    pub word: String,
    /// Where.
    pub at: Range<usize>,
}

/// Everything a text can be found by.
pub fn of_text<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in texts {
        for Token { word, .. } in tokens_at(text) {
            if all.len() == MOST {
                return all;
            }
            all.insert(word);
        }
    }
    all
}

/// What has to be in a text that is searched for these words: of characters the pairs, a single one by itself.
pub fn of_search(words: &str) -> BTreeSet<String> {
    let all = tokens_at(words);
    let in_a_pair = |single: &Token| {
        all.iter()
            .any(|pair| pair.at.len() > single.at.len() && covers(&pair.at, &single.at) && is_pair(pair))
    };
    let joined = |token: &Token| {
        all.iter().any(|part| part != token && part.at.len() < token.at.len() && covers(&token.at, &part.at))
    };
    let wanted = all.iter().filter(|token| {
        let single = token.word.chars().count() == 1 && token.word.chars().all(is_dense);
        if single { !in_a_pair(token) } else { is_pair(token) || !joined(token) }
    });
    wanted.map(|token| token.word.clone()).collect()
}

fn covers(whole: &Range<usize>, part: &Range<usize>) -> bool {
    whole.start <= part.start && part.end <= whole.end
}

fn is_pair(token: &Token) -> bool {
    token.word.chars().count() == 2 && token.word.chars().all(is_dense)
}

/// The tokens of a text with their places: words, words joined by hyphens as one as well (`A-4471` is found by `4471`
/// and by `a4471`), and of scripts without spaces each character and each pair.
pub fn tokens_at(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chain: Vec<Token> = Vec::new();
    for (start, piece) in text.split_word_bound_indices() {
        let at = start..start + piece.len();
        let plain: String = piece.chars().map(half_width).collect();
        if piece.chars().any(is_dense) {
            join(&mut chain, &mut tokens);
            dense(start, piece, &mut tokens);
        } else if plain.chars().any(char::is_alphanumeric) {
            let word = Token { word: raw(&plain), at };
            tokens.push(Token { word: folded(&word.word), at: word.at.clone() });
            chain.push(word);
        } else if !matches!(plain.as_str(), "-" | "_" | "/" | ".") {
            join(&mut chain, &mut tokens);
        }
    }
    join(&mut chain, &mut tokens);
    pairs(text, &mut tokens);
    tokens
}

/// Words with a hyphen between them are one word as well.
fn join(chain: &mut Vec<Token>, tokens: &mut Vec<Token>) {
    if let [first, .., last] = chain.as_slice() {
        let word = cut(&chain.iter().map(|t| t.word.as_str()).collect::<String>());
        tokens.push(Token { word, at: first.at.start..last.at.end });
    }
    chain.clear();
}

/// Every character of a piece by itself.
fn dense(start: usize, piece: &str, tokens: &mut Vec<Token>) {
    for (offset, one) in piece.char_indices().filter(|(_, one)| is_dense(*one)) {
        let from = start + offset;
        tokens.push(Token { word: one.to_string(), at: from..from + one.len_utf8() });
    }
}

/// Every two characters that stand side by side.
fn pairs(text: &str, tokens: &mut Vec<Token>) {
    let mut before: Option<(usize, char)> = None;
    for (at, one) in text.char_indices() {
        if let Some((from, first)) = before.filter(|_| is_dense(one)) {
            tokens.push(Token { word: [first, one].iter().collect(), at: from..at + one.len_utf8() });
        }
        before = is_dense(one).then_some((at, one));
    }
}

/// Characters of scripts that put no spaces between words.
const fn is_dense(one: char) -> bool {
    matches!(one, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

fn raw(piece: &str) -> String {
    let plain: String =
        piece.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    cut(&plain)
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// An English word without the ending of a plural or of a verb, where what is left is still a word's length. It only
/// has to be the same for texts and searches; whether it is a word is of no meaning.
fn folded(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let one = singular(word);
    let stem = ["ing", "ed"]
        .iter()
        .filter_map(|end| one.strip_suffix(end))
        .find(|stem| stem.len() >= 4 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']))
        .map_or(one.clone(), undoubled);
    // Why: "handle" and "handling" have to meet.
    stem.strip_suffix('e').filter(|rest| rest.len() >= 3).map_or(stem.clone(), str::to_owned)
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() >= 3) {
        return format!("{stem}y");
    }
    let hisses =
        |stem: &&str| stem.len() >= 2 && ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = word.strip_suffix("es").filter(hisses) {
        return stem.to_owned();
    }
    let plural = |stem: &&str| stem.len() >= 3 && !stem.ends_with(['s', 'u', 'i']);
    word.strip_suffix('s').filter(plural).unwrap_or(word).to_owned()
}

/// "zipp" of "zipped" is "zip".
fn undoubled(stem: &str) -> String {
    let mut last = stem.chars().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && !matches!(a, 'l' | 's' | 'z' | 'e' | 'o') => {
            stem[..stem.len() - 1].to_owned()
        }
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(words: &str) -> Vec<String> {
        of_search(words).into_iter().collect()
    }

    /// Whether a text is found by these words.
    fn finds(words: &str, text: &str) -> bool {
        let wanted = of_search(words);
        !wanted.is_empty() && wanted.is_subset(&of_text([text]))
    }

    #[test]
    fn words_are_found_whatever_their_case_and_ending() {
        for (words, text) in [
            ("ZIPPER", "the zippers are broken"),
            ("zippers", "My Zipper!"),
            ("handle", "handling"),
            ("stitching", "it was stitched twice"),
            ("boxes", "one box"),
            ("batteries", "a battery"),
            ("a-4471", "order A-4471, please"),
            ("4471", "order A-4471, please"),
            ("A4471", "order A-4471, please"),
            ("HX-7K3M-Q9TD-4XC", "case hx-7k3m-q9td-4xc"),
            ("7k3m", "case HX-7K3M-Q9TD-4XC"),
            ("ｚｉｐ", "zip"),
        ] {
            assert!(finds(words, text), "{words} in {text}: {:?} {:?}", of_search(words), of_text([text]));
        }
        for (words, text) in
            [("lining", "Lin wrote"), ("ring", "r"), ("glass", "glas"), ("a-4471", "4471"), ("bus", "bu")]
        {
            assert!(!finds(words, text), "{words} in {text}");
        }
    }

    #[test]
    fn chinese_is_found_by_pairs_and_single_characters() {
        assert_eq!(search("拉链坏了"), ["坏了", "拉链", "链坏"]);
        assert_eq!(search("链"), ["链"]);
        for (words, text) in [
            ("拉链", "行李箱的拉链坏了"),
            ("链", "行李箱的拉链坏了"),
            ("YKK拉链", "原来是ykk拉链。"),
            ("拉链 zipper", "zipper，也就是拉链"),
            ("拉链，坏", "坏的拉链"),
        ] {
            assert!(finds(words, text), "{words} in {text}: {:?} {:?}", of_search(words), of_text([text]));
        }
        assert!(!finds("链拉", "拉链"), "pairs keep their order");
        assert!(!finds("拉链", "拉，链"), "and stand side by side");
    }

    #[test]
    fn signs_alone_are_nothing_to_search_for() {
        for words in ["", " ", "?!", "，。", "👍", "---", "''", "\\"] {
            assert_eq!(search(words), [""; 0], "{words}");
        }
    }

    #[test]
    fn tokens_hold_nothing_but_letters_and_digits() {
        for Token { word, at } in tokens_at("Don't \\' & | ! :* (3.14) naïve ½ 2² ①") {
            assert!(word.chars().all(char::is_alphanumeric) && !word.is_empty(), "{word} at {at:?}");
        }
        let long = "x".repeat(5_000);
        assert!(of_text([long.as_str()]).iter().all(|word| word.chars().count() <= LONGEST));
    }
}
