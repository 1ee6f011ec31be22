//! Between cells and domain values. A cell that does not parse is named, never replaced.

use chrono_tz::Tz;

use super::StoreError;
use crate::domain::{chat::Platform, lang::Lang, party::Role};

/// The value, or the cell that should have held it.
pub(super) fn cell<T>(
    value: Option<T>,
    table: &'static str,
    column: &'static str,
    key: i64,
) -> Result<T, StoreError> {
    value.ok_or(StoreError::Inconsistent { table, column, key })
}

pub(super) fn platform(code: i16, table: &'static str, key: i64) -> Result<Platform, StoreError> {
    cell(Platform::from_code(code), table, "platform", key)
}

pub(super) fn lang(tag: &str, key: i64) -> Result<Lang, StoreError> {
    cell(Lang::ALL.into_iter().find(|l| l.code() == tag), "people", "lang", key)
}

pub(super) fn zone(name: Option<&str>, key: i64) -> Result<Option<Tz>, StoreError> {
    name.map(|n| cell(n.parse().ok(), "people", "zone", key)).transpose()
}

pub(super) fn role(name: &str, key: i64) -> Result<Role, StoreError> {
    cell(Role::from_name(name), "agents", "role", key)
}

/// JSON out of a cell.
pub(super) fn json<T: serde::de::DeserializeOwned>(
    value: serde_json::Value,
    table: &'static str,
    column: &'static str,
    key: i64,
) -> Result<T, StoreError> {
    cell(serde_json::from_value(value).ok(), table, column, key)
}

/// A value as JSON. Our own types always have a JSON form; if one had not, the cell would hold `null` and fail its
/// check when it is read.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}
