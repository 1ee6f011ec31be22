//! Around the dialogue: the start menu, reminders of a draft that lies still, and its end.

use chrono::{DateTime, Days, DurationRound, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::{Dialogue, Facts, Flow, Utterance, render::ask};
use crate::domain::{
    phrase::{Key, Phrase, Say},
    terms::{Brand, Lives},
};

/// The start menu; `drafts` are the flows with a saved dialogue.
pub fn welcome(brand: &Brand, name: &str, drafts: &[Flow]) -> Say {
    let hello =
        if name.is_empty() { Phrase::new("welcome") } else { Phrase::new("welcome-name").with("name", name) };
    let privacy = brand.privacy_url.as_deref().map(|url| {
        Phrase::new("privacy-line").with("url", url).with("version", brand.privacy_version.as_str())
    });
    let key = |label: Phrase, data: String| vec![Key { label, data }];
    let saved = drafts.iter().map(|flow| {
        let label = Phrase::new("menu-continue").with("flow", Phrase::keyed("flow", flow.id()));
        key(label, format!("m:resume:{}", flow.id()))
    });
    let flows =
        Flow::OFFERED.iter().map(|flow| key(Phrase::keyed("menu", flow.id()), format!("m:{}", flow.id())));
    let person = key(Phrase::new("menu-person"), "m:person".to_owned());
    let more = key(Phrase::new("key-more"), "m:more".to_owned());
    Say {
        lines: [hello.with("brand", brand.name.as_str())].into_iter().chain(privacy).collect(),
        rows: saved.chain(flows).chain([person, more]).collect(),
    }
}

/// The current question under a reminder; the first is the shorter.
pub fn remind(open: &Dialogue, nth: u32, facts: &Facts<'_>) -> Utterance {
    let flow = Phrase::keyed("flow", open.flow.id());
    let line = match nth {
        0 | 1 => Phrase::new("reminder").with("flow", flow),
        _ => Phrase::new("reminder-last").with("flow", flow),
    };
    ask(open, facts, vec![line])
}

/// The reminder of a draft its person has put away: it asks nothing, it only offers to go on.
pub fn remind_saved(flow: Flow, nth: u32) -> Utterance {
    let named = Phrase::keyed("flow", flow.id());
    let line = match nth {
        0 | 1 => Phrase::new("reminder-saved").with("flow", named),
        _ => Phrase::new("reminder-last").with("flow", named),
    };
    let key = Key { label: Phrase::new("key-continue"), data: format!("m:resume:{}", flow.id()) };
    Utterance { say: Say { lines: vec![line], rows: vec![vec![key]] }, question: false, coalesce: None }
}

/// What is said when a silent draft is put away.
pub fn expired(flow: Flow, lives: &Lives) -> Say {
    let key = Key { label: Phrase::new("key-again"), data: format!("m:{}", flow.id()) };
    let line = Phrase::new("expired")
        .with("flow", Phrase::keyed("flow", flow.id()))
        .with("days", i64::from(lives.draft_days));
    Say { lines: vec![line], rows: vec![vec![key]] }
}

/// When the `nth` reminder (from 1) of a draft silent since `last` is due: in the reader's daytime, and only before
/// the draft is put away.
pub fn reminder_at(last: DateTime<Utc>, nth: u32, lives: &Lives, zone: Tz) -> Option<DateTime<Utc>> {
    let place = usize::try_from(nth).ok()?.checked_sub(1)?;
    let hours = *lives.draft_reminders_hours.get(place)?;
    let due = in_daytime(silent_since(last) + TimeDelta::hours(i64::from(hours)), lives, zone);
    (due < expires_at(last, lives)).then_some(due)
}

/// When a draft silent since `last` is put away.
pub fn expires_at(last: DateTime<Utc>, lives: &Lives) -> DateTime<Utc> {
    silent_since(last) + TimeDelta::days(i64::from(lives.draft_days))
}

/// From when a draft's silence is counted: the quarter of an hour its last word fell into.
///
/// Why: what is due next stands in an index. So it stays as it is from one answer to the next, and an answer does not
/// rewrite the indexes of its draft.
fn silent_since(last: DateTime<Utc>) -> DateTime<Utc> {
    last.duration_trunc(TimeDelta::minutes(15)).unwrap_or(last)
}

/// `at`, or the next start of the reader's daytime.
pub fn in_daytime(at: DateTime<Utc>, lives: &Lives, zone: Tz) -> DateTime<Utc> {
    let (opens, ends) = lives.daytime;
    let local = at.with_timezone(&zone).naive_local();
    let start = if local.time() < opens {
        local.date().and_time(opens)
    } else if local.time() >= ends {
        local.date().checked_add_days(Days::new(1)).unwrap_or(local.date()).and_time(opens)
    } else {
        return at;
    };
    instant(start, zone).max(at)
}

/// The instant of a wall-clock time; one that is skipped in spring counts an hour later.
pub fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            let later = local + TimeDelta::hours(1);
            zone.from_local_datetime(&later)
                .earliest()
                .unwrap_or_else(|| zone.from_utc_datetime(&later))
                .to_utc()
        }
    }
}
