//! What a thread of its own means to a case: what is said in it is for that case, what belongs to no case stands elsewhere,
//! and whoever asked is shown where. Pure.

use std::collections::BTreeMap;

use aftercare::domain::{
    case::State,
    chat::{Account, Address, EventKey, Incoming, Input, Platform, Room, Sender},
    front::{CaseFile, Facts, Looked, Moves, decide},
    id::{CaseId, Supply},
    lang::Lang,
    party::Party,
    plan::{Parcel, Placing, Plan, To},
    reference::{Prefix, Reference},
    staff_side::Homes,
    text::Rich,
};

use crate::{
    front::{CUSTOMER, file},
    talk::{now, terms},
};

const SUPPORT: i64 = 500;
const LOBBY: Address = Address { platform: Platform::Discord, chat: SUPPORT, thread: Some(600) };
const OWN: Address = Address { thread: Some(601), ..LOBBY };

/// A case of Mei's on Discord with that number, and its thread.
fn case(id: i64, state: State, place: Option<Address>) -> CaseFile {
    let mut file = file();
    file.case.id = CaseId(id);
    file.case.reference =
        Reference::new(Prefix::new("HX").expect("a prefix"), u64::try_from(id).expect("positive"));
    file.case.platform = Platform::Discord;
    file.case.state = state;
    file.case.closed_at = state.is_over().then(now);
    file.place = place;
    file
}

fn mei() -> Party {
    Party {
        id: CUSTOMER,
        name: "Mei".into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: None,
        focus: None,
        new: false,
        reachable: true,
        quiet: false,
        privacy: Some(terms().brand.privacy_version.clone()),
        company: None,
    }
}

/// What comes of Mei's input in that thread, where these cases are hers.
#[expect(clippy::too_many_lines, reason = "a line for each thing a decision may know")]
fn in_thread(at: Address, input: Input, cases: &[CaseFile]) -> Plan {
    let (terms, mei) = (terms(), mei());
    let incoming = Incoming {
        key: EventKey { source: 2, key: 1, sub: 0 },
        place: at,
        room: Room::Private,
        by: Sender {
            account: Account { platform: at.platform, id: 9 },
            name: "Mei".into(),
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
        raw: serde_json::Value::Null,
    };
    let files: BTreeMap<CaseId, CaseFile> = cases.iter().map(|f| (f.case.id, f.clone())).collect();
    let ours = files.values().find(|file| file.place == Some(at));
    let named = match &incoming.input {
        Input::Press { data } => {
            data.split(':').nth(1).and_then(|id| id.parse().ok()).and_then(|id| files.get(&CaseId(id)))
        }
        _ => None,
    };
    let facts = Facts {
        terms: &terms,
        me: "desk_bot",
        now: now(),
        speaker: &mei,
        drafts: &[],
        late: false,
        overtaken: false,
        here: None,
        links: true,
        hands_out: true,
        aside: false,
        left: None,
        homes: Homes { telegram: true, discord: false },
        ours,
        lobby: ours.is_none().then_some(at).filter(|at| at.thread.is_some()),
        named,
        answered: None,
        unknown: false,
        edited: None,
        own: files.values().collect(),
        pieces: &[],
        list: &[],
        roster: &[],
        parked: &[],
        privacy: aftercare::domain::privacy::Known::default(),
        moves: Moves { files: Some(&files), ..Moves::default() },
        unsent: &[],
        staff_lost: Homes::default(),
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

fn says(text: &str) -> Input {
    Input::Text(Rich::plain(text))
}

fn presses(data: &str) -> Input {
    Input::Press { data: data.to_owned() }
}

/// The phrases that are said, and where.
fn said(plan: &Plan) -> Vec<(To, String)> {
    let lines = plan.sends.iter().filter_map(|send| match &send.parcel {
        Parcel::Say { say, .. } => {
            Some((send.to, say.lines.first().map(|line| line.key.to_string()).unwrap_or_default()))
        }
        _ => None,
    });
    lines.collect()
}

fn own(file: &CaseFile) -> To {
    To::customer(&file.case)
}

const LOBBY_OF_MEI: To = To::Person(CUSTOMER, Platform::Discord);

fn pointers(plan: &Plan) -> Vec<(To, Option<CaseId>)> {
    let ways = plan.sends.iter().filter_map(|send| match send.parcel {
        Parcel::Elsewhere { case } => Some((send.to, case)),
        _ => None,
    });
    ways.collect()
}

#[test]
fn what_is_said_in_a_cases_own_place_is_for_that_case() {
    let cases = [case(1, State::Open, Some(OWN)), case(2, State::Open, None), case(3, State::New, None)];
    let plan = in_thread(OWN, says("The puller, too."), &cases);
    assert_eq!(plan.messages.iter().map(|m| m.case).collect::<Vec<_>>(), [Some(CaseId(1))]);
    assert!(said(&plan).is_empty(), "nobody is asked which case is meant: {:?}", said(&plan));
    let plan = in_thread(LOBBY, says("The puller, too."), &cases);
    assert_eq!(said(&plan), [(LOBBY_OF_MEI, "which-case".to_owned())], "elsewhere they are");
}

#[test]
fn words_in_the_place_of_a_merged_case_go_where_it_went() {
    let mut source = case(1, State::Merged, Some(OWN));
    source.case.merged_into = Some(CaseId(2));
    let cases = [source, case(2, State::Open, None), case(3, State::Open, None)];
    let plan = in_thread(OWN, says("Still here"), &cases);
    assert_eq!(plan.messages.iter().map(|m| m.case).collect::<Vec<_>>(), [Some(CaseId(2))]);
}

#[test]
fn who_asks_for_a_person_in_the_place_of_a_case_asks_for_it() {
    let cases = [case(1, State::Open, Some(OWN)), case(2, State::Open, None)];
    let plan = in_thread(OWN, says("/human"), &cases);
    assert!(plan.cases.is_empty());
    assert_eq!(said(&plan), [(own(&cases[0]), "status-head".to_owned())]);
    let closed = [case(1, State::Closed, Some(OWN))];
    let plan = in_thread(OWN, says("a person please"), &closed);
    assert!(plan.cases.is_empty(), "what is said there is about that case, ended or not");
    assert_eq!(said(&plan), [(own(&closed[0]), "case-ended".to_owned())]);
}

#[test]
fn what_is_asked_for_in_a_place_is_answered_there() {
    let cases = [case(1, State::Open, Some(OWN))];
    for asked in ["/hours", "/help", "/status", "/cases"] {
        let plan = in_thread(OWN, says(asked), &cases);
        assert!(said(&plan).iter().all(|(to, _)| *to == own(&cases[0])), "{asked}: {:?}", said(&plan));
        assert!(!said(&plan).is_empty() && pointers(&plan).is_empty(), "{asked}");
    }
}

#[test]
fn a_draft_stands_in_the_chat_that_is_no_cases_and_the_way_there_is_shown() {
    let cases = [case(1, State::Open, Some(OWN))];
    let plan = in_thread(OWN, says("/new"), &cases);
    assert!(!said(&plan).is_empty() && said(&plan).iter().all(|(to, _)| *to == LOBBY_OF_MEI));
    assert_eq!(pointers(&plan), [(own(&cases[0]), None)]);
    let plan = in_thread(LOBBY, says("/new"), &cases);
    assert!(pointers(&plan).is_empty(), "whoever asks there sees it");
}

#[test]
fn a_case_gets_the_thread_it_was_filed_in_and_its_name() {
    let plan = in_thread(LOBBY, says("/human"), &[]);
    let new = plan.cases.first().expect("a case");
    assert_eq!(plan.places, [Placing { case: new.id, at: LOBBY, since: now() }]);
    let there: Vec<_> = plan.sends.iter().filter(|send| send.to == To::customer(new)).collect();
    assert!(matches!(there[0].parcel, Parcel::Say { .. }), "the receipt first");
    assert!(matches!(there[1].parcel, Parcel::Title));
    assert!(pointers(&plan).is_empty());
    let dm = Address { platform: Platform::Discord, chat: 77, thread: None };
    let plan = in_thread(dm, says("/human"), &[]);
    assert!(plan.places.is_empty() && plan.cases.len() == 1, "private messages are no case's alone");
    assert!(!plan.sends.iter().any(|send| matches!(send.parcel, Parcel::Title)));
}

#[test]
fn the_place_of_a_case_that_ends_is_folded_behind_the_last_word() {
    for (data, state) in [("c:1:solved", State::Solved), ("c:1:cancel-yes", State::Open)] {
        let mut file = case(1, state, Some(OWN));
        file.case.solved_at = (state == State::Solved).then(now);
        let plan = in_thread(OWN, presses(data), std::slice::from_ref(&file));
        let there: Vec<_> = plan.sends.iter().filter(|send| send.to == own(&file)).collect();
        assert!(matches!(there.last().map(|send| &send.parcel), Some(Parcel::Fold)), "{data}: {there:?}");
        assert_eq!(there.len(), 2, "{data}: {there:?}");
        file.place = None;
        let plan = in_thread(LOBBY, presses(data), &[file]);
        assert!(!plan.sends.iter().any(|send| send.parcel == Parcel::Fold), "{data}: there is none to fold");
    }
}

#[test]
fn the_list_of_cases_shows_the_way_to_each_where_there_is_one() {
    let cases = [case(1, State::Open, Some(OWN)), case(2, State::Open, None)];
    let keys = |plan: &Plan| -> Vec<String> {
        let says = plan.sends.iter().filter_map(|send| match &send.parcel {
            Parcel::Say { say, .. } => Some(say.lines.iter().map(|line| line.key.to_string())),
            _ => None,
        });
        says.flatten().collect()
    };
    assert_eq!(keys(&in_thread(LOBBY, says("/cases"), &cases)), ["cases", "case-thread"]);
    let telegram = Address { platform: Platform::Telegram, chat: 9, thread: None };
    assert_eq!(
        keys(&in_thread(telegram, says("/cases"), &cases)),
        ["cases"],
        "a thread of Discord leads nowhere there"
    );
}
