//! What is said of promises: to the customer whose promise was broken, and to those who have to do something.

use super::{
    BROKEN,
    ears::{Ears, called, named},
    look::{Broken, Spoken, Watch},
};
use crate::domain::{
    phrase::{Arg, Key, Phrase, Say},
    plan::{Send, To},
    sla::Target,
    terms::Terms,
};

/// Cases that are named in a message that stands for many.
const NAMED: usize = 10;

/// The promises are admitted as broken: those with another date in one message, those without in another. Nobody is
/// woken up by it.
pub(super) fn to_customer(broken: &[Broken], watch: &Watch<'_>) -> Vec<Send> {
    if !watch.file.customer.reachable {
        return Vec::new();
    }
    let (dated, open): (Vec<Broken>, Vec<Broken>) = broken.iter().partition(|one| one.again.is_some());
    [dated, open].iter().filter_map(|some| admitted(some, watch)).collect()
}

fn admitted(broken: &[Broken], watch: &Watch<'_>) -> Option<Send> {
    let due = broken.iter().map(|one| one.due).min()?;
    let again = broken.iter().filter_map(|one| one.again).max();
    let key = match (broken.iter().any(|one| one.amends), again) {
        (false, Some(_)) => "customer-missed",
        (true, Some(_)) => "customer-missed-again",
        (_, None) => "customer-missed-open",
    };
    let targets: Vec<Target> = broken.iter().map(|one| one.target).collect();
    let mut told = Phrase { key: key.into(), args: Vec::new() }
        .with("ref", watch.file.case.reference.to_string())
        .with("what", target_names(&targets))
        .with("due", due);
    if let Some(again) = again {
        told = told.with("again", again);
    }
    let mut send = Send::say(To::customer(&watch.file.case), Say::line(told));
    let calendar = &watch.terms.calendar;
    if !calendar.is_open(watch.now) {
        send.not_before = calendar.next_open(watch.now);
    }
    Some(send)
}

/// The messages for those who have to do something; many alerts at once become one.
pub fn speak(spoken: &[Spoken], terms: &Terms) -> Vec<Send> {
    if spoken.len() > terms.alerts.digest {
        return vec![digest(spoken)];
    }
    spoken.iter().map(|alert| one(alert, terms)).collect()
}

fn one(alert: &Spoken, terms: &Terms) -> Send {
    let about = |key: &'static str| {
        Phrase::new(key)
            .with("ref", alert.reference.to_string())
            .with("what", target_names(&alert.targets))
            .with("due", alert.due)
    };
    let mut lines = vec![match alert.step {
        step if step < BROKEN => about("alert-warn").with("percent", i64::from(step)),
        _ if alert.breaks => about("alert-broken"),
        _ => about("alert-climb"),
    }];
    if alert.breaks {
        lines.push(match alert.again {
            Some(again) => Phrase::new("alert-told").with("again", again),
            None => Phrase::new("alert-told-open"),
        });
    }
    lines.extend(alert.late.then(|| Phrase::new("alert-late")));
    let key = |label: &'static str, verb: &str| Key {
        label: Phrase::new(label),
        data: format!("c:{}:{verb}", alert.case),
    };
    let mut keys = Vec::new();
    if alert.step >= BROKEN {
        keys.push(key("key-ack", "ack"));
    }
    let to = match &alert.ears {
        Ears::Room { who } => {
            lines.push(called(std::slice::from_ref(who), None, terms));
            To::Room(alert.case)
        }
        Ears::Staff { who, group } => {
            // Why not for a warning: many are called by it, and nothing is broken yet.
            let escalates = alert.step >= BROKEN;
            lines.push(if escalates { called(who, group.as_deref(), terms) } else { named(who) });
            keys.push(key("key-take", "take"));
            keys.push(key("key-card", "card"));
            alert.home.map_or(To::Staff, To::Home)
        }
    };
    Send::say(to, Say { lines, rows: if keys.is_empty() { Vec::new() } else { vec![keys] } })
}

fn digest(spoken: &[Spoken]) -> Send {
    let count = |fits: fn(&Spoken) -> bool| {
        i64::try_from(spoken.iter().filter(|alert| fits(alert)).count()).unwrap_or(i64::MAX)
    };
    let mut lines = vec![
        Phrase::new("alert-digest").with("count", i64::try_from(spoken.len()).unwrap_or(i64::MAX)),
        Phrase::new("alert-digest-kinds").with(
            "facts",
            Arg::List(
                [
                    ("alert-digest-broken", count(|a| a.breaks)),
                    ("alert-digest-climbing", count(|a| !a.breaks && a.step >= BROKEN)),
                    ("alert-digest-warned", count(|a| a.step < BROKEN)),
                ]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(key, count)| Phrase { key: key.into(), args: Vec::new() }.with("count", count))
                .collect(),
            ),
        ),
    ];
    let mut first: Vec<&Spoken> = spoken.iter().collect();
    first.sort_by_key(|alert| alert.due);
    lines.extend(first.iter().take(NAMED).map(|alert| {
        Phrase::new("alert-digest-line")
            .with("ref", alert.reference.to_string())
            .with("what", target_names(&alert.targets))
            .with("due", alert.due)
    }));
    lines.push(Phrase::new("alert-digest-more"));
    Send::say(To::Staff, Say { lines, rows: Vec::new() })
}

/// What is promised, in words.
pub fn target_name(target: Target) -> Phrase {
    let name = match target {
        Target::FirstResponse => "first",
        Target::Solution => "solution",
        Target::EnquiryReply => "enquiry",
        Target::NextReply => "next",
        Target::Settlement => "settlement",
        Target::FollowUp => "follow-up",
    };
    Phrase::keyed("target", name)
}

/// Several of them, each once.
fn target_names(targets: &[Target]) -> Phrase {
    let mut once: Vec<Target> = targets.to_vec();
    once.sort_unstable();
    once.dedup();
    let names = once.into_iter().map(target_name);
    names
        .reduce(|all, next| Phrase::new("targets").with("what", all).with("clock", next))
        .unwrap_or_else(|| Phrase::new("nothing-said"))
}
