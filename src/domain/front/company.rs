//! `/company`: for which company a customer buys. A lead says so, in the customer's case or by their account; what the
//! customer says of themselves is shown and counts for nothing.
//!
//! Their cases from then on are the company's matter, and so is the one it was said in: everybody who buys for it sees
//! where they stand, and nobody else does.

use super::{CaseFile, Facts, acts, answer, answer_with, lookup::Known};
use crate::domain::{
    chat::{Account, Incoming},
    command::Typed,
    company::{Company, Name},
    id::{CompanyId, Supply},
    phrase::{Phrase, Say},
    plan::{CompanyChange, Event, Plan, Send, To, Who},
};

/// What ends it.
const NOBODYS: &[&str] = &["none", "off", "无", "取消"];
/// From so many digits on a number that stands first is an account; a company's name may begin with a shorter one.
const ACCOUNT_DIGITS: usize = 5;

/// The account that is named first, and the rest.
pub(super) fn named(words: &str) -> (Option<i64>, &str) {
    let first = words.split_whitespace().next().unwrap_or_default();
    match first.parse() {
        Ok(id) if first.len() >= ACCOUNT_DIGITS => (Some(id), words[first.len()..].trim_start()),
        _ => (None, words),
    }
}

/// `company [WHO] NAME`, `company [WHO] none`; without a name what is so now.
pub(super) fn commanded(
    command: &Typed,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (_, words) = named(&command.rest.text);
    if let Some(reference) = command.case.as_ref().filter(|_| facts.named.is_none()) {
        return answer(incoming, facts, Phrase::new("no-such-case").with("ref", reference.to_string()));
    }
    let Some(known) = &facts.looked.target else {
        return answer(incoming, facts, Phrase::new("company-usage"));
    };
    if known.staff || known.person == Some(facts.speaker.id) {
        return answer(incoming, facts, Phrase::new("company-staff").with("name", known.name.as_str()));
    }
    let file = case_of(command, known, facts);
    if words.is_empty() {
        return answer_with(incoming, facts, standing(known, file));
    }
    if NOBODYS.contains(&words.to_lowercase().as_str()) {
        return leave(known, file, incoming, facts);
    }
    match Name::read(words) {
        Some(name) => join(known, file, &name, incoming, facts, supply),
        None => answer(incoming, facts, Phrase::new("company-name")),
    }
}

/// The case it is said in or about, where that is theirs.
fn case_of<'a>(command: &Typed, known: &Known, facts: &Facts<'a>) -> Option<&'a CaseFile> {
    let named = facts.named.filter(|_| command.case.is_some());
    let here = facts.here.map(|here| facts.followed(here));
    named.or(here).filter(|file| known.person == Some(file.case.customer))
}

/// For whom they buy now.
fn standing(known: &Known, file: Option<&CaseFile>) -> Say {
    let name = known.name.as_str();
    let mut lines = vec![match &known.company {
        Some(company) => Phrase::new("company-is").with("name", name).with("company", company.name.as_str()),
        None => Phrase::new("company-is-none").with("name", name),
    }];
    let of_case = file.and_then(|file| file.company.as_deref().map(|company| (file, company)));
    lines.extend(of_case.filter(|(_, of)| known.company.as_ref().is_none_or(|c| c.name != *of)).map(
        |(file, company)| {
            Phrase::new("company-case").with("ref", file.case.reference.to_string()).with("company", company)
        },
    ));
    lines.push(Phrase::new("company-usage"));
    Say { lines, rows: Vec::new() }
}

fn join(
    known: &Known,
    file: Option<&CaseFile>,
    name: &Name,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let company = facts
        .looked
        .company
        .clone()
        .unwrap_or_else(|| Company { id: CompanyId(supply.id()), name: name.written().to_owned() });
    let same = known.company.as_ref() == Some(&company);
    let named = |key: &'static str| {
        Phrase::new(key).with("name", known.name.as_str()).with("company", company.name.as_str())
    };
    if same && file.is_none_or(|file| file.case.company == Some(company.id)) {
        return answer(incoming, facts, named("company-same"));
    }
    let mut lines = vec![named("company-joined")];
    lines.extend(facts.looked.company.is_none().then(|| named("company-new")));
    let mut plan = answer_with(incoming, facts, Say { lines, rows: Vec::new() });
    let told = (!same).then(|| Phrase::new("company-yours").with("company", company.name.as_str()));
    plan.sends.extend(told.and_then(|line| to_them(known, file, line, incoming)));
    change(known, file, Some(company), incoming, facts, plan)
}

fn leave(known: &Known, file: Option<&CaseFile>, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let name = known.name.as_str();
    let of_case = file.is_some_and(|file| file.company.is_some());
    let Some(company) = &known.company else {
        if !of_case {
            return answer(incoming, facts, Phrase::new("company-is-none").with("name", name));
        }
        let plan = answer(incoming, facts, Phrase::new("company-case-none").with("name", name));
        return change(known, file, None, incoming, facts, plan);
    };
    let left = Phrase::new("company-left").with("name", name).with("company", company.name.as_str());
    let mut plan = answer(incoming, facts, left);
    let told = Phrase::new("company-no-more").with("company", company.name.as_str());
    plan.sends.extend(to_them(known, file, told, incoming));
    change(known, file, None, incoming, facts, plan)
}

/// Words to the person it is about, where they can be reached: in their case, or on the platform of their account.
fn to_them(known: &Known, file: Option<&CaseFile>, line: Phrase, incoming: &Incoming) -> Option<Send> {
    let platform = match file {
        Some(file) => file.case.platform,
        None => known.account.map(|_| incoming.place.platform)?,
    };
    let person = known.person?;
    let to = match file.filter(|file| file.case.customer == person) {
        Some(file) => To::customer(&file.case),
        None => To::Person(person, platform),
    };
    Some(Send::say(to, Say::line(line)))
}

/// It is so from now on; the history of the case, or of all they have open, says who did it.
fn change(
    known: &Known,
    file: Option<&CaseFile>,
    company: Option<Company>,
    incoming: &Incoming,
    facts: &Facts<'_>,
    mut plan: Plan,
) -> Plan {
    let who = match (known.person, known.account) {
        (Some(person), _) => Who::Person(person),
        (None, Some(id)) => Who::Account(Account { platform: incoming.place.platform, id }),
        (None, None) => return answer(incoming, facts, Phrase::new("company-usage")),
    };
    let (by, at) = (facts.speaker.id, facts.now);
    let before = known.company.as_ref().map(|c| c.name.clone()).or_else(|| file?.company.clone());
    let data = serde_json::json!({ "from": before, "to": company.as_ref().map(|c| &c.name) });
    let cases = file.map_or_else(|| known.cases.clone(), |file| vec![file.case.id]);
    for case in cases {
        plan.events.push(Event { case, at, kind: "company", by: Some(by), data: data.clone() });
        plan.sends.push(Send::card(case));
    }
    if let Some(file) = file.filter(|file| !acts::in_its_room(file, facts)) {
        let said = match &company {
            Some(company) => Phrase::new("room-company").with("company", company.name.as_str()),
            None => Phrase::new("room-company-none"),
        };
        plan.sends.push(Send::say(To::Room(file.case.id), Say::line(said)));
    }
    plan.companies.push(CompanyChange { who, company, case: file.map(|file| file.case.id), by, at });
    plan
}
