//! What a customer does with a survey: answers, changes, stops. A poor score opens a case of its own at once, for those who lead.
//!
//! A button is for the one who was asked, with the revision it was shown with: an older one shows the survey as it stands.

mod poor;

use super::{Facts, answer_with, customer, drafts, own, talk, turn};
use crate::domain::{
    chat::{Incoming, Input},
    dialogue,
    id::Supply,
    phrase::Phrase,
    plan::{Plan, SurveyChange},
    survey::{self, Item, Pressed, Stage, Survey, Took, parse_press},
    text::Rich,
};

/// A button of a survey.
pub(super) fn press(data: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let rules = &facts.terms.surveys;
    let pressed = parse_press(data);
    let theirs = |id| facts.surveys.iter().find(|one| one.id == id && one.person == facts.speaker.id);
    // Why one answer: a guess learns nothing of surveys that are somebody else's.
    let Some(((_, rev, option), one)) = pressed.and_then(|p| Some((p, theirs(p.0)?))) else {
        return answer_with(incoming, facts, drafts::menu_after(Phrase::new("old-button-menu"), facts));
    };
    if option == Pressed::Stop {
        return stop(one, incoming, facts);
    }
    match one.press(rev, option, facts.now, rules) {
        Took::Closed => answer_with(incoming, facts, survey::closed(one, rules)),
        Took::Same => turn(incoming, facts, survey::ask(one, rules)),
        Took::Changed(after) => changed(one, *after, incoming, facts, supply),
    }
}

/// Words that answer nothing else, where a survey may be meant: they become its comment, never a score.
pub(super) fn comment(incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Option<Plan> {
    let Input::Text(Rich { text, .. }) = &incoming.input else { return None };
    let one = listening(facts)?;
    let asked = one.shown() == Some(Item::Comment) && one.rev > 1;
    let alone = customer::current(facts).next().is_none();
    let elsewhere = talk::is_for_a_case(facts) || drafts::active(facts).is_some();
    if elsewhere || !(asked || alone) || dialogue::asks_for_a_person(text) {
        return None;
    }
    let words: String = text.trim().chars().take(facts.terms.caps.answer_chars).collect();
    let had = one.comment.as_ref().map_or(0, |before| before.chars().count());
    if had + words.chars().count() > facts.terms.caps.answer_chars {
        return None;
    }
    Some(commented(one, &words, incoming, facts, supply))
}

/// New words in the place of those that became a comment.
pub(super) fn revised(words: &Rich, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let one =
        facts.surveys.iter().find(|s| s.comment_from.is_some() && s.comment_from == incoming.message)?;
    if facts.now >= one.open_until(&facts.terms.surveys) {
        return Some(answer_with(incoming, facts, survey::closed(one, &facts.terms.surveys)));
    }
    let text: String = words.text.trim().chars().take(facts.terms.caps.answer_chars).collect();
    let after = one.comment(&text, incoming.message, facts.now);
    Some(Plan { surveys: vec![SurveyChange::Put(Box::new(after))], ..Plan::default() })
}

/// The survey that was touched last, if words may be meant for it.
fn listening<'a>(facts: &Facts<'a>) -> Option<&'a Survey> {
    let open = facts.surveys.iter().filter(|one| one.listens(facts.now, &facts.terms.surveys));
    open.max_by_key(|one| (one.touched_at, one.id))
}

fn commented(one: &Survey, words: &str, incoming: &Incoming, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let after = one.comment(words, incoming.message, facts.now);
    let rules = &facts.terms.surveys;
    let mut say = survey::ask(&after, rules);
    // Why said each time: who wanted an answer has to learn that nobody gives one here.
    let kept = match one.follow_up {
        Some(_) => Phrase::new("survey-kept-along"),
        None => Phrase::new("survey-kept"),
    };
    say.lines.insert(0, kept);
    say.rows.extend(one.follow_up.is_none().then(|| vec![survey::person_key()]));
    let mut plan = answer_with(incoming, facts, say);
    plan.absorb(stored(after, facts, supply));
    plan
}

/// An answer, or another question that is shown.
fn changed(
    before: &Survey,
    after: Survey,
    incoming: &Incoming,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Plan {
    let mut plan = turn(incoming, facts, survey::ask(&after, &facts.terms.surveys));
    if before.answers == after.answers {
        plan.surveys.push(SurveyChange::Put(Box::new(after)));
        return plan;
    }
    plan.absorb(stored(after, facts, supply));
    plan
}

/// Keeps a survey with a new answer in it, and has a poor one looked into.
fn stored(mut after: Survey, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let is_poor = after.is_poor(&facts.terms.surveys);
    let mut plan = match after.follow_up {
        Some(case) => Plan::saying(poor::told_room(case, &after, facts)),
        None if is_poor => poor::follow_up(&mut after, facts, supply),
        None => Plan::default(),
    };
    plan.surveys.push(SurveyChange::Put(Box::new(after)));
    plan
}

/// They want no surveys any more: nor reminders, which is one wish.
fn stop(one: &Survey, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut person = facts.speaker.clone();
    person.quiet = true;
    let mut say = survey::ended();
    say.rows.extend(own::way_back(facts));
    let mut plan = turn(incoming, facts, say);
    plan.surveys.push(SurveyChange::Wake(person.id));
    plan.people.push(person);
    let dropped = matches!(one.stage, Stage::Open | Stage::Unanswered);
    let after = Survey { stage: Stage::Dropped, look_at: None, rev: one.rev + 1, ..one.clone() };
    plan.surveys.extend(dropped.then(|| SurveyChange::Put(Box::new(after))));
    plan
}
