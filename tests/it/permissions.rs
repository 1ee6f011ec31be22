//! Who may do what, in every guise: commands by role and disguise, and other people's cases by guess.
//!
//! A refusal changes nothing and tells nothing: rows are compared before and after, and the answer to a guess is the
//! answer to something that does not exist.

mod binding;
mod commands;
mod companies;
mod foreign;
mod leaving;

use aftercare::domain::chat::Incoming;

use crate::harness::{DirectStage, TestDatabase};

/// Everything but what was said and which updates were taken: what a refusal must leave alone.
async fn rows(database: &TestDatabase) -> Vec<String> {
    let tables = [
        "absences",
        "case_links",
        "agents",
        "cases",
        "case_events",
        "case_lines",
        "clocks",
        "clock_events",
        "dialogues",
        "identities",
        "links",
        "media",
        "message_revisions",
        "macros",
        "messages",
        "people",
        "companies",
        "members",
        "privacy_acts",
        "quarantine",
        "restrictions",
        "rooms",
        "search_docs",
        "slips",
        "verdicts",
        "verdict_shares",
        "quotes",
        "quote_lines",
        "quote_offers",
    ];
    let mut rows = Vec::new();
    for table in tables {
        rows.extend(database.texts(&format!("select '{table} ' || t::text from {table} t order by 1")).await);
    }
    rows
}

/// Takes one update and returns what the desk wants said because of it, row by row, as it stands in the outbox.
async fn answers(
    stage: &DirectStage,
    database: &TestDatabase,
    incoming: &Incoming,
) -> Vec<serde_json::Value> {
    let last = database.number("select coalesce(max(id), 0) from outbox").await;
    stage.bureau().desk.receive(std::slice::from_ref(incoming)).await.expect("taken");
    let new = format!("select parcel::text from outbox where id > {last} order by id");
    let parcels = database.texts(&new).await;
    parcels.iter().map(|parcel| serde_json::from_str(parcel).expect("JSON")).collect()
}
