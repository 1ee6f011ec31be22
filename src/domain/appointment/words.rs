//! How appointments are told: in both zones, to each side in their own first.

use chrono::{DateTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::{Appointment, Stage};
use crate::domain::{
    dialogue::Question,
    front::CaseFile,
    phrase::{Arg, Phrase},
    terms::Terms,
    text::defuse,
    way::WayKind,
};

/// What it is an appointment for.
pub fn called(one: &Appointment, terms: &Terms) -> Phrase {
    Phrase::new("label").with("label", terms.way_name(&one.way))
}

/// The same with who gives the help.
pub fn with_whom(one: &Appointment, terms: &Terms) -> Phrase {
    Phrase::new("appoint-with").with("what", called(one, terms)).with("name", one.name.as_str())
}

/// Whether two zones show different times at that instant.
fn differ(at: DateTime<Utc>, one: Tz, other: Tz) -> bool {
    let offset = |zone: Tz| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    offset(one) != offset(other)
}

/// A time for a customer: in their zone where it is known, and by the desk's clock where that shows another time.
pub fn zones(at: DateTime<Utc>, zone: Option<Tz>, terms: &Terms) -> Phrase {
    both(at, zone, terms.calendar.zone(), terms)
}

/// A time for the desk: by its own clock, and by the customer's where that is known and shows another time.
pub fn zones_at_desk(at: DateTime<Utc>, zone: Option<Tz>, terms: &Terms) -> Phrase {
    both(at, zone, zone.unwrap_or_else(|| terms.calendar.zone()), terms)
}

fn both(at: DateTime<Utc>, zone: Option<Tz>, there: Tz, terms: &Terms) -> Phrase {
    match zone.filter(|zone| differ(at, *zone, terms.calendar.zone())) {
        Some(_) => Phrase::new("appoint-zones").with("at", at).with("there", Arg::There { at, zone: there }),
        None => Phrase::new("label").with("label", at),
    }
}

/// What its customer has to know to be reached.
pub fn how(one: &Appointment, file: &CaseFile) -> Option<Phrase> {
    let told = |question| file.case.answers.as_ref().and_then(|answers| answers.text(question));
    match one.kind {
        WayKind::Phone => Some(match told(Question::Phone) {
            Some(phone) => Phrase::new("appoint-how-phone").with("phone", defuse(&phone)),
            None => Phrase::new("appoint-how-phone-none"),
        }),
        WayKind::Remote => Some(Phrase::new("appoint-how-remote")),
        WayKind::OnSite => Some(match told(Question::Address) {
            Some(_) => Phrase::new("appoint-how-on-site"),
            None => Phrase::new("appoint-how-on-site-none"),
        }),
        WayKind::Chat | WayKind::Email => None,
    }
}

/// One that is open, on a line, for its customer or the desk.
pub fn listed(one: &Appointment, file: &CaseFile, desk: bool, terms: &Terms) -> Phrase {
    let what = if desk { with_whom(one, terms) } else { called(one, terms) };
    let at = |at| {
        if desk { zones_at_desk(at, file.customer.zone, terms) } else { zones(at, file.customer.zone, terms) }
    };
    match (one.starts, one.wish, desk) {
        (Some(starts), ..) => Phrase::new("appointed-at").with("what", what).with("at", at(starts)),
        (None, Some(wish), true) => Phrase::new("appointed-wished").with("what", what).with("at", at(wish)),
        (None, Some(wish), false) => Phrase::new("appointed-asked")
            .with("what", what)
            .with("at", at(wish))
            .with("name", one.name.as_str()),
        (None, None, true) => Phrase::new("appointed-offered").with("what", what),
        (None, None, false) => Phrase::new("appointed-choose").with("what", what),
    }
}

/// The next one, on the card.
pub fn brief(file: &CaseFile, terms: &Terms) -> Option<Phrase> {
    let next = file.appointed().into_iter().next()?;
    Some(Phrase::new("card-appointment").with("what", listed(next, file, true, terms)))
}

/// What came of it: the state, and the words that were written down; for the form.
pub fn record(one: &Appointment) -> Phrase {
    let stands = match (one.stage, one.starts) {
        (Stage::Open, Some(_)) => Phrase::new("appointed-agreed"),
        (stage, _) => Phrase::keyed("appointed", stage.name()),
    };
    match one.outcome.as_ref().or(one.reason.as_ref()) {
        Some(words) => Phrase::new("appointed-words").with("what", stands).with("text", defuse(words)),
        None => stands,
    }
}
