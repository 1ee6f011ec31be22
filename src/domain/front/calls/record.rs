//! What becomes of a call that was taken down: a case, or more in one; what was said; how it was left.
//!
//! Each step is a plan on the case as the steps before it left it.

use chrono::{DateTime, Utc};

use super::{ended, left::left};
use crate::domain::{
    caller::Caller,
    case::Case,
    chat::Along,
    claim::{Filing, Line},
    clocks::{self, Effect, affect, is_first_words, next},
    dialogue::{self, Answers, Question},
    front::{
        CaseFile, Contact, Facts, acts, case_key, lookup,
        open::{Opener, new_case},
    },
    id::{MediaId, MessageId, PersonId, Supply},
    phone::Phone,
    phrase::{Phrase, Say},
    plan::{DialogueRow, Event, NewCaller, NewMessage, Parcel, Plan, Send, Side, To},
    sla::Target,
    text::{Rich, clean_name},
};

/// A case as the call changes it, step by step.
pub(super) struct Course {
    pub(super) file: CaseFile,
    pub(super) plan: Plan,
}

impl Course {
    /// Does that as well, on the case as it is by then.
    pub(super) fn step(&mut self, more: Plan) {
        let own = more.cases.iter().rev().find(|case| case.id == self.file.case.id);
        if let Some(case) = own {
            self.file.case = case.clone();
        }
        self.file.clocks = next::after(&self.file.clocks, &more.clocks);
        self.plan.absorb(more);
    }

    pub(super) fn put(&mut self, case: Case) {
        self.step(Plan { cases: vec![case], ..Plan::default() });
    }
}

/// What recording the call wants; or why it can't be recorded as it stands.
pub(super) fn recorded(
    row: &DialogueRow,
    filing: &Filing,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Result<Plan, Phrase> {
    let at = row.dialogue.call.as_ref().map_or(facts.now, |call| call.at).min(facts.now);
    let who = who_called(row, filing, facts, supply)?;
    let is_new = row.dialogue.matter().is_none();
    let mut course =
        if is_new { begins(&who, row, filing, at, facts, supply) } else { goes_on(&who, row, facts)? };
    course.step(Plan {
        callers: vec![NewCaller {
            person: who.person,
            name: who.name.clone(),
            lang: who.lang,
            phone: number_of(&who, &filing.answers),
            at: facts.now,
        }],
        ..Plan::default()
    });
    said(&mut course, filing, at, facts, supply);
    let answered = answered(&course.file, at, facts);
    course.step(answered);
    left(&mut course, filing, at, facts, supply)?;
    closing(&mut course, &who, is_new, row, facts);
    Ok(course.plan)
}

/// The number they are called back by from now on: the one that was told, unless they have the same one with its country's
/// code.
fn number_of(who: &Caller, answers: &Answers) -> Option<Phone> {
    let own = who.phone.as_deref().and_then(Phone::read);
    match (told_number(answers), own) {
        (Some(told), Some(own)) if own.is_meant_by(&told) && own.as_str().starts_with('+') => Some(own),
        (Some(told), Some(own)) if own.is_meant_by(&told) => Some(told),
        // Why: what else was told may be an order's, by which they were found.
        (_, Some(own)) => Some(own),
        (_, None) => answers.text(Question::Phone).as_deref().and_then(Phone::read),
    }
}

/// The number that was told of whoever called.
fn told_number(answers: &Answers) -> Option<Phone> {
    let told = |question| answers.text(question).as_deref().and_then(Phone::read);
    told(Question::Phone).or_else(|| told(Question::Caller))
}

/// Whoever called, as they are known now; somebody new gets a row of their own.
fn who_called(
    row: &DialogueRow,
    filing: &Filing,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Result<Caller, Phrase> {
    if row.dialogue.caller().is_some() {
        return facts.looked.caller.clone().ok_or_else(|| Phrase::new("call-who-gone"));
    }
    let answers = &filing.answers;
    let phone = told_number(answers);
    let name = answers.text(Question::Name).or_else(|| phone.as_ref().map(|p| p.as_str().to_owned()));
    let name = clean_name(&name.unwrap_or_default(), &facts.terms.brand.prefix.to_string());
    Ok(Caller {
        person: PersonId(supply.id()),
        name,
        lang: facts.terms.brand.language,
        phone: phone.map(|phone| phone.as_str().to_owned()),
        on: Vec::new(),
        cases: Vec::new(),
        company: None,
        by_number: false,
    })
}

/// The case a call begins: routed by what it is and how pressing it is, with the clocks of any other.
fn begins(
    who: &Caller,
    row: &DialogueRow,
    filing: &Filing,
    at: DateTime<Utc>,
    facts: &Facts<'_>,
    supply: &mut Supply,
) -> Course {
    let here = who.on.contains(&row.platform) || who.on.is_empty();
    let platform = if here { row.platform } else { who.on[0] };
    let opener = Opener { person: who.person, platform, company: who.company, at };
    let answers = dialogue::as_told(&filing.answers);
    let lines = Line::all(&answers, None);
    let mut case = new_case(Some(filing), &opener, facts, supply);
    case.answers = Some(answers);
    let started = clocks::start(&case, 1, at, facts.terms, supply);
    let clocks = started.iter().map(|change| change.clock.clone()).collect();
    let contact = Contact {
        id: who.person,
        name: who.name.clone(),
        lang: who.lang,
        zone: None,
        reachable: true,
        by_phone: who.on.is_empty(),
        phone: who.phone.clone(),
        bar: None,
    };
    let opened = Event {
        case: case.id,
        at,
        kind: "opened",
        by: Some(facts.speaker.id),
        data: serde_json::json!({ "group": case.group, "class": case.class, "by": "phone" }),
    };
    let plan = Plan {
        cases: vec![case.clone()],
        clocks: started.clone(),
        lines: vec![(case.id, lines)],
        events: vec![opened],
        sends: vec![Send::card(case.id)],
        ..Plan::default()
    };
    Course { file: CaseFile::of(case, clocks, contact), plan }
}

/// The case the call belongs to, if it may go on by it: of the caller still, not ended, and the agent's to see.
fn goes_on(who: &Caller, row: &DialogueRow, facts: &Facts<'_>) -> Result<Course, Phrase> {
    let gone = || Phrase::new("call-case-gone");
    let id = row.dialogue.matter().ok_or_else(gone)?;
    let file = facts.file(id).map(|file| facts.followed(file)).ok_or_else(gone)?;
    if file.case.customer != who.person || !lookup::sees(facts.speaker, &file.case.group) {
        return Err(gone());
    }
    if let Some(over) = ended(file) {
        return Err(over);
    }
    Ok(Course { file: file.clone(), plan: Plan::default() })
}

/// What was said, as the caller's words; what the agent wrote and sent beside it, as notes.
fn said(course: &mut Course, filing: &Filing, at: DateTime<Utc>, facts: &Facts<'_>, supply: &mut Supply) {
    let case = course.file.case.clone();
    let mut spoken = message(&case, case.customer, Side::Customer, "call", at, supply);
    spoken.body = Rich::plain(filing.answers.text(Question::Story).unwrap_or_default());
    let mut plan = Plan::default();
    let relay = |id| Send::new(To::Room(case.id), Parcel::Relay { messages: vec![id], answers: false });
    plan.sends.push(relay(spoken.id));
    plan.messages.push(spoken);
    if !filing.comments.is_empty() {
        let mut beside = message(&case, facts.speaker.id, Side::Note, "text", facts.now, supply);
        beside.body = Rich::plain(filing.comments.join("\n"));
        plan.sends.push(relay(beside.id));
        plan.messages.push(beside);
    }
    for media in filing.evidence.iter().chain(&filing.surplus) {
        let mut sent = message(&case, facts.speaker.id, Side::Note, "file", facts.now, supply);
        sent.media = Some(MediaId(*media));
        sent.body = Rich::plain(filing.captions.get(media).map_or("", String::as_str));
        plan.sends.push(relay(sent.id));
        plan.messages.push(sent);
    }
    course.step(plan);
}

fn message(
    case: &Case,
    person: PersonId,
    side: Side,
    kind: &str,
    at: DateTime<Utc>,
    supply: &mut Supply,
) -> NewMessage {
    NewMessage {
        id: MessageId(supply.id()),
        case: Some(case.id),
        person,
        side,
        at,
        kind: kind.to_owned(),
        body: Rich::default(),
        media: None,
        album: None,
        along: Along::default(),
        reply_to: None,
        parked_until: None,
        source: None,
    }
}

/// A person answered, there and then: what was owed of a first or a next answer is met, and a wait for the customer ends.
fn answered(file: &CaseFile, at: DateTime<Utc>, facts: &Facts<'_>) -> Plan {
    let mut plan = acts::customer_answered(file, facts.now, facts.terms);
    let clocks = next::after(&file.clocks, &plan.clocks);
    let first = affect(&clocks, is_first_words, Effect::Meet, at, facts.terms);
    let met = !first.is_empty();
    plan.clocks.extend(first);
    plan.clocks.extend(next::answered(&clocks, facts.now, facts.terms));
    let mut case = plan.cases.pop().unwrap_or_else(|| file.case.clone());
    case.human_at = Some(facts.now);
    plan.events.extend(met.then(|| Event {
        case: case.id,
        at,
        kind: "answered-by-phone",
        by: Some(facts.speaker.id),
        data: serde_json::json!({}),
    }));
    plan.cases.push(case);
    plan
}

/// The agent reads what came of it; a customer who can be written to reads the date of a new case. To others nothing is
/// written.
fn closing(course: &mut Course, who: &Caller, is_new: bool, row: &DialogueRow, facts: &Facts<'_>) {
    let case = course.file.case.clone();
    let due = |target| clocks::latest(&course.file.clocks, target).and_then(|clock| clock.due_at);
    let named = |key: &'static str| {
        Phrase { key: key.into(), args: Vec::new() }.with("ref", case.reference.to_string())
    };
    let solution = due(Target::Solution).filter(|_| case.state.is_live());
    let told = match (is_new, solution) {
        (true, Some(due)) => {
            named("call-recorded-by").with("group", facts.terms.group_name(&case.group)).with("due", due)
        }
        (true, None) => named("call-recorded").with("group", facts.terms.group_name(&case.group)),
        (false, _) => named("call-added"),
    };
    let mut lines = vec![told];
    lines.extend(who.on.is_empty().then(|| match &who.phone {
        Some(phone) => {
            Phrase::new("call-by-phone").with("name", who.name.as_str()).with("phone", phone.as_str())
        }
        None => Phrase::new("call-by-phone-bare").with("name", who.name.as_str()),
    }));
    let key = case_key(Phrase::new("key-case").with("ref", case.reference.to_string()), case.id, "card");
    let own = To::Person(row.person, row.platform);
    let mut plan = Plan::saying(Send::say(own, Say { lines, rows: vec![vec![key]] }));
    if is_new && !who.on.is_empty() {
        let told = match solution {
            Some(due) => named("customer-called-by").with("due", due),
            None => named("customer-called"),
        };
        let lines = vec![told, Phrase::new("receipt-add")];
        plan.sends.push(Send::say(To::customer(&case), Say { lines, rows: Vec::new() }));
    }
    course.step(plan);
    if who.on.is_empty() {
        let person = who.person;
        course.plan.sends.retain(|send| send.to.person().is_none_or(|(to, _)| to != person));
    }
}
