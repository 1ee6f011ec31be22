//! One-time links: an admin makes one for somebody whose number nobody knows, and whoever opens it first has the role.
//!
//! A link counts once, for a day, and only while its maker is an admin: that is looked up when it is opened. Here it is
//! a number; the desk turns that into what stands in the link when the message is delivered, and keeps no more than a
//! hash of it. A link that opens nothing is answered in one way, whatever the reason: a guess learns nothing.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Facts, answer, roster, roster::groups, side};
use crate::domain::{
    chat::{Incoming, Room},
    command::{Typed, Word},
    id::{InviteId, PersonId, Supply},
    party::Role,
    phrase::{Arg, Phrase, Say},
    plan::{AgentChange, InviteChange, NewInvite, Plan, Send, To, Who},
};

/// What stands before the secret in a link, so that other links of `/start` are left alone.
pub const PREFIX: &str = "join-";
/// How long a link can be opened.
const LASTS: TimeDelta = TimeDelta::hours(24);
/// Most characters of the name a link is made for.
const LABEL: usize = 64;

/// A link nobody has used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Its row.
    pub id: InviteId,
    /// The role it gives.
    pub role: Role,
    /// The groups it gives.
    pub groups: Vec<String>,
    /// Who made it.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// Their role now; absent when they work here no more.
    pub by_role: Option<Role>,
    /// Until when it can be opened.
    pub until: DateTime<Utc>,
}

impl Invite {
    fn opens(&self, now: DateTime<Utc>) -> bool {
        now < self.until && self.by_role == Some(Role::Admin)
    }
}

/// What stands in the link that was opened: Telegram sends `/start` with it.
pub(super) fn code(typed: &Typed) -> Option<&str> {
    let rest = typed.rest.text.as_str();
    (typed.word == Some(Word::Start) && rest.starts_with(PREFIX)).then_some(rest)
}

/// Whether `agent add` means a link: it begins with a role, and nobody's message is answered.
pub(super) fn is_wanted(first: Option<&str>, incoming: &Incoming, facts: &Facts<'_>) -> bool {
    first.and_then(Role::from_name).is_some() && roster::whom(&mut Vec::new(), incoming, facts).is_none()
}

/// `agent add ROLE [GROUP…] [NAME]`: the link goes to its maker alone.
pub(super) fn make(words: Vec<&str>, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    if !facts.links {
        return answer(incoming, facts, Phrase::new("invite-nowhere"));
    }
    let mut words = words.into_iter().peekable();
    let role = words.next().and_then(Role::from_name).unwrap_or(Role::Agent);
    let mut ids = Vec::new();
    while let Some(group) = words.next_if(|word| facts.terms.group(word).is_some()) {
        ids.push(group.to_owned());
    }
    let label: String = words.collect::<Vec<_>>().join(" ").chars().take(LABEL).collect();
    let (salt, until) = (supply.random(), facts.now + LASTS);
    let what = what(&label, role, &ids, facts);
    let lines = vec![
        Phrase::new("invite-made").with("what", what.clone()).with("until", until),
        Phrase::new("invite-link").with("link", Arg::Invite(salt)),
        Phrase::new("invite-care"),
    ];
    let say = Say { lines, rows: Vec::new() };
    let own = To::Person(facts.speaker.id, incoming.place.platform);
    let mut plan = if side::is_alone(incoming) || incoming.room == Room::Private {
        super::answer_with(incoming, facts, say)
    } else {
        let mut plan = answer(incoming, facts, Phrase::new("invite-sent").with("what", what));
        plan.sends.push(Send::say(own, say));
        plan
    };
    plan.invites.push(InviteChange::New(NewInvite {
        id: InviteId(supply.id()),
        salt,
        role,
        groups: ids,
        label,
        by: facts.speaker.id,
        at: facts.now,
        until,
    }));
    plan
}

/// For whom, and what they will be.
fn what(label: &str, role: Role, ids: &[String], facts: &Facts<'_>) -> Phrase {
    let mut parts = Vec::new();
    if !label.is_empty() {
        parts.push(Phrase::new("said").with("text", label));
    }
    parts.push(Phrase::keyed("role", role.name()));
    parts.push(groups(ids, facts));
    Phrase::new("facts").with("facts", Arg::List(parts))
}

/// `agent revoke`: every link nobody has used.
pub(super) fn withdraw(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut plan = answer(incoming, facts, Phrase::new("invite-withdrawn"));
    plan.invites.push(InviteChange::Withdrawn { at: facts.now });
    plan
}

/// Somebody opened a link. A draft of theirs stays as it is.
pub(super) fn open(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if incoming.by.disguise.is_some() {
        return answer(incoming, facts, Phrase::new("refuse-disguise"));
    }
    // Why before the link is looked at: whoever taps twice hears what is so, and a link meant for another stays unused.
    if let Some(staff) = &facts.speaker.staff {
        let already = Phrase::new("invite-already")
            .with("role", Phrase::keyed("role", staff.role.name()))
            .with("groups", groups(&staff.groups, facts));
        return answer(incoming, facts, already);
    }
    let Some(invite) = facts.invite.filter(|invite| invite.opens(facts.now)) else {
        return answer(incoming, facts, Phrase::new("invite-gone"));
    };
    let role = || Phrase::keyed("role", invite.role.name());
    let mut lines = vec![
        Phrase::new("invite-done")
            .with("role", role())
            .with("groups", groups(&invite.groups, facts))
            .with("name", invite.by_name.as_str()),
    ];
    if facts.drafts.iter().any(|draft| draft.active) {
        lines.push(Phrase::new("invite-draft"));
    }
    let (name, account) = (facts.speaker.name.as_str(), incoming.by.account.id.to_string());
    let who = Phrase::new("who").with("name", name).with("account", account.as_str());
    let told = Phrase::new("invite-used")
        .with("who", who)
        .with("role", role())
        .with("groups", groups(&invite.groups, facts))
        .with("name", invite.by_name.as_str())
        .with("account", account);
    let mut plan = super::answer_with(incoming, facts, Say { lines, rows: Vec::new() });
    plan.sends.push(Send::say(To::Staff, Say::line(told)));
    let (by, at) = (facts.speaker.id, facts.now);
    plan.invites.push(InviteChange::Used { id: invite.id, by, at });
    plan.agents.push(AgentChange {
        who: Who::Person(by),
        role: Some(invite.role),
        groups: invite.groups.clone(),
        floor: false,
        by: Some(invite.by),
        at,
    });
    plan
}
