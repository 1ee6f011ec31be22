//! What is said about files: the list an agent asks for, and news nobody asked for. A customer never hears of another
//! case, and hears once a day that not everything is kept.

use super::{Keeping, Piece, Problem, Told};
use crate::domain::{
    chat::{File, FileKind},
    front::CaseFile,
    id::CaseId,
    phrase::{Arg, Key, Phrase, Say},
    plan::{Plan, Send, To},
    reference::Reference,
    terms::DayCaps,
};

/// Most files one list shows.
const PAGE: usize = 10;
/// Most lines of news in one message.
const LINES: usize = 10;

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// The file.
    pub file: File,
    /// Its customer sent it.
    pub by_customer: bool,
    /// Why it is not kept; nothing when it is.
    pub problem: Option<Problem>,
}

/// Another case that had the same file before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reuse {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
}

/// What is said about news of files: to the case's room, and to its customer what concerns them.
pub fn tell(told: &Told, file: &CaseFile, caps: &DayCaps) -> Plan {
    let mut plan = Plan::default();
    // Why the customer's alone: whoever works here knows what they sent themselves, and the list of files tells the rest.
    let news = || told.news.iter().filter(|n| n.by_customer);
    let own = |n: &News| n.problem.and_then(|p| in_room(&n.file, p));
    let mut lines: Vec<Phrase> = news().filter_map(own).take(LINES).collect();
    lines.extend(over_caps(news, caps));
    let mut rows = Vec::new();
    for reuse in told.reuses.iter().take(LINES) {
        let reference = reuse.reference.to_string();
        lines.push(Phrase::new("evidence-again").with("ref", reference.as_str()));
        let label = Phrase::new("key-show-case").with("ref", reference);
        rows.push(vec![Key { label, data: format!("c:{}:card", reuse.case) }]);
    }
    if !lines.is_empty() {
        plan.sends.push(Send::say(To::Room(told.case), Say { lines, rows }));
    }
    let over = news().filter(|_| !told.customer_knows);
    let over = over.filter_map(|n| n.problem).find_map(|p| to_customer(p, caps));
    let to = To::customer(&file.case);
    plan.sends.extend(over.map(|phrase| Send::say(to, Say::line(phrase))));
    plan
}

/// A line about a file of its own; those over a cap of the day are told together.
fn in_room(file: &File, problem: Problem) -> Option<Phrase> {
    let key = match problem {
        // Why: nobody's case stands on a sticker that moves.
        Problem::Kind if file.kind == FileKind::Sticker => return None,
        Problem::Kind => Phrase::new("evidence-kind"),
        Problem::Large => Phrase::new("evidence-large").with("cap", 20),
        Problem::Gone => Phrase::new("evidence-gone"),
        Problem::Unreachable => Phrase::new("evidence-unreachable"),
        Problem::Count | Problem::Bytes => return None,
    };
    Some(key.with("what", called(file)))
}

/// A line for each cap of the day that was met, with how many files are over it.
fn over_caps<'a, I: Iterator<Item = &'a News>>(news: impl Fn() -> I, caps: &DayCaps) -> Vec<Phrase> {
    let over = |problem| news().filter(|n| n.problem == Some(problem)).count();
    let files = Phrase::new("evidence-count").with("cap", i64::from(caps.files));
    let bytes = Phrase::new("evidence-bytes").with("cap", i64::try_from(caps.megabytes).unwrap_or(i64::MAX));
    [(over(Problem::Count), files), (over(Problem::Bytes), bytes)]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, phrase)| phrase.with("count", i64::try_from(count).unwrap_or(i64::MAX)))
        .collect()
}

/// What is over a cap is the customer's to know; the rest is the desk's.
fn to_customer(problem: Problem, caps: &DayCaps) -> Option<Phrase> {
    let most = i64::try_from(caps.megabytes).unwrap_or(i64::MAX);
    match problem {
        Problem::Large => Some(Phrase::new("evidence-large-customer").with("cap", 20)),
        Problem::Count => Some(Phrase::new("evidence-count-customer").with("cap", i64::from(caps.files))),
        Problem::Bytes => Some(Phrase::new("evidence-bytes-customer").with("cap", most)),
        Problem::Kind | Problem::Gone | Problem::Unreachable => None,
    }
}

/// The files of a case, from the one with that number (from 0), and buttons that show them again.
pub fn list(file: &CaseFile, pieces: &[Piece], from: usize) -> Say {
    let reference = file.case.reference.to_string();
    if pieces.is_empty() {
        return Say::line(Phrase::new("files-none").with("ref", reference));
    }
    let from = if from < pieces.len() { from } else { 0 };
    let here: Vec<(usize, &Piece)> = pieces.iter().enumerate().skip(from).take(PAGE).collect();
    let count = i64::try_from(pieces.len()).unwrap_or(i64::MAX);
    let mut lines = vec![Phrase::new("files-head").with("ref", reference).with("count", count)];
    lines.extend(here.iter().map(|(n, piece)| line(*n, piece)));
    let key = |label, verb: String| Key { label, data: format!("c:{}:{verb}", file.case.id) };
    let number = |(n, piece): &(usize, &Piece)| {
        key(Phrase::new("key-file").with("n", ordinal(*n)), format!("show.{}", piece.media))
    };
    let mut rows: Vec<Vec<Key>> = here.chunks(5).map(|row| row.iter().map(number).collect()).collect();
    let mut last = vec![key(Phrase::new("key-files-all"), format!("shows.{from}"))];
    if from + here.len() < pieces.len() {
        last.push(key(Phrase::new("key-files-more"), format!("files.{}", from + here.len())));
    }
    rows.push(last);
    Say { lines, rows }
}

/// The pieces the page from that number shows.
pub fn page(pieces: &[Piece], from: usize) -> &[Piece] {
    let rest = pieces.get(from..).unwrap_or_default();
    &rest[..rest.len().min(PAGE)]
}

fn ordinal(n: usize) -> i64 {
    i64::try_from(n + 1).unwrap_or(i64::MAX)
}

fn line(n: usize, piece: &Piece) -> Phrase {
    let state = match piece.keeping {
        Keeping::Waiting => Phrase::new("file-waiting"),
        Keeping::Kept => Phrase::new("file-kept").with("found", piece.found.clone().unwrap_or_default()),
        Keeping::Not(problem) => match problem {
            Problem::Kind => Phrase::new("file-not-kind"),
            Problem::Large => Phrase::new("file-not-large"),
            Problem::Count => Phrase::new("file-not-count"),
            Problem::Bytes => Phrase::new("file-not-bytes"),
            Problem::Gone => Phrase::new("file-not-gone"),
            Problem::Unreachable => Phrase::new("file-not-unreachable"),
        },
    };
    let facts = [piece.file.size.map(size), Some(state)].into_iter().flatten().collect();
    Phrase::new("files-line")
        .with("n", ordinal(n))
        .with("what", called(&piece.file))
        .with("name", piece.by.as_str())
        .with("at", piece.at)
        .with("facts", Arg::List(facts))
}

/// A size as people say it.
fn size(bytes: i64) -> Phrase {
    let (kilo, mega) = (bytes.div_euclid(1024), bytes.div_euclid(1024 * 1024));
    match (mega, kilo) {
        (0, 0) => Phrase::new("file-bytes").with("count", bytes),
        (0, _) => Phrase::new("file-kilobytes").with("count", kilo),
        _ => Phrase::new("file-megabytes").with("count", mega),
    }
}

/// A file by its name, or by what it is.
pub fn called(file: &File) -> Phrase {
    match (&file.name, file.kind) {
        (Some(name), _) => Phrase::new("file-named").with("name", crate::domain::text::defuse(name)),
        (None, FileKind::Photo) => Phrase::new("file-photo"),
        (None, FileKind::Video) => Phrase::new("file-video"),
        (None, _) => Phrase::new("file-other"),
    }
}
