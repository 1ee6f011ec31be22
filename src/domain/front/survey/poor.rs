//! A poor score: a case of its own with a clock of its own, for those who lead.

use crate::domain::{
    alerts,
    case::{Case, Kind, State},
    claim::{Class, Urgency},
    clocks,
    dialogue::said,
    front::{Facts, case_key},
    id::{CaseId, Supply},
    party::Role,
    phrase::{Arg, Phrase, Say},
    plan::{Event, LinkChange, Plan, Send, To},
    reference::Reference,
    sla::Target,
    survey::{self, Survey},
};

/// A case of its own, in which somebody asks what went wrong, with a clock of its own; those who lead are called.
pub(super) fn follow_up(survey: &mut Survey, facts: &Facts<'_>, supply: &mut Supply) -> Plan {
    let case = new_case(survey, facts, supply);
    let clocks = clocks::start(&case, 1, facts.now, facts.terms, supply);
    survey.follow_up = Some(case.id);
    let due = clocks.iter().find(|c| c.clock.target == Target::FollowUp).and_then(|c| c.clock.due_at);
    let reference = case.reference.to_string();
    let told = match due {
        Some(due) => Phrase::new("survey-poor").with("ref", reference.as_str()).with("due", due),
        None => Phrase::new("survey-poor-open").with("ref", reference.as_str()),
    };
    let who = Some(alerts::holding(Role::Lead, facts.roster, facts.now)).filter(|who| !who.is_empty());
    let who = who.unwrap_or_else(|| alerts::holding(Role::Admin, facts.roster, facts.now));
    let head = Phrase::new("alert-survey")
        .with("ref", reference)
        .with("customer", facts.speaker.name.as_str())
        .with("facts", Arg::List(survey::scores(survey)));
    let lines = vec![head, alerts::called(&who, Some(&case.group), facts.terms)];
    let keys = vec![
        case_key(Phrase::new("key-take"), case.id, "take"),
        case_key(Phrase::new("key-card"), case.id, "card"),
    ];
    let home = facts.homes.of_group(&case.group, facts.terms).map_or(To::Staff, To::Home);
    let about = survey.case.map(|other| LinkChange {
        a: case.id.min(other),
        b: case.id.max(other),
        on: true,
        by: Some(facts.speaker.id),
        at: facts.now,
    });
    Plan {
        sends: vec![
            Send::say(To::customer(&case), Say::line(told)),
            Send::card(case.id),
            told_room(case.id, survey, facts),
            Send::say(home, Say { lines, rows: vec![keys] }),
        ],
        events: vec![Event {
            case: case.id,
            at: facts.now,
            kind: "opened",
            by: Some(facts.speaker.id),
            data: serde_json::json!({ "group": case.group, "class": case.class }),
        }],
        links: about.into_iter().collect(),
        clocks,
        cases: vec![case],
        ..Plan::default()
    }
}

fn new_case(survey: &Survey, facts: &Facts<'_>, supply: &mut Supply) -> Case {
    Case {
        id: CaseId(supply.id()),
        reference: Reference::new(facts.terms.brand.prefix.clone(), supply.random()),
        kind: Kind::FollowUp,
        state: State::New,
        class: Class::General,
        urgency: Urgency::Normal,
        topic: None,
        group: facts.terms.surveys.follow_group.clone(),
        customer: facts.speaker.id,
        platform: survey.platform,
        company: facts.speaker.company.as_ref().map(|company| company.id),
        assignee: None,
        leaver: None,
        answers: None,
        incomplete: false,
        opened_at: facts.now,
        solved_at: None,
        closed_at: None,
        human_at: None,
        merged_into: None,
        rev: 1,
    }
}

/// What was answered so far, in the room of who looks into it: several answers in a row are told at once.
pub(super) fn told_room(case: CaseId, survey: &Survey, facts: &Facts<'_>) -> Send {
    let mut send = Send::say(To::Room(case), Say { lines: said_so_far(survey, facts), rows: Vec::new() });
    send.fold = Some(format!("survey:{}:room", survey.id));
    send.not_before = Some(facts.now + chrono::TimeDelta::minutes(1));
    send
}

fn said_so_far(survey: &Survey, facts: &Facts<'_>) -> Vec<Phrase> {
    let head = Phrase::new("survey-room")
        .with("form", survey::named(survey, &facts.terms.surveys))
        .with("facts", Arg::List(survey::scores(survey)));
    let text = survey.comment.as_deref();
    let text = text.map(|text| Phrase::new("survey-room-comment").with("text", said(text)));
    std::iter::once(head).chain(text).collect()
}
