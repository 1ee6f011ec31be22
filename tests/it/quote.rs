//! What agents type of a quote, what it comes to, when it is brought to mind, and who pays the freight.

use aftercare::domain::{
    coverage::Coverage,
    id::{CaseId, PersonId, QuoteId},
    money::{Currency, Money},
    quote::{Kind, Line, Offer, Payer, Quote, Said, Sent, Stage, Typed, Valid, freight, line, valid_for},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Asia::Shanghai;

use crate::talk::{now, terms};

/// A line in short: what, how many, what one costs, words.
fn read(text: &str) -> Option<(&'static str, u32, i64, String)> {
    match line(text, Currency::Usd) {
        Typed::Line(Line { kind, words, quantity, unit }) => Some((kind.name(), quantity, unit, words)),
        Typed::Labour | Typed::Nothing => None,
    }
}

#[test]
fn lines_are_read_as_people_write_them() {
    let puller = Some(("spare-part", 2, 450, "Puller, brass".to_owned()));
    for text in [
        "part 2 x 4.50 Puller, brass",
        "spare-part 2 4.50 Puller, brass",
        "parts 2x4.50 Puller, brass",
        "PART 2 × USD 4.50  Puller,  brass",
        "part: 2 X 4.5 USD Puller, brass",
        "配件 ２件 4.50 Puller, brass",
        "配件 2 个 4.50 美元 Puller, brass",
        "part 2 @ $4.50 Puller, brass",
    ] {
        assert_eq!(read(text), puller, "{text}");
    }
    let one = |kind, unit, words: &str| Some((kind, 1, unit, words.to_owned()));
    assert_eq!(read("maintenance 30"), one("maintenance", 3_000, ""));
    assert_eq!(read("维修 1,230"), one("maintenance", 123_000, ""));
    assert_eq!(read("freight 12.00 by sea"), one("freight", 1_200, "by sea"));
    assert_eq!(read("other 4.50 2 spools"), one("other", 450, "2 spools"), "a price, and words");
    assert_eq!(read("inspection 0"), one("inspection", 0, ""), "nothing is an amount");
    assert_eq!(read("part 1,200 x 0.35 Puller"), Some(("spare-part", 1_200, 35, "Puller".to_owned())));
    for text in ["", "part", "part Puller", "bananas 4.50", "part -4", "part 9999999999", "part EUR 4.50"] {
        assert_eq!(line(text, Currency::Usd), Typed::Nothing, "{text}");
    }
    assert_eq!(read("part 1000000 x 1,000,000 Gold"), None, "more than anybody may write");
    let long = format!("part 1 {}", "字".repeat(500));
    assert_eq!(read(&long).map(|line| line.3.chars().count()), Some(120));
}

#[test]
fn labour_is_never_a_line() {
    for text in ["labour 10", "Labor 0", "work 5", "人工 100", "人工费 0"] {
        assert_eq!(line(text, Currency::Usd), Typed::Labour, "{text}");
    }
    assert!(Kind::ALL.iter().all(|kind| !kind.name().contains("labour")));
}

#[test]
fn how_long_it_holds_is_said_in_days_or_hours() {
    for (text, hours) in [
        ("", Some(Valid::Usual)),
        ("14", Some(Valid::Hours(336))),
        ("1 day", Some(Valid::Hours(24))),
        ("for 10 days", Some(Valid::Hours(240))),
        ("１０天", Some(Valid::Hours(240))),
        ("48h", Some(Valid::Hours(48))),
        ("36 小时", Some(Valid::Hours(36))),
        ("0", None),
        ("soon", None),
        ("367", None),
        ("-1", None),
        ("99999999999", None),
    ] {
        assert_eq!(valid_for(text), hours, "{text:?}");
    }
}

pub fn quote(lines: Vec<Line>) -> Quote {
    Quote {
        id: QuoteId(70),
        case: CaseId(7),
        n: 1,
        stage: Stage::Draft,
        currency: Currency::Usd,
        lines,
        freight: Payer::Customer,
        settles: None,
        valid_hours: None,
        two: false,
        by: PersonId(10),
        name: "Lin".into(),
        at: now(),
        second: None,
        sent: None,
        reminded: 0,
        look_at: None,
        counter_until: None,
        ended: None,
        agreed: None,
        offers: Vec::new(),
    }
}

fn maintenance(unit: i64) -> Line {
    Line { kind: Kind::Maintenance, words: String::new(), quantity: 1, unit }
}

fn said(at: DateTime<Utc>, said: Said) -> Offer {
    Offer { at, by: PersonId(1), name: "Mei".into(), said, words: String::new() }
}

#[test]
fn it_comes_to_what_its_lines_come_to_and_two_decide_above_the_limit() {
    let puller = Line { kind: Kind::SparePart, words: String::new(), quantity: 3, unit: 450 };
    let quote_of = |unit| quote(vec![puller.clone(), maintenance(unit)]);
    assert_eq!(quote_of(3_000).total(), Money { minor: 4_350, currency: Currency::Usd });
    assert!(!quote_of(50_000 - 1_350).needs_two(&terms()), "as much as one may");
    assert!(quote_of(50_001 - 1_350).needs_two(&terms()), "a cent more");
    assert_eq!(quote(Vec::new()).total().minor, 0);
}

/// Every look from the sending to the end, as the rows would tell it: what was done, and when.
fn looks(quote: &mut Quote, until: DateTime<Utc>) -> Vec<(TimeDelta, &'static str)> {
    let terms = terms();
    let mut done = Vec::new();
    while let Some(at) = quote.look_at.filter(|at| *at <= until) {
        if at >= quote.sent.expect("sent").until {
            done.push((at - now(), "ends"));
            return done;
        }
        done.push((at - now(), "reminds"));
        quote.reminded = quote.reminders_by(at, Shanghai, &terms);
        quote.look_at = quote.next_look(at, Shanghai, &terms);
    }
    done
}

#[test]
fn it_is_brought_to_mind_twice_and_then_ends() {
    let (terms, far) = (terms(), now() + TimeDelta::days(400));
    let mut week = quote(vec![maintenance(3_000)]);
    week.send(now(), Shanghai, &terms);
    let days = |days| TimeDelta::days(days);
    assert_eq!(looks(&mut week, far), [(days(2), "reminds"), (days(5), "reminds"), (days(7), "ends")]);
    let mut short = Quote { valid_hours: Some(72), ..quote(vec![maintenance(3_000)]) };
    short.send(now(), Shanghai, &terms);
    assert_eq!(
        looks(&mut short, far),
        [(days(2), "reminds"), (days(3), "ends")],
        "no reminder after the end"
    );
    let mut hour = Quote { valid_hours: Some(1), ..quote(vec![maintenance(3_000)]) };
    hour.send(now(), Shanghai, &terms);
    assert_eq!(looks(&mut hour, far), [(TimeDelta::hours(1), "ends")]);
}

#[test]
fn reminders_wait_for_the_readers_daytime() {
    let terms = terms();
    let zone = chrono_tz::America::Los_Angeles;
    let mut quote = quote(vec![maintenance(3_000)]);
    quote.send(now(), zone, &terms);
    let at = quote.look_at.expect("a look").with_timezone(&zone);
    let (opens, ends) = terms.lives.daytime;
    assert!(at.time() >= opens && at.time() < ends, "{at}");
    assert!(at.to_utc() >= now() + TimeDelta::days(2));
}

#[test]
fn after_an_outage_one_reminder_comes_and_not_two() {
    let terms = terms();
    let mut quote = quote(vec![maintenance(3_000)]);
    quote.send(now(), Shanghai, &terms);
    let late = now() + TimeDelta::days(6);
    quote.reminded = quote.reminders_by(late, Shanghai, &terms);
    assert_eq!(quote.reminded, 2);
    assert_eq!(quote.next_look(late, Shanghai, &terms), quote.sent.map(|sent| sent.until));
}

#[test]
fn nobody_is_pressed_while_the_desk_owes_an_answer() {
    let terms = terms();
    let mut quote = quote(vec![maintenance(3_000)]);
    quote.send(now(), Shanghai, &terms);
    quote.offers.push(said(now() + TimeDelta::days(1), Said::Counter(Some(2_000))));
    assert_eq!(quote.next_look(now() + TimeDelta::days(1), Shanghai, &terms), None);
    let firm = now() + TimeDelta::days(3);
    quote.offers.push(said(firm, Said::Firm));
    quote.sent = quote.sent.map(|sent| Sent { until: quote.until(firm, &terms), ..sent });
    assert_eq!(quote.next_look(firm, Shanghai, &terms), Some(firm + TimeDelta::days(2)), "counted anew");
}

#[test]
fn who_pays_the_freight_follows_who_pays() {
    let terms = terms();
    for (cover, payer) in [
        (Some(Coverage::Free), Payer::Brand),
        (Some(Coverage::Charged), Payer::Customer),
        (Some(Coverage::ServeFirst), Payer::Brand),
        (None, Payer::Customer),
    ] {
        assert_eq!(freight(cover, &terms), payer, "{cover:?}");
    }
}

#[test]
fn names_are_read_back_as_they_were_stored() {
    assert!(Stage::ALL.iter().all(|stage| Stage::from_name(stage.name()) == Some(*stage)));
    assert!(Kind::ALL.iter().all(|kind| Kind::from_name(kind.name()) == Some(*kind)));
    assert_eq!(Payer::from_name("nobody"), None);
    let over = Stage::ALL.iter().filter(|stage| stage.is_over()).count();
    assert_eq!(over, 6);
}
