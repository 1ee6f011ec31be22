//! Random walks of agents and a customer over one case: whatever is typed and whichever button is pressed, however old it is,
//! at most one verdict counts, every one that counts is about all that is claimed, and nothing that was decided changes.

mod mended;

use std::{collections::BTreeMap, fmt::Write as _};

use aftercare::domain::{
    case::Case,
    chat::{Account, Address, EventKey, File, FileKind, Incoming, Input, Platform, Room, Sender},
    coverage::Liability,
    dialogue::{Answers, Entry, Question, Value},
    evidence::{Keeping, Piece},
    front::{CaseFile, Facts, Looked, Moves, decide, lookup::Stored},
    id::{MediaId, PersonId, Supply},
    lang::Lang,
    party::{Party, Role, Staff},
    plan::{Parcel, Plan, SlipChange},
    staff_side::Homes,
    text::Rich,
    verdict::{Claimed, Stage, Verdict, adds_up, claimed, pieces, shares},
};
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use crate::{
    front::{CUSTOMER, file},
    talk::{now, terms},
};

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub enum Hand {
    Lin,
    Ann,
    /// A lead.
    Lea,
    Customer,
}

#[derive(Debug, Clone)]
enum Deed {
    Types(Hand, &'static str),
    /// The button of that number among all that were ever shown, counted from the newest.
    Presses(Hand, usize),
}

const TYPED: &[&str] = &[
    "",
    "new",
    "craftsmanship 40 replaced, 8 repaired, 12 rejected misuse because-craftsmanship evidence 1 value 100 Twelve are bent.",
    "craftsmanship 40 replaced, 8 repaired, 13 rejected misuse",
    "misuse return because-misuse evidence 1 value 900 Bent by a load.",
    "misuse return because-misuse evidence 1 value 90 Bent by a load.",
    "unclear repair because-unclear value 10 We begin and see.",
    "material refund because-material value 10 It comes back.",
    "material repair because-material value 1,000 A lot of work.",
    "withdraw",
    "settle 30",
    "settle free",
    "stands It stays so.",
    "sent SF Express SF1402",
    "credit CN-1",
];

/// A case, and every button that was ever shown.
struct Desk {
    file: CaseFile,
    slips: BTreeMap<i64, Stored>,
    buttons: Vec<String>,
    next: i64,
    steps: i64,
}

impl Desk {
    fn new() -> Self {
        let mut file = file();
        let mut answers = Answers::default();
        answers.0.insert(Question::Quantity, Entry::pressed(Value::Number(60)));
        file.case.answers = Some(answers);
        Self { file, slips: BTreeMap::new(), buttons: Vec::new(), next: 1_000, steps: 0 }
    }

    fn does(&mut self, deed: &Deed) {
        let (hand, input) = match deed {
            Deed::Types(hand, words) => {
                let text = format!("/verdict {words}");
                (*hand, Input::Text(Rich::plain(text.trim())))
            }
            Deed::Presses(hand, back) => {
                let Some(data) = self.buttons.iter().rev().nth(*back).cloned() else { return };
                (*hand, Input::Press { data })
            }
        };
        self.steps += 1;
        let plan = self.decided(hand, input);
        self.next += 200;
        self.takes(plan);
    }

    fn decided(&self, hand: Hand, input: Input) -> Plan {
        let slip = match &input {
            Input::Press { data } => data.strip_prefix("s:").and_then(|rest| rest.split(':').next()),
            _ => None,
        };
        let slip = slip.and_then(|id| self.slips.get(&id.parse().ok()?)).cloned();
        let looked = Looked { slip: slip.filter(|_| !matches!(hand, Hand::Customer)), ..Looked::default() };
        let at = now() + chrono::TimeDelta::minutes(self.steps);
        decided(&self.file, hand, input, &looked, at, self.next)
    }

    fn takes(&mut self, plan: Plan) {
        let cases: Vec<Case> = plan.cases;
        self.file.case = cases.into_iter().next_back().unwrap_or_else(|| self.file.case.clone());
        for change in plan.clocks {
            self.file.clocks.retain(|clock| clock.id != change.clock.id);
            self.file.clocks.push(change.clock);
        }
        for verdict in plan.verdicts {
            let before = self.file.verdicts.iter().find(|one| one.id == verdict.id);
            stays(before, &verdict);
            self.file.verdicts.retain(|one| one.id != verdict.id);
            self.file.verdicts.push(verdict);
            self.file.verdicts.sort_by_key(|one| one.n);
        }
        for quote in plan.quotes {
            self.file.quotes.retain(|one| one.id != quote.id);
            self.file.quotes.push(quote);
        }
        for change in plan.slips {
            match change {
                SlipChange::Put { id, person, slip, .. } => {
                    self.slips.insert(id.0, Stored { id, person, name: "Somebody".into(), slip });
                }
                SlipChange::Drop(id) => drop(self.slips.remove(&id.0)),
            }
        }
        let shown = plan.sends.iter().filter_map(|send| match &send.parcel {
            Parcel::Say { say, .. } => Some(say.rows.iter().flatten().map(|key| key.data.clone())),
            _ => None,
        });
        self.buttons.extend(shown.flatten());
    }

    fn holds(&self) {
        let all = &self.file.verdicts;
        let count = |stage| all.iter().filter(|one| one.stage == stage).count();
        assert!(count(Stage::InForce) <= 1, "at most one counts");
        assert!(count(Stage::Proposed) <= 1, "at most one waits");
        assert!(all.iter().filter(|one| one.appeal.is_some()).count() <= 1, "one appeal");
        let claimed = claimed(&self.file.case);
        for (n, one) in all.iter().enumerate() {
            assert_eq!(usize::try_from(one.n).expect("positive"), n + 1, "versions rise by one");
            assert!(adds_up(&one.shares, &claimed), "{:?}", one.shares);
            let counted = matches!(one.stage, Stage::InForce | Stage::Replaced);
            let alone = one.second.is_none_or(|(by, _)| by == one.by);
            assert!(!(counted && one.two && alone), "it took two");
            let against = one.is_against(&self.file.case);
            assert!(!against || !one.evidence.is_empty() && !one.words.is_empty(), "it rests on something");
            let decided = one.appeal.as_ref().and_then(|appeal| appeal.decided);
            assert!(decided.is_none_or(|(_, by)| by == PersonId(12)), "a lead decides on an appeal");
            if let Some(offer) = &one.offer {
                assert!(one.serves_first(&self.file.case), "only what was left open is settled: {offer:?}");
            }
        }
        let open = self.file.verdict().is_some_and(|one| one.is_cost_open(&self.file.case));
        let owed = |clock: &&aftercare::domain::clocks::Clock| {
            clock.target == aftercare::domain::sla::Target::Settlement
                && aftercare::domain::clocks::is_owed(clock)
        };
        let clocks = self.file.clocks.iter().filter(owed).count();
        assert_eq!(clocks, usize::from(open), "an open cost has one date, and nothing else has");
    }
}

/// What was decided stays as it was, and what counts no more never counts again.
fn stays(before: Option<&Verdict>, after: &Verdict) {
    let Some(before) = before else { return };
    let decided = |one: &Verdict| {
        (one.n, one.liability, one.shares.clone(), one.words.clone(), one.evidence.clone(), one.by, one.at)
    };
    assert_eq!(decided(before), decided(after));
    let over = matches!(before.stage, Stage::Replaced | Stage::Dropped);
    assert!(!over || before.stage == after.stage, "{:?} became {:?}", before.stage, after.stage);
    assert!(before.stage != Stage::InForce || after.stage != Stage::Proposed);
}

/// What comes of that in the room of the case, or of its customer's in their chat. `next` = the first free id.
#[expect(clippy::too_many_lines, reason = "a line for each thing a decision may know")]
pub fn decided(
    file: &CaseFile,
    hand: Hand,
    input: Input,
    looked: &Looked,
    at: DateTime<Utc>,
    next: i64,
) -> Plan {
    let speaker = party(hand);
    let customers = matches!(hand, Hand::Customer);
    let terms = terms();
    let pieces = [(file.case.id, piece())];
    let place = Address { platform: Platform::Telegram, chat: -100, thread: Some(5) };
    let incoming = Incoming {
        key: EventKey { source: 1, key: next, sub: 0 },
        place,
        room: if customers { Room::Private } else { Room::Staff },
        by: Sender {
            account: Account { platform: Platform::Telegram, id: speaker.id.0 },
            name: speaker.name.clone(),
            lang: None,
            disguise: None,
        },
        message: Some(9),
        reply_to: None,
        answered_author: None,
        origin: None,
        quote: None,
        aside: None,
        input,
        raw: serde_json::Value::Null,
    };
    let facts = Facts {
        terms: &terms,
        me: "desk_bot",
        now: at,
        speaker: &speaker,
        drafts: &[],
        late: false,
        overtaken: false,
        here: Some(file).filter(|_| !customers),
        ours: None,
        lobby: None,
        named: Some(file),
        answered: None,
        unknown: false,
        edited: None,
        own: if customers { vec![file] } else { Vec::new() },
        pieces: &pieces,
        list: &[],
        roster: &[],
        parked: &[],
        privacy: aftercare::domain::privacy::Known::default(),
        hands_out: false,
        aside: false,
        moves: Moves::default(),
        unsent: &[],
        staff_lost: Homes::default(),
        left: None,
        homes: Homes { telegram: true, discord: false },
        links: true,
        booked: &[],
        invite: None,
        kin: &[],
        shared: &[],
        hinted_at: None,
        looked,
        bar: None,
        haste: aftercare::domain::haste::Haste::Within,
        surveys: &[],
        goods: None,
        order: None,
    };
    decide(&incoming, &facts, &mut Supply::new(next, next + 200, 3))
}

pub fn party(hand: Hand) -> Party {
    let (id, name, role) = match hand {
        Hand::Lin => (10, "Lin", Some(Role::Agent)),
        Hand::Ann => (11, "Ann", Some(Role::Agent)),
        Hand::Lea => (12, "Lea", Some(Role::Lead)),
        Hand::Customer => (CUSTOMER.0, "Mei", None),
    };
    Party {
        id: PersonId(id),
        name: name.into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: role.map(|role| Staff { role, groups: Vec::new(), floor: false, away: None }),
        focus: None,
        new: false,
        reachable: true,
        quiet: false,
        privacy: Some(terms().brand.privacy_version),
        company: None,
    }
}

fn piece() -> Piece {
    Piece {
        media: MediaId(500),
        file: File {
            kind: FileKind::Photo,
            id: "a".into(),
            unique: "a".into(),
            name: None,
            mime: None,
            size: None,
            spoiler: false,
        },
        by: "Mei".into(),
        at: now(),
        note: false,
        keeping: Keeping::Waiting,
        found: None,
    }
}

fn deed() -> impl Strategy<Value = Deed> {
    let hand = prop_oneof![Just(Hand::Lin), Just(Hand::Ann), Just(Hand::Lea), Just(Hand::Customer)];
    prop_oneof![
        2 => (prop_oneof![Just(Hand::Lin), Just(Hand::Ann), Just(Hand::Lea)], prop::sample::select(TYPED))
            .prop_map(|(hand, words)| Deed::Types(hand, words)),
        5 => (hand, 0_usize..12).prop_map(|(hand, back)| Deed::Presses(hand, back)),
        1 => (Just(Hand::Customer), 0_usize..40).prop_map(|(hand, back)| Deed::Presses(hand, back)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_at_most_one_verdict_counts_and_it_is_about_all_that_is_claimed(
        deeds in prop::collection::vec(deed(), 1..60),
    ) {
        let mut desk = Desk::new();
        for deed in &deeds {
            desk.does(deed);
            desk.holds();
        }
    }

    #[test]
    fn the_rest_of_a_line_makes_it_whole(
        counts in prop::collection::vec(1_u32..500, 1..6),
        parts in prop::collection::vec((0_usize..6, 1_u32..500), 0..8),
    ) {
        let claimed: Vec<Claimed> = counts
            .iter()
            .enumerate()
            .map(|(n, pieces)| Claimed { line: u16::try_from(n + 1).expect("few"), pieces: *pieces, sku: None })
            .collect();
        let mut text = String::new();
        let mut left = counts.clone();
        for (line, quantity) in &parts {
            let line = line % counts.len();
            let taken = (*quantity).min(left[line]);
            left[line] -= taken;
            if taken > 0 {
                let _ = write!(text, "line {} {taken} replaced, ", line + 1);
            }
        }
        for line in 1..=counts.len() {
            let _ = write!(text, "line {line} repair, ");
        }
        let said = pieces(&text).expect("read");
        let all = shares(&said, Liability::Material, &claimed);
        prop_assert!(adds_up(&all, &claimed), "{text}: {all:?}");
    }
}

/// The walk gets somewhere: each thing that can happen does.
#[test]
fn a_walk_reaches_verdicts_appeals_and_prices() {
    let mut desk = Desk::new();
    let press = |desk: &mut Desk, hand, label: &str| {
        let back = desk.buttons.iter().rev().position(|data| data.contains(label)).expect(label);
        desk.does(&Deed::Presses(hand, back));
        desk.holds();
    };
    desk.does(&Deed::Types(Hand::Lin, TYPED[4]));
    press(&mut desk, Hand::Lin, ":yes");
    assert!(desk.file.proposed().is_some());
    press(&mut desk, Hand::Lin, "second:1:yes");
    assert!(desk.file.verdict().is_none(), "nobody is their own second person");
    press(&mut desk, Hand::Ann, "second:1:yes");
    assert_eq!(desk.file.verdict().map(|one| one.n), Some(1));
    press(&mut desk, Hand::Customer, "appeal:1");
    assert!(desk.file.verdict().is_some_and(Verdict::is_appealed));
    desk.does(&Deed::Types(Hand::Lin, TYPED[6]));
    assert_eq!(desk.slips.len(), 0, "an agent does not decide on an appeal");
    desk.does(&Deed::Types(Hand::Lea, TYPED[6]));
    press(&mut desk, Hand::Lea, ":yes");
    assert_eq!(desk.file.verdict().map(|one| one.n), Some(2));
    desk.does(&Deed::Types(Hand::Lea, "settle 30"));
    press(&mut desk, Hand::Lea, "p-yes:1");
    press(&mut desk, Hand::Customer, "q-yes:1");
    assert!(desk.file.verdict().is_some_and(Verdict::is_settled));
    press(&mut desk, Hand::Customer, "appeal:1");
    assert_eq!(desk.file.verdicts.iter().filter(|one| one.appeal.is_some()).count(), 1);
}
