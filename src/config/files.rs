//! The embedded files and the operator's folder over them.
//!
//! The folder may hold `terms.toml`, `default.toml` and `locales/<language>.ftl`; a file with another name there is a
//! slip and said to be one.

use std::{fs, path::Path};

use fluent_bundle::FluentResource;
use toml::Table;

use super::{
    layered::{Layered, merged},
    problem::{Problem, nearest},
};
use crate::domain::lang::Lang;

const TERMS: &str = "terms.toml";
const TECHNICAL: &str = "default.toml";
const LOCALES: &str = "locales";
const FOLDER: &str = "AFTERCARE_CONFIG";

/// What was read, not looked into yet.
pub(super) struct Files {
    pub(super) terms: Layered,
    pub(super) technical: Layered,
    pub(super) locales: Vec<(Lang, String)>,
}

impl Files {
    /// Never fails: what cannot be read is a problem, and the default stands in for it.
    pub(super) fn read(folder: Option<&str>, problems: &mut Vec<Problem>) -> Self {
        let folder = folder.map(Path::new).filter(|folder| is_folder(folder, problems));
        if let Some(folder) = folder {
            report_strangers(folder, &[TERMS, TECHNICAL], "toml", problems);
        }
        Self {
            terms: layered(TERMS, include_str!("../../config/terms.toml"), folder, problems),
            technical: layered(TECHNICAL, include_str!("../../config/default.toml"), folder, problems),
            locales: folder.map_or_else(Vec::new, |folder| locales(&folder.join(LOCALES), problems)),
        }
    }

    /// Puts changes over the terms.
    pub(super) fn change_terms(&mut self, changes: &str, problems: &mut Vec<Problem>) {
        self.terms.overrides = parsed(TERMS, changes, problems);
    }

    /// Whether the terms were changed there.
    pub(super) fn changes(&self, table: &str, key: &str) -> bool {
        self.terms.overrides.get(table).and_then(|table| table.get(key)).is_some()
    }

    /// Both files as they are in force, for a person to read.
    pub(super) fn shown(&self) -> String {
        [&self.terms, &self.technical].map(|file| format!("# {}\n{}", file.name, merged(file))).join("\n")
    }
}

fn is_folder(folder: &Path, problems: &mut Vec<Problem>) -> bool {
    let found = folder.is_dir();
    if !found {
        problems.push(Problem::error(
            FOLDER,
            format!("names {}, which is no folder that can be read", folder.display()),
            "create it, correct the path, or unset the variable to run on the built-in terms",
        ));
    }
    found
}

fn layered(
    name: &'static str,
    embedded: &str,
    folder: Option<&Path>,
    problems: &mut Vec<Problem>,
) -> Layered {
    let defaults = parsed(name, embedded, problems);
    let text = folder.and_then(|folder| optional_text(&folder.join(name), name, problems));
    let overrides = text.map_or_else(Table::new, |text| parsed(name, &text, problems));
    Layered { name, defaults, overrides }
}

fn parsed(name: &str, text: &str, problems: &mut Vec<Problem>) -> Table {
    text.parse::<Table>().unwrap_or_else(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        problems.push(Problem::error(
            format!("{name}: line {line}"),
            format!("is no TOML: {}", error.message()),
            "mend that line; a text needs quotes, a list needs brackets",
        ));
        Table::new()
    })
}

/// The content of a file that need not be there.
fn optional_text(path: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            problems.push(Problem::error(
                name,
                format!("cannot be read: {error}"),
                "give the program the right to read it, as UTF-8 text",
            ));
            None
        }
    }
}

fn locales(folder: &Path, problems: &mut Vec<Problem>) -> Vec<(Lang, String)> {
    let names = Lang::ALL.map(|lang| (lang, format!("{}.ftl", lang.code())));
    report_strangers(folder, &[names[0].1.as_str(), names[1].1.as_str()], "ftl", problems);
    let mut found = Vec::new();
    for (lang, name) in names {
        let key = format!("{LOCALES}/{name}");
        if let Some(text) = optional_text(&folder.join(&name), &key, problems) {
            report_unreadable(&key, &text, problems);
            found.push((lang, text));
        }
    }
    found
}

fn report_unreadable(key: &str, text: &str, problems: &mut Vec<Problem>) {
    let Err((_, errors)) = FluentResource::try_new(text.to_owned()) else { return };
    problems.extend(errors.into_iter().map(|error| {
        Problem::error(
            format!("{key}: line {}", line_of(text, error.pos.start)),
            format!("is no Fluent message: {}", error.kind),
            "a message is written `name = words`, further lines of it are indented",
        )
    }));
}

/// Files of that kind that nobody reads: most probably a misspelt name.
fn report_strangers(folder: &Path, known: &[&str], extension: &str, problems: &mut Vec<Problem>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in names {
        let of_that_kind = Path::new(&name).extension().is_some_and(|end| end == extension);
        if of_that_kind && !known.contains(&name.as_str()) {
            let mend = match nearest(&name, known.iter().copied()) {
                Some(meant) => format!("rename it to {meant}"),
                None => format!("remove it; the files that are read are {}", known.join(" and ")),
            };
            problems.push(Problem::error(format!("{FOLDER}: {name}"), "is read by nobody", mend));
        }
    }
}

/// The line, from one, in which a byte stands.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}
