//! A process may die between any two steps. Nothing is lost, nothing happens twice inside, and what was in the air is
//! shown once more at most.

mod between_calls;
mod between_statements;
mod guards;
mod in_office;
mod twice;
mod unheard;

use crate::harness::TestDatabase;

/// Everything the desk remembers, counted: what must be the same however often it died on the way.
async fn memory(database: &TestDatabase) -> Vec<String> {
    let counts = [
        "select format('case %s %s %s rev %s', ref, kind, state, rev) from cases order by ref",
        "select format('%s cycle %s %s due %s ended %s', target, cycle, state, due_at, ended_at) \
         from clocks order by target, cycle",
        "select format('event %s by %s', kind, by) from case_events order by id",
        "select format('%s %s: %s', side, kind, body) from messages order by id",
        "select format('%s of %s', kind, uniq) from media order by id",
        "select format('flow %s rev %s', flow, rev) from dialogues order by flow",
        "select format('%s sent as %s in %s', count(*), parcel->>'is', state) from outbox \
         group by parcel->>'is', state order by 1",
        "select format('%s people', count(*)) from people",
        "select format('%s updates taken', count(*)) from seen",
        "select format('%s rooms with a card', count(card)) from rooms",
        "select format('%s words where their authors wrote them', count(*)) from links where source",
    ];
    let mut memory = Vec::new();
    for sql in counts {
        memory.extend(database.texts(sql).await);
    }
    memory
}

/// What differs between two memories, as sentences.
fn changed(before: &[String], after: &[String]) -> Vec<String> {
    let lost = before.iter().filter(|line| !after.contains(line)).map(|line| format!("missing: {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("not wanted: {line}"));
    let count = (before.len() != after.len()).then(|| format!("{} lines, not {}", after.len(), before.len()));
    lost.chain(new).chain(count).collect()
}
