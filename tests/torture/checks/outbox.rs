//! The outbox at rest: every row came to an end, whoever should know of a bad one was told, and both sides' books agree.

use crate::history::{History, Place, Row};

/// Kinds of rows nobody is told of: signs, cards and names of rooms, which the next change puts right.
const SILENT: [&str; 8] = ["mark", "react", "card", "title", "fold", "shut", "unname", "elsewhere"];

/// Rows that are neither delivered nor given up although their time has come, and rows a dead process was sending.
pub fn unsettled(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in &history.rows {
        let name = format!("row {} ({} by {}; {})", row.id, row.what, row.lane, row.story);
        match row.state.as_str() {
            "sending" if row.epoch < history.epoch => {
                wrong.push(format!("{name} is being sent under epoch {}, which ended", row.epoch));
            }
            "sending" => wrong.push(format!("{name} is still being sent")),
            "queued" if row.due => wrong.push(format!("{name} still waits")),
            _ => {}
        }
    }
    wrong
}

/// Rows that ended badly without a word about it anywhere.
pub fn untold(history: &History) -> Vec<String> {
    let bad = |state: &str| matches!(state, "undelivered" | "uncertain");
    let loud = history.rows.iter().filter(|row| bad(&row.state) && !SILENT.contains(&row.what.as_str()));
    let told = |text: &&String| {
        ["not delivered", "the platform gave no answer"].iter().any(|part| text.contains(part))
    };
    let notices = history.places.iter().flat_map(|place| &place.texts).filter(told).count();
    let rows: Vec<String> =
        loud.map(|row| format!("{} ({}, {} by {})", row.id, row.state, row.what, row.lane)).collect();
    if rows.len() <= notices {
        return Vec::new();
    }
    vec![format!(
        "{notices} notices tell of {} rows that were not delivered: {}",
        rows.len(),
        rows.join("; ")
    )]
}

/// Messages the outbox takes for accepted that stand nowhere, and messages that stand there without an excuse.
pub fn unknown_messages(history: &History) -> Vec<String> {
    history.places.iter().flat_map(|place| of_place(history, place)).collect()
}

fn of_place(history: &History, place: &Place) -> Vec<String> {
    let mut wrong = Vec::new();
    let vanished: Vec<&i64> = place.noted.iter().filter(|id| !place.stand.contains(id)).collect();
    if !vanished.is_empty() {
        wrong.push(format!("{}: messages {vanished:?} count as delivered and stand nowhere", place.lane));
    }
    let unknown = place.stand.iter().filter(|id| !place.noted.contains(id)).count();
    let rows = history.rows.iter().filter(|row| row.lane == place.lane);
    let doubts: usize = rows.map(Row::times_in_doubt).sum();
    if unknown > doubts {
        wrong.push(format!(
            "{}: {unknown} messages stand there that nobody knows of, with {doubts} doubts",
            place.lane
        ));
    }
    wrong
}

/// Telegram's updates: each is remembered, none was put aside.
pub fn updates(history: &History) -> Vec<String> {
    let mut wrong = Vec::new();
    let (made, taken) = history.updates;
    if i64::try_from(made) != Ok(taken) {
        wrong.push(format!("Telegram made {made} updates, and {taken} were taken"));
    }
    if history.quarantined > 0 {
        wrong.push(format!("{} updates could not be taken and are in quarantine", history.quarantined));
    }
    wrong
}
