//! Every column of the schema, and whether it can hold anything of a person.

mod lots;
mod prices;
mod visits;

/// What becomes of a column when its person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Numbers, dates and kinds that point to nobody without what is erased.
    Nobodys,
    /// Its row goes.
    Deleted,
    /// The row stays, and the column is emptied, hashed, or set to what everybody has.
    Emptied,
}

mod surveys;

use Held::{Deleted, Emptied, Nobodys};

/// A table: what most of its columns are, and those that are something else.
pub type Table = (&'static str, Held, &'static [(&'static str, Held)]);

/// Every table there is.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().chain(lots::TABLES).chain(prices::TABLES).chain(visits::TABLES)
}

/// The tables, but those of lots, prices and appointments. A new column of a table whose rows stay has to be named here; `tests/it/erasure.rs` compares.
const TABLES: &[Table] = &[
    // Rows that go with their person, whatever is in them.
    // Unless a file of somebody else has the same content.
    ("blob_chunks", Deleted, &[]),
    ("blobs", Deleted, &[]),
    ("dialogues", Deleted, &[]),
    ("identities", Deleted, &[]),
    ("links", Deleted, &[]),
    ("media", Deleted, &[]),
    ("message_revisions", Deleted, &[]),
    ("messages", Deleted, &[]),
    ("outbox", Deleted, &[]),
    ("quarantine", Deleted, &[]),
    ("left_rooms", Deleted, &[]),
    ("passes", Deleted, &[]),
    ("places", Deleted, &[]),
    ("rooms", Deleted, &[]),
    ("threads", Deleted, &[]),
    // Rows that stay: every column by its name.
    (
        "people",
        Nobodys,
        &[
            ("id", Nobodys),
            ("name", Emptied),
            ("lang", Nobodys),
            ("lang_chosen", Emptied),
            ("zone", Emptied),
            ("buyer", Emptied),
            ("privacy", Emptied),
            ("focus", Emptied),
            ("focus_until", Emptied),
            ("seen_at", Emptied),
            ("quiet", Emptied),
            ("phone", Emptied),
            // Who an emptied row became; it names nobody.
            ("became", Nobodys),
        ],
    ),
    (
        "cases",
        Nobodys,
        &[
            ("id", Nobodys),
            ("ref", Emptied),
            ("kind", Nobodys),
            ("state", Nobodys),
            ("waiting", Nobodys),
            ("class", Nobodys),
            ("urgency", Nobodys),
            ("topic", Nobodys),
            ("grp", Nobodys),
            ("customer", Nobodys),
            ("platform", Nobodys),
            ("assignee", Nobodys),
            ("leaver", Nobodys),
            ("answers", Emptied),
            ("incomplete", Nobodys),
            ("opened_at", Nobodys),
            ("solved_at", Nobodys),
            ("closed_at", Nobodys),
            ("human_at", Nobodys),
            ("rev", Nobodys),
            ("worn_at", Nobodys),
            ("merged_into", Nobodys),
            // Why, although it is no person: the others who buy for it would go on seeing the case.
            ("company", Emptied),
        ],
    ),
    (
        "case_lines",
        Nobodys,
        &[
            ("case_id", Nobodys),
            ("n", Nobodys),
            ("family", Nobodys),
            ("model", Emptied),
            ("sku", Emptied),
            ("lot", Emptied),
            ("lot_key", Emptied),
            ("carton", Emptied),
            ("ordered", Nobodys),
            ("received", Nobodys),
            ("inspected", Nobodys),
            ("defective", Nobodys),
            ("part", Nobodys),
            ("defect", Emptied),
            ("severity", Nobodys),
        ],
    ),
    (
        "case_events",
        Nobodys,
        &[
            ("id", Nobodys),
            ("case_id", Nobodys),
            ("at", Nobodys),
            ("kind", Nobodys),
            ("by", Nobodys),
            ("data", Emptied),
        ],
    ),
    (
        "clocks",
        Nobodys,
        &[
            ("id", Nobodys),
            ("case_id", Nobodys),
            ("target", Nobodys),
            ("cycle", Nobodys),
            ("span", Nobodys),
            ("state", Nobodys),
            ("started_at", Nobodys),
            ("look_at", Nobodys),
            ("amends", Nobodys),
            ("due_at", Nobodys),
            ("ended_at", Nobodys),
            ("terms_version", Nobodys),
        ],
    ),
    (
        "clock_events",
        Nobodys,
        &[
            ("clock", Nobodys),
            ("n", Nobodys),
            ("at", Nobodys),
            ("kind", Nobodys),
            ("cause", Nobodys),
            ("data", Nobodys),
        ],
    ),
    (
        "verdicts",
        Nobodys,
        &[
            ("id", Nobodys),
            ("case_id", Nobodys),
            ("n", Nobodys),
            ("stage", Nobodys),
            ("liability", Nobodys),
            ("reason", Nobodys),
            ("words", Emptied),
            ("evidence", Emptied),
            ("warranty", Nobodys),
            ("covered_until", Nobodys),
            ("worth", Nobodys),
            ("currency", Nobodys),
            ("two", Nobodys),
            ("by", Nobodys),
            ("at", Nobodys),
            ("second_by", Nobodys),
            ("second_at", Nobodys),
            ("mentions", Emptied),
            ("appealed_at", Nobodys),
            ("appeal_by", Nobodys),
            ("appeal_decided_at", Nobodys),
            ("offer", Emptied),
        ],
    ),
    (
        "verdict_shares",
        Nobodys,
        &[
            ("verdict", Nobodys),
            ("line", Nobodys),
            ("resolution", Nobodys),
            ("liability", Nobodys),
            ("quantity", Nobodys),
        ],
    ),
    ("survey_occasions", Deleted, &[]),
    ("survey_turns", Deleted, &[]),
    // Scores stay as numbers of nobody.
    ("surveys", Nobodys, surveys::COLUMNS),
    (
        "survey_answers",
        Nobodys,
        &[("survey", Nobodys), ("question", Nobodys), ("score", Nobodys), ("at", Nobodys)],
    ),
    (
        "privacy_acts",
        Nobodys,
        &[
            ("id", Nobodys),
            ("what", Nobodys),
            ("person", Nobodys),
            ("asked_by", Nobodys),
            ("asked_at", Nobodys),
            ("seen", Nobodys),
            ("granted_by", Nobodys),
            ("done_at", Nobodys),
            ("cases", Nobodys),
            ("messages", Nobodys),
            ("files", Nobodys),
            ("recalled", Nobodys),
            ("stuck", Nobodys),
            ("older", Nobodys),
            ("by_hand", Emptied),
            ("platform", Emptied),
            ("chat", Emptied),
            ("lang", Emptied),
            ("closed_at", Nobodys),
        ],
    ),
    // The proof of who had many cases as a file; what stood in it is not kept.
    (
        "exports",
        Nobodys,
        &[
            ("id", Nobodys),
            ("person", Nobodys),
            ("at", Nobodys),
            ("format", Nobodys),
            ("first_day", Nobodys),
            ("last_day", Nobodys),
            ("filter", Nobodys),
            ("cases", Nobodys),
            ("made_at", Nobodys),
        ],
    ),
    // Who works here can't be erased before they are taken off the list; the row says only that they did.
    (
        "agents",
        Nobodys,
        &[
            ("person", Nobodys),
            ("role", Nobodys),
            ("groups", Nobodys),
            ("floor", Nobodys),
            ("added_by", Nobodys),
            ("added_at", Nobodys),
            ("removed_at", Nobodys),
            ("turn", Nobodys),
        ],
    ),
    (
        "invites",
        Nobodys,
        &[
            ("id", Nobodys),
            ("hash", Nobodys),
            ("role", Nobodys),
            ("groups", Nobodys),
            // What an admin called somebody who has not come yet; emptied when they come, and gone with the row else.
            ("label", Emptied),
            ("by", Nobodys),
            ("at", Nobodys),
            ("until", Nobodys),
            ("used_by", Nobodys),
            ("used_at", Nobodys),
            ("withdrawn_at", Nobodys),
        ],
    ),
    ("menus", Deleted, &[]),
    ("members", Deleted, &[]),
    // The brand's own books, as its orders are.
    (
        "companies",
        Nobodys,
        &[("id", Nobodys), ("key", Nobodys), ("name", Nobodys), ("by", Nobodys), ("at", Nobodys)],
    ),
    ("order_lookups", Deleted, &[]),
    ("absences", Deleted, &[]),
    ("questions", Deleted, &[]),
    ("reactions", Deleted, &[]),
    ("restrictions", Deleted, &[]),
    ("room_posts", Deleted, &[]),
    ("search_docs", Deleted, &[]),
    ("slips", Deleted, &[]),
    ("case_orders", Deleted, &[]),
    // The brand's own books. The name goes from orders a person's cases told of, where it is theirs: a number proves
    // nothing, so somebody else's name stays. What ties an order to a person otherwise is `case_orders`.
    (
        "orders",
        Nobodys,
        &[
            ("id", Nobodys),
            ("key", Nobodys),
            ("digits", Nobodys),
            ("number", Nobodys),
            ("customer", Emptied),
            ("company", Nobodys),
            ("buyer", Nobodys),
            ("status", Nobodys),
            ("signed_on", Nobodys),
            ("delivered_on", Nobodys),
            ("completed_on", Nobodys),
            ("company_key", Nobodys),
            ("changed_at", Nobodys),
        ],
    ),
    (
        "order_lines",
        Nobodys,
        &[
            ("order_id", Nobodys),
            ("n", Nobodys),
            ("family", Nobodys),
            ("model", Nobodys),
            ("sku", Nobodys),
            ("colour", Nobodys),
            ("quantity", Nobodys),
            ("lot", Nobodys),
        ],
    ),
    (
        "order_events",
        Nobodys,
        &[
            ("id", Nobodys),
            ("order_id", Nobodys),
            ("at", Nobodys),
            ("kind", Nobodys),
            ("by", Nobodys),
            ("data", Nobodys),
        ],
    ),
    (
        "alerts",
        Nobodys,
        &[
            ("clock", Nobodys),
            ("step", Nobodys),
            ("due_at", Nobodys),
            ("told_at", Nobodys),
            ("acked_by", Nobodys),
            ("acked_at", Nobodys),
        ],
    ),
    ("case_links", Nobodys, &[("a", Nobodys), ("b", Nobodys), ("by", Nobodys), ("at", Nobodys)]),
    // Of the desk itself.
    ("notices", Nobodys, &[("key", Nobodys), ("told_at", Nobodys)]),
    (
        "macros",
        Nobodys,
        &[("name", Nobodys), ("lang", Nobodys), ("body", Nobodys), ("by", Nobodys), ("at", Nobodys)],
    ),
    ("search_state", Nobodys, &[("one", Nobodys), ("filled_to", Nobodys)]),
    (
        "staff_side",
        Nobodys,
        &[
            ("platform", Nobodys),
            ("configured", Nobodys),
            ("chat", Nobodys),
            ("shape", Nobodys),
            ("lost_at", Nobodys),
            ("lost_why", Nobodys),
            ("hinted_at", Nobodys),
        ],
    ),
    ("seen", Nobodys, &[("source", Nobodys), ("key", Nobodys), ("sub", Nobodys), ("at", Nobodys)]),
    ("leases", Nobodys, &[("name", Nobodys), ("holder", Nobodys), ("epoch", Nobodys), ("until", Nobodys)]),
];
