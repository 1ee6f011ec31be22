//! Cases nobody has: those of groups that give them out go to whoever is next, and whoever knew a name that is true no more
//! hears of it.
//!
//! Next is who was given one longest ago, of the group's people who are not away and have room. What counts against the room
//! is what they work on: a case that waits for something outside the desk, or for its customer's judgement, takes no
//! hands. Whom the desk never heard is given nothing: they read nothing either.
//!
//! Invariants: nobody is given more than there is room for; a case has one owner; the same rows give the same owners.

use chrono::{DateTime, Utc};

use super::{
    card,
    case::State,
    front::{CaseFile, handed_over},
    id::PersonId,
    party::Staff,
    phrase::{Arg, Phrase, Say},
    plan::{Event, Plan, Send, To},
    staff_side::Homes,
    terms::{Assign, Group, Terms},
};

/// Somebody who may be given a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are on the desk.
    pub staff: Staff,
    /// Cases they work on.
    pub open: u32,
    /// Rises with each case the desk gives them; absent = never one.
    pub turn: Option<i64>,
}

/// A case nobody has.
#[derive(Debug, Clone, PartialEq)]
pub struct Free {
    /// The case.
    pub file: CaseFile,
    /// Who had it, while its customer still believes so.
    pub leaver: Option<String>,
    /// Who gave it back last: it doesn't come to them again by itself.
    pub gave_back: Option<PersonId>,
}

/// What becomes of cases nobody has.
#[derive(Debug, Default)]
pub struct Given {
    /// What is done and said.
    pub plan: Plan,
    /// Whose turn it was, and the number of their turn from now on.
    pub turns: Vec<(PersonId, i64)>,
}

impl Hand {
    /// Whether a case of that group may be given to them now.
    fn may_have(&self, group: &Group, now: DateTime<Utc>) -> bool {
        let met = self.name.chars().any(|c| !c.is_ascii_digit());
        let theirs = self.staff.groups.contains(&group.id);
        let room = group.capacity.is_none_or(|most| self.open < most);
        met && theirs && room && self.staff.away_at(now).is_none()
    }
}

/// The groups of which somebody can be given a case now.
pub fn with_room(hands: &[Hand], terms: &Terms, now: DateTime<Utc>) -> Vec<String> {
    let turns = terms.groups.iter().filter(|g| g.assign == Assign::Turns);
    turns.filter(|g| hands.iter().any(|hand| hand.may_have(g, now))).map(|g| g.id.clone()).collect()
}

/// Finds owners for cases nobody has, in the order they stand in; tells of those for whom there is none. Outside the hours
/// nothing happens: nobody is there to be given anything, and nobody is woken up by it.
pub fn give_out(free: &[Free], hands: &[Hand], homes: Homes, terms: &Terms, now: DateTime<Utc>) -> Given {
    let mut given = Given::default();
    if !terms.calendar.is_open(now) {
        return given;
    }
    let mut hands = hands.to_vec();
    let mut lost: Vec<&Free> = Vec::new();
    for one in free.iter().filter(|one| one.file.case.assignee.is_none()) {
        let group = terms.group(&one.file.case.group).filter(|g| g.assign == Assign::Turns);
        let group = group.filter(|_| one.file.case.state == State::New);
        match group.and_then(|group| next(&hands, one, group, now)) {
            Some(place) => {
                let turn = hands.iter().filter_map(|hand| hand.turn).max().unwrap_or(0) + 1;
                let hand = &mut hands[place];
                hand.open += 1;
                hand.turn = Some(turn);
                given.turns.push((hand.person, turn));
                given.plan.absorb(is_given(one, hand, terms, now));
            }
            None if one.file.case.leaver.is_some() && one.file.case.state.is_live() => lost.push(one),
            None => {}
        }
    }
    for one in &lost {
        given.plan.absorb(is_nobodys(one, terms));
    }
    given.plan.sends.extend(told_of(&lost, homes, terms, now));
    given
}

/// Whose turn it is.
fn next(hands: &[Hand], free: &Free, group: &Group, now: DateTime<Utc>) -> Option<usize> {
    let may = |hand: &Hand| hand.may_have(group, now) && free.gave_back != Some(hand.person);
    let able = hands.iter().enumerate().filter(|(_, hand)| may(hand));
    able.min_by_key(|(_, hand)| (hand.turn, hand.person)).map(|(place, _)| place)
}

fn is_given(free: &Free, hand: &Hand, terms: &Terms, now: DateTime<Utc>) -> Plan {
    let (case, name) = (&free.file.case, hand.name.as_str());
    let mut plan = handed_over(&free.file, hand.person, name, free.leaver.as_deref(), terms, now);
    let told = Phrase::new("room-given").with("to", name);
    plan.sends.insert(0, Send::say(To::Room(case.id), Say::line(told)));
    let data = serde_json::json!({ "to": name, "person": hand.person });
    plan.events.push(Event { case: case.id, at: now, kind: "given", by: None, data });
    plan
}

/// The customer hears that the name they know is true no more.
fn is_nobodys(free: &Free, terms: &Terms) -> Plan {
    let mut case = free.file.case.clone();
    case.leaver = None;
    case.rev += 1;
    let told = Phrase::new("customer-left")
        .with("name", free.leaver.as_deref().unwrap_or_default())
        .with("group", terms.group_name(&case.group))
        .with("ref", case.reference.to_string());
    let reachable = free.file.customer.reachable;
    let told = reachable.then(|| Send::say(To::customer(&case), Say::line(told)));
    Plan { sends: told.into_iter().collect(), cases: vec![case], ..Plan::default() }
}

/// Each group hears what it has to find somebody for; what somebody gave back by themselves it has seen.
fn told_of(lost: &[&Free], homes: Homes, terms: &Terms, now: DateTime<Utc>) -> Vec<Send> {
    let news = |group: &Group| -> Vec<&Free> {
        let of_group = |one: &&&Free| one.file.case.group == group.id && one.gave_back.is_none();
        lost.iter().filter(of_group).copied().collect()
    };
    let told = terms.groups.iter().map(|group| (group, news(group))).filter(|(_, some)| !some.is_empty());
    told.map(|(group, some)| {
        let mut names: Vec<&str> = some.iter().filter_map(|one| one.leaver.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let head = Phrase::new("staff-left")
            .with("name", names.join(", "))
            .with("group", Arg::from(group.name.clone()))
            .with("count", i64::try_from(some.len()).unwrap_or(i64::MAX));
        let files: Vec<CaseFile> = some.iter().take(card::LIST).map(|one| one.file.clone()).collect();
        let to = homes.of_group(&group.id, terms).map_or(To::Staff, To::Home);
        Send::say(to, card::list(head, &files, false, now))
    })
    .collect()
}
