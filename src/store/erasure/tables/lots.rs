//! The tables of lots, and of messages to everybody with goods of one.

use super::{
    Held::{Deleted, Nobodys},
    Table,
};

pub(super) const TABLES: &[Table] = &[
    // Words of who leads, to many at once; who they were for goes.
    (
        "letters",
        Nobodys,
        &[
            ("id", Nobodys),
            ("lot", Nobodys),
            ("by", Nobodys),
            ("at", Nobodys),
            ("words", Nobodys),
            ("platform", Nobodys),
            ("chat", Nobodys),
            ("thread", Nobodys),
            ("progress", Nobodys),
            ("delivered", Nobodys),
            ("failed", Nobodys),
            ("skipped", Nobodys),
            ("over_at", Nobodys),
        ],
    ),
    ("letter_people", Deleted, &[]),
    ("lot_looks", Nobodys, &[("lot", Nobodys), ("at", Nobodys)]),
    (
        "lot_alerts",
        Nobodys,
        &[("lot", Nobodys), ("defect", Nobodys), ("step", Nobodys), ("told_at", Nobodys)],
    ),
];
