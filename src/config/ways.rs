//! Ways of help, and how appointments for them are made.

use serde::Deserialize;

use super::{layered::Layered, problem::Problem};
use crate::domain::{
    phrase::Label,
    terms::Appointments,
    way::{Way, WayKind},
};

const WAY: [&str; 6] = ["id", "kind", "name", "minutes", "code", "offered"];
/// Words of the command that could not be told from a way.
const TAKEN: [&str; 8] = ["code", "confirm", "done", "missed", "no-show", "noshow", "cancel", "note"];
/// What a customer can be offered when they are asked: what it costs follows from these.
const ASKED: [&str; 5] = ["chat", "phone", "video", "email", "on-site"];
/// The longest an appointment takes, and the most days one is made ahead.
const LONGEST: u32 = 12 * 60;
const FARTHEST: u32 = 90;
/// Times one message can offer.
const MOST: u32 = 8;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    kind: WayKind,
    name: Label,
    minutes: Option<u32>,
    #[serde(default)]
    code: bool,
    #[serde(default = "yes")]
    offered: bool,
}

const fn yes() -> bool {
    true
}

/// Reads `[[ways]]`. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, problems: &mut Vec<Problem>) -> Option<Vec<Way>> {
    let written: Vec<Written> = file.list("ways", &WAY, problems)?;
    for (index, way) in written.iter().enumerate() {
        check(way, index + 1, file, problems);
    }
    let way =
        |Written { id, kind, name, minutes, code, offered }| Way { id, kind, name, minutes, code, offered };
    Some(written.into_iter().map(way).collect())
}

fn check(way: &Written, nth: usize, file: &Layered, problems: &mut Vec<Problem>) {
    let mut unless = |kept: bool, key: &str, what: String, mend: &str| {
        if !kept {
            problems.push(file.problem(&format!("ways[{nth}].{key}"), what, mend));
        }
    };
    let named = way.name.0.values().any(|name| !name.trim().is_empty());
    unless(named, "name", "is empty".to_owned(), "write { en = \"…\", zh-Hans = \"…\" }");
    let minutes = way.minutes.unwrap_or(30);
    unless(
        (5..=LONGEST).contains(&minutes),
        "minutes",
        format!("is {minutes}"),
        "write 5 to 720 minutes, or leave it out where no appointments are made",
    );
    unless(
        !way.code || way.kind == WayKind::Remote && way.minutes.is_some(),
        "code",
        "is on, but nobody opens a session by it".to_owned(),
        "leave it out, or write kind = \"remote\" and its minutes",
    );
    unless(
        !TAKEN.contains(&way.id.as_str()),
        "id",
        format!("is {:?}, which is a word of /appoint", way.id),
        "call it something else",
    );
    unless(
        !way.offered || ASKED.contains(&way.id.as_str()),
        "offered",
        format!("is on, but {:?} is none of the ways customers are asked about", way.id),
        "write offered = false: agents can use it all the same",
    );
}

/// Reads `[appointments]`. `None` only with an error among the problems.
pub(super) fn read_appointments(file: &Layered, problems: &mut Vec<Problem>) -> Option<Appointments> {
    let read: Appointments = file.section("appointments", &[], problems)?;
    let mut unless = |kept: bool, key: &str, mend: &str| {
        if !kept {
            problems.push(file.problem(&format!("appointments.{key}"), "does not fit", mend));
        }
    };
    unless((5..=240).contains(&read.step), "step", "write 5 to 240 minutes");
    unless(read.notice <= 7 * 24 * 60, "notice", "write minutes, at most those of a week");
    unless((1..=FARTHEST).contains(&read.days), "days", "write 1 to 90 days");
    unless((1..=MOST).contains(&read.offers), "offers", "write 1 to 8 times");
    unless((5..=24 * 60).contains(&read.code_minutes), "code_minutes", "write 5 to 1440 minutes");
    let falls = read.remind.windows(2).all(|two| two[0] > two[1]);
    unless(
        falls
            && read.remind.len() <= 5
            && read.remind.iter().all(|minutes| (1..=7 * 24 * 60).contains(minutes)),
        "remind",
        "write at most five numbers of minutes that fall, for example [1440, 15]",
    );
    Some(read)
}

/// The ids, to be looked through like every list of ids.
pub(super) fn ids(ways: &[Way]) -> Vec<&str> {
    ways.iter().map(|way| way.id.as_str()).collect()
}
