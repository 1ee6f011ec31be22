//! `/bind`: two accounts of one person become one person, with the same rights. A lead says so, after a look at what comes
//! together; where somebody works here, an admin does, because the other account can do all of it from then on.
//!
//! It can't be undone. Two accounts on one platform are never joined: there would be two places for every word.

use super::{Facts, answer, answer_with, lookup::Target, turn};
use crate::domain::{
    chat::{Account, Incoming, Platform},
    command::Typed,
    id::{CaseId, PersonId},
    party::Role,
    phrase::{Arg, Key, Phrase, Say},
    plan::{Binding, Event, Plan, Send, To},
};

/// Somebody who may be joined with somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// Who.
    pub person: PersonId,
    /// Their name, cleaned.
    pub name: String,
    /// What they may do here, if they work here.
    pub role: Option<Role>,
    /// All their accounts.
    pub accounts: Vec<Account>,
    /// The number they are called back by.
    pub phone: Option<String>,
    /// Their cases that have not ended.
    pub cases: Vec<CaseId>,
}

/// Both that are meant, where the desk has met them.
pub type Halves = (Option<Half>, Option<Half>);

/// Whom a command means: two accounts, or one and the customer of the case it is said in.
pub(super) fn meant(typed: &Typed, on: Platform) -> Option<(Target, Target)> {
    let words: Vec<&str> = typed.rest.text.split_whitespace().collect();
    let named = |word: &str| Account::of(word, on).map(Target::Account);
    match words.as_slice() {
        [one] => Some((Target::Subject, named(one)?)),
        [one, other] => Some((named(one)?, named(other)?)),
        _ => None,
    }
}

/// Whom a button means: `j:<one>:<other>`.
pub(super) fn of_press(data: &str) -> Option<(Target, Target)> {
    let (one, other) = data.strip_prefix("j:")?.split_once(':')?;
    let person = |id: &str| id.parse().ok().map(|id| Target::Person(PersonId(id)));
    Some((person(one)?, person(other)?))
}

/// Who stays and who becomes them, or why not.
fn checked<'a>(facts: &'a Facts<'_>) -> Result<(&'a Half, &'a Half), Phrase> {
    let (one, other) = match &facts.looked.halves {
        Some((Some(one), Some(other))) => (one, other),
        Some(_) => return Err(Phrase::new("bind-unmet")),
        None => return Err(Phrase::new("bind-usage")),
    };
    if one.person == other.person {
        return Err(Phrase::new("bind-same").with("name", one.name.as_str()));
    }
    if one.accounts.iter().any(|a| other.accounts.iter().any(|b| a.platform == b.platform)) {
        return Err(Phrase::new("bind-twice"));
    }
    let works_here = one.role.is_some() || other.role.is_some();
    if works_here && !facts.speaker.may(Role::Admin) {
        return Err(Phrase::new("bind-admin"));
    }
    // Why: who works here stays, then who can be written to, and else who came first.
    let stays = |half: &Half| (half.role.is_none(), half.accounts.is_empty(), half.person);
    Ok(if stays(one) <= stays(other) { (one, other) } else { (other, one) })
}

/// `bind [WHO] WHO`: asks first.
pub(super) fn commanded(command: &Typed, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if let Some(reference) = command.case.as_ref().filter(|_| facts.named.is_none()) {
        return answer(incoming, facts, Phrase::new("no-such-case").with("ref", reference.to_string()));
    }
    let (kept, gone) = match checked(facts) {
        Ok(both) => both,
        Err(why) => return answer(incoming, facts, why),
    };
    let question = Phrase::new("bind-sure").with("one", who(kept)).with("two", who(gone));
    let mut lines = vec![question];
    let rights = kept.role.max(gone.role);
    lines.extend(
        rights.map(|role| Phrase::new("bind-rights").with("role", Phrase::keyed("role", role.name()))),
    );
    lines.push(Phrase::new("bind-final"));
    let data = format!("j:{}:{}", kept.person, gone.person);
    let key = Key { label: Phrase::new("key-bind"), data };
    answer_with(incoming, facts, Say { lines, rows: vec![vec![key]] })
}

/// A name with the accounts it stands for.
fn who(half: &Half) -> Phrase {
    let account = |a: &Account| Phrase::new("said").with("text", format!("{}:{}", a.platform.name(), a.id));
    let phone = half.phone.iter().map(|phone| Phrase::new("label").with("label", phone.as_str()));
    Phrase::new("bind-who")
        .with("name", half.name.as_str())
        .with("facts", Arg::List(half.accounts.iter().map(account).chain(phone).collect()))
}

/// The button under the question. Everything is checked once more.
pub(super) fn press(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !facts.speaker.may(Role::Lead) {
        let refusal = Phrase::new("refuse-role").with("role", Phrase::keyed("role", Role::Lead.name()));
        return answer(incoming, facts, refusal);
    }
    let (kept, gone) = match checked(facts) {
        Ok(both) => both,
        // Why: after the first press one of them is nobody any more.
        Err(why) if why.key == "bind-unmet" => {
            return answer(incoming, facts, Phrase::new("old-staff-button"));
        }
        Err(why) => return answer(incoming, facts, why),
    };
    let (by, at) = (facts.speaker.id, facts.now);
    let done = Phrase::new("bind-done").with("one", who(kept)).with("two", who(gone));
    let mut plan = turn(incoming, facts, Say::line(done));
    for case in kept.cases.iter().chain(&gone.cases) {
        let data = serde_json::json!({});
        plan.events.push(Event { case: *case, at, kind: "bound", by: Some(by), data });
        plan.sends.push(Send::card(*case));
    }
    for account in kept.accounts.iter().chain(&gone.accounts) {
        let to = To::Person(kept.person, account.platform);
        plan.sends.push(Send::say(to, Say::line(Phrase::new("bind-yours"))));
    }
    plan.bindings.push(Binding { kept: kept.person, gone: gone.person, at });
    plan
}
