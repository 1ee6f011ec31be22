//! The tables of appointments.

use super::{
    Held::{Deleted, Emptied, Nobodys},
    Table,
};

pub(super) const TABLES: &[Table] = &[
    ("access_codes", Deleted, &[]),
    (
        "appointments",
        Nobodys,
        &[
            ("id", Nobodys),
            ("case_id", Nobodys),
            ("n", Nobodys),
            ("way", Nobodys),
            ("kind", Nobodys),
            ("minutes", Nobodys),
            ("stage", Nobodys),
            ("agent", Nobodys),
            ("offers", Nobodys),
            ("wish", Nobodys),
            ("asked_at", Nobodys),
            ("starts", Nobodys),
            ("rev", Nobodys),
            ("sequence", Nobodys),
            ("reminded", Nobodys),
            ("look_at", Nobodys),
            ("reason", Emptied),
            ("outcome", Emptied),
            ("made_at", Nobodys),
            ("changed_at", Nobodys),
            ("code_asked_at", Nobodys),
        ],
    ),
];
