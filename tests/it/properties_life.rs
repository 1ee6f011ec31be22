//! The life of a case under random hands: agents, its customer and a stranger do whatever they like in any order, and
//! after each step the case must be one that the database would take and the terms allow.

#![expect(clippy::unwrap_used, reason = "helpers of tests; a failure here is a failed test")]

mod promises;

use std::collections::BTreeMap;

use crate::talk::terms;
use aftercare::domain::{
    case::{Case, Kind, State},
    chat::{Account, Address, EventKey, Incoming, Input, Platform, Room, Sender},
    claim::{Class, Urgency},
    clocks,
    front::{CaseFile, Colleague, Contact, Facts, Looked, Moves, decide},
    id::{CaseId, PersonId, Supply},
    lang::Lang,
    party::{Away, Party, Role, Staff},
    plan::Plan,
    reference::{Prefix, Reference},
    staff_side::Homes,
    terms::Terms,
    text::Rich,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

const CASE: i64 = 77;
const CUSTOMER: i64 = 1;
const STAFF_CHAT: i64 = -100;

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hand {
    Lin,
    Gao,
    Customer,
    Stranger,
}

/// What they do: words in the room or the private chat, or a button.
#[derive(Debug, Clone)]
struct Step {
    hand: Hand,
    deed: &'static str,
    minutes: i64,
}

const IN_ROOM: &[&str] = &[
    "/take",
    "/release",
    "/reply It is on its way.",
    "/reply",
    "/note Call first.",
    "A remark.",
    "/solve",
    "/solve A new puller.",
    "/close",
    "/close It was a mistake.",
    "/reopen",
    "/case",
    "press take",
    "press release",
    "press solve",
    "press reopen",
    "/ask Which side is it?",
    "/ask",
    "/wait customer",
    "/wait goods",
    "/wait approval",
    "/wait over",
    "/wait",
    "/resume",
    "/complex The lining is torn too.",
    "/complex off It is only the puller.",
    "/complex off",
    "/set urgency high",
    "/set urgency low",
    "/set received 1999",
    "/set",
    "/transfer quality Please measure the seam.",
    "/transfer after-sales It is back.",
    "/transfer nowhere",
    "/assign 11",
    "/assign 12",
    "/assign 99",
    "/away 2h",
    "/back",
    "/history",
    "/sla",
    "press ask",
    "press wait:goods",
    "press resume",
    "press complex",
    "press transfer",
    "press set:wish:repair",
    "press close:3",
    "press history:0",
    "press more",
    "/queue",
    "/nonsense",
];
const IN_PRIVATE: &[&str] = &[
    "Where is it?",
    "press solved",
    "press unsolved",
    "press cancel-yes",
    "press reopen",
    "press status",
    "/status",
    "/cases",
    "press add",
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let agent =
        (prop_oneof![Just(Hand::Lin), Just(Hand::Gao), Just(Hand::Stranger)], prop::sample::select(IN_ROOM));
    let customer = (Just(Hand::Customer), prop::sample::select(IN_PRIVATE));
    let minutes = prop_oneof![5 => 0i64..300, 1 => 10_000i64..40_000];
    let step = (prop_oneof![3 => agent, 2 => customer], minutes).prop_map(|((hand, deed), minutes)| Step {
        hand,
        deed,
        minutes,
    });
    prop::collection::vec(step, 1..40)
}

/// The case and the time, as the desk would hold them between two updates.
struct World {
    terms: Terms,
    file: CaseFile,
    now: DateTime<Utc>,
    next_id: i64,
    /// The oldest words nobody answered, told by a model that knows of no clocks.
    unanswered: Option<DateTime<Utc>>,
    /// Somebody's words have reached the customer since the case was opened last.
    answered: bool,
}

impl World {
    fn new() -> Self {
        let terms = Terms { groups: ["after-sales", "quality"].map(promises::group).to_vec(), ..terms() };
        let now = "2026-03-02T02:00:00Z".parse().unwrap();
        let mut supply = Supply::new(100, 200, 7);
        let case = Case {
            id: CaseId(CASE),
            reference: Reference::new(Prefix::new("HX").unwrap(), 7),
            kind: Kind::Claim,
            state: State::New,
            class: Class::General,
            urgency: Urgency::Normal,
            topic: None,
            group: "after-sales".into(),
            customer: PersonId(CUSTOMER),
            platform: Platform::Telegram,
            assignee: None,
            leaver: None,
            company: None,
            answers: None,
            incomplete: false,
            opened_at: now,
            solved_at: None,
            closed_at: None,
            human_at: None,
            merged_into: None,
            rev: 1,
        };
        let clocks = clocks::start(&case, 1, now, &terms, &mut supply).into_iter().map(|c| c.clock).collect();
        let customer = Contact {
            id: PersonId(CUSTOMER),
            name: "Mei".into(),
            lang: Lang::En,
            zone: None,
            reachable: true,
            by_phone: false,
            phone: None,
            bar: None,
        };
        let room = Some(Address { platform: Platform::Telegram, chat: STAFF_CHAT, thread: Some(5) });
        Self {
            terms,
            file: CaseFile { room, ..CaseFile::of(case, clocks, customer) },
            now,
            next_id: 1000,
            unanswered: None,
            answered: false,
        }
    }

    fn party(hand: Hand) -> Party {
        let (id, name) = match hand {
            Hand::Lin => (10, "Lin"),
            Hand::Gao => (11, "Gao"),
            Hand::Customer => (CUSTOMER, "Mei"),
            Hand::Stranger => (99, "Sam"),
        };
        let staff = matches!(hand, Hand::Lin | Hand::Gao).then(|| Staff {
            role: Role::Agent,
            groups: Vec::new(),
            floor: false,
            away: None,
        });
        Party {
            id: PersonId(id),
            name: name.into(),
            lang: Lang::En,
            lang_chosen: false,
            zone: None,
            staff,
            focus: None,
            new: false,
            reachable: true,
            quiet: false,
            privacy: None,
            company: None,
        }
    }

    /// Lin, Gao who works for one group only, and somebody who is away.
    fn roster() -> Vec<Colleague> {
        let on_telegram = |id| Some(Account { platform: Platform::Telegram, id });
        let here = |hand, id| Colleague { party: Self::party(hand), account: on_telegram(id) };
        let mut all = vec![here(Hand::Lin, 10), here(Hand::Gao, 11), here(Hand::Gao, 12)];
        let away = Away { until: None };
        for (colleague, (groups, away)) in
            all.iter_mut().skip(1).zip([(vec!["quality".to_owned()], None), (Vec::new(), Some(away))])
        {
            let staff = colleague.party.staff.as_mut().expect("an agent");
            (staff.groups, staff.away) = (groups, away);
        }
        all[2].party.id = PersonId(12);
        all
    }

    fn incoming(&mut self, step: &Step) -> Incoming {
        self.next_id += 1;
        let private = step.hand == Hand::Customer;
        let input = match step.deed.strip_prefix("press ") {
            Some(verb) => Input::Press { data: format!("c:{CASE}:{verb}") },
            None => Input::Text(Rich::plain(step.deed)),
        };
        let chat = if private { CUSTOMER } else { STAFF_CHAT };
        let thread = (!private).then_some(5);
        Incoming {
            key: EventKey { source: 1, key: self.next_id, sub: 0 },
            place: Address { platform: Platform::Telegram, chat, thread },
            room: if private { Room::Private } else { Room::Staff },
            by: Sender {
                account: Account { platform: Platform::Telegram, id: Self::party(step.hand).id.0 },
                name: Self::party(step.hand).name,
                lang: None,
                disguise: None,
            },
            message: Some(self.next_id),
            reply_to: None,
            answered_author: None,
            aside: None,
            origin: None,
            quote: None,
            input,
            raw: serde_json::Value::Null,
        }
    }

    fn take(&mut self, step: &Step) -> Plan {
        self.now += TimeDelta::minutes(step.minutes);
        let incoming = self.incoming(step);
        let (speaker, private) = (Self::party(step.hand), step.hand == Hand::Customer);
        let (roster, files) = (Self::roster(), BTreeMap::from([(CaseId(CASE), self.file.clone())]));
        let facts = Facts {
            terms: &self.terms,
            me: "desk_bot",
            now: self.now,
            speaker: &speaker,
            drafts: &[],
            late: false,
            overtaken: false,
            here: (!private).then_some(&self.file),
            ours: (private && step.minutes % 2 == 0).then_some(&self.file),
            lobby: None,
            named: matches!(incoming.input, Input::Press { .. }).then_some(&self.file),
            answered: None,
            unknown: false,
            edited: None,
            own: if private { vec![&self.file] } else { Vec::new() },
            pieces: &[],
            list: &[],
            roster: &roster,
            parked: &[],
            privacy: aftercare::domain::privacy::Known::default(),
            moves: Moves { files: Some(&files), ..Moves::default() },
            unsent: &[],
            staff_lost: Homes::default(),
            left: None,
            homes: Homes::default(),
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
        let mut supply = Supply::new(self.next_id * 1000, self.next_id * 1000 + 900, 3);
        let plan = decide(&incoming, &facts, &mut supply);
        self.apply(&plan);
        plan
    }

    /// What carrying the plan out does to the case.
    fn apply(&mut self, plan: &Plan) {
        if let Some(case) = plan.cases.iter().rfind(|c| c.id == CaseId(CASE)) {
            self.file.case = case.clone();
        }
        for change in &plan.clocks {
            self.file.clocks.retain(|c| c.id != change.clock.id);
            self.file.clocks.push(change.clock.clone());
        }
        self.file.assignee =
            self.file.case.assignee.map(|p| if p.0 == 10 { "Lin" } else { "Gao" }.to_owned());
    }
}

/// What the columns' CHECKs and the terms ask of a case.
fn check(before: &CaseFile, after: &CaseFile) -> Result<(), TestCaseError> {
    let (old, new) = (&before.case, &after.case);
    let path = old.state == new.state
        || old.state.may_become(new.state)
        || (old.state.may_become(State::Open) && State::Open.may_become(new.state));
    prop_assert!(path, "{:?} -> {:?} is not a move of the table", old.state, new.state);
    prop_assert_eq!(new.solved_at.is_some() || new.state != State::Solved, true);
    let ended = matches!(new.state, State::Closed | State::Cancelled | State::Merged);
    prop_assert_eq!(ended, new.closed_at.is_some());
    prop_assert!(new.rev >= old.rev);
    if old.state != new.state || old.assignee != new.assignee {
        prop_assert!(new.rev > old.rev, "a move without a new revision");
    }
    if new.state == State::Open {
        prop_assert!(new.assignee.is_some(), "an open case has its agent");
    }
    if new.state == State::New {
        prop_assert!(new.assignee.is_none(), "a new case is nobody's");
    }
    promises::check_clocks(before, after)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_case_stays_one_the_terms_know(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            let before = world.file.clone();
            let plan = world.take(step);
            check(&before, &world.file)?;
            world.learns(&before, step);
            world.check_next()?;
            world.delivers(&plan, step);
            world.check_next()?;
            let asked = step.deed.starts_with('/') || step.deed.starts_with("press");
            prop_assert!(!asked || !plan.sends.is_empty() || !plan.messages.is_empty(), "{step:?}: silence");
            if step.hand == Hand::Stranger {
                prop_assert_eq!(&before, &world.file, "a stranger changed the case");
                prop_assert!(plan.messages.is_empty() && plan.events.is_empty());
            }
        }
    }
}
