//! Decisions of the front door that a scenario can't write down: native replies that carry no text.

use aftercare::domain::{
    case::{Case, Kind, State},
    chat::{
        Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Remote, Room, Sender, Thing,
    },
    claim::{Class, Urgency},
    front::{CaseFile, Contact, Facts, Linked, Looked, Moves, decide},
    id::{CaseId, MessageId, PersonId, Supply},
    lang::Lang,
    party::{Party, Role, Staff},
    plan::{Parcel, Plan, Side, To},
    reference::{Prefix, Reference},
    staff_side::Homes,
    text::Rich,
};

use crate::talk::{now, terms};

pub const CUSTOMER: PersonId = PersonId(1);
const ROOM: Address = Address { platform: Platform::Telegram, chat: -100, thread: Some(5) };

pub fn file() -> CaseFile {
    let case = Case {
        id: CaseId(77),
        reference: Reference::new(Prefix::new("HX").expect("a prefix"), 7),
        kind: Kind::Person,
        state: State::Open,
        class: Class::General,
        urgency: Urgency::Normal,
        topic: None,
        group: "after-sales".into(),
        customer: CUSTOMER,
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
    let customer = Contact {
        id: CUSTOMER,
        name: "Mei".into(),
        lang: Lang::En,
        zone: None,
        reachable: true,
        by_phone: false,
        phone: None,
        bar: None,
    };
    CaseFile {
        case,
        company: None,
        clocks: Vec::new(),
        customer,
        assignee: Some("Lin".into()),
        files: 0,
        room: Some(ROOM),
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

fn lin() -> Party {
    Party {
        id: PersonId(10),
        name: "Lin".into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: Some(Staff { role: Role::Agent, groups: Vec::new(), floor: false, away: None }),
        focus: None,
        new: false,
        reachable: true,
        quiet: false,
        privacy: None,
        company: None,
    }
}

/// A copy of the customer's words in the room of that case.
fn customers_words(case: CaseId) -> Linked {
    Linked {
        remote: Remote { platform: Platform::Telegram, chat: ROOM.chat, id: 8 },
        message: MessageId(5),
        case: Some(case),
        side: Side::Customer,
        person: CUSTOMER,
        source: false,
        unique: None,
        moved: false,
        deleted: false,
    }
}

fn from(id: i64, name: &str) -> Sender {
    Sender {
        account: Account { platform: Platform::Telegram, id },
        name: name.into(),
        lang: None,
        disguise: None,
    }
}

/// What comes of Lin's answering the customer's message in the room with that input.
fn answered_with(input: Input) -> Plan {
    let (terms, file, lin) = (terms(), file(), lin());
    let answered = customers_words(file.case.id);
    let incoming = Incoming {
        key: EventKey { source: 1, key: 1, sub: 0 },
        place: ROOM,
        room: Room::Staff,
        by: from(10, "Lin"),
        message: Some(9),
        reply_to: Some(8),
        answered_author: None,
        aside: None,
        origin: None,
        quote: None,
        input,
        raw: serde_json::Value::Null,
    };
    let facts = Facts {
        terms: &terms,
        me: "desk_bot",
        now: now(),
        speaker: &lin,
        drafts: &[],
        late: false,
        overtaken: false,
        here: Some(&file),
        ours: None,
        lobby: None,
        named: None,
        answered: Some(&answered),
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
    decide(&incoming, &facts, &mut Supply::new(1000, 2000, 3))
}

fn said(plan: &Plan, to: To) -> Vec<String> {
    let said = plan.sends.iter().filter(|s| s.to == to);
    let keys = said.filter_map(|s| match &s.parcel {
        Parcel::Say { say, .. } => Some(say.lines.iter().map(|l| l.key.to_string()).collect::<Vec<_>>()),
        _ => None,
    });
    keys.flatten().collect()
}

fn answers(plan: &Plan) -> Vec<&Parcel> {
    let is = |p: &&Parcel| matches!(p, Parcel::Relay { answers: true, .. });
    plan.sends.iter().map(|s| &s.parcel).filter(is).collect()
}

#[test]
fn what_cannot_cross_answers_nothing_and_both_sides_hear_of_it() {
    let plan = answered_with(Input::Other("kind-story"));
    assert_eq!(said(&plan, To::Room(CaseId(77))), ["reply-kind"]);
    assert_eq!(said(&plan, To::customer(&file().case)), ["agent-sent-kind"]);
    assert!(answers(&plan).is_empty(), "no promise is met by it");
    assert_eq!(plan.messages.iter().map(|m| m.side).collect::<Vec<_>>(), [Side::Note]);
}

#[test]
fn what_an_agent_says_sends_or_shows_to_the_customer_is_an_answer() {
    let file = |kind| File {
        kind,
        id: "a".into(),
        unique: "a".into(),
        name: None,
        mime: None,
        size: None,
        spoiler: false,
    };
    let files =
        FileKind::ALL.map(|kind| Input::File { file: file(kind), caption: Rich::default(), album: None });
    let place = Input::Thing(Thing::Location { latitude: 31.2, longitude: 121.5 });
    for input in files.into_iter().chain([place]) {
        let plan = answered_with(input.clone());
        assert_eq!(answers(&plan).len(), 1, "{input:?}");
        assert_eq!(plan.messages.iter().map(|m| m.side).collect::<Vec<_>>(), [Side::Agent], "{input:?}");
    }
}

#[test]
fn an_album_that_answers_the_customer_goes_to_them_as_one() {
    let file = File {
        kind: FileKind::Photo,
        id: "a".into(),
        unique: "a".into(),
        name: None,
        mime: None,
        size: None,
        spoiler: false,
    };
    let caption = Rich::plain("Both sides");
    let plan = answered_with(Input::File { file, caption, album: Some("7".into()) });
    let relay = plan.sends.iter().find(|s| matches!(s.parcel, Parcel::Relay { .. })).expect("a relay");
    assert_eq!((relay.to, answers(&plan).len()), (To::customer(&self::file().case), 1));
    assert_eq!(relay.fold.as_deref(), Some("album:7"), "its other pictures join it");
    assert!(relay.not_before.is_some_and(|at| at > now()), "and have time to come");
    assert_eq!(plan.messages[0].reply_to, Some(MessageId(5)));
}
