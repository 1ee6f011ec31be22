//! The columns of surveys: words go, scores stay as numbers of nobody.

use super::Held::{self, Emptied, Nobodys};

pub(super) const COLUMNS: &[(&str, Held)] = &[
    ("id", Nobodys),
    ("person", Nobodys),
    ("platform", Nobodys),
    ("form", Nobodys),
    ("after", Nobodys),
    ("case_id", Nobodys),
    ("about", Emptied),
    ("asks", Nobodys),
    ("stage", Nobodys),
    ("cursor", Nobodys),
    ("rev", Nobodys),
    ("comment", Emptied),
    ("comment_from", Emptied),
    ("asked_at", Nobodys),
    ("reminded_at", Nobodys),
    ("answered_at", Nobodys),
    ("touched_at", Nobodys),
    ("look_at", Nobodys),
    ("by", Nobodys),
    ("follow_up", Nobodys),
    ("visited_by", Nobodys),
    ("visited_at", Nobodys),
    ("visit_note", Emptied),
];
