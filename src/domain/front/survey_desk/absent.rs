//! Who did not answer, and what whoever visited them heard.

use super::{Absent, Listed, PAGE};
use crate::domain::{
    chat::Incoming,
    dialogue::said,
    front::{Facts, answer, turn},
    party::Role,
    phrase::{Arg, Key, Phrase, Say},
    plan::{Plan, SurveyChange},
    terms::Terms,
};

/// Whether somebody sees who did not answer: those who visit them, and those who lead.
fn visits(facts: &Facts<'_>, terms: &Terms) -> bool {
    let group = &terms.surveys.visit_group;
    let member = facts.speaker.staff.as_ref().is_some_and(|staff| staff.groups.contains(group));
    member || facts.speaker.may(Role::Lead)
}

fn not_theirs(facts: &Facts<'_>) -> Phrase {
    let group = facts.terms.group_name(&facts.terms.surveys.visit_group);
    Phrase::new("survey-due-refuse").with("group", group)
}

/// A page of those nobody heard from.
pub(in crate::domain::front) fn absent(incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !visits(facts, facts.terms) {
        return answer(incoming, facts, not_theirs(facts));
    }
    let Some(Listed { rows, page, total }) = &facts.looked.absent else {
        return answer(incoming, facts, Phrase::new("survey-usage"));
    };
    if rows.is_empty() {
        return turn(incoming, facts, Say::line(Phrase::new("survey-due-none")));
    }
    let mut lines = vec![Phrase::new("survey-due-head").with("count", *total)];
    lines.extend(rows.iter().map(|row| absent_line(row, facts)));
    lines.push(Phrase::new("survey-due-how").with("example", rows[0].survey.to_string()));
    let pages = (total + PAGE - 1) / PAGE;
    if pages > 1 {
        lines.push(Phrase::new("list-page").with("page", page + 1).with("of", pages));
    }
    let key = |label, page: i64| Key { label: Phrase::new(label), data: format!("yl:{page}") };
    let back = (*page > 0).then(|| key("key-page-back", page - 1));
    let on = (page + 1 < pages).then(|| key("key-page-on", page + 1));
    let row: Vec<Key> = back.into_iter().chain(on).collect();
    turn(incoming, facts, Say { lines, rows: Some(row).filter(|row| !row.is_empty()).into_iter().collect() })
}

fn absent_line(row: &Absent, facts: &Facts<'_>) -> Phrase {
    let form = facts.terms.surveys.form(&row.form).map(|form| said(form.name.clone()));
    let form = form.unwrap_or_else(|| said(row.form.as_str()));
    let more = [&row.company, &row.about, &row.case].into_iter().flatten();
    let mut more: Vec<&str> = more.map(String::as_str).collect();
    // Why: what it is about may be the case that is named anyway.
    more.dedup();
    let list = std::iter::once(form).chain(more.into_iter().map(said)).collect();
    Phrase::new("survey-due-line")
        .with("number", row.survey.to_string())
        .with("customer", row.name.as_str())
        .with("facts", Arg::List(list))
        .with("at", row.asked_at)
}

/// Whoever visited them says what they heard.
pub(super) fn visited(note: &str, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    if !visits(facts, facts.terms) {
        return answer(incoming, facts, not_theirs(facts));
    }
    let Some(row) = facts.looked.absent.as_ref().and_then(|listed| listed.rows.first()) else {
        return answer(incoming, facts, Phrase::new("survey-done-none"));
    };
    if note.is_empty() {
        let number = row.survey.to_string();
        return answer(incoming, facts, Phrase::new("survey-done-note").with("number", number));
    }
    let note: String = note.chars().take(facts.terms.caps.answer_chars).collect();
    let mut plan = answer(incoming, facts, Phrase::new("survey-done").with("customer", row.name.as_str()));
    let (survey, by, at) = (row.survey, facts.speaker.id, facts.now);
    plan.surveys.push(SurveyChange::Visited { survey, by, at, note });
    plan
}
