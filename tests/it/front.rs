//! Decisions of the front door that a scenario can't write down: native replies that carry no text.

use aftercare::domain::{
    case::{Case, Kind, State},
    chat::{Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Remote, Room, Sender},
    claim::{Class, Urgency},
    front::{CaseFile, Contact, Facts, Linked, decide},
    id::{CaseId, MessageId, PersonId, Supply},
    lang::Lang,
    party::{Party, Role, Staff},
    plan::{Parcel, Plan, Side, To},
    reference::{Prefix, Reference},
    text::Rich,
};

use crate::talk::{now, terms};

const CUSTOMER: PersonId = PersonId(1);
const ROOM: Address = Address { platform: Platform::Telegram, chat: -100, thread: Some(5) };

fn file() -> CaseFile {
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
        answers: None,
        incomplete: false,
        opened_at: now(),
        solved_at: None,
        closed_at: None,
        human_at: None,
        rev: 2,
    };
    let customer = Contact { id: CUSTOMER, name: "Mei".into(), lang: Lang::En, zone: None, reachable: true };
    CaseFile { case, clocks: Vec::new(), customer, assignee: Some("Lin".into()), room: Some(ROOM) }
}

fn lin() -> Party {
    Party {
        id: PersonId(10),
        name: "Lin".into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: Some(Staff { role: Role::Agent, groups: Vec::new(), floor: false }),
        focus: None,
        new: false,
        reachable: true,
    }
}

/// What comes of Lin's answering the customer's message in the room with that input.
fn answered_with(input: Input) -> Plan {
    let (terms, file, lin) = (terms(), file(), lin());
    let remote = Remote { platform: Platform::Telegram, chat: ROOM.chat, id: 8 };
    let answered = Linked {
        remote,
        message: MessageId(5),
        case: Some(file.case.id),
        side: Side::Customer,
        person: CUSTOMER,
        source: false,
    };
    let incoming = Incoming {
        key: EventKey { source: 1, key: 1, sub: 0 },
        place: ROOM,
        room: Room::Staff,
        by: Sender {
            account: Account { platform: Platform::Telegram, id: 10 },
            name: "Lin".into(),
            lang: None,
            disguise: None,
        },
        message: Some(9),
        reply_to: Some(8),
        answered_author: None,
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
        named: None,
        answered: Some(&answered),
        edited: None,
        own: Vec::new(),
        list: &[],
        roster: &[],
        parked: &[],
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
fn a_voice_message_of_an_agent_answers_nothing_and_both_sides_hear_of_it() {
    let plan = answered_with(Input::Other("kind-voice"));
    assert_eq!(said(&plan, To::Room(CaseId(77))), ["reply-kind"]);
    assert_eq!(said(&plan, To::Person(CUSTOMER, Platform::Telegram)), ["agent-sent-kind"]);
    assert!(answers(&plan).is_empty(), "no promise is met by it");
    assert_eq!(plan.messages.iter().map(|m| m.side).collect::<Vec<_>>(), [Side::Note]);
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
    };
    let caption = Rich::plain("Both sides");
    let plan = answered_with(Input::File { file, caption, album: Some("7".into()) });
    let relay = plan.sends.iter().find(|s| matches!(s.parcel, Parcel::Relay { .. })).expect("a relay");
    assert_eq!((relay.to, answers(&plan).len()), (To::Person(CUSTOMER, Platform::Telegram), 1));
    assert_eq!(relay.fold.as_deref(), Some("album:7"), "its other pictures join it");
    assert!(relay.not_before.is_some_and(|at| at > now()), "and have time to come");
    assert_eq!(plan.messages[0].reply_to, Some(MessageId(5)));
}
