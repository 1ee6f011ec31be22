//! How a call was left: solved, to be called back, or handed on.

use chrono::{DateTime, Utc};

use super::record::Course;
use crate::domain::{
    case::State,
    claim::Filing,
    clocks::{Effect, affect, next},
    dialogue::{Question, told},
    front::{Facts, acts, status, talk},
    id::Supply,
    phrase::{Phrase, Say},
    plan::{Event, Plan, Send, To},
};

/// How the call was left: solved, to be called back, or handed to a group.
pub(super) fn left(
    course: &mut Course,
    filing: &Filing,
    at: DateTime<Utc>,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Result<(), Phrase> {
    let outcome = filing.answers.option(Question::Outcome).unwrap_or("handed").to_owned();
    let when =
        filing.answers.get(Question::Window).and_then(|value| told(Question::Window, value, facts.terms));
    let typed = filing.answers.text(Question::Window);
    match outcome.as_str() {
        "solved" => solved(course, facts),
        "back" => calls_back(course, facts, supply),
        _ => handed(course, filing, facts)?,
    }
    let case = course.file.case.id;
    let brief = Phrase::keyed("brief", &outcome);
    let what = match when {
        Some(when) => Phrase::new("call-left-when").with("what", brief).with("value", when),
        None => brief,
    };
    let line = Phrase::new("call-room").with("name", facts.speaker.name.as_str()).with("what", what);
    course.step(Plan {
        events: vec![Event {
            case,
            at,
            kind: "called",
            by: Some(facts.speaker.id),
            data: serde_json::json!({ "left": outcome, "when": typed }),
        }],
        sends: vec![Send::say(To::Room(case), Say::line(line)), Send::card(case)],
        ..Plan::default()
    });
    Ok(())
}

/// A solution was proposed on the phone: it counts once confirmed or met with silence, like one that was written.
fn solved(course: &mut Course, facts: &Facts<'_>) {
    let file = &course.file;
    let mut case = file.case.clone();
    if case.become_(State::Solved, facts.now).is_err() {
        return;
    }
    if case.assignee.is_none() {
        case.assignee = Some(facts.speaker.id);
        case.leaver = None;
    }
    let clocks = affect(&file.clocks, next::rests_on_a_proposal, Effect::Pause, facts.now, facts.terms);
    let question = Phrase::new("customer-solved").with("ref", case.reference.to_string());
    let ask = Say { lines: vec![question], rows: vec![status::solved_keys(file)] };
    let more = Plan {
        sends: vec![Send::say(To::customer(&case), ask)],
        events: vec![talk::event(case.id, "solved", Some(facts.speaker.id), facts)],
        clocks,
        cases: vec![case],
        ..Plan::default()
    };
    course.step(more);
}

/// They are to be called back: whoever said so has the case, and where a next answer is promised, it is owed from now on.
fn calls_back(course: &mut Course, facts: &Facts<'_>, supply: &mut Supply) {
    if course.file.case.assignee.is_none() && course.file.case.state.is_live() {
        let mut case = course.file.case.clone();
        case.belongs_to(facts.speaker.id, facts.now);
        course.put(case);
        let taken = talk::event(course.file.case.id, "taken", Some(facts.speaker.id), facts);
        course.step(Plan { events: vec![taken], ..Plan::default() });
    }
    let mut owed = Plan::default();
    acts::owed_from_now_on(&course.file, &mut owed, facts.now, facts.terms, supply);
    course.step(owed);
}

/// Handed on: a new case to whom the routing says, one there is to the group that was chosen.
fn handed(course: &mut Course, filing: &Filing, facts: &Facts<'_>) -> Result<(), Phrase> {
    let Some(group) = filing.answers.option(Question::Unit) else { return Ok(()) };
    let file = &course.file;
    if group == file.case.group || facts.terms.group(group).is_none() {
        return Ok(());
    }
    let mut passed = acts::passed_to(file, group, facts).map_err(|refusal| refusal.0)?;
    passed.sends.push(Send::card(file.case.id));
    course.step(passed);
    Ok(())
}
