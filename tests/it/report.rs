//! Reports and exports: the figures by hand and against a model, the pictures, and what reaches whom (`report/desk.rs`,
//! `report/cases.rs`).

mod board;
#[cfg(feature = "sandbox")]
mod cases;
mod customers;
#[cfg(feature = "sandbox")]
mod desk;
mod model;
#[cfg(feature = "sandbox")]
mod said;
#[cfg(feature = "sandbox")]
mod weekly;

use aftercare::domain::{
    calendar::{Calendar, Span},
    case::Kind,
    coverage::{Cover, Liability},
    party::{Role, Staff},
    phrase::{Label, Phrase},
    report::{
        BUCKETS, By, CauseRow, ClockRow, CostRow, Days, Filter, GoodsRow, Kept, LoadRow, OpenRow, Outcome,
        Pieces, Rows, Took, Within, figures, outcome, per_mille, read, seen_by, share,
    },
    sla::{ClockEvent, ClockEventKind, ClockState, Target, fold},
    terms::{Assign, Group, Terms},
    verdict::Resolution,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::talk::terms;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn hours(hours: i64) -> Span {
    Span::ServiceHours(TimeDelta::hours(hours))
}

/// A clock that began then, was met then if at all, and how it stands: as the desk would have stored it.
fn clock(
    target: Target,
    span: Span,
    from: &str,
    met: Option<&str>,
    now: &str,
    calendar: &Calendar,
) -> ClockRow {
    let mut events = vec![ClockEvent { at: at(from), kind: ClockEventKind::Start }];
    events.extend(met.map(|met| ClockEvent { at: at(met), kind: ClockEventKind::Meet }));
    let view = fold(&events, span, calendar, at(now));
    ClockRow {
        target,
        span,
        events,
        state: view.state,
        started_at: at(from),
        due_at: view.due,
        ended_at: met.map(at),
        key: None,
    }
}

fn week(first: &str, now: &str, calendar: &Calendar) -> Within<'static> {
    let first: NaiveDate = first.parse().expect("a day");
    let days = Days { first, last: first + chrono::Days::new(6) };
    // Why leaked: a few bytes of a test.
    Within::days(days, Box::leak(Box::new(calendar.clone())), at(now))
}

#[test]
fn a_promise_belongs_to_the_days_in_which_it_was_decided() {
    let terms = terms();
    let calendar = &terms.calendar;
    let now = "2026-03-20T00:00:00Z";
    let first = |from, met| clock(Target::FirstResponse, hours(2), from, met, now, calendar);
    let clocks = [
        // Monday 10:00 in Shanghai, answered after 48 minutes.
        first("2026-03-02T02:00:00Z", Some("2026-03-02T02:48:00Z")),
        // Friday 19:30, answered on Monday 08:30: one hour of service, 61 on the wall.
        first("2026-03-06T11:30:00Z", Some("2026-03-09T00:30:00Z")),
        // Friday 19:30, answered on Monday 10:00: half an hour too late.
        first("2026-03-06T11:30:00Z", Some("2026-03-09T02:00:00Z")),
        // Monday 10:00, due at noon, never answered.
        first("2026-03-02T02:00:00Z", None),
    ];
    let told = |first| {
        let within = week(first, now, calendar);
        let promises = clocks.iter().map(|clock| outcome(clock.clone(), &within)).collect();
        figures(&Rows { promises, ..Rows::default() }, false).promised
    };
    let (one, two) = (told("2026-03-02"), told("2026-03-09"));
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].kept, Kept { of: 2, kept: 1 });
    assert_eq!(one[0].counted, Some(Took { n: 1, median: 2_880, p90: 2_880 }));
    assert_eq!(two[0].kept, Kept { of: 2, kept: 1 });
    assert_eq!(two[0].counted, Some(Took { n: 2, median: 3_600, p90: 9_000 }));
    assert_eq!(two[0].wall, Some(Took { n: 2, median: 61 * 3_600, p90: 225_000 }));
    assert!(told("2026-03-16").is_empty(), "nothing was decided then");
}

#[test]
fn what_stands_or_was_withdrawn_is_decided_in_no_days() {
    let terms = terms();
    let within = week("2026-03-02", "2026-03-03T00:00:00Z", &terms.calendar);
    let open = |state| ClockRow {
        state,
        ..clock(
            Target::Solution,
            hours(24),
            "2026-03-02T02:00:00Z",
            None,
            "2026-03-02T03:00:00Z",
            &terms.calendar,
        )
    };
    for state in [ClockState::Running, ClockState::Paused, ClockState::Cancelled] {
        let one = outcome(open(state), &within);
        assert_eq!((one.kept, one.took), (None, None), "{state:?}");
    }
    let within = week("2026-03-02", "2026-03-20T00:00:00Z", &terms.calendar);
    assert_eq!(outcome(open(ClockState::Running), &within).kept, Some(false), "a look will find it broken");
    let cancelled = ClockRow { ended_at: Some(at("2026-03-04T06:00:00Z")), ..open(ClockState::Missed) };
    let one = outcome(cancelled, &within);
    assert_eq!((one.kept, one.took), (Some(false), None), "broken, and then not owed any more");
}

#[test]
fn promises_that_count_in_other_ways_are_never_mixed() {
    let one = |span, took| Outcome {
        target: Target::Solution,
        span,
        kept: Some(true),
        took: Some((took, took)),
        key: None,
    };
    let days = |hours| Span::ServiceDays(TimeDelta::hours(hours));
    let promises = vec![one(days(24), 5), one(days(48), 7), one(hours(8), 9)];
    let told = figures(&Rows { promises, ..Rows::default() }, false).promised;
    let spans: Vec<_> = told.iter().map(|one| (one.spans, one.kept.of)).collect();
    assert_eq!(spans, [((hours(8), hours(8)), 1), ((days(24), days(48)), 2)]);
}

#[test]
fn shares_never_flatter() {
    assert_eq!(Kept { of: 0, kept: 0 }.percent(), None);
    assert_eq!(Kept { of: 200, kept: 199 }.percent(), Some(99));
    assert_eq!(Kept { of: 200, kept: 200 }.percent(), Some(100));
    assert_eq!([share(1, 3), share(2, 3), share(1, 2), share(0, 0)], [33, 67, 50, 0]);
    assert_eq!([per_mille(48, 500), per_mille(1, 3), per_mille(5, 0)], [96, 333, 0]);
}

#[test]
fn causes_fall_and_what_is_beyond_the_first_is_one() {
    let row = |part: &str, claims| CauseRow { product: Some("bag".into()), part: Some(part.into()), claims };
    let causes: Vec<CauseRow> =
        [("b", 3), ("a", 3), ("c", 9), ("d", 1), ("e", 1), ("f", 1), ("g", 1), ("h", 1), ("i", 1), ("j", 1)]
            .map(|(part, claims)| row(part, claims))
            .into();
    let told = figures(&Rows { causes, ..Rows::default() }, false).causes;
    let parts: Vec<_> = told
        .iter()
        .map(|cause| (cause.what.as_ref().and_then(|(_, part)| part.as_deref()), cause.claims, cause.so_far))
        .collect();
    assert_eq!(parts[..3], [(Some("c"), 9, 9), (Some("a"), 3, 12), (Some("b"), 3, 15)]);
    assert_eq!(parts.last(), Some(&(None, 2, 22)), "{parts:?}");
    assert_eq!(parts.len(), 9);
}

#[test]
fn what_is_open_is_told_by_group_and_age() {
    let row = |group: &str, age, cases, free| OpenRow { group: group.into(), age, cases, free, waiting: 1 };
    let open = vec![row("quality", 0, 1, 0), row("after-sales", 0, 2, 1), row("after-sales", 4, 3, 2)];
    let told = figures(&Rows { open, ..Rows::default() }, false);
    assert_eq!(told.open_now(), 6);
    let groups: Vec<_> =
        told.open.iter().map(|one| (one.group.as_str(), one.total(), one.free, one.waiting)).collect();
    assert_eq!(groups, [("after-sales", 5, 3, 2), ("quality", 1, 0, 1)]);
    assert_eq!(told.open[0].ages, [2, 0, 0, 0, 3]);
    assert_eq!(told.open[0].ages.len(), BUCKETS);
}

#[test]
fn goods_are_measured_against_what_was_looked_at() {
    let row = |sku: &str, received, inspected, defective| GoodsRow {
        sku: Some(sku.into()),
        received,
        inspected,
        defective,
    };
    let goods = vec![row("A-1", 1_000, 500, 10), row("B-2", 200, 200, 30)];
    let told = figures(&Rows { goods, ..Rows::default() }, false);
    assert_eq!(told.goods, Some(Pieces { received: 1_200, inspected: 700, defective: 40 }));
    let skus: Vec<_> = told.articles.iter().map(|(sku, _)| sku.as_deref()).collect();
    assert_eq!(skus, [Some("B-2"), Some("A-1")]);
    assert_eq!(figures(&Rows::default(), false).goods, None);
}

#[test]
fn who_pays_goes_by_the_policy() {
    let row = |liability, cover, resolution, way: Option<&str>, pieces| CostRow {
        liability,
        cover,
        resolution,
        way: way.map(str::to_owned),
        pieces,
    };
    let costs = vec![
        row(Liability::Material, Cover::In, Resolution::Replacement, None, 40),
        row(Liability::Misuse, Cover::In, Resolution::Repair, None, 12),
        row(Liability::Unclear, Cover::In, Resolution::Repair, None, 5),
        // Words on the phone cost nothing, whoever's fault it is.
        row(Liability::Misuse, Cover::Out, Resolution::Advice, Some("phone"), 1),
    ];
    let told = figures(&Rows { costs, ..Rows::default() }, false).costs;
    assert_eq!((told.free, told.charged, told.open), (41, 12, 5));
}

#[test]
fn who_has_the_most_stands_first() {
    let row = |name: &str, open, answers| LoadRow { name: name.into(), open, taken: 0, answers, solved: 0 };
    let load = vec![row("Bo", 2, 9), row("Ann", 2, 9), row("Lin", 2, 30), row("Gao", 7, 0)];
    let told = figures(&Rows { load, ..Rows::default() }, false).load;
    let names: Vec<&str> = told.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Gao", "Lin", "Ann", "Bo"]);
}

#[test]
fn a_request_is_read_word_by_word() {
    let group = Group {
        id: "after-sales".into(),
        name: Label::default(),
        home: "auto".into(),
        discord_role: None,
        next_reply: None,
        capacity: None,
        assign: Assign::Queue,
    };
    let terms = Terms { groups: vec![group], ..terms() };
    let today = "2026-11-26".parse().expect("a day");
    let asked = |text: &str| read(text, today, &terms).expect("a request");
    let plain = asked("");
    assert_eq!((plain.days.to_string(), plain.by), ("2026-11-23..2026-11-29".to_owned(), None));
    let full = asked("2026-10 by agent group=after-sales kind=claim part=zipper");
    assert_eq!((full.days.to_string(), full.by), ("2026-10".to_owned(), Some(By::Agent)));
    assert_eq!(full.filter.to_string(), "group=after-sales kind=claim part=zipper");
    assert_eq!(full.filter.kind, Some(Kind::Claim));
    assert_eq!(asked("last week 按 小组").by, Some(By::Group));
    assert_eq!(asked("2026-10-01 .. 2026-10-15 product").by, Some(By::Product));
    for (typed, key) in [
        ("soon", "report-no-days"),
        ("2027", "report-ahead"),
        ("2026-10..2026-09", "report-backwards"),
        ("2024-01..2026-01", "report-too-long"),
        ("month group=nobody", "report-no-such"),
        ("month kind=thing", "report-no-such"),
        ("month product=boat", "report-no-such"),
        ("month part=keel", "report-no-such"),
        ("month colour=red", "report-no-filter"),
    ] {
        assert_eq!(read(typed, today, &terms).expect_err("no request").key, key, "{typed}");
    }
}

#[test]
fn a_lead_sees_their_groups_and_nobody_below_sees_any() {
    let staff = |role, groups: &[&str]| Staff {
        role,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        floor: false,
        away: None,
    };
    let of = |group: &str| Filter { group: Some(group.to_owned()), ..Filter::default() };
    let seen = |staff: &Staff, filter: &Filter| seen_by(Some(staff), filter).map_err(|why: Phrase| why.key);
    let (lead, all, admin) =
        (staff(Role::Lead, &["quality"]), staff(Role::Lead, &[]), staff(Role::Admin, &["quality"]));
    let none = Filter::default();
    assert_eq!(seen(&lead, &none), Ok(vec!["quality".to_owned()]));
    assert_eq!(seen(&lead, &of("quality")), Ok(vec!["quality".to_owned()]));
    assert_eq!(seen(&lead, &of("marketing")), Err("report-not-yours".into()));
    for anybody in [all, admin] {
        assert_eq!(seen(&anybody, &none), Ok(Vec::new()));
        assert_eq!(seen(&anybody, &of("marketing")), Ok(vec!["marketing".to_owned()]));
    }
    assert_eq!(seen(&staff(Role::Agent, &[]), &none), Err("refuse-role".into()));
    assert_eq!(seen_by(None, &none).map_err(|why| why.key), Err("refuse-role".into()));
}
