//! A desk with one case and a draft, and those who act there, as facts of a decision.

use std::sync::OnceLock;

use aftercare::{
    config::{Config, Environment},
    domain::{
        appointment, bar,
        case::{Case, Kind, State},
        chat::{Account, Address, EventKey, Incoming, Input, Platform, Room, Sender},
        claim::{Class, Urgency},
        day::{parse_day, parse_day_ahead},
        dialogue::{Dialogue, Flow, OneLine},
        front::{self, CaseFile, Contact, Facts, Looked, Moves, appetite, lookup},
        haste::Haste,
        id::{CaseId, DialogueId, PersonId, Supply},
        lang::Lang,
        order::{
            Number,
            import::{Columns, DateForm},
        },
        party::{Party, Role, Staff},
        plan::{DialogueRow, Plan},
        privacy::{Holdings, Known},
        quote,
        reference::{Prefix, Reference},
        report,
        search::Query,
        staff_side::Homes,
        terms::Terms,
        verdict, wholesale,
    },
    frontend::discord::Place,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

pub(super) const ME: &str = "desk_bot";
pub(super) const GROUP: i64 = -100;
const OWNER: PersonId = PersonId(5);
const CASE: CaseId = CaseId(77);

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// On the desk's list, and may do all.
    Admin,
    /// The customer of the case.
    Owner,
    /// A customer of none.
    Another,
    /// Nobody the desk knows more of.
    Stranger,
}

/// Who acts where, and whether the case is the one they name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) who: Who,
    pub(super) named: bool,
    pub(super) room: Room,
}

impl Setting {
    pub(super) const ALL: [Self; 6] = [
        Self { who: Who::Admin, named: true, room: Room::Staff },
        Self { who: Who::Admin, named: true, room: Room::Private },
        Self { who: Who::Owner, named: true, room: Room::Private },
        Self { who: Who::Another, named: true, room: Room::Private },
        Self { who: Who::Another, named: true, room: Room::Staff },
        Self { who: Who::Stranger, named: false, room: Room::Elsewhere },
    ];

    /// Whether they may change something: customers in their own chat, and those of the list.
    pub(super) fn has_a_right(self) -> bool {
        self.who == Who::Admin || self.room == Room::Private
    }
}

/// The terms the program comes with.
fn terms() -> &'static Terms {
    static TERMS: OnceLock<Terms> = OnceLock::new();
    TERMS.get_or_init(|| {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
        let config =
            Config::load(&Environment::of::<&str, &str>([]), today).expect("the built-in files are in order");
        Terms::clone(&config.terms)
    })
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_416_800, 0).expect("an instant")
}

fn party(who: Who) -> Party {
    let staff = Staff { role: Role::Admin, groups: Vec::new(), floor: false, away: None };
    Party {
        id: match who {
            Who::Owner => OWNER,
            Who::Admin => PersonId(10),
            Who::Another | Who::Stranger => PersonId(11),
        },
        name: "Somebody".to_owned(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: (who == Who::Admin).then_some(staff),
        focus: None,
        new: false,
        reachable: true,
        quiet: false,
        privacy: None,
        company: None,
    }
}

fn file() -> CaseFile {
    let case = Case {
        id: CASE,
        reference: Reference::new(Prefix::new("HX").expect("a prefix"), 7),
        kind: Kind::Claim,
        state: State::Open,
        class: Class::General,
        urgency: Urgency::Normal,
        topic: None,
        group: "after-sales".to_owned(),
        customer: OWNER,
        platform: Platform::Telegram,
        assignee: Some(PersonId(10)),
        leaver: None,
        company: None,
        answers: None,
        incomplete: false,
        opened_at: now(),
        solved_at: None,
        closed_at: None,
        human_at: None,
        merged_into: None,
        rev: 2,
    };
    CaseFile {
        case,
        company: None,
        clocks: Vec::new(),
        customer: Contact {
            id: OWNER,
            name: "Mei".to_owned(),
            lang: Lang::En,
            zone: None,
            reachable: true,
            by_phone: false,
            phone: None,
            bar: None,
        },
        assignee: Some("Lin".to_owned()),
        files: 0,
        room: Some(Address { platform: Platform::Telegram, chat: GROUP, thread: Some(5) }),
        place: None,
        linked: Vec::new(),
        merged_into: None,
        order: None,
        verdicts: Vec::new(),
        appointments: Vec::new(),
        quotes: Vec::new(),
        inherits: None,
    }
}

/// The draft the owner fills in.
fn draft() -> DialogueRow {
    DialogueRow {
        id: DialogueId(3),
        person: OWNER,
        platform: Platform::Telegram,
        dialogue: Dialogue::new(Flow::Claim),
        active: true,
        prompt: None,
        reminders: 0,
        touched_at: now(),
        next_at: now(),
    }
}

/// A place of that kind on Discord.
pub(super) fn place_of(room: Room) -> Place {
    Place { address: Address { platform: Platform::Discord, chat: 10, thread: Some(11) }, room }
}

/// Words as each of those readers reads them that a decision asks only where there is more than one case and a draft.
pub(super) fn read(text: &str) {
    let (terms, now) = (terms(), now());
    let (zone, today, currency) = (terms.calendar.zone(), now.date_naive(), terms.verdicts.alone.currency);
    for lang in Lang::ALL {
        let _ = (parse_day(text, today, lang), parse_day_ahead(text, today, lang));
        let _ = (appointment::read(text, now, zone, lang), appointment::read_past(text, now, zone, lang));
    }
    let _ = bar::reason(text, now, zone);
    let _ = (quote::line(text, currency), quote::line_at(text), quote::number(text), quote::valid_for(text));
    let _ = (verdict::read(text, terms), verdict::pieces(text), verdict::amount(text, terms));
    let _ = (verdict::parcel(text, now), verdict::credit(text, now));
    let _ = (report::read(text, today, terms), Query::read(text), Number::read(text), OneLine::read(text));
    let _ = (wholesale::read(text, 20, true), DateForm::read(text), Columns::read(text));
    let _ = Prefix::new("HX").map(|prefix| prefix.read(text));
}

/// What somebody does there.
fn incoming(room: Room, by: &Party, input: Input) -> Incoming {
    let staff = room == Room::Staff;
    let platform = Platform::Telegram;
    Incoming {
        key: EventKey { source: 1, key: 1, sub: 0 },
        place: Address { platform, chat: if staff { GROUP } else { by.id.0 }, thread: staff.then_some(5) },
        room,
        by: Sender {
            account: Account { platform, id: by.id.0 },
            name: by.name.clone(),
            lang: None,
            disguise: None,
        },
        message: Some(9),
        reply_to: None,
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input,
        raw: Value::Null,
    }
}

/// The customer, as somebody a restriction is about.
fn looked() -> Looked {
    let target = lookup::Known {
        person: Some(OWNER),
        account: Some(OWNER.0),
        name: "Mei".to_owned(),
        staff: false,
        bar: None,
        cases: vec![CASE],
        company: None,
    };
    Looked { target: Some(target), ..Looked::default() }
}

/// What comes of it.
pub(super) fn decide(setting: Setting, input: Input) -> Plan {
    let Setting { who, named, room } = setting;
    let (file, speaker, drafts, looked) = (file(), party(who), [draft()], looked());
    let holdings = Holdings { cases: 1, messages: 3, ..Holdings::default() };
    let owner = who == Who::Owner;
    let facts = Facts {
        terms: terms(),
        me: ME,
        now: now(),
        speaker: &speaker,
        drafts: if owner { &drafts } else { &[] },
        late: false,
        overtaken: false,
        here: (room == Room::Staff).then_some(&file),
        left: None,
        homes: Homes { telegram: true, discord: true },
        ours: None,
        lobby: None,
        named: named.then_some(&file),
        answered: None,
        unknown: false,
        edited: None,
        own: owner.then_some(&file).into_iter().collect(),
        pieces: &[],
        list: &[],
        roster: &[],
        parked: &[],
        privacy: Known { holdings: Some(&holdings), ..Known::default() },
        moves: Moves::default(),
        unsent: &[],
        staff_lost: Homes::default(),
        hinted_at: None,
        looked: &looked,
        bar: None,
        haste: Haste::Within,
        goods: None,
        order: None,
        shared: &[],
        surveys: &[],
        links: true,
        kin: &[],
        hands_out: true,
        aside: false,
        booked: &[],
        invite: None,
    };
    let mut supply = Supply::new(1000, 1000 + appetite(terms()), 3);
    front::decide(&incoming(room, &speaker, input), &facts, &mut supply)
}
