//! When somebody is asked, against a model that walks through every hour of some years and asks of each whether a survey is due
//! by the rules as they are written, without a plan of when to look next.

use std::collections::BTreeMap;

use aftercare::domain::{
    calendar::Span,
    claim::Buyer,
    lang::Lang,
    phrase::Label,
    survey::{
        After, Form, Item, Rules,
        rhythm::{Ask, History, Occasion, Past, gate, look},
    },
    terms::Terms,
};
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Timelike as _, Utc, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;

use crate::talk::terms;

/// Hours that are walked through: somewhat more than two years.
const HOURS: usize = 24 * 760;
const HOME: Tz = Tz::Asia__Shanghai;
const ZONES: [Tz; 4] = [HOME, Tz::America__New_York, Tz::America__Los_Angeles, Tz::Europe__Berlin];

/// The two forms, and the numbers they come with.
pub fn rules() -> Rules {
    let orders = vec![After::Signed, After::Delivered, After::Completed];
    let form = |id: &str, asks: &[Item], consumer, wholesale| Form {
        id: id.to_owned(),
        name: Label(BTreeMap::from([(Lang::En, id.to_owned())])),
        asks: asks.to_vec(),
        consumer,
        wholesale,
    };
    let service = [Item::Product, Item::Service, Item::Delivery, Item::Resolved, Item::Comment];
    let project = [
        Item::Product,
        Item::Service,
        Item::Delivery,
        Item::Communication,
        Item::Sample,
        Item::Packing,
        Item::Again,
        Item::Comment,
    ];
    let consumer = [orders.clone(), vec![After::Confirmed]].concat();
    Rules {
        forms: vec![
            form("service", &service, consumer, vec![After::Confirmed]),
            form("project", &project, Vec::new(), orders),
        ],
        gap_days: 14,
        every_months: 6,
        ahead_days: 14,
        fresh_days: 30,
        quiet_hours: 24,
        long_term_orders: 2,
        lapse_months: 24,
        remind_days: 3,
        unanswered_days: 7,
        answer_days: 30,
        change_days: 7,
        listen_hours: 24,
        poor: 2,
        follow_up: Span::ServiceHours(TimeDelta::hours(2)),
        follow_group: "after-sales".to_owned(),
        visit_group: "marketing".to_owned(),
    }
}

/// What can happen to somebody.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// A day of that order is written down, so many days after it.
    Order(u8, After, u8),
    /// A case is open for so many hours, and then confirmed or not.
    Case(u16, bool),
    /// The desk says something.
    Speaks,
    /// They want none, or some again.
    Stop,
}

#[derive(Debug, Clone)]
struct Life {
    buyer: Buyer,
    zone: Tz,
    /// By hour.
    deeds: BTreeMap<usize, Deed>,
}

fn start() -> DateTime<Utc> {
    "2026-01-05T00:00:00Z".parse().expect("an instant")
}

fn hour(n: usize) -> DateTime<Utc> {
    start() + TimeDelta::hours(i64::try_from(n).expect("few"))
}

fn day_at_home(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&HOME).date_naive()
}

fn lives() -> impl Strategy<Value = Life> {
    let of_order = prop_oneof![Just(After::Signed), Just(After::Delivered), Just(After::Completed)];
    let deed = prop_oneof![
        4 => (0_u8..4, of_order, 0_u8..40).prop_map(|(order, after, late)| Deed::Order(order, after, late)),
        3 => (1_u16..900, any::<bool>()).prop_map(|(hours, confirmed)| Deed::Case(hours, confirmed)),
        3 => Just(Deed::Speaks),
        1 => Just(Deed::Stop),
    ];
    let deeds = prop::collection::btree_map(0..HOURS, deed, 0..24);
    let buyer = prop_oneof![Just(Buyer::Consumer), Just(Buyer::Wholesale)];
    (buyer, prop::sample::select(ZONES.to_vec()), deeds).prop_map(|(buyer, zone, deeds)| Life {
        buyer,
        zone,
        deeds,
    })
}

/// A survey that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    hour: usize,
    form: String,
    after: After,
    subject: Option<String>,
}

/// What is known of orders: key, days and when each was written down.
type Orders = BTreeMap<String, BTreeMap<After, (NaiveDate, usize)>>;

/// What happened, as both see it.
#[derive(Default)]
struct Known {
    orders: Orders,
    confirmed: BTreeMap<String, (NaiveDate, usize)>,
    open: Vec<(usize, bool)>,
    spoken: Option<usize>,
    quiet: bool,
}

impl Known {
    /// What happens in that hour; whether it wakes whoever looks at them.
    fn happens(&mut self, n: usize, deed: Option<&Deed>) -> bool {
        let ended: Vec<(usize, bool)> = self.open.iter().copied().filter(|(end, _)| *end == n).collect();
        for (at, (_, confirmed)) in ended.iter().enumerate() {
            if *confirmed {
                self.confirmed.insert(format!("{n:06}-{at}"), (day_at_home(hour(n)), n));
            }
        }
        self.open.retain(|(end, _)| *end != n);
        let woken = match deed {
            Some(Deed::Order(order, after, late)) => {
                let day = day_at_home(hour(n)) - Days::new(u64::from(*late));
                let days = self.orders.entry(format!("A{order}")).or_default();
                days.entry(*after).or_insert((day, n));
                true
            }
            Some(Deed::Case(hours, confirmed)) => {
                self.open.push((n + usize::from(*hours), *confirmed));
                false
            }
            Some(Deed::Speaks) => {
                self.spoken = Some(n);
                false
            }
            Some(Deed::Stop) => {
                self.quiet = !self.quiet;
                true
            }
            None => false,
        };
        woken || !ended.is_empty()
    }

    fn received(&self) -> usize {
        let came = |days: &&BTreeMap<After, _>| {
            days.contains_key(&After::Delivered) || days.contains_key(&After::Completed)
        };
        self.orders.values().filter(came).count()
    }

    fn last_day(&self) -> Option<NaiveDate> {
        self.orders.values().flat_map(BTreeMap::values).map(|(day, _)| *day).max()
    }
}

/// The desk: it looks when it said it would, or when it is woken.
fn by_the_desk(life: &Life, terms: &Terms) -> Vec<Sent> {
    let mut known = Known::default();
    let mut settled: Vec<(After, String)> = Vec::new();
    let mut past: Vec<Past> = Vec::new();
    let mut look_at: Option<DateTime<Utc>> = None;
    let mut sent = Vec::new();
    for n in 0..HOURS {
        let now = hour(n);
        if known.happens(n, life.deeds.get(&n)) {
            look_at = Some(now);
        }
        while look_at.is_some_and(|at| at <= now) {
            let turn = look(&history(&known, &settled, &past, life), terms, now);
            settled.extend(turn.settled.iter().cloned());
            look_at = turn.look_at.filter(|_| turn.ask.is_some() || turn.look_at > Some(now));
            if let Some(Ask { form, after, subject, .. }) = turn.ask {
                let orders = turn.settled.iter().filter(|(after, _)| after.is_of_an_order());
                let orders = orders.filter(|(_, one)| Some(one) == subject.as_ref());
                past.push(Past {
                    form: form.clone(),
                    at: now,
                    orders: orders.map(|(_, s)| s.clone()).collect(),
                });
                sent.push(Sent { hour: n, form, after, subject });
            }
        }
    }
    sent
}

fn history(known: &Known, settled: &[(After, String)], past: &[Past], life: &Life) -> History {
    let of_order = known
        .orders
        .iter()
        .flat_map(|(key, days)| days.iter().map(move |(after, (day, _))| (*after, key.clone(), *day)));
    let cases = known.confirmed.iter().map(|(key, (day, _))| (After::Confirmed, key.clone(), *day));
    let all = of_order.chain(cases).map(|(after, subject, day)| Occasion {
        after,
        about: subject.clone(),
        subject,
        day,
        buyer: life.buyer,
    });
    History {
        buyer: life.buyer,
        orders: u32::try_from(known.received()).expect("few"),
        last_order: known.last_day(),
        occasions: all.filter(|one| !settled.contains(&one.key())).collect(),
        past: past.to_vec(),
        spoken_at: known.spoken.map(hour),
        busy: !known.open.is_empty(),
        silent: known.quiet,
        barred_until: None,
        zone: life.zone,
    }
}

/// The model: of every hour it asks whether a survey is due.
fn by_the_hour(life: &Life) -> Vec<Sent> {
    let mut known = Known::default();
    let mut sent: Vec<Sent> = Vec::new();
    for n in 0..HOURS {
        known.happens(n, life.deeds.get(&n));
        let clock = hour(n).with_timezone(&life.zone);
        let awake = (9..20).contains(&clock.hour());
        let works = !matches!(clock.weekday(), Weekday::Sat | Weekday::Sun);
        let rested = sent.last().is_none_or(|last| n - last.hour >= 14 * 24);
        let quiet = known.spoken.is_none_or(|spoken| n - spoken >= 24);
        if known.quiet || !known.open.is_empty() || !awake || !works || !rested || !quiet {
            continue;
        }
        let due = if known.received() >= 2 {
            in_time(&known, &sent, n, life)
        } else {
            of_something(&known, &sent, n, life)
        };
        sent.extend(due);
    }
    sent
}

fn in_time(known: &Known, sent: &[Sent], n: usize, life: &Life) -> Option<Sent> {
    let lapsed = known.last_day()? + Months::new(24) <= day_at_home(hour(n));
    let forms: &[&str] = match life.buyer {
        Buyer::Consumer => &["service"],
        Buyer::Wholesale => &["service", "project"],
    };
    let waits_since = |form: &str| {
        let last = sent.iter().rev().find(|one| one.form == form)?;
        Some(hour(last.hour) + Months::new(6) - Days::new(14))
    };
    // Who never came comes first, then who waits for the longest.
    let next = forms.iter().min_by_key(|form| waits_since(form))?;
    let due = waits_since(next).is_none_or(|since| since <= hour(n));
    (due && !lapsed).then(|| Sent {
        hour: n,
        form: (*next).to_owned(),
        after: After::Interval,
        subject: None,
    })
}

fn of_something(known: &Known, sent: &[Sent], n: usize, life: &Life) -> Option<Sent> {
    let today = day_at_home(hour(n));
    let fresh = |day: NaiveDate| (today - day).num_days() <= 30;
    let of_order = |key: &str, day: NaiveDate, written: usize| {
        let mut about = sent.iter().filter(|one| one.subject.as_deref() == Some(key));
        let asked = |one: &Sent| {
            one.hour >= written && day <= day_at_home(hour(one.hour))
                || day <= day_at_home(hour(one.hour + 14 * 24))
        };
        fresh(day) && !about.any(asked)
    };
    let orders = known.orders.iter().flat_map(|(key, days)| {
        let open = days.iter().filter(|(_, (day, written))| of_order(key, *day, *written));
        open.map(|(after, (day, _))| (*day, *after, key.clone()))
    });
    let cases = known
        .confirmed
        .iter()
        .filter(|(key, (day, _))| fresh(*day) && !sent.iter().any(|one| one.subject.as_ref() == Some(*key)));
    let cases = cases.map(|(key, (day, _))| (*day, After::Confirmed, key.clone()));
    let (_, after, subject) = orders.chain(cases).min()?;
    let form = if life.buyer == Buyer::Wholesale && after.is_of_an_order() { "project" } else { "service" };
    Some(Sent { hour: n, form: form.to_owned(), after, subject: Some(subject) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn somebody_is_asked_when_every_hour_says_so(life in lives()) {
        let terms = terms();
        let sent = by_the_desk(&life, &terms);
        prop_assert_eq!(&sent, &by_the_hour(&life));
        for two in sent.windows(2) {
            prop_assert!(two[1].hour - two[0].hour >= 14 * 24, "{two:?}");
        }
    }

    #[test]
    fn a_gate_is_the_first_hour_of_somebodys_own_working_day(
        n in 0..HOURS,
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let opens = |n: usize| {
            let clock = hour(n).with_timezone(&zone);
            (9..20).contains(&clock.hour()) && !matches!(clock.weekday(), Weekday::Sat | Weekday::Sun)
        };
        let first = (n..n + HOURS).find(|n| opens(*n)).map(hour);
        prop_assert_eq!(gate(hour(n), zone, &terms()), first);
    }
}

/// Six months are never over for somebody whom nothing holds up.
#[test]
fn a_long_term_customer_hears_from_us_before_six_months_are_over() {
    let deeds =
        BTreeMap::from([(0, Deed::Order(1, After::Delivered, 0)), (30, Deed::Order(2, After::Completed, 0))]);
    for buyer in [Buyer::Consumer, Buyer::Wholesale] {
        let life = Life { buyer, zone: HOME, deeds: deeds.clone() };
        let sent = by_the_desk(&life, &terms());
        for form in ["service", "project"] {
            let of_form: Vec<DateTime<Utc>> =
                sent.iter().filter(|one| one.form == form).map(|one| hour(one.hour)).collect();
            assert_eq!(of_form.len() > 3, form == "service" || buyer == Buyer::Wholesale, "{sent:?}");
            for two in of_form.windows(2) {
                assert!(two[1] <= two[0] + Months::new(6), "{two:?}");
            }
        }
    }
}
