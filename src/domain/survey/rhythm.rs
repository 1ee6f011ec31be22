//! When somebody is asked, and by which form: a pure function of what happened to them.
//!
//! Who has not yet received the goods of so many orders is new: each day of an order and each confirmed case asks them once.
//! Who has is a long-term customer: each form that is for them comes before so many months are over, whatever happened. What
//! happened while nobody could be asked waits, and is let go when it is no news any more. Never: two within the gap, outside
//! the hours of the reader, soon after another message, while a case of theirs has not ended. Who wants none, can't be
//! reached, is not heard or works here is not asked at all.
//!
//! Hours are those of the desk as they stand on the reader's own clock, within the daytime of reminders: who reads where the
//! desk's day is night is asked in their own day.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{After, Form};
use crate::domain::{claim::Buyer, dialogue::instant, id::CaseId, terms::Terms};

/// Days that are looked through for one to ask on.
const AHEAD: usize = 400;

/// Something that happened, about which nobody was asked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// What.
    pub after: After,
    /// The key of the order, or the row of the case.
    pub subject: String,
    /// What people call it.
    pub about: String,
    /// On which day, by the desk's calendar.
    pub day: NaiveDate,
    /// As whom they bought.
    pub buyer: Buyer,
}

/// A survey they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Its form.
    pub form: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The orders it was about.
    pub orders: Vec<String>,
}

/// What there is to know of somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// As whom they buy.
    pub buyer: Buyer,
    /// Orders whose goods they received.
    pub orders: u32,
    /// The last day of one of them.
    pub last_order: Option<NaiveDate>,
    /// What happened and was not asked about.
    pub occasions: Vec<Occasion>,
    /// The surveys that reached them, or may have.
    pub past: Vec<Past>,
    /// When the desk last said something to them.
    pub spoken_at: Option<DateTime<Utc>>,
    /// A case of theirs has not ended, or the desk owes them something in one that has.
    pub busy: bool,
    /// They are not asked at all.
    pub silent: bool,
    /// Until when they are not heard, where that ends by itself: they are looked at again then.
    pub barred_until: Option<DateTime<Utc>>,
    /// Their zone, or the desk's.
    pub zone: Tz,
}

/// What is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The form's id.
    pub form: String,
    /// Why.
    pub after: After,
    /// What it is about: the key of an order, or the row of a case.
    pub subject: Option<String>,
    /// What people call that.
    pub about: Option<String>,
}

impl Ask {
    /// The case it is about.
    pub fn case(&self) -> Option<CaseId> {
        let case = self.subject.as_ref().filter(|_| self.after == After::Confirmed)?;
        case.parse().ok().map(CaseId)
    }
}

/// What comes of a look at somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// What they are asked now.
    pub ask: Option<Ask>,
    /// What is asked about with that, or never.
    pub settled: Vec<(After, String)>,
    /// When they are looked at next by themselves; whatever happens to them brings that forward.
    pub look_at: Option<DateTime<Utc>>,
}

/// Looks at somebody.
pub fn look(history: &History, terms: &Terms, now: DateTime<Utc>) -> Turn {
    let rules = &terms.surveys;
    let today = now.with_timezone(&terms.calendar.zone()).date_naive();
    let long_term = history.orders >= rules.long_term_orders;
    let over = |one: &&Occasion| long_term || is_stale(one, today, terms) || is_covered(one, history, terms);
    let mut turn = Turn {
        settled: history.occasions.iter().filter(over).map(Occasion::key).collect(),
        ..Turn::default()
    };
    if history.silent {
        turn.look_at = history.barred_until;
        return turn;
    }
    let wanted =
        if long_term { by_time(history, terms, today) } else { by_occasion(history, &turn.settled, terms) };
    let Some((from, ask)) = wanted else { return turn };
    let since = |at: Option<DateTime<Utc>>, span: TimeDelta| at.map_or(now, |at| at + span);
    let last = history.past.iter().map(|past| past.at).max();
    let earliest = from
        .max(now)
        .max(since(last, TimeDelta::days(i64::from(rules.gap_days))))
        .max(since(history.spoken_at, TimeDelta::hours(i64::from(rules.quiet_hours))));
    // Why another look tomorrow: the end of the case brings one forward, and this one holds if that were lost.
    let earliest = if history.busy { earliest.max(now + TimeDelta::days(1)) } else { earliest };
    turn.look_at = gate(earliest, history.zone, terms);
    if turn.look_at != Some(now) || history.busy {
        return turn;
    }
    // Why the order's other days with it: one survey asks about all that happened to it so far.
    let same = |one: &&Occasion| ask.subject.as_deref() == Some(one.subject.as_str()) && one.day <= today;
    turn.settled.extend(history.occasions.iter().filter(same).map(Occasion::key));
    turn.ask = Some(ask);
    // Why at once: what is due after it is told by what stands then.
    turn.look_at = Some(now);
    turn
}

impl Occasion {
    /// What tells it from the others of its person.
    pub fn key(&self) -> (After, String) {
        (self.after, self.subject.clone())
    }
}

fn is_stale(one: &Occasion, today: NaiveDate, terms: &Terms) -> bool {
    let rules = &terms.surveys;
    one.day + Days::new(u64::from(rules.fresh_days)) < today
        || rules.form_after(one.after, one.buyer).is_none()
}

/// Whether a survey about the same order was sent so shortly before that it asks about this as well.
fn is_covered(one: &Occasion, history: &History, terms: &Terms) -> bool {
    let gap = TimeDelta::days(i64::from(terms.surveys.gap_days));
    let zone = terms.calendar.zone();
    let covers = |past: &Past| {
        let until = (past.at + gap).with_timezone(&zone).date_naive();
        past.orders.contains(&one.subject) && one.day <= until
    };
    one.after.is_of_an_order() && history.past.iter().any(covers)
}

/// What somebody new is asked about next, and from when on: what happened first, of one day what comes first in the life of
/// an order.
fn by_occasion(
    history: &History,
    settled: &[(After, String)],
    terms: &Terms,
) -> Option<(DateTime<Utc>, Ask)> {
    let open = history.occasions.iter().filter(|one| !settled.contains(&one.key()));
    let first = open.min_by_key(|one| (one.day, one.after, one.subject.clone()))?;
    let form = terms.surveys.form_after(first.after, first.buyer)?;
    let from = instant(first.day.and_time(chrono::NaiveTime::MIN), terms.calendar.zone());
    let ask = Ask {
        form: form.id.clone(),
        after: first.after,
        subject: Some(first.subject.clone()),
        about: Some(first.about.clone()),
    };
    Some((from, ask))
}

/// The form a long-term customer is asked by next, and from when on: the one whose time is over first.
fn by_time(history: &History, terms: &Terms, today: NaiveDate) -> Option<(DateTime<Utc>, Ask)> {
    let rules = &terms.surveys;
    let lapses = history.last_order?.checked_add_months(Months::new(rules.lapse_months))?;
    let due = |form: &Form| {
        let last = history.past.iter().filter(|past| past.form == form.id).map(|past| past.at).max();
        last.map_or(Some(DateTime::UNIX_EPOCH), |last| {
            let over = last.checked_add_months(Months::new(rules.every_months))?;
            over.checked_sub_days(Days::new(u64::from(rules.ahead_days)))
        })
    };
    let dated = rules.forms_of(history.buyer).filter_map(|form| Some((due(form)?, form)));
    // Why the first of equals: the forms stand in the order they are offered.
    let (from, form) = dated.min_by_key(|(from, _)| *from)?;
    let ask = Ask { form: form.id.clone(), after: After::Interval, subject: None, about: None };
    (today < lapses).then_some((from, ask))
}

/// `from`, or the next instant after it in the hours of the desk as they stand on that zone's clock, within the daytime of
/// reminders.
pub fn gate(from: DateTime<Utc>, zone: Tz, terms: &Terms) -> Option<DateTime<Utc>> {
    let (begins, ends) = terms.lives.daytime;
    let first = from.with_timezone(&zone).date_naive();
    first.iter_days().take(AHEAD).find_map(|date| {
        let windows = terms.calendar.hours(date).iter().filter_map(|window| {
            let (opens, closes) = window.on(date);
            let (opens, closes) = (opens.max(date.and_time(begins)), closes.min(date.and_time(ends)));
            (opens < closes).then(|| (instant(opens, zone), instant(closes, zone)))
        });
        windows.filter(|(_, closes)| *closes > from).map(|(opens, _)| opens.max(from)).min()
    })
}
