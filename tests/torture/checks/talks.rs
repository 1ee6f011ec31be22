//! Words: none lost, none twice in the case, in order wherever they are seen, repeated only where nobody can know.

use std::collections::BTreeSet;

use crate::history::{History, Row, Talk};

/// Words without a place in the case, or which the other side was never shown although nothing was reported.
pub fn lost(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    for talk in &history.talks {
        if talk.aside.len() > talk.told {
            let words = talk.aside.join(" ");
            wrong.push(format!("{}: taken for notes, and told of {}: {words}", talk.name, talk.told));
        }
        let sent: Vec<String> =
            talk.wrote.iter().filter(|word| !talk.aside.contains(word)).cloned().collect();
        for word in missing(&sent, &talk.stored) {
            wrong.push(format!("{}: {word} was lost: it stands in no case", talk.name));
        }
        let (failed, unseen) = (failed_rows(history, talk), missing(&sent, &talk.shown));
        // Why so many: each row that failed may be one of them, and that it failed is looked at elsewhere.
        if unseen.len() > failed {
            wrong.push(format!("{}: never shown: {}", talk.name, unseen.join(" ")));
        }
        if let Some(word) = talk.aside.iter().find(|word| talk.shown.contains(word)) {
            wrong.push(format!(
                "{}: {word} was shown although its author was told that it was not sent",
                talk.name
            ));
        }
    }
    wrong
}

/// Rows of that lane that ended badly.
fn failed_rows(history: &History, talk: &Talk) -> usize {
    let failed = |state: &str| matches!(state, "undelivered" | "uncertain");
    history.rows.iter().filter(|row| row.lane == talk.lane && failed(&row.state)).count()
}

fn missing(wanted: &[String], there: &[String]) -> Vec<String> {
    wanted.iter().filter(|word| !there.contains(word)).cloned().collect()
}

/// Words that stand in a case more than once, that nobody wrote, or whose order is another.
pub fn stored_twice_or_out_of_order(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    for talk in &history.talks {
        let once = firsts(&talk.stored);
        if once.len() < talk.stored.len() {
            wrong.push(format!("{}: stored twice: {}", talk.name, talk.stored.join(" ")));
        }
        if let Some(stranger) = once.iter().find(|word| !talk.wrote.contains(word)) {
            wrong.push(format!("{}: {stranger} is stored and nobody wrote it", talk.name));
        }
        if inversions(&talk.wrote, &once) > talk.swaps {
            wrong.push(format!("{}: stored out of order: {}", talk.name, once.join(" ")));
        }
    }
    wrong
}

/// Words that the other side sees in another order than they were written in.
pub fn shown_out_of_order(history: &History) -> Vec<String> {
    let wrong = |talk: &&Talk| inversions(&talk.wrote, &firsts(&talk.shown)) > talk.swaps;
    let talks = history.talks.iter().filter(wrong);
    talks.map(|talk| format!("{}: shown out of order: {}", talk.name, talk.shown.join(" "))).collect()
}

/// Words that were shown more often than allowed: never without a blow, never where the platform tells repeats apart,
/// never three times, and never without a row that was in doubt.
pub fn repeated(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    for talk in &history.talks {
        let found = repeats(talk);
        if found == 0 {
            continue;
        }
        let rows = history.rows.iter().filter(|row| row.lane == talk.lane);
        let doubts: usize = rows.map(Row::times_in_doubt).sum();
        let why = if history.blows == 0 {
            "nothing had happened"
        } else if talk.knows_repeats {
            "the platform tells repeats apart"
        } else if most_often(&talk.shown) > 2 {
            "more than once again"
        } else if doubts < found {
            "nobody was in doubt about them"
        } else {
            continue;
        };
        wrong.push(format!("{}: {found} shown again although {why}: {}", talk.name, talk.shown.join(" ")));
    }
    wrong
}

/// Everybody has the one case they asked for.
pub fn cases(history: &History) -> Vec<String> {
    let others = history.cases.iter().filter(|(_, cases)| *cases != 1);
    others.map(|(who, cases)| format!("{who} has {cases} cases, not one")).collect()
}

/// How many words were shown more often than once, counted as often as that.
pub fn repeats(talk: &Talk) -> usize {
    talk.shown.len() - firsts(&talk.shown).len()
}

/// The words without their repetitions.
fn firsts(words: &[String]) -> Vec<String> {
    let mut known = BTreeSet::new();
    words.iter().filter(|word| known.insert(*word)).cloned().collect()
}

fn most_often(words: &[String]) -> usize {
    words.iter().map(|word| words.iter().filter(|other| *other == word).count()).max().unwrap_or_default()
}

/// How many neighbours would have to change places to bring the words into the order they were written in.
fn inversions(wrote: &[String], words: &[String]) -> usize {
    let places: Vec<usize> =
        words.iter().filter_map(|word| wrote.iter().position(|other| other == word)).collect();
    let before = |at: usize| places[..at].iter().filter(|earlier| **earlier > places[at]).count();
    (0..places.len()).map(before).sum()
}
