//! One file in two layers: the embedded defaults and what the operator's copy changes, key by key.
//!
//! Each changed key is tried by itself on top of the defaults. So every problem of a file is found in one go, and one
//! wrong key never hides another. Tables are merged; anything else, lists too, is replaced as a whole.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::problem::{Problem, nearest};

/// A file's defaults and changes.
pub(super) struct Layered {
    pub(super) name: &'static str,
    pub(super) defaults: Table,
    pub(super) overrides: Table,
}

impl Layered {
    /// Reports top-level keys that do not exist.
    pub(super) fn check_top(&self, problems: &mut Vec<Problem>) {
        let known: Vec<&str> = self.defaults.keys().map(String::as_str).collect();
        for key in self.overrides.keys().filter(|key| !known.contains(&key.as_str())) {
            problems.push(self.unknown(key, key, &known));
        }
    }

    /// The table at `path`, for instance `calendar.week`. `optional` are keys that the defaults leave out.
    /// `None` when not even what is left after dropping the wrong keys fits, which a wrong default would cause.
    pub(super) fn section<T: DeserializeOwned>(
        &self,
        path: &str,
        optional: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let defaults = table_at(&self.defaults, path).cloned().unwrap_or_default();
        let changes = self.changes(path, problems);
        let known: Vec<&str> = defaults.keys().map(String::as_str).chain(optional.iter().copied()).collect();
        let mut whole = defaults.clone();
        for (key, change) in changes {
            let place = format!("{path}.{key}");
            if !known.contains(&key.as_str()) {
                problems.push(self.unknown(&place, &key, &known));
                continue;
            }
            let mut tried = defaults.clone();
            put(&mut tried, &key, change.clone());
            match Value::Table(tried).try_into::<T>() {
                Ok(_) => put(&mut whole, &key, change),
                Err(error) => problems.push(self.unfit(&place, &error)),
            }
        }
        self.fitted(path, Value::Table(whole), problems)
    }

    /// The table at `path` whose keys are data, such as dates: any key may be added.
    pub(super) fn open_table<T: DeserializeOwned>(
        &self,
        path: &str,
        problems: &mut Vec<Problem>,
    ) -> std::collections::BTreeMap<String, T> {
        let mut whole = table_at(&self.defaults, path).cloned().unwrap_or_default();
        whole.extend(self.changes(path, problems));
        let mut read = std::collections::BTreeMap::new();
        for (key, value) in whole {
            match value.try_into() {
                Ok(value) => drop(read.insert(key, value)),
                Err(error) => problems.push(self.unfit(&format!("{path}.{key}"), &error)),
            }
        }
        read
    }

    /// A single value at the top; the default stands in for a change that does not fit.
    pub(super) fn value<T: DeserializeOwned>(&self, key: &str, problems: &mut Vec<Problem>) -> Option<T> {
        let change = self.overrides.get(key).and_then(|value| self.fitted(key, value.clone(), problems));
        change.or_else(|| self.fitted(key, self.defaults.get(key)?.clone(), problems))
    }

    /// A list of tables at the top; `known` are the keys each of them can have. `None` when one does not fit: what
    /// depends on the list would be wrong for that reason only.
    pub(super) fn list<T: DeserializeOwned>(
        &self,
        key: &str,
        known: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<T>> {
        let tables: Vec<Table> = self.value(key, problems).unwrap_or_default();
        let mut read = Vec::with_capacity(tables.len());
        for (index, mut table) in tables.into_iter().enumerate() {
            let place = format!("{key}[{}]", index + 1);
            let strangers: Vec<String> =
                table.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
            for stranger in strangers {
                problems.push(self.unknown(&format!("{place}.{stranger}"), &stranger, known));
                table.remove(&stranger);
            }
            read.push(self.fitted(&place, Value::Table(table), problems));
        }
        read.into_iter().collect()
    }

    /// A problem with the place in this file.
    pub(super) fn problem(&self, place: &str, what: impl Into<String>, mend: impl Into<String>) -> Problem {
        Problem::error(format!("{}: {place}", self.name), what, mend)
    }

    fn changes(&self, path: &str, problems: &mut Vec<Problem>) -> Table {
        if let Some(Value::Table(changes)) = value_at(&self.overrides, path) {
            return changes.clone();
        }
        if value_at(&self.overrides, path).is_some() {
            let mend = format!("write [{path}] on a line of its own and its keys below");
            problems.push(self.problem(path, "is a single value where a table belongs", mend));
        }
        Table::new()
    }

    fn fitted<T: DeserializeOwned>(
        &self,
        place: &str,
        value: Value,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        value.try_into().map_err(|error| problems.push(self.unfit(place, &error))).ok()
    }

    fn unknown(&self, place: &str, key: &str, known: &[&str]) -> Problem {
        let mend = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("remove it; what can stand here is {}", known.join(", ")),
        };
        self.problem(place, "is not known", mend)
    }

    fn unfit(&self, place: &str, error: &toml::de::Error) -> Problem {
        self.problem(
            place,
            format!("does not fit: {}", plain(error.message())),
            "write it the way the built-in file does",
        )
    }
}

/// The parser's words for kinds of values, as a reader of the file knows them.
fn plain(message: &str) -> String {
    let kinds = [
        ("expected u32", "expected a whole number from 0 on"),
        ("expected u8", "expected a whole number from 0 to 255"),
        ("expected usize", "expected a whole number from 0 on"),
        ("expected i32", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a sequence", "expected a list in brackets"),
        ("expected a map", "expected a table of keys"),
    ];
    let mut said = message.trim_end().to_owned();
    for (theirs, ours) in kinds {
        said = said.replace(theirs, ours);
    }
    said
}

/// The file as it is in force.
pub(super) fn merged(file: &Layered) -> String {
    let mut whole = file.defaults.clone();
    for (key, change) in &file.overrides {
        put(&mut whole, key, change.clone());
    }
    whole.to_string()
}

/// Sets a key; a table is merged into the table that is there.
fn put(into: &mut Table, key: &str, change: Value) {
    match (into.get_mut(key), change) {
        (Some(Value::Table(old)), Value::Table(new)) => {
            for (key, change) in new {
                put(old, &key, change);
            }
        }
        (_, change) => drop(into.insert(key.to_owned(), change)),
    }
}

fn table_at<'a>(table: &'a Table, path: &str) -> Option<&'a Table> {
    value_at(table, path).and_then(Value::as_table)
}

fn value_at<'a>(table: &'a Table, path: &str) -> Option<&'a Value> {
    let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
    let value = table.get(head)?;
    rest.map_or(Some(value), |rest| value.as_table().and_then(|table| value_at(table, rest)))
}
