//! What people settle for themselves, where a scenario can't say it: editions of a privacy notice, closed days.

use aftercare::config::{Config, Environment};
use aftercare::domain::{
    chat::{Account, Address, EventKey, Incoming, Input, Platform, Room, Sender},
    front::{Facts, Looked, Moves, decide},
    id::{PersonId, Supply},
    lang::Lang,
    party::Party,
    phrase::Phrase,
    plan::{Parcel, Plan},
    staff_side::Homes,
    text::Rich,
};
use chrono::NaiveDate;

use crate::talk::{now, terms};

fn mei(privacy: Option<&str>) -> Party {
    Party {
        id: PersonId(1),
        name: "Mei".into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: None,
        focus: None,
        new: privacy.is_none(),
        reachable: true,
        quiet: false,
        privacy: privacy.map(str::to_owned),
        company: None,
    }
}

fn from(by: &Party) -> Sender {
    Sender {
        account: Account { platform: Platform::Telegram, id: 7 },
        name: by.name.clone(),
        lang: None,
        disguise: None,
    }
}

/// What comes of Mei's writing that in her own chat.
pub fn written(by: &Party, text: &str) -> Plan {
    let place = Address { platform: Platform::Telegram, chat: 7, thread: None };
    let incoming = Incoming {
        key: EventKey { source: 1, key: 1, sub: 0 },
        place,
        room: Room::Private,
        by: from(by),
        message: Some(9),
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input: Input::Text(Rich::plain(text)),
        raw: serde_json::Value::Null,
    };
    let terms = terms();
    let facts = Facts {
        terms: &terms,
        me: "desk_bot",
        now: now(),
        speaker: by,
        drafts: &[],
        late: false,
        overtaken: false,
        here: None,
        ours: None,
        lobby: None,
        named: None,
        answered: None,
        unknown: false,
        edited: None,
        own: Vec::new(),
        pieces: &[],
        list: &[],
        roster: &[],
        parked: &[],
        privacy: aftercare::domain::privacy::Known::default(),
        moves: Moves::default(),
        unsent: &[],
        staff_lost: Homes::default(),
        left: None,
        homes: Homes { telegram: true, discord: false },
        links: true,
        hands_out: true,
        aside: false,
        booked: &[],
        invite: None,
        surveys: &[],
        kin: &[],
        shared: &[],
        hinted_at: None,
        looked: &Looked::default(),
        bar: None,
        haste: aftercare::domain::haste::Haste::Within,
        goods: None,
        order: None,
    };
    decide(&incoming, &facts, &mut Supply::new(1, 1_000, 5))
}

/// How often the line about the notice is said, and the edition that is kept from now on.
fn told(plan: &Plan) -> (usize, Option<&str>) {
    let lines = plan.sends.iter().flat_map(|send| match &send.parcel {
        Parcel::Say { say, .. } => say.lines.as_slice(),
        _ => &[],
    });
    let count = lines.filter(|line: &&Phrase| line.key == "privacy-line").count();
    (count, plan.people.last().and_then(|p| p.privacy.as_deref()))
}

#[test]
fn a_new_edition_of_the_notice_is_told_once_with_the_next_message() {
    let edition = terms().brand.privacy_version;
    for text in ["/start", "/claim", "/hours", "hello"] {
        for before in [None, Some("2019-01")] {
            let plan = written(&mei(before), text);
            assert_eq!(told(&plan), (1, Some(edition.as_str())), "{text} after {before:?}");
        }
    }
    assert_eq!(told(&written(&mei(Some(&edition)), "/claim")), (0, None), "nothing is said twice");
    assert_eq!(told(&written(&mei(Some(&edition)), "/start")), (1, None), "the menu always has it");
}

#[test]
fn closed_days_ahead_are_the_next_ones_and_those_a_usual_week_would_not_have() {
    let nothing = Environment::of::<&str, &str>([]);
    let config = Config::load(&nothing, now().date_naive()).unwrap_or_else(|_| panic!("in order"));
    let calendar = &config.terms.calendar;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a date");
    let ahead = calendar.closed_ahead(day(9, 18), 30, 3);
    // 20 September is a Sunday that is worked; the weekend of 26 September is part of a holiday.
    assert_eq!(ahead, [(day(9, 19), day(9, 19)), (day(9, 25), day(9, 27)), (day(10, 1), day(10, 7))]);
    assert_eq!(calendar.closed_ahead(day(9, 18), 30, 1).len(), 1);
    assert_eq!(calendar.closed_ahead(day(10, 3), 1, 3), [(day(10, 3), day(10, 4))], "today counts");
}
