//! The tables of prices.

use super::{
    Held::{Emptied, Nobodys},
    Table,
};

pub(super) const TABLES: &[Table] = &[
    (
        "quotes",
        Nobodys,
        &[
            ("id", Nobodys),
            ("case_id", Nobodys),
            ("n", Nobodys),
            ("stage", Nobodys),
            ("currency", Nobodys),
            ("total", Nobodys),
            ("freight", Nobodys),
            ("settles", Nobodys),
            ("valid_hours", Nobodys),
            ("two", Nobodys),
            ("by", Nobodys),
            ("at", Nobodys),
            ("second_by", Nobodys),
            ("second_at", Nobodys),
            ("sent_at", Nobodys),
            ("valid_until", Nobodys),
            ("reminded", Nobodys),
            ("look_at", Nobodys),
            ("counter_until", Nobodys),
            ("ended_at", Nobodys),
            ("ended_by", Nobodys),
            ("agreed", Nobodys),
        ],
    ),
    (
        "quote_lines",
        Nobodys,
        &[
            ("quote", Nobodys),
            ("n", Nobodys),
            ("kind", Nobodys),
            ("quantity", Nobodys),
            ("unit", Nobodys),
            ("amount", Nobodys),
            ("words", Emptied),
        ],
    ),
    (
        "quote_offers",
        Nobodys,
        &[
            ("quote", Nobodys),
            ("n", Nobodys),
            ("at", Nobodys),
            ("by", Nobodys),
            ("what", Nobodys),
            ("amount", Nobodys),
            ("words", Emptied),
        ],
    ),
];
