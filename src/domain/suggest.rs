//! What fits what an agent is typing: cases, canned replies, colleagues, groups.
//!
//! Pure: who may see what was settled before it came here. The nearest come first, the agent's own cases before all
//! others, and never more than one list holds.

use super::{
    canned::Canned,
    case::{State, state_phrase},
    chat::{Account, Platform},
    command::Lookable,
    front::Colleague,
    phrase::{Arg, Phrase},
    reference::Reference,
    terms::Terms,
    text::half_width,
};

/// Most that are offered at once.
pub const MOST: usize = 25;

/// Somebody is typing, and wants to know what fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// Who.
    pub by: Account,
    /// On the staff side: elsewhere nothing is told.
    pub on_staff_side: bool,
    /// What is looked for.
    pub of: Lookable,
    /// What stands there so far.
    pub text: String,
}

/// Something that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// What is shown.
    pub shown: Phrase,
    /// What is meant, as a command takes it.
    pub value: String,
}

/// An open case that somebody may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Its number.
    pub reference: Reference,
    /// Its customer's name.
    pub customer: String,
    /// Where it stands.
    pub state: State,
    /// The one who is typing has it.
    pub own: bool,
}

/// A text as it is compared: small letters, half width, no dashes and spaces.
pub fn plain(text: &str) -> String {
    let kept = text.chars().map(half_width).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '/' | '@'));
    kept.flat_map(char::to_lowercase).collect()
}

/// How well a text fits: it begins so, or it is in it.
fn rank(text: &str, typed: &str) -> Option<u8> {
    let text = plain(text);
    match (text.starts_with(typed), text.contains(typed)) {
        (true, _) => Some(0),
        (false, true) => Some(1),
        (false, false) => None,
    }
}

/// The best of several texts.
fn best<'a>(texts: impl IntoIterator<Item = &'a str>, typed: &str) -> Option<u8> {
    texts.into_iter().filter_map(|text| rank(text, typed)).min()
}

fn nearest<T>(all: impl Iterator<Item = (u8, T)>) -> impl Iterator<Item = T> {
    let mut all: Vec<(u8, T)> = all.collect();
    // Why stable: among equals the order they came in stays, which is the newest or the alphabet.
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().take(MOST).map(|(_, one)| one)
}

/// Cases by number, its end included, or by the customer's name; one's own first.
pub fn cases(open: &[Open], typed: &str) -> Vec<Fitting> {
    let typed = plain(typed);
    let ranked = open.iter().filter_map(|case| {
        let reference = case.reference.to_string();
        // Why behind the letters too: they are the same in every number, and people leave them out.
        let bare = reference.split_once('-').map_or("", |(_, bare)| bare);
        let rank = best([reference.as_str(), bare, case.customer.as_str()], &typed)?;
        Some((rank + if case.own { 0 } else { 2 }, case))
    });
    let shown = |case: &Open| Fitting {
        shown: Phrase::new(if case.own { "suggest-case-own" } else { "suggest-case" })
            .with("ref", case.reference.to_string())
            .with("name", case.customer.as_str())
            .with("state", state_phrase(case.state)),
        value: case.reference.to_string(),
    };
    nearest(ranked).map(shown).collect()
}

/// Canned replies by name, or by a word in them.
pub fn macros(known: &[Canned], terms: &Terms, typed: &str) -> Vec<Fitting> {
    let typed = plain(typed);
    let ranked = known.iter().filter_map(|canned| {
        let words = canned.texts.get(terms.brand.language);
        let rank = rank(&canned.name, &typed).or_else(|| plain(words).contains(&typed).then_some(2))?;
        Some((rank, canned))
    });
    let shown = |canned: &Canned| {
        let words: Vec<&str> = canned.texts.get(terms.brand.language).split_whitespace().collect();
        let shown =
            Phrase::new("suggest-macro").with("name", canned.name.as_str()).with("text", words.join(" "));
        Fitting { shown, value: canned.name.clone() }
    };
    nearest(ranked).map(shown).collect()
}

/// Who works here, by name or number; whoever has no account where it is asked, by the one they have elsewhere.
pub fn colleagues(
    all: &[Colleague],
    on: Platform,
    now: chrono::DateTime<chrono::Utc>,
    typed: &str,
) -> Vec<Fitting> {
    let typed = plain(typed);
    let ranked = all.iter().filter_map(|colleague| {
        let account = colleague.account?.named_on(on);
        let rank = best([colleague.party.name.as_str(), account.as_str()], &typed)?;
        let staff = colleague.party.staff.as_ref()?;
        let away = staff.away_at(now).is_some();
        let shown = Phrase::new(if away { "suggest-colleague-away" } else { "suggest-colleague" })
            .with("name", colleague.party.name.as_str())
            .with("role", Phrase::keyed("role", staff.role.name()));
        Some((rank + if away { 2 } else { 0 }, Fitting { shown, value: account }))
    });
    nearest(ranked).collect()
}

/// Groups by id or by name, in every language; the words before the last stay, and none of them is offered again.
pub fn groups(terms: &Terms, typed: &str) -> Vec<Fitting> {
    let last = typed.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before = &typed[..typed.len() - last.len()];
    let taken: Vec<&str> = before.split_whitespace().collect();
    let typed = plain(last);
    let ranked =
        terms.groups.iter().filter(|group| !taken.contains(&group.id.as_str())).filter_map(|group| {
            let names = group.name.0.values().map(String::as_str);
            let rank = best(names.chain([group.id.as_str()]), &typed)?;
            let name = Arg::Label(group.name.clone());
            let shown = if taken.is_empty() {
                Phrase::new("label").with("label", name)
            } else {
                Phrase::new("suggest-group").with("before", taken.join(" ")).with("group", name)
            };
            let value = taken.iter().copied().chain([group.id.as_str()]).collect::<Vec<_>>().join(" ");
            Some((rank, Fitting { shown, value }))
        });
    nearest(ranked).collect()
}

/// What is done about appointments, as it is typed.
const ENDS: [&str; 6] = ["code", "confirm", "done", "missed", "cancel", "note"];

/// Ways of help by id or by name, in every language, and behind them what is done about an appointment.
pub fn appointing(terms: &Terms, typed: &str) -> Vec<Fitting> {
    let typed = plain(typed);
    let ways = terms.ways.iter().filter(|way| way.minutes.is_some()).filter_map(|way| {
        let rank = best(way.name.0.values().map(String::as_str).chain([way.id.as_str()]), &typed)?;
        let shown = Phrase::new("label").with("label", Arg::Label(way.name.clone()));
        Some((rank, Fitting { shown, value: way.id.clone() }))
    });
    let ends = ENDS.into_iter().filter_map(|word| {
        let shown = Phrase::keyed("appoint-word", word);
        Some((rank(word, &typed)?, Fitting { shown, value: word.to_owned() }))
    });
    nearest(ways.chain(ends)).collect()
}
