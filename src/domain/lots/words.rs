//! What is said of lots: to those who lead where quality is looked after, and to whoever asks for one.

use super::{Cluster, Lot, Rule};
use crate::domain::{
    alerts::called,
    case::{State, state_phrase},
    dialogue::OTHER,
    front::Colleague,
    id::{CaseId, PersonId},
    lang::Lang,
    party::Role,
    phrase::{Callee, Key, Phrase, Say},
    plan::{Send, To},
    reference::Reference,
    terms::Terms,
};

/// Cases one page names.
pub(super) const SHOWN: usize = 15;

/// A case that names a lot, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// Where it stands.
    pub state: State,
    /// The group that answers.
    pub group: String,
    /// Whose it is.
    pub customer: String,
    /// They.
    pub person: PersonId,
    /// The language they read.
    pub lang: Lang,
    /// They are known by phone alone.
    pub by_phone: bool,
    /// The lot as it is written there.
    pub lot: String,
    /// Where on the product, else what went wrong.
    pub defect: String,
    /// Pieces that came; none where nobody said.
    pub received: Option<i64>,
    /// Pieces at fault.
    pub defective: Option<i64>,
    /// It has a verdict, in force or before a second person.
    pub decided: bool,
}

impl Row {
    /// Something can still be said or decided there.
    pub(super) fn goes_on(&self) -> bool {
        self.state.is_live() || self.state == State::Solved
    }
}

/// The cases of a lot that somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which lot.
    pub lot: Lot,
    /// The cases, the newest first.
    pub rows: Vec<Row>,
    /// There are older ones than are listed.
    pub beyond: bool,
}

/// Cases one verdict is offered to at most.
const DECIDED_AT_ONCE: usize = 60;

impl Listed {
    /// The lot as the newest case writes it.
    pub fn spelled(&self) -> String {
        self.rows.first().map_or_else(|| self.lot.key().to_owned(), |row| row.lot.clone())
    }

    /// The cases a verdict can be offered to, the newest first: so many of those that go on and have none.
    pub fn undecided(&self) -> impl Iterator<Item = CaseId> {
        let open = self.rows.iter().filter(|row| row.goes_on() && !row.decided);
        open.map(|row| row.case).take(DECIDED_AT_ONCE)
    }

    /// What a verdict for all leaves out: those that have one, and those for which there was no room.
    pub fn left_out(&self) -> Vec<Phrase> {
        let decided = self.rows.iter().filter(|row| row.goes_on() && row.decided).count();
        let open = self.rows.iter().filter(|row| row.goes_on() && !row.decided).count();
        let later = open.saturating_sub(DECIDED_AT_ONCE);
        let told = |key: &'static str, count: usize| {
            (count > 0).then(|| Phrase { key: key.into(), args: Vec::new() }.with("count", number(count)))
        };
        let mut lines: Vec<Phrase> = [told("lot-verdict-before", decided), told("lot-verdict-later", later)]
            .into_iter()
            .flatten()
            .collect();
        lines.extend(self.beyond());
        lines
    }

    /// That there are more cases than the desk looks at in one go.
    pub fn beyond(&self) -> Option<Phrase> {
        self.beyond.then(|| Phrase::new("lot-beyond").with("count", number(self.rows.len())))
    }
}

/// A line about a lot with a number.
pub(super) fn listed_as(key: &'static str, lot: &str, count: usize) -> Phrase {
    Phrase { key: key.into(), args: Vec::new() }.with("lot", lot).with("count", number(count))
}

/// A cluster was found, or has grown: those who lead the group that looks after quality are called, else the admins.
pub fn found(
    (lot, written): (&str, &str),
    cluster: &Cluster,
    roster: &[Colleague],
    to: To,
    terms: &Terms,
) -> Send {
    let rule = &terms.lots;
    let key = if cluster.step == 1 { "alert-lot" } else { "alert-lot-grown" };
    let head = Phrase { key: key.into(), args: Vec::new() }
        .with("lot", written)
        .with("count", number(cluster.cases.len()))
        .with("what", defect(&cluster.defect))
        .with("days", i64::from(rule.days));
    let lines = vec![head, called(&leads(rule, roster), Some(&rule.group), terms)];
    Send::say(to, Say { lines, rows: vec![vec![open(lot, written)]] })
}

/// Those who lead that group; where nobody does, the admins.
fn leads(rule: &Rule, roster: &[Colleague]) -> Vec<Callee> {
    let of_group = |one: &&Colleague| {
        one.party.staff.as_ref().is_some_and(|staff| {
            staff.role == Role::Lead && (staff.groups.is_empty() || staff.groups.contains(&rule.group))
        })
    };
    let admin = |one: &&Colleague| one.party.staff.as_ref().is_some_and(|staff| staff.role == Role::Admin);
    let mut leads: Vec<&Colleague> = roster.iter().filter(of_group).collect();
    if leads.is_empty() {
        leads = roster.iter().filter(admin).collect();
    }
    let mut callees: Vec<Callee> =
        leads.into_iter().map(|one| Callee { person: one.party.id, name: one.party.name.clone() }).collect();
    callees.dedup_by_key(|callee| callee.person);
    callees
}

/// The button that lists a lot.
fn open(lot: &str, written: &str) -> Key {
    Key { label: Phrase::new("key-lot").with("lot", written), data: format!("lot:{lot}") }
}

/// All cases of a lot, with what of their pieces is known.
pub fn page(listed: &Listed) -> Say {
    let rows = &listed.rows;
    let counted = || rows.iter().filter(|row| !matches!(row.state, State::Merged | State::Cancelled));
    let received: i64 = counted().filter_map(|row| row.received).sum();
    let defective: i64 = counted().filter_map(|row| row.defective).sum();
    let cases: std::collections::BTreeSet<CaseId> = counted().map(|row| row.case).collect();
    let mut head = Phrase::new("lot-head").with("lot", listed.spelled()).with("count", number(cases.len()));
    head = head.with("pieces", defective.to_string()).with("received", received.to_string());
    let mut lines = vec![head];
    lines.extend(rows.iter().take(SHOWN).map(line));
    let more = rows.len().saturating_sub(SHOWN);
    lines.extend((more > 0).then(|| Phrase::new("lot-more").with("count", number(more))));
    lines.extend(listed.beyond());
    let key = |row: &Row| Key {
        label: Phrase::new("said").with("text", row.reference.to_string()),
        data: format!("c:{}:card", row.case),
    };
    let mut seen = std::collections::BTreeSet::new();
    let keys: Vec<Key> = rows.iter().take(SHOWN).filter(|row| seen.insert(row.case)).map(key).collect();
    Say { lines, rows: keys.chunks(2).map(<[_]>::to_vec).collect() }
}

fn line(row: &Row) -> Phrase {
    let told = |count: Option<i64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    Phrase::new("lot-line")
        .with("ref", row.reference.to_string())
        .with("customer", row.customer.as_str())
        .with("what", defect(&row.defect))
        .with("pieces", told(row.defective))
        .with("received", told(row.received))
        .with("state", state_phrase(row.state))
}

/// A defect in words: a part of the product, or what went wrong.
fn defect(id: &str) -> Phrase {
    match id {
        OTHER => Phrase::new("other"),
        "defect" | "damage" | "missing" | "wrong" => Phrase::keyed("brief", id),
        part => Phrase::keyed("part", part),
    }
}

pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
