//! How typed texts are read as answers, in tables; and what stands around a dialogue: menu, reminders, expiry.

use aftercare::domain::{
    catalogue::Catalogue,
    dialogue::{
        Dialogue, Facts, Flow, Given, Next, Question, Value, advance, expired, expires_at, remind,
        reminder_at, welcome,
    },
    lang::Lang,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use insta::assert_snapshot;

use crate::talk::{lives, now, reader, shown, terms, today};

/// What `text` is read as at `question`, and whether it said more than that.
fn read(flow: Flow, question: Question, text: &str) -> Option<(Value, bool)> {
    let terms = terms();
    let facts = Facts {
        terms: &terms,
        now: now(),
        today: today(),
        late: false,
        id: 1,
        order: None,
        buyer: aftercare::domain::claim::Buyer::Consumer,
        company: None,
        forms: false,
        callers: &[],
    };
    let mut open = Dialogue { cursor: Some(question), ..Dialogue::new(flow) };
    let family = Value::Option("travel-case".to_owned());
    open.answers.0.insert(Question::Family, aftercare::domain::dialogue::Entry::pressed(family));
    for (q, id) in [(Question::Urgency, "high"), (Question::Way, way(question))] {
        let chosen = Value::Option(id.to_owned());
        open.answers.0.insert(q, aftercare::domain::dialogue::Entry::pressed(chosen));
    }
    assert_eq!(open.at(&terms), Some(question), "the question is asked");
    let turn = advance(&open, &Given::Text { text, message: 9 }, &facts);
    let Next::Open(next) = turn.next else { panic!("it goes on") };
    let entry = next.answers.0.get(&question).filter(|entry| entry.is_from(9))?;
    Some((entry.value.clone(), !next.comments.is_empty()))
}

const fn way(question: Question) -> &'static str {
    match question {
        Question::Email => "email",
        Question::Address => "on-site",
        _ => "phone",
    }
}

fn claim(question: Question, text: &str) -> Option<(Value, bool)> {
    read(Flow::Claim, question, text)
}

fn short(text: &str) -> Value {
    Value::Short(text.to_owned())
}

#[test]
fn order_numbers_are_found_among_few_words() {
    for (text, number, more) in [
        ("4471", "4471", false),
        ("a-4471", "A-4471", false),
        (" #A-4471. ", "A-4471", false),
        ("order no. A-4471", "A-4471", false),
        ("It's 4471", "4471", false),
        ("order 4471 from your shop", "4471", true),
        ("我的订单号是A-4471。", "A-4471", false),
        ("订单A-4471是上个月下的", "A-4471", true),
    ] {
        assert_eq!(claim(Question::Order, text), Some((short(number), more)), "{text}");
    }
    for text in ["hello", "12", "bought in 2024", "4471 or 4472", "两个星期前", "+"] {
        assert_eq!(claim(Question::Order, text), None, "{text}");
    }
    assert_eq!(claim(Question::Order, "没有"), Some((Value::Unknown, false)));
}

#[test]
fn telephone_numbers_have_one_form() {
    for (text, number) in [
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 (20) 7946-0958", "+442079460958"),
        ("(+86) 20 8888 0000", "+862088880000"),
        ("020 7946 0958", "02079460958"),
    ] {
        assert_eq!(claim(Question::Phone, text), Some((short(number), false)), "{text}");
    }
    for text in ["12345", "+1234567890123456", "call me maybe", "+44 20 7946 0958 ext 3", "++"] {
        assert_eq!(claim(Question::Phone, text), None, "{text}");
    }
}

#[test]
fn addresses_of_mail_are_plausible() {
    assert_eq!(claim(Question::Email, " mei@example.com "), Some((short("mei@example.com"), false)));
    for text in [
        "mei",
        "mei@",
        "@example.com",
        "mei@example",
        "mei@.com",
        "mei@example.",
        "a b@example.com",
        "a@b@c.de",
    ] {
        assert_eq!(claim(Question::Email, text), None, "{text}");
    }
}

#[test]
fn days_of_receipt_are_past_and_days_of_need_ahead() {
    let day = |y, m, d| Value::Day(NaiveDate::from_ymd_opt(y, m, d).expect("a day"));
    for (question, text, value) in [
        (Question::Received, "2026-03-03", Some(day(2026, 3, 3))),
        (Question::Received, "yesterday", Some(day(2026, 11, 12))),
        (Question::Received, "昨天", Some(day(2026, 11, 12))),
        (Question::Received, "20 December", Some(day(2025, 12, 20))),
        (Question::Received, "14 November 2026", None),
        (Question::Received, "3 March 1999", None),
        (Question::Received, "3/4/2026", None),
        (Question::Received, "11/12/2026", Some(day(2026, 11, 12))),
        (Question::Needed, "20 December", Some(day(2026, 12, 20))),
        (Question::Needed, "3 March", Some(day(2027, 3, 3))),
        (Question::Needed, "today", Some(day(2026, 11, 13))),
        (Question::Needed, "3 March 2026", None),
        (Question::Needed, "no", Some(Value::Skipped)),
        (Question::Needed, "soon", None),
    ] {
        assert_eq!(claim(question, text), value.map(|value| (value, false)), "{text}");
    }
}

#[test]
fn quantities_are_whole_numbers() {
    for (text, number, more) in [
        ("200", 200, false),
        ("1,200 pcs", 1200, false),
        ("200件", 200, false),
        ("about 200", 200, true),
        ("200-300", 200, true),
    ] {
        assert_eq!(
            read(Flow::Enquiry, Question::Quantity, text),
            Some((Value::Number(number), more)),
            "{text}"
        );
    }
    for text in ["many", "0", "1.5", "99999999999", "-"] {
        assert_eq!(read(Flow::Enquiry, Question::Quantity, text), None, "{text}");
    }
}

#[test]
fn choices_are_read_from_words_that_name_one() {
    let part = |text| claim(Question::Part, text);
    let is = |id: &str| Value::Option(id.to_owned());
    assert_eq!(part("Zip"), Some((is("zipper"), false)));
    assert_eq!(part("拉链"), Some((is("zipper"), false)));
    assert_eq!(part("the zipper, I think"), Some((is("zipper"), true)));
    assert_eq!(part("拉链坏了"), Some((is("zipper"), true)));
    for text in ["zipper or handle", "is the zipper covered?", "zippers", "it broke"] {
        assert_eq!(part(text), None, "{text}");
    }
    assert_eq!(claim(Question::Family, "化妆包"), Some((is("cosmetic-bag"), false)));
    assert_eq!(claim(Question::Family, "my vanity case"), Some((is("vanity-case"), true)));
    assert_eq!(claim(Question::Model, "nova 28"), Some((short("Nova 28"), false)));
    assert_eq!(claim(Question::Model, "Luna 20"), Some((short("Luna 20"), false)));
    assert_eq!(
        claim(Question::Window, "Tuesday after 15:00, Berlin"),
        Some((short("Tuesday after 15:00, Berlin"), false))
    );
}

#[test]
fn the_menu_the_reminders_and_the_end_read_well() {
    let (terms, catalogue) = (terms(), Catalogue::embedded().expect("the catalogue"));
    let facts = Facts {
        terms: &terms,
        now: now(),
        today: today(),
        late: false,
        id: 1,
        order: None,
        buyer: aftercare::domain::claim::Buyer::Consumer,
        company: None,
        forms: false,
        callers: &[],
    };
    let open = Dialogue::new(Flow::Care);
    let quiet = aftercare::domain::terms::Brand { privacy_url: None, ..terms.brand.clone() };
    let says = [
        welcome(&terms.brand, "Mei", &[Flow::Claim]),
        welcome(&quiet, "", &[]),
        remind(&open, 1, &facts).say,
        remind(&open, 2, &facts).say,
        expired(Flow::Claim, &lives()),
    ];
    let text =
        |lang| says.iter().map(|say| shown(&catalogue, say, &reader(lang))).collect::<Vec<_>>().join("\n\n");
    assert_snapshot!(Lang::ALL.map(text).join("\n\n----\n\n"));
}

#[test]
fn reminders_come_in_the_readers_daytime() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let shanghai = chrono_tz::Asia::Shanghai;
    for (zone, last, nth, due) in [
        (shanghai, "2026-11-13T02:00:00Z", 1, Some("2026-11-14T02:00:00Z")),
        (shanghai, "2026-11-13T15:00:00Z", 1, Some("2026-11-15T01:00:00Z")),
        (shanghai, "2026-11-12T20:00:00Z", 1, Some("2026-11-14T01:00:00Z")),
        (shanghai, "2026-11-13T12:00:00Z", 1, Some("2026-11-15T01:00:00Z")),
        (shanghai, "2026-11-13T02:00:00Z", 2, Some("2026-11-16T02:00:00Z")),
        (shanghai, "2026-11-13T02:00:00Z", 0, None),
        (shanghai, "2026-11-13T02:00:00Z", 3, None),
        (Tz::America__New_York, "2026-10-30T23:30:00Z", 1, Some("2026-10-31T23:30:00Z")),
        (Tz::America__New_York, "2026-10-31T05:00:00Z", 1, Some("2026-11-01T14:00:00Z")),
    ] {
        assert_eq!(reminder_at(at(last), nth, &lives(), zone), due.map(at), "{zone} {last} {nth}");
    }
    assert_eq!(expires_at(at("2026-11-13T02:00:00Z"), &lives()), at("2026-11-20T02:00:00Z"));
    let hasty = aftercare::domain::terms::Lives { draft_days: 1, ..lives() };
    assert_eq!(reminder_at(at("2026-11-13T02:00:00Z"), 1, &hasty, shanghai), None, "never after its end");
}

#[test]
fn a_daytime_that_begins_in_a_skipped_hour_begins_an_hour_later() {
    let hour = |h| chrono::NaiveTime::from_hms_opt(h, 30, 0).expect("a time");
    let early = aftercare::domain::terms::Lives { daytime: (hour(2), hour(20)), ..lives() };
    let last = "2026-03-07T06:00:00Z".parse::<DateTime<Utc>>().expect("an instant");
    let due = reminder_at(last, 1, &early, Tz::America__New_York);
    assert_eq!(due, "2026-03-08T07:30:00Z".parse().ok());
}
