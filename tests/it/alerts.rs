//! Who is told of a promise and when: by example, and whenever anybody looks.

#[cfg(feature = "sandbox")]
mod desk;

use aftercare::domain::{
    alerts::{Ears, NewAlert, Spoken, Told, Watch, look, speak},
    calendar::Span,
    claim::{Class, Urgency},
    clocks::{self, ClockChange, Effect, affect, latest},
    front::{CaseFile, Colleague, Contact},
    id::{PersonId, Supply},
    lang::Lang,
    party::{Away, Party, Role, Staff},
    phrase::Callee,
    plan::{Parcel, Plan, To},
    sla::{ClockState, Target},
    terms::Terms,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::{moves, talk::terms as brand};

/// A Monday, two hours after the desk opened in Shanghai.
const START: &str = "2026-03-02T02:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn after(minutes: i64) -> DateTime<Utc> {
    at(START) + TimeDelta::minutes(minutes)
}

fn terms() -> Terms {
    let chain = ["assignee", "group", "lead", "admin"].map(str::to_owned).to_vec();
    Terms { escalation: chain, ..brand() }
}

fn colleague(id: i64, name: &str, role: Role, groups: &[&str]) -> Colleague {
    let groups = groups.iter().map(|g| (*g).to_owned()).collect();
    let staff = Staff { role, groups, floor: false, away: None };
    let party = Party {
        id: PersonId(id),
        name: name.into(),
        lang: Lang::En,
        lang_chosen: false,
        zone: None,
        staff: Some(staff),
        focus: None,
        new: false,
        reachable: true,
        quiet: false,
        privacy: None,
        company: None,
    };
    Colleague { party, account: None }
}

/// A case, what was told of it, and who works here.
struct Watched {
    file: CaseFile,
    told: Vec<Told>,
    roster: Vec<Colleague>,
    terms: Terms,
    supply: Supply,
}

impl Watched {
    fn new() -> Self {
        let terms = terms();
        let mut supply = Supply::new(1000, 2000, 7);
        let case = moves::case(1, Class::General);
        let clocks = clocks::start(&case, 1, at(START), &terms, &mut supply);
        let customer = Contact {
            id: PersonId(1),
            name: "Mei".into(),
            lang: Lang::En,
            zone: None,
            reachable: true,
            by_phone: false,
            phone: None,
            bar: None,
        };
        let file = CaseFile {
            case,
            company: None,
            clocks: clocks.into_iter().map(|c| c.clock).collect(),
            customer,
            assignee: Some("Lin".into()),
            files: 0,
            room: None,
            place: None,
            ..crate::front::file()
        };
        let roster = vec![
            colleague(10, "Lin", Role::Agent, &["after-sales"]),
            colleague(11, "Bo", Role::Agent, &["after-sales"]),
            colleague(12, "Ana", Role::Lead, &[]),
            colleague(13, "Old", Role::Admin, &[]),
        ];
        Self { file, told: Vec::new(), roster, terms, supply }
    }

    /// What a look at that time finds; everything it wants is done.
    fn looked(&mut self, now: DateTime<Utc>) -> (Plan, Vec<Spoken>) {
        let watch = Watch {
            file: &self.file,
            told: &self.told,
            roster: &self.roster,
            home: None,
            terms: &self.terms,
            now,
        };
        let (plan, spoken) = look(&watch, &mut self.supply);
        self.apply(plan.clocks.clone());
        for NewAlert { clock, step, told_at, .. } in plan.alerts.iter().copied() {
            assert!(!self.told.iter().any(|t| t.clock == clock && t.step == step), "{step} was told before");
            self.told.push(Told { clock, step, at: told_at, acked: false });
        }
        (plan, spoken)
    }

    fn apply(&mut self, changes: Vec<ClockChange>) {
        for ClockChange { clock, .. } in changes {
            self.file.clocks.retain(|c| c.id != clock.id);
            self.file.clocks.push(clock);
        }
    }

    /// The steps of the first answer's alerts at that time.
    fn steps(&mut self, minutes: i64) -> Vec<(i16, Ears)> {
        let (_, spoken) = self.looked(after(minutes));
        let first = spoken.into_iter().filter(|s| s.targets.contains(&Target::FirstResponse));
        first.map(|s| (s.step, s.ears)).collect()
    }

    fn next(&self) -> Option<DateTime<Utc>> {
        self.file.clocks.iter().filter_map(|c| c.look_at).min()
    }
}

fn callee(name: &str) -> Callee {
    let at = ["Lin", "Bo", "Ana", "Old"].iter().position(|known| *known == name).expect("somebody");
    Callee { person: PersonId(10 + i64::try_from(at).expect("few")), name: name.into() }
}

fn room(name: &str) -> Ears {
    Ears::Room { who: callee(name) }
}

/// Old leads nobody's group; everybody else is called for the case's.
fn staff(names: &[&str]) -> Ears {
    let group = (names != ["Old"]).then(|| "after-sales".to_owned());
    Ears::Staff { who: names.iter().map(|name| callee(name)).collect(), group }
}

#[test]
fn what_breaks_at_one_look_is_told_as_one() {
    let mut watched = Watched::new();
    let (plan, spoken) = watched.looked(at("2026-03-03T03:00:00Z"));
    assert_eq!(spoken.len(), 1, "{spoken:?}");
    assert_eq!(spoken[0].targets, [Target::FirstResponse, Target::Solution]);
    assert_eq!(spoken[0].due, after(120), "the first of the two");
    let to_customer = plan.sends.iter().filter(|send| matches!(send.to, To::Customer(..)));
    assert_eq!(to_customer.count(), 1);
}

#[test]
fn each_share_of_the_time_is_told_once_to_whoever_has_the_case() {
    let mut watched = Watched::new();
    assert_eq!(watched.next(), Some(after(60)), "half of two hours");
    assert_eq!(watched.steps(59), []);
    assert_eq!(watched.steps(60), [(50, room("Lin"))]);
    assert_eq!(watched.steps(61), []);
    assert_eq!(watched.next(), Some(after(90)));
    assert_eq!(watched.steps(90), [(75, room("Lin"))]);
    assert_eq!(watched.steps(108), [(90, room("Lin"))]);
    assert_eq!(watched.next(), Some(after(120)));
}

#[test]
fn a_broken_promise_is_dated_admitted_and_given_anew() {
    let mut watched = Watched::new();
    let (plan, spoken) = watched.looked(after(120));
    let broken: Vec<&Spoken> = spoken.iter().filter(|s| s.targets.contains(&Target::FirstResponse)).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!((broken[0].step, broken[0].breaks, broken[0].late), (100, true, false));
    let first = watched.file.clocks.iter().find(|c| c.target == Target::FirstResponse && c.cycle == 1);
    let first = first.expect("the first promise").clone();
    assert_eq!((first.state, first.due_at, first.ended_at), (ClockState::Missed, Some(after(120)), None));
    let again = latest(&watched.file.clocks, Target::FirstResponse).expect("another date");
    assert_eq!((again.amends, again.due_at), (Some(first.id), Some(after(360))));
    assert_eq!(broken[0].again, Some(after(360)));
    let to_customer: Vec<String> = plan
        .sends
        .iter()
        .filter(|send| matches!(send.to, To::Customer(PersonId(1), ..)))
        .map(|send| match &send.parcel {
            Parcel::Say { say, .. } => say.lines[0].key.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(to_customer, ["customer-missed"]);
}

#[test]
fn nobodys_notice_climbs_the_chain_and_ends_at_its_end() {
    let mut watched = Watched::new();
    assert_eq!(watched.steps(120), [(100, room("Lin"))]);
    assert_eq!(watched.steps(149), []);
    assert_eq!(watched.steps(150), [(101, staff(&["Lin", "Bo"]))]);
    assert_eq!(watched.steps(180), [(102, staff(&["Ana"]))]);
    assert_eq!(watched.steps(210), [(103, staff(&["Old"]))]);
    let broken = watched.file.clocks.iter().find(|c| c.state == ClockState::Missed).expect("broken");
    assert_eq!(broken.look_at, None, "nobody is left");
}

#[test]
fn a_step_that_is_nobody_is_left_out_and_the_last_one_is_everybody() {
    let mut watched = Watched::new();
    watched.file.case.assignee = None;
    assert_eq!(watched.steps(60), [(50, staff(&["Lin", "Bo"]))]);
    watched.roster.retain(|one| one.party.id == PersonId(12));
    assert_eq!(watched.steps(120), [(102, staff(&["Ana"]))], "the group has nobody, the lead is next");
    assert_eq!(watched.steps(150), [], "up to the lead everything is told");
    watched.roster.clear();
    let mut alone = Watched { roster: Vec::new(), ..Watched::new() };
    alone.file.case.assignee = None;
    assert_eq!(alone.steps(120), [(103, staff(&[]))], "everybody, when there is nobody");
}

#[test]
fn who_is_away_is_not_called() {
    let mut watched = Watched::new();
    if let Some(staff) = &mut watched.roster[0].party.staff {
        staff.away = Some(Away { until: None });
    }
    assert_eq!(watched.steps(60), [(50, staff(&["Bo"]))]);
}

#[test]
fn after_an_outage_the_last_step_alone_is_told_and_says_that_it_is_late() {
    let mut watched = Watched::new();
    let (plan, spoken) = watched.looked(after(100));
    let steps: Vec<i16> = plan.alerts.iter().map(|a| a.step).collect();
    assert_eq!(steps, [50, 75], "both are on record");
    let said: Vec<(i16, bool)> = spoken.iter().map(|s| (s.step, s.late)).collect();
    assert_eq!(said, [(75, true)]);
    let mut dead = Watched::new();
    let (plan, spoken) = dead.looked(after(290));
    let first: Vec<&Spoken> = spoken.iter().filter(|s| s.targets.contains(&Target::FirstResponse)).collect();
    assert_eq!((first.len(), first[0].due, first[0].late), (1, after(120), true));
    let kept: Vec<(i16, DateTime<Utc>)> = plan.alerts.iter().map(|a| (a.step, a.due_at)).collect();
    assert_eq!(kept[..4], [(50, after(60)), (75, after(90)), (90, after(108)), (100, after(120))]);
    assert_eq!(dead.steps(319), [], "the chain is counted from when it was told");
    assert_eq!(dead.steps(320), [(101, staff(&["Lin", "Bo"]))]);
}

#[test]
fn outside_the_hours_only_what_is_pressing_is_told() {
    let wall = Span::Wall(TimeDelta::hours(12));
    let night = at("2026-03-02T13:00:00Z");
    for (urgency, told) in [(Urgency::Normal, 0), (Urgency::High, 1)] {
        let mut watched = Watched::new();
        watched.file.case.urgency = urgency;
        watched.terms.promises.first_response = wall;
        let changes = clocks::start(&watched.file.case, 1, after(60), &watched.terms, &mut watched.supply);
        watched.file.clocks = changes.into_iter().map(|c| c.clock).collect();
        watched.file.clocks.retain(|c| c.target == Target::FirstResponse);
        let (plan, spoken) = watched.looked(night);
        assert_eq!(spoken.len(), told, "{urgency:?}");
        if urgency == Urgency::Normal {
            assert_eq!(watched.next(), Some(at("2026-03-03T00:00:00Z")), "the next opening");
            assert_eq!(plan.alerts, []);
        }
    }
}

#[test]
fn somebody_who_takes_notice_ends_the_chain() {
    let mut watched = Watched::new();
    watched.steps(120);
    for told in &mut watched.told {
        told.acked = true;
    }
    assert_eq!(watched.steps(200), []);
    assert_eq!(watched.steps(240), [(50, room("Lin"))], "the new date has warnings of its own");
}

#[test]
fn a_late_answer_makes_it_good_and_nothing_is_told_any_more() {
    let mut watched = Watched::new();
    watched.steps(120);
    let met = affect(
        &watched.file.clocks,
        |t| t == Target::FirstResponse,
        Effect::Meet,
        after(130),
        &watched.terms,
    );
    assert_eq!(met.len(), 2, "the broken promise and the one in its place");
    watched.apply(met);
    let states: Vec<ClockState> = watched
        .file
        .clocks
        .iter()
        .filter(|c| c.target == Target::FirstResponse)
        .map(|c| (c.state, c.ended_at))
        .map(|(state, ended)| {
            assert_eq!(ended, Some(after(130)));
            state
        })
        .collect();
    assert_eq!(states, [ClockState::Missed, ClockState::Met]);
    assert_eq!(watched.steps(600), []);
}

#[test]
fn a_date_is_given_anew_as_often_as_the_terms_say() {
    let mut watched = Watched::new();
    let mut keys = Vec::new();
    // Why the last one the next morning: that date runs out as the desk closes.
    for minutes in [120, 360, 22 * 60] {
        let (plan, _) = watched.looked(after(minutes));
        keys.extend(plan.sends.iter().filter_map(|send| match (&send.to, &send.parcel) {
            (To::Customer(..), Parcel::Say { say, .. }) => Some(say.lines[0].key.to_string()),
            _ => None,
        }));
    }
    assert_eq!(keys, ["customer-missed", "customer-missed-again", "customer-missed-open"]);
    let again = watched.file.clocks.iter().filter(|c| c.amends.is_some()).count();
    assert_eq!(again, 2);
}

#[test]
fn what_has_another_date_and_what_has_none_are_told_apart() {
    let mut watched = Watched::new();
    watched.terms.alerts.new_dates = 1;
    let _ = watched.looked(after(120));
    // The date in place of the first answer's and the solution's own run out before one look.
    let (plan, spoken) = watched.looked(at("2026-03-03T03:00:00Z"));
    let keys: Vec<String> = plan
        .sends
        .iter()
        .filter_map(|send| match (&send.to, &send.parcel) {
            (To::Customer(..), Parcel::Say { say, .. }) => Some(say.lines[0].key.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(keys, ["customer-missed", "customer-missed-open"]);
    let breaks: Vec<bool> = spoken.iter().filter(|s| s.breaks).map(|s| s.again.is_some()).collect();
    assert_eq!(breaks.len(), 2, "{spoken:?}");
}

#[test]
fn many_at_once_are_told_as_one() {
    let mut watched = Watched::new();
    let (_, spoken) = watched.looked(after(120));
    let one = spoken.into_iter().find(|s| s.targets.contains(&Target::FirstResponse)).expect("an alert");
    let some = vec![one.clone(); watched.terms.alerts.digest];
    assert_eq!(speak(&some, &watched.terms).len(), some.len());
    let many = vec![one; watched.terms.alerts.digest + 20];
    let said = speak(&many, &watched.terms);
    assert_eq!((said.len(), said[0].to), (1, To::Staff));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// However often and whenever somebody looks: what is on record in the end is the same, each step once.
    #[test]
    fn what_is_on_record_does_not_depend_on_when_anybody_looked(
        mut looks in proptest::collection::vec(0i64..2_000, 0..40),
    ) {
        looks.sort_unstable();
        let steps_of = |looks: &[i64]| {
            let mut watched = Watched::new();
            let first = watched.file.clocks[0].id;
            for minutes in looks.iter().copied().chain([2_000]) {
                let _ = watched.looked(after(minutes));
            }
            let told = watched.told.iter().filter(|t| t.clock == first && t.step <= 100);
            told.map(|t| t.step).collect::<Vec<_>>()
        };
        prop_assert_eq!(steps_of(&looks), vec![50, 75, 90, 100]);
    }

    /// A look never comes before it is due, and one that came too early changes nothing that counts.
    #[test]
    fn a_look_leads_to_the_next_one(minutes in 0i64..3_000) {
        let mut watched = Watched::new();
        let now = after(minutes);
        let _ = watched.looked(now);
        prop_assert!(watched.next().is_none_or(|next| next > now), "{:?}", watched.next());
        let (plan, spoken) = watched.looked(now);
        prop_assert!(plan.alerts.is_empty() && spoken.is_empty());
    }
}
