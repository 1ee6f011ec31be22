//! An entry for somebody's calendar, as the file calendars read (RFC 5545): times in UTC, text escaped, lines folded.
//!
//! What replaces an entry has its `uid` and a higher `sequence`. Why `PUBLISH` and not an invitation: nobody has to answer, and
//! every calendar takes it as it is; what is called off comes as `CANCEL` with the same `uid`.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

/// The program that made it, as the format wants to know.
const PRODUCT: &str = "-//Aftercare//Appointments//EN";

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is known by, in every version of it.
    pub uid: String,
    /// Which version it is, from 0.
    pub sequence: u32,
    /// It does not take place.
    pub cancelled: bool,
    /// When it was first made.
    pub made: DateTime<Utc>,
    /// When it changed last.
    pub changed: DateTime<Utc>,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it has ended.
    pub to: DateTime<Utc>,
    /// What stands in the calendar.
    pub title: String,
    /// What stands below it.
    pub text: String,
    /// Whose entry it is: a name and an address for e-mail.
    pub organizer: (String, String),
}

/// The entry as a file.
pub fn calendar(entry: &Entry) -> String {
    let mut calendar = Calendar::empty();
    let method = if entry.cancelled { "CANCEL" } else { "PUBLISH" };
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method)]
    {
        calendar.append_property((key, value));
    }
    let status = if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
    // Why without quotes: a name in quotes can hold none.
    let name = plain(&entry.organizer.0, false).replace('"', "'");
    let organizer = Property::new("ORGANIZER", format!("mailto:{}", plain(&entry.organizer.1, false)))
        .add_parameter("CN", &name)
        .done();
    let event = Event::new()
        .uid(&plain(&entry.uid, false))
        .sequence(entry.sequence)
        .timestamp(entry.changed)
        .created(entry.made)
        .last_modified(entry.changed)
        .starts(entry.from)
        .ends(entry.to)
        .summary(&plain(&entry.title, false))
        .description(&plain(&entry.text, true))
        .status(status)
        .append_property(organizer)
        .done();
    calendar.push(event);
    calendar.to_string()
}

/// Without characters the format has no place for; on one line, where it is one.
fn plain(text: &str, lines: bool) -> String {
    let kept = |c: &char| !c.is_control() || lines && *c == '\n';
    text.chars().map(|c| if c == '\n' && !lines { ' ' } else { c }).filter(kept).collect()
}
