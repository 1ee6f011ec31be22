//! A survey sent by hand, or let go.

use chrono::TimeDelta;

use super::Standing;
use crate::domain::{
    chat::Incoming,
    front::{CaseFile, Facts, answer, talk},
    id::{Supply, SurveyId},
    phrase::{Phrase, Say},
    plan::{Plan, Send, SurveyChange, To},
    survey::{self, After, Survey, rhythm::gate},
};

/// Sends one because an agent wishes it. What somebody wants, what reached them lately and open cases hold all the same.
pub(super) fn send(
    typed: &str,
    file: &CaseFile,
    standing: &Standing,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let (rules, terms) = (&facts.terms.surveys, facts.terms);
    let known = || rules.forms.iter().map(|form| form.id.as_str()).collect::<Vec<_>>().join(", ");
    let form = match typed {
        "" => rules.forms_of(standing.history.buyer).next(),
        typed => rules.form(&typed.to_ascii_lowercase()),
    };
    let Some(form) = form else {
        return answer(incoming, facts, Phrase::new("survey-no-form").with("known", known()));
    };
    if let Some(refusal) = refused(file, standing, facts) {
        return answer(incoming, facts, refusal);
    }
    let zone = standing.history.zone;
    let (Some(platform), Some(at)) = (standing.platform, gate(facts.now, zone, terms)) else {
        return answer(incoming, facts, unreachable(file));
    };
    let wanted = survey::New {
        id: SurveyId(supply.id()),
        person: standing.person,
        platform,
        form: form.id.clone(),
        after: After::Agent,
        case: Some(file.case.id),
        about: Some(file.case.reference.to_string()),
        by: Some(facts.speaker.id),
    };
    let one = survey::new(wanted, terms, zone, at);
    let named =
        |key| Phrase::new(key).with("form", form.name.clone()).with("customer", file.customer.name.as_str());
    let told = if at > facts.now { named("survey-sent-later").with("at", at) } else { named("survey-sent") };
    let mut plan = answer(incoming, facts, told);
    let mut send = sent(&one, survey::ask(&one, rules));
    send.not_before = Some(at).filter(|at| *at > facts.now);
    plan.sends.push(send);
    plan.events.push(talk::event(file.case.id, "surveyed", Some(facts.speaker.id), facts));
    let occasions = vec![(After::Confirmed, file.case.id.to_string())];
    let settled = SurveyChange::Settle { person: standing.person, occasions, survey: Some(one.id) };
    plan.surveys.extend([SurveyChange::Put(Box::new(one)), settled, SurveyChange::Wake(standing.person)]);
    plan
}

/// Why nobody is asked now.
fn refused(file: &CaseFile, standing: &Standing, facts: &Facts<'_>) -> Option<Phrase> {
    let named = |key| Phrase::new(key).with("customer", file.customer.name.as_str());
    if standing.quiet {
        return Some(named("survey-refuse-quiet"));
    }
    if standing.history.silent {
        return Some(unreachable(file));
    }
    if standing.history.busy {
        return Some(named("survey-refuse-open"));
    }
    let gap = TimeDelta::days(i64::from(facts.terms.surveys.gap_days));
    let last = standing.history.past.iter().map(|past| past.at).max()?;
    (last + gap > facts.now).then(|| named("survey-refuse-gap").with("at", last).with("next", last + gap))
}

fn unreachable(file: &CaseFile) -> Phrase {
    Phrase::new("survey-refuse-silent").with("customer", file.customer.name.as_str())
}

/// Nobody asks about what happened so far, nor about that case.
pub(super) fn skip(file: &CaseFile, standing: &Standing, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let told = Phrase::new("survey-skipped")
        .with("customer", file.customer.name.as_str())
        .with("ref", file.case.reference.to_string());
    let mut plan = answer(incoming, facts, told);
    plan.surveys.push(SurveyChange::Skip { person: standing.person, case: file.case.id });
    plan.events.push(talk::event(file.case.id, "survey-skipped", Some(facts.speaker.id), facts));
    plan
}

/// A survey goes out like what decides about money: sent once, and a person says what becomes of one nobody knows the fate of.
pub fn sent(one: &Survey, say: Say) -> Send {
    let mut send = Send::say(To::Person(one.person, one.platform), say);
    send.by_hand = true;
    send.fold = Some(one.fold());
    send
}
