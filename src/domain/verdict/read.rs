//! What agents type of a verdict, in words of both languages.
//!
//! `craftsmanship 40 replaced, 8 repaired, 12 rejected misuse loose-part evidence 1 2 value 320 The puller …`: each kind of
//! thing at most once and in this order, and all that is left is words for the customer. Pieces without a number are
//! the rest of their line.

use super::{Claimed, Mention, Resolution, Share, Worth};
use crate::domain::{coverage::Liability, money::Money, terms::Terms, text::half_width};
use chrono::{DateTime, Utc};

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Whose fault it is.
    pub liability: Option<Liability>,
    /// What becomes of the pieces.
    pub pieces: Vec<Pieces>,
    /// Id of a reason.
    pub reason: Option<String>,
    /// Numbers of files.
    pub evidence: Vec<usize>,
    /// What it is worth.
    pub worth: Option<Worth>,
    /// The rest.
    pub words: String,
}

/// Some pieces, as they are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pieces {
    /// Of which line.
    pub line: Option<u16>,
    /// How many; the rest where nothing is said.
    pub quantity: Option<u32>,
    /// What is done.
    pub resolution: Resolution,
    /// Whose fault it is, where it is another than that of the whole.
    pub liability: Option<Liability>,
}

const LIABILITIES: &[(&str, Liability)] = &[
    ("workmanship", Liability::Craftsmanship),
    ("human-factor", Liability::Human),
    ("improper-use", Liability::Misuse),
    ("unknown", Liability::Unclear),
    ("none", Liability::NoneFound),
    ("设计", Liability::Design),
    ("材料", Liability::Material),
    ("工艺", Liability::Craftsmanship),
    ("运输", Liability::Transport),
    ("人为", Liability::Human),
    ("使用不当", Liability::Misuse),
    ("环境", Liability::Environment),
    ("不明", Liability::Unclear),
    ("未发现", Liability::NoneFound),
];

const RESOLUTIONS: &[(&str, Resolution)] = &[
    ("repaired", Resolution::Repair),
    ("reworked", Resolution::Rework),
    ("replace", Resolution::Replacement),
    ("replaced", Resolution::Replacement),
    ("part", Resolution::SparePart),
    ("kit", Resolution::SparePart),
    ("refunded", Resolution::Refund),
    ("credit", Resolution::CreditNote),
    ("credited", Resolution::CreditNote),
    ("returned", Resolution::Return),
    ("reject", Resolution::Return),
    ("rejected", Resolution::Return),
    ("维修", Resolution::Repair),
    ("返工", Resolution::Rework),
    ("更换", Resolution::Replacement),
    ("换货", Resolution::Replacement),
    ("配件", Resolution::SparePart),
    ("退款", Resolution::Refund),
    ("抵扣", Resolution::CreditNote),
    ("建议", Resolution::Advice),
    ("退回", Resolution::Return),
    ("拒绝", Resolution::Return),
];

const LINE: &[&str] = &["line", "行", "第"];
const OF: &[&str] = &["of", "/"];
const EVIDENCE: &[&str] = &["evidence", "files", "file", "依据"];
const WORTH: &[&str] = &["value", "worth", "价值"];

/// Whose fault a word says it is.
pub fn liability(word: &str) -> Option<Liability> {
    let word = word.to_lowercase();
    Liability::from_name(&word)
        .or_else(|| LIABILITIES.iter().find(|(name, _)| *name == word).map(|(_, l)| *l))
}

fn resolution(word: &str) -> Option<Resolution> {
    let word = word.to_lowercase();
    let alias = || RESOLUTIONS.iter().find(|(name, _)| *name == word).map(|(_, r)| *r);
    Resolution::from_name(&word).or_else(alias)
}

/// A text read word by word; punctuation only parts words.
#[derive(Clone, Copy)]
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    const fn parts(c: char) -> bool {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '(' | ')' | '+' | '=' | '，' | '；' | '：' | '（' | '）' | '、' | '＝'
            )
    }

    /// The next word, and what follows it.
    fn next(self) -> Option<(&'a str, Self)> {
        let text = self.0.trim_start_matches(Self::parts);
        if text.is_empty() {
            return None;
        }
        let digits = text.chars().take_while(|c| half_width(*c).is_ascii_digit());
        let digits: usize = digits.map(char::len_utf8).sum();
        let end = text.find(Self::parts).unwrap_or(text.len());
        // Why: "40x", "40件更换" and "40 pieces" are a number and a word.
        let end = if digits > 0 && end > digits { digits } else { end };
        Some((&text[..end], Self(&text[end..])))
    }

    /// The next word, if it is one of these.
    fn one_of(self, words: &[&str]) -> Option<Self> {
        let (word, rest) = self.next()?;
        words.iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(rest)
    }

    fn read<T>(self, what: impl Fn(&str) -> Option<T>) -> Option<(T, Self)> {
        let (word, rest) = self.next()?;
        Some((what(word)?, rest))
    }

    fn number(self) -> Option<(u32, Self)> {
        let digits = |word: &str| word.chars().map(half_width).collect::<String>().parse().ok();
        self.read(digits)
    }

    /// What may stand between a number and what becomes of so many pieces.
    fn unit(self) -> Self {
        let units = ["x", "×", "件", "个", "pcs", "pc", "pieces", "piece"];
        if let Some(rest) = self.one_of(&units) {
            return rest;
        }
        let text = self.0;
        let glued = units.iter().filter(|u| !u.is_ascii()).find_map(|unit| text.strip_prefix(unit));
        glued.map_or(self, Words)
    }

    /// Some pieces.
    fn pieces(self) -> Option<(Pieces, Self)> {
        let (line, rest) = self.line();
        let rest = rest.part_of_all().unwrap_or(rest);
        let (quantity, rest) = match rest.number() {
            Some((quantity, rest)) => (Some(quantity), rest.unit()),
            None => (None, rest),
        };
        let (resolution, rest) = rest.read(resolution)?;
        let (liability, rest) = match rest.read(liability) {
            Some((liability, rest)) => (Some(liability), rest),
            None => (None, rest),
        };
        Some((Pieces { line, quantity, resolution, liability }, rest))
    }

    /// `line 2`.
    fn line(self) -> (Option<u16>, Self) {
        let named = self.one_of(LINE).and_then(Words::number);
        let named = named.and_then(|(line, rest)| Some((u16::try_from(line).ok()?, rest)));
        named.map_or((None, self), |(line, rest)| (Some(line), rest))
    }

    /// `48 of 60`: what the pieces behind it come to.
    fn part_of_all(self) -> Option<Self> {
        let (_, rest) = self.number()?;
        Some(rest.one_of(OF)?.number()?.1)
    }
}

/// What becomes of the pieces, and what follows in the text.
fn all_pieces(mut words: Words<'_>) -> (Vec<Pieces>, Words<'_>) {
    let mut all: Vec<Pieces> = Vec::new();
    while let Some((mut some, rest)) = words.pieces() {
        some.line = some.line.or_else(|| all.last().and_then(|before| before.line));
        all.push(some);
        words = rest;
    }
    (all, words)
}

/// What becomes of the pieces, when the text says that and nothing else.
pub fn pieces(text: &str) -> Option<Vec<Pieces>> {
    let (all, rest) = all_pieces(Words(text));
    (!all.is_empty() && rest.next().is_none()).then_some(all)
}

/// The whole of it.
pub fn read(text: &str, terms: &Terms) -> Typed {
    let mut typed = Typed::default();
    let mut words = Words(text);
    if let Some((said, rest)) = words.read(liability) {
        (typed.liability, words) = (Some(said), rest);
    }
    (typed.pieces, words) = all_pieces(words);
    let reason = |word: &str| terms.verdicts.reason(&word.to_lowercase()).map(|reason| reason.id.clone());
    if let Some((said, rest)) = words.read(reason) {
        (typed.reason, words) = (Some(said), rest);
    }
    if let Some(mut rest) = words.one_of(EVIDENCE) {
        while let Some((number, behind)) = rest.number() {
            typed.evidence.extend(usize::try_from(number));
            rest = behind;
        }
        words = if typed.evidence.is_empty() { words } else { rest };
    }
    if let Some(rest) = words.one_of(WORTH) {
        let told = rest.0.trim_start_matches(Words::parts);
        let end = told.find(char::is_whitespace).unwrap_or(told.len());
        let money =
            Money::read(told[..end].trim_end_matches([',', ';', '，', '；']), terms.verdicts.alone.currency);
        if let Some(money) = money {
            (typed.worth, words) = (Some(Worth::Amount(money)), Words(&told[end..]));
        }
    }
    words.0.trim_start_matches(Words::parts).trim_end().clone_into(&mut typed.words);
    typed
}

/// The shares that pieces come to: pieces without a line are of the first, those without a number and without a line the
/// rest of every line.
pub fn shares(said: &[Pieces], main: Liability, claimed: &[Claimed]) -> Vec<Share> {
    let first = claimed.first().map_or(1, |one| one.line);
    let share = |line, quantity, some: &Pieces| Share {
        line,
        quantity,
        liability: some.liability.unwrap_or(main),
        resolution: some.resolution,
    };
    let mut all: Vec<Share> = Vec::new();
    for some in said {
        if let Some(quantity) = some.quantity.filter(|quantity| *quantity > 0) {
            add(&mut all, share(some.line.unwrap_or(first), quantity, some));
        }
    }
    for some in said.iter().filter(|some| some.quantity.is_none()) {
        for one in claimed.iter().filter(|one| some.line.is_none_or(|line| line == one.line)) {
            let taken: u32 =
                all.iter().filter(|s| s.line == one.line).map(|s| s.quantity).fold(0, u32::saturating_add);
            let rest = one.pieces.saturating_sub(taken);
            if rest > 0 {
                add(&mut all, share(one.line, rest, some));
            }
        }
    }
    all.sort_by_key(|share| (share.line, share.resolution, share.liability));
    all
}

/// The same of the same line twice is once with the sum.
fn add(all: &mut Vec<Share>, share: Share) {
    let same = |one: &&mut Share| {
        (one.line, one.resolution, one.liability) == (share.line, share.resolution, share.liability)
    };
    match all.iter_mut().find(same) {
        Some(one) => one.quantity = one.quantity.saturating_add(share.quantity),
        None => all.push(share),
    }
}

/// An amount, or that nothing is to be paid.
pub fn amount(text: &str, terms: &Terms) -> Option<Money> {
    let currency = terms.verdicts.alone.currency;
    match text.trim().to_lowercase().as_str() {
        "free" | "waived" | "免费" => Some(Money::nothing(currency)),
        text => Money::read(text, currency),
    }
}

/// Most characters of a carrier's name or a number.
const LONG: usize = 60;

/// `CARRIER NUMBER`: the last word is the number.
pub fn parcel(text: &str, at: DateTime<Utc>) -> Option<Mention> {
    let (carrier, number) = text.trim().rsplit_once(char::is_whitespace)?;
    let carrier = carrier.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !carrier.is_empty() && carrier.chars().count() <= LONG && is_number(number);
    fits.then(|| Mention::Parcel { carrier, number: number.to_owned(), at })
}

/// The number of a credit note.
pub fn credit(text: &str, at: DateTime<Utc>) -> Option<Mention> {
    let number = text.trim();
    is_number(number).then(|| Mention::Credit { number: number.to_owned(), at })
}

/// It can be a number of somebody's books: one word with a digit in it.
fn is_number(text: &str) -> bool {
    let one_word = !text.contains(char::is_whitespace) && text.chars().count() <= LONG;
    one_word
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || "-_/.#".contains(c))
}
