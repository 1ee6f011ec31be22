//! Who is not heard: blocked people are answered nothing, muted ones make no noise. Both may end by themselves.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::{id::PersonId, phrase::Phrase, text::half_width};

/// How somebody is not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// What they write is taken and nothing comes of it.
    Blocked,
    /// What they write is kept in their case, and the room is not told of each word.
    Muted,
}

impl BarKind {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Muted => "muted",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Blocked, Self::Muted].into_iter().find(|kind| kind.name() == name)
    }
}

/// That somebody is not heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// How.
    pub kind: BarKind,
    /// Why, for the desk; may be empty.
    pub why: String,
    /// Until when; absent = until somebody ends it.
    pub until: Option<DateTime<Utc>>,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// They were told, once.
    pub told: bool,
    /// Words kept since the last digest.
    pub kept: i32,
    /// When those are told to the room.
    pub digest_at: Option<DateTime<Utc>>,
}

/// Between two digests of what a muted person writes.
const DIGEST: TimeDelta = TimeDelta::hours(1);

impl Bar {
    /// Whether it holds at that time.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| until > now)
    }

    /// One more message was kept: how it stands now, and when the room is told.
    pub fn one_more(&self, now: DateTime<Utc>) -> (Self, DateTime<Utc>) {
        let mut bar = self.clone();
        let due = match self.digest_at.filter(|due| *due > now) {
            Some(due) => due,
            None => {
                bar.kept = 0;
                let next = now + DIGEST;
                self.until.map_or(next, |until| until.min(next))
            }
        };
        bar.kept += 1;
        bar.digest_at = Some(due);
        (bar, due)
    }
}

/// Why, and until when: `spam for 3d`, `until 2026-03-05 18:00`, `骚扰 3天`. No time = until somebody ends it.
///
/// # Errors
/// A time that can't be read, or that has passed, in words for who typed it.
pub fn reason(words: &str, now: DateTime<Utc>, desk: Tz) -> Result<(String, Option<DateTime<Utc>>), Phrase> {
    let plain: Vec<String> = words.split_whitespace().map(|w| w.chars().map(half_width).collect()).collect();
    let why = |to: usize| plain[..to].join(" ");
    if let Some(at) =
        plain.iter().rposition(|word| word.eq_ignore_ascii_case("until") || word == "到" || word == "至")
    {
        let until = until(&plain[at + 1..].join(" "), desk)?;
        let late = || Phrase::new("bar-past");
        return (until > now).then(|| (why(at), Some(until))).ok_or_else(late);
    }
    let named = plain.iter().rposition(|word| word.eq_ignore_ascii_case("for"));
    if let Some(at) =
        named.filter(|at| plain.get(at + 1).is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())))
    {
        let span = span(&plain[at + 1..].concat()).ok_or_else(|| Phrase::new("bar-span"))?;
        return Ok((why(at), Some(now + span)));
    }
    match plain.last().and_then(|last| span(last)) {
        Some(span) => Ok((why(plain.len() - 1), Some(now + span))),
        None => Ok((why(plain.len()), None)),
    }
}

fn until(text: &str, desk: Tz) -> Result<DateTime<Utc>, Phrase> {
    let unread = || Phrase::new("bar-until");
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok().or_else(|| {
        let day: NaiveDate = text.parse().ok()?;
        day.succ_opt()?.and_hms_opt(0, 0, 0)
    });
    let local = desk.from_local_datetime(&at.ok_or_else(unread)?);
    local.earliest().map(|at| at.with_timezone(&Utc)).ok_or_else(unread)
}

/// `3d`, `2h`, `90 min`, `1w`, `3天`, `2小时`; at most ten years.
fn span(text: &str) -> Option<TimeDelta> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let count: i64 = count.parse().ok()?;
    let minutes = match unit.to_ascii_lowercase().as_str() {
        "m" | "min" | "minute" | "minutes" | "分钟" => 1,
        "h" | "hour" | "hours" | "小时" => 60,
        "d" | "day" | "days" | "天" => 24 * 60,
        "w" | "week" | "weeks" | "周" => 7 * 24 * 60,
        _ => return None,
    };
    let all = count.checked_mul(minutes).filter(|all| (1..=10 * 366 * 24 * 60).contains(all))?;
    Some(TimeDelta::minutes(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T02:00:00Z".parse().unwrap()
    }

    fn read(words: &str) -> Result<(String, Option<String>), String> {
        let read = reason(words, now(), Tz::Asia__Shanghai);
        read.map(|(why, until)| (why, until.map(|at| at.to_rfc3339())))
            .map_err(|phrase| phrase.key.into_owned())
    }

    #[test]
    fn a_reason_and_a_time_are_told_apart() {
        let at = |text: &str| Some(text.to_owned());
        for (words, why, until) in [
            ("", "", None),
            ("writes spam", "writes spam", None),
            ("asks for money", "asks for money", None),
            ("spam for 3d", "spam", at("2026-03-05T02:00:00+00:00")),
            ("for 90 min", "", at("2026-03-02T03:30:00+00:00")),
            ("2h", "", at("2026-03-02T04:00:00+00:00")),
            ("骚扰 3天", "骚扰", at("2026-03-05T02:00:00+00:00")),
            ("until 2026-03-05 18:00", "", at("2026-03-05T10:00:00+00:00")),
            ("rude until 2026-03-05", "rude", at("2026-03-05T16:00:00+00:00")),
        ] {
            assert_eq!(read(words), Ok((why.to_owned(), until)), "{words}");
        }
    }

    #[test]
    fn a_time_that_can_not_be_meant_is_refused() {
        for (words, key) in [
            ("for 3x", "bar-span"),
            ("for 0d", "bar-span"),
            ("for 99999999999999999d", "bar-span"),
            ("until tomorrow", "bar-until"),
            ("until 2026-03-01", "bar-past"),
        ] {
            assert_eq!(read(words), Err(key.to_owned()), "{words}");
        }
    }

    #[test]
    fn words_of_an_hour_are_told_together() {
        let bar = Bar {
            kind: BarKind::Muted,
            why: String::new(),
            until: Some(now() + TimeDelta::minutes(90)),
            by: PersonId(1),
            at: now(),
            told: true,
            kept: 0,
            digest_at: None,
        };
        let (bar, first) = bar.one_more(now());
        let (bar, second) = bar.one_more(now() + TimeDelta::minutes(59));
        assert_eq!((bar.kept, first, second), (2, now() + DIGEST, now() + DIGEST));
        let (bar, third) = bar.one_more(now() + TimeDelta::minutes(61));
        assert_eq!((bar.kept, third), (1, now() + TimeDelta::minutes(90)), "the last one when it ends");
        assert!(bar.holds(now()) && !bar.holds(now() + TimeDelta::minutes(90)));
    }
}
