//! What somebody may ask about what is kept of them: to see it, to have it as a file, to have it erased.
//!
//! An erasure takes two steps. The second is bound to what there was at the first and to its time, so nothing is
//! erased that was not counted. While a case is open its words are needed: it is kept, or cancelled with the erasure.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Facts, answer, answer_with, customer, own, own_place, turn};
use crate::domain::{
    case::State,
    chat::Incoming,
    id::{RequestId, Supply},
    phrase::{Key, Phrase, Say},
    plan::{Ask, Erasure, Event, NewRequest, Parcel, Plan, Send, To},
    privacy::{Holdings, OWN_PATIENCE},
};

/// `privacy`, `privacy export`, `privacy erase` in one's own chat.
pub(super) fn commanded(rest: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    match rest.split_whitespace().next() {
        Some("export") => export(incoming, facts, supply),
        Some("erase") => answer_with(incoming, facts, question(facts, None)),
        _ => answer_with(incoming, facts, page(facts)),
    }
}

/// A button of these pages.
pub(super) fn press(rest: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let mut parts = rest.split(':');
    let (verb, seen, at) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    match verb {
        "export" => export(incoming, facts, supply),
        "erase" => turn(incoming, facts, question(facts, None)),
        "cancel" => turn(incoming, facts, sure(facts, "all", None)),
        "keep" => turn(incoming, facts, kept(facts)),
        "yes" | "all" => confirmed(verb, seen.zip(at), incoming, facts, supply),
        _ => turn(incoming, facts, page(facts)),
    }
}

fn key(label: &'static str, data: impl Into<String>) -> Key {
    Key { label: Phrase::new(label), data: data.into() }
}

/// What is kept, and how long.
fn page(facts: &Facts<'_>) -> Say {
    let brand = &facts.terms.brand;
    let mut lines = vec![
        Phrase::new("privacy-head").with("brand", brand.name.as_str()),
        Phrase::new("privacy-kept"),
        Phrase::new("privacy-long")
            .with("months", i64::from(facts.privacy.case_months))
            .with("days", i64::from(facts.terms.lives.draft_days)),
        Phrase::new("privacy-who"),
    ];
    lines.extend(brand.privacy_url.as_deref().map(|url| {
        Phrase::new("privacy-line").with("url", url).with("version", brand.privacy_version.as_str())
    }));
    let mut rows = vec![vec![key("key-export", "v:export"), key("key-erase", "v:erase")]];
    rows.extend(own::way_back(facts));
    Say { lines, rows }
}

fn kept(facts: &Facts<'_>) -> Say {
    Say { lines: vec![Phrase::new("erase-kept")], rows: own::way_back(facts).into_iter().collect() }
}

/// All there is of the speaker, as a file into their own chat. Two presses are one file while it is on its way.
fn export(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let person = facts.speaker.id;
    let to = own_place(incoming, facts);
    let mut plan = Plan::default();
    plan.sends.push(Send {
        fold: Some("export".into()),
        ..Send::new(to, Parcel::Export { person, after: 0, part: 1 })
    });
    plan.requests.push(NewRequest {
        id: RequestId(supply.id()),
        what: Ask::Export,
        person,
        asked_by: None,
        at: facts.now,
        seen: facts.privacy.holdings.map_or(0, Holdings::seen),
    });
    plan
}

/// The first step: what goes, what stays, what can't be reached; or why not now.
fn question(facts: &Facts<'_>, first: Option<Phrase>) -> Say {
    if facts.speaker.staff.is_some() {
        return Say::line(Phrase::new("erase-works-here"));
    }
    let holdings = facts.privacy.holdings.copied().unwrap_or_default();
    if holdings.open > 0 {
        let rows = vec![
            vec![key("key-erase-keep-open", "v:keep")],
            vec![key("key-erase-cancel", "v:cancel")],
            vec![key("key-cases", "m:cases")],
        ];
        return Say { lines: vec![Phrase::new("erase-open").with("count", holdings.open)], rows };
    }
    sure(facts, "yes", first)
}

/// The honest list, and the button that ends it.
fn sure(facts: &Facts<'_>, verb: &str, first: Option<Phrase>) -> Say {
    let holdings = facts.privacy.holdings.copied().unwrap_or_default();
    let mut lines: Vec<Phrase> = first.into_iter().collect();
    if verb == "all" && holdings.open > 0 {
        lines.push(Phrase::new("erase-cancels").with("count", holdings.open));
    }
    let [cases, messages, files] = counted(holdings.cases, holdings.messages, holdings.files);
    lines.extend([
        Phrase::new("erase-goes").with("cases", cases).with("messages", messages).with("files", files),
        Phrase::new("erase-stays"),
        Phrase::new("erase-beyond"),
        Phrase::new("erase-sure").with("minutes", OWN_PATIENCE.num_minutes()),
    ]);
    let data = format!("v:{verb}:{}:{}", holdings.seen(), facts.now.timestamp());
    Say { lines, rows: vec![vec![key("key-erase-yes", data)], vec![key("key-erase-no", "v:keep")]] }
}

/// Cases, messages and files by their number.
pub fn counted(cases: i64, messages: i64, files: i64) -> [Phrase; 3] {
    [
        Phrase::new("n-cases").with("count", cases),
        Phrase::new("n-messages").with("count", messages),
        Phrase::new("n-files").with("count", files),
    ]
}

/// The second step.
fn confirmed(
    verb: &str,
    bound: Option<(&str, &str)>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    // Why nothing: they were erased by an update right before this one.
    let Some(holdings) = facts.privacy.holdings.copied() else { return Plan::default() };
    let number = |text: &str| text.parse::<i64>().ok();
    let asked = bound.and_then(|(_, at)| DateTime::from_timestamp(number(at)?, 0));
    let again = |key| {
        let first = Some(Phrase::new(key));
        let say = if verb == "all" { sure(facts, "all", first) } else { question(facts, first) };
        turn(incoming, facts, say)
    };
    if facts.speaker.staff.is_some() || (verb == "yes" && holdings.open > 0) {
        return turn(incoming, facts, question(facts, None));
    }
    // Why the difference: whoever makes a button up may name an instant beyond which there is none.
    let waited = asked.map(|at| facts.now_in_seconds() - at);
    if !waited.is_some_and(|waited| (TimeDelta::zero()..=OWN_PATIENCE).contains(&waited)) {
        return again("erase-late");
    }
    if bound.and_then(|(seen, _)| number(seen)) != Some(holdings.seen()) {
        return again("erase-changed");
    }
    let mut plan = cancelled(facts);
    let (id, person) = (RequestId(supply.id()), facts.speaker.id);
    plan.requests.push(NewRequest {
        id,
        what: Ask::Erase,
        person,
        asked_by: None,
        at: facts.now,
        seen: holdings.seen(),
    });
    plan.erasures.push(Erasure { id, person, granted_by: None, at: facts.now });
    let told = Phrase::new("erased-staff").with("cases", holdings.cases).with("open", holdings.open);
    plan.sends.push(Send::say(To::Staff, Say::line(told)));
    plan
}

/// Every case that has not ended ends with its clocks. Their rooms hear nothing: they go with them.
fn cancelled(facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    for file in customer::current(facts) {
        let mut case = file.case.clone();
        let end = if case.state == State::Solved { State::Closed } else { State::Cancelled };
        if case.become_(end, facts.now).is_err() {
            continue;
        }
        plan.clocks.extend(super::acts::end_clocks(
            &file.clocks,
            file.case.solved_at,
            facts.now,
            facts.terms,
        ));
        plan.events.push(Event {
            case: case.id,
            at: facts.now,
            kind: "cancelled",
            by: None,
            data: serde_json::json!({}),
        });
        plan.cases.push(case);
    }
    plan
}

impl Facts<'_> {
    /// Now, as buttons can carry it.
    fn now_in_seconds(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now.timestamp(), 0).unwrap_or(self.now)
    }
}

/// Why an erasure can't be asked for, in words of the staff; `None` when it can.
pub(super) fn hindrance(subject: &crate::domain::privacy::Subject) -> Option<Phrase> {
    if subject.works_here {
        return Some(Phrase::new("erase-works-staff").with("who", named(subject)));
    }
    let open = subject.holdings.open;
    (open > 0).then(|| Phrase::new("erase-open-staff").with("who", named(subject)).with("count", open))
}

/// Somebody by name and number.
pub(super) fn named(subject: &crate::domain::privacy::Subject) -> Phrase {
    match subject.account {
        Some(account) => {
            Phrase::new("who").with("name", subject.name.as_str()).with("account", account.to_string())
        }
        None => Phrase::new("said").with("text", subject.name.as_str()),
    }
}

/// A refusal where it was asked.
pub(super) fn refuse(phrase: Phrase, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    answer(incoming, facts, phrase)
}
