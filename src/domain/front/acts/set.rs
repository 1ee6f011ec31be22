//! `set FIELD VALUE`: what the customer told, put right by an agent. Values are read as the dialogue reads them, so what
//! fits and what is said when something does not is the same; before and after stay in the history.

use super::{answer, answer_with, ended, in_its_room, refuse};
use crate::domain::{
    case::{Case, Kind, State},
    chat::Incoming,
    claim::{Buyer, Line, urgency_of},
    command::nearest,
    dialogue::{self, Answers, Choice, Entry, Flow, Question as Q, Value},
    front::{CaseFile, Facts, asked, case_key},
    phone::Phone,
    phrase::{Arg, Key, Phrase, Say},
    plan::{Event, NewCaller, Plan, Send, To, Wanted},
    text::Rich,
    verdict::{Verdict, claimed},
};

/// What can be set in an enquiry.
const OF_ENQUIRY: &[Q] =
    &[Q::Family, Q::Quantity, Q::Target, Q::Way, Q::Phone, Q::Window, Q::Email, Q::Address];
/// What can be set in any other case. The customer's own account of it is theirs, and not among them.
const OF_CASE: &[Q] = &[
    Q::About,
    Q::Family,
    Q::Model,
    Q::Order,
    Q::Received,
    Q::Part,
    Q::Circumstances,
    Q::Quantity,
    Q::Urgency,
    Q::Needed,
    Q::Wish,
    Q::Way,
    Q::Phone,
    Q::Window,
    Q::Email,
    Q::Address,
];
/// What can be set in a company's claim.
const OF_COMPANY: &[Q] = &[
    Q::About,
    Q::Family,
    Q::Order,
    Q::Lines,
    Q::Received,
    Q::Part,
    Q::Severity,
    Q::Circumstances,
    Q::Quarantine,
    Q::Urgency,
    Q::Needed,
    Q::Wish,
    Q::Way,
    Q::Company,
    Q::Phone,
    Q::Window,
    Q::Email,
    Q::Address,
];
/// What agents call fields besides their own names.
const ALIASES: &[(&str, Q)] = &[
    ("product", Q::Family),
    ("delivered", Q::Received),
    ("delivery", Q::Received),
    ("need-by", Q::Needed),
    ("needed-by", Q::Needed),
    ("help", Q::Way),
    ("contact", Q::Phone),
    ("mail", Q::Email),
    ("pieces", Q::Quantity),
    ("time", Q::Window),
    ("goods", Q::Lines),
    ("货品", Q::Lines),
    ("严重程度", Q::Severity),
    ("隔离", Q::Quarantine),
    ("公司", Q::Company),
    ("问题", Q::About),
    ("产品", Q::Family),
    ("型号", Q::Model),
    ("订单", Q::Order),
    ("订单号", Q::Order),
    ("收货日期", Q::Received),
    ("部位", Q::Part),
    ("数量", Q::Quantity),
    ("紧急程度", Q::Urgency),
    ("需用日期", Q::Needed),
    ("期望方案", Q::Wish),
    ("服务方式", Q::Way),
    ("电话", Q::Phone),
    ("时间", Q::Window),
    ("邮箱", Q::Email),
    ("地址", Q::Address),
];

/// The fields of such a case.
fn fields(case: &Case) -> &'static [Q] {
    let company = |answers: &Answers| answers.has(Q::Lines) || answers.has(Q::Severity);
    match case.kind {
        Kind::Enquiry => OF_ENQUIRY,
        Kind::Claim if case.answers.as_ref().is_some_and(company) => OF_COMPANY,
        Kind::Claim | Kind::Care | Kind::Order | Kind::Person | Kind::FollowUp => OF_CASE,
    }
}

/// The field somebody names.
fn field_of(typed: &str, fields: &[Q]) -> Option<Q> {
    let typed = typed.to_lowercase();
    let alias = ALIASES.iter().find(|(name, _)| *name == typed).map(|(_, field)| *field);
    Q::from_id(&typed).or(alias).filter(|q| fields.contains(q))
}

/// `set FIELD VALUE`; without a field they are offered, without a value what can be chosen is, or it is asked for.
pub(in crate::domain::front) fn set(
    file: &CaseFile,
    rest: &Rich,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    if let Some(refusal) = over(file, incoming, facts) {
        return refusal;
    }
    let Some(typed) = rest.text.split_whitespace().next() else {
        return answer_with(incoming, facts, which_field(file, Phrase::new("set-which")));
    };
    let Some(field) = field_of(typed, fields(&file.case)) else {
        return answer_with(incoming, facts, which_field(file, no_field(typed, fields(&file.case))));
    };
    let value = rest.tail(typed.len()).trimmed();
    if value.text.is_empty() {
        return which_value(file, field, incoming, facts);
    }
    set_typed(file, field, &value.text, incoming, facts)
}

fn over(file: &CaseFile, incoming: &Incoming, facts: &Facts<'_>) -> Option<Plan> {
    let works = file.case.state.is_live() || file.case.state == State::Solved;
    (!works).then(|| refuse(incoming, facts, ended(file)))
}

fn no_field(typed: &str, fields: &[Q]) -> Phrase {
    let typed: String = typed.chars().take(32).collect();
    match nearest(&typed, fields.iter().map(|q| q.id())) {
        Some(near) => Phrase::new("set-no-field-near").with("field", typed).with("near", near),
        None => Phrase::new("set-no-field").with("field", typed),
    }
}

/// The fields there are, as buttons, with an example.
fn which_field(file: &CaseFile, first: Phrase) -> Say {
    let key = |field: &Q| {
        let label = Phrase::keyed("field", field.id());
        case_key(label, file.case.id, &format!("set:{}", field.id()))
    };
    let known = fields(&file.case).iter().map(|q| q.id()).collect::<Vec<_>>().join(", ");
    let lines = vec![first, Phrase::new("set-fields").with("known", known), Phrase::new("set-example")];
    Say { lines, rows: fields(&file.case).chunks(3).map(|row| row.iter().map(key).collect()).collect() }
}

/// What can be chosen; where there are no choices the value is asked for.
fn which_value(file: &CaseFile, field: Q, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let answers = file.case.answers.clone().unwrap_or_default();
    let question = Phrase::new("set-what")
        .with("ref", file.case.reference.to_string())
        .with("field", Phrase::keyed("field", field.id()))
        .with("before", value_words(answers.get(field), field, facts));
    let offered = choices(field, &answers, facts);
    if offered.is_empty() {
        return asked::ask(file, Say::line(question), Wanted::Set { field }, incoming, facts);
    }
    let key = |choice: &Choice| {
        case_key(choice.label.clone(), file.case.id, &format!("set:{}:{}", field.id(), choice.id))
    };
    let rows = offered.chunks(dialogue::columns(field)).map(|row| row.iter().map(key).collect()).collect();
    asked::ask(file, Say { lines: vec![question], rows }, Wanted::Set { field }, incoming, facts)
}

fn choices(field: Q, answers: &Answers, facts: &Facts<'_>) -> Vec<Choice> {
    dialogue::choices(field, answers, facts.terms, today(facts))
}

fn today(facts: &Facts<'_>) -> chrono::NaiveDate {
    facts.now.with_timezone(&facts.terms.calendar.zone()).date_naive()
}

/// A field by its button: `set:<field>`, `set:<field>:<choice>`.
pub(in crate::domain::front) fn set_choice(
    file: &CaseFile,
    rest: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    let (name, choice) = rest.split_once(':').unwrap_or((rest, ""));
    if let Some(refusal) = over(file, incoming, facts) {
        return refusal;
    }
    let Some(field) = field_of(name, fields(&file.case)) else {
        return answer_with(incoming, facts, which_field(file, Phrase::new("set-which")));
    };
    if choice.is_empty() {
        return which_value(file, field, incoming, facts);
    }
    let answers = file.case.answers.clone().unwrap_or_default();
    match choices(field, &answers, facts).into_iter().find(|c| c.id == choice) {
        Some(choice) => put(file, field, choice.value, incoming, facts),
        None => set_typed(file, field, choice, incoming, facts),
    }
}

/// A field by words.
pub(in crate::domain::front) fn set_typed(
    file: &CaseFile,
    field: Q,
    text: &str,
    incoming: &Incoming,
    facts: &Facts<'_>,
) -> Plan {
    if let Some(refusal) = over(file, incoming, facts) {
        return refusal;
    }
    let answers = file.case.answers.clone().unwrap_or_default();
    match dialogue::read_value(flow(file.case.kind), &answers, field, text, &dialogue_facts(facts)) {
        Ok(value) => put(file, field, value, incoming, facts),
        Err((hint, days)) => {
            let key = |day: &chrono::NaiveDate| Key {
                label: Phrase::new("said").with("text", *day),
                data: format!("c:{}:set:{}:{day}", file.case.id, field.id()),
            };
            let rows = if days.is_empty() { Vec::new() } else { vec![days.iter().map(key).collect()] };
            let named = Phrase::new("set-misses")
                .with("field", Phrase::keyed("field", field.id()))
                .with("hint", hint);
            answer_with(incoming, facts, Say { lines: vec![named], rows })
        }
    }
}

const fn flow(kind: Kind) -> Flow {
    match kind {
        Kind::Care => Flow::Care,
        Kind::Enquiry => Flow::Enquiry,
        Kind::Claim | Kind::Order | Kind::Person | Kind::FollowUp => Flow::Claim,
    }
}

fn dialogue_facts<'a>(facts: &Facts<'a>) -> dialogue::Facts<'a> {
    dialogue::Facts {
        terms: facts.terms,
        now: facts.now,
        today: today(facts),
        late: false,
        id: 0,
        order: None,
        buyer: Buyer::default(),
        company: None,
        callers: &[],
        forms: false,
    }
}

fn put(file: &CaseFile, field: Q, value: Value, incoming: &Incoming, facts: &Facts<'_>) -> Plan {
    let mut case = file.case.clone();
    let mut answers = case.answers.take().unwrap_or_default();
    let before = answers.get(field).cloned();
    let said = Phrase::new("set-done")
        .with("ref", case.reference.to_string())
        .with("field", Phrase::keyed("field", field.id()))
        .with("before", value_words(before.as_ref(), field, facts))
        .with("after", value_words(Some(&value), field, facts));
    let decided = file.proposed().or_else(|| file.verdict());
    let touched = |verdict: &&Verdict| {
        matches!(field, Q::Lines | Q::Quantity) || decides_otherwise(verdict, file, field, &value)
    };
    if let Some(verdict) = decided.filter(touched) {
        let (reference, n) = (case.reference.to_string(), i64::from(verdict.n));
        return answer(incoming, facts, Phrase::new("set-decided").with("ref", reference).with("n", n));
    }
    if before.as_ref() == Some(&value) {
        let same = Phrase::new("set-same")
            .with("ref", case.reference.to_string())
            .with("field", Phrase::keyed("field", field.id()))
            .with("before", value_words(before.as_ref(), field, facts));
        return answer(incoming, facts, same);
    }
    let data = serde_json::json!({ "field": field.id(), "before": before, "after": value });
    answers.0.insert(field, Entry::pressed(value));
    let mut plan = answer(incoming, facts, said.clone());
    plan.callers.extend(number(file, field, &answers, facts));
    if !in_its_room(file, facts) {
        plan.sends.push(Send::say(To::Room(case.id), Say::line(said)));
    }
    plan.lines.push((case.id, Line::all(&answers, None)));
    case.urgency =
        if matches!(field, Q::Urgency | Q::Severity) { urgency_of(&answers) } else { case.urgency };
    finish(case, answers, data, facts, plan)
}

/// The number the customer is called back by from now on.
fn number(file: &CaseFile, field: Q, answers: &Answers, facts: &Facts<'_>) -> Option<NewCaller> {
    let phone = answers.text(field).filter(|_| field == Q::Phone).as_deref().and_then(Phone::read)?;
    let who = &file.customer;
    Some(NewCaller {
        person: who.id,
        name: who.name.clone(),
        lang: who.lang,
        phone: Some(phone),
        at: facts.now,
    })
}

/// Whether with that value a verdict would be about other pieces, or other people would pay: naming the product of a claim
/// that had none may count its pieces, and help on the spot costs what help by phone does not.
fn decides_otherwise(verdict: &Verdict, file: &CaseFile, field: Q, value: &Value) -> bool {
    let mut case = file.case.clone();
    case.answers.get_or_insert_default().0.insert(field, Entry::pressed(value.clone()));
    let paid = |case: &Case| -> Vec<_> {
        verdict.shares.iter().map(|share| share.coverage(verdict.cover(), case)).collect()
    };
    claimed(&case) != claimed(&file.case) || paid(&case) != paid(&file.case)
}

fn finish(
    mut case: Case,
    answers: Answers,
    data: serde_json::Value,
    facts: &Facts<'_>,
    mut plan: Plan,
) -> Plan {
    case.answers = Some(answers);
    case.rev += 1;
    plan.events.push(Event { case: case.id, at: facts.now, kind: "set", by: Some(facts.speaker.id), data });
    plan.sends.push(Send::card(case.id));
    plan.cases.push(case);
    plan
}

/// What a field says, in words.
fn value_words(value: Option<&Value>, field: Q, facts: &Facts<'_>) -> Arg {
    let words = value.and_then(|value| dialogue::told(field, value, facts.terms));
    words.unwrap_or_else(|| Phrase::new("nothing-said")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::FIELDS;

    #[test]
    fn a_field_has_the_names_agents_use_for_it() {
        assert_eq!(field_of("Urgency", OF_CASE), Some(Q::Urgency));
        assert_eq!(field_of("need-by", OF_CASE), Some(Q::Needed));
        assert_eq!(field_of("紧急程度", OF_CASE), Some(Q::Urgency));
        assert_eq!(field_of("urgency", OF_ENQUIRY), None);
        assert_eq!(field_of("story", OF_CASE), None, "the customer's own words are theirs");
    }

    #[test]
    fn every_field_and_choice_fits_into_a_button() {
        for field in OF_CASE.iter().chain(OF_ENQUIRY).chain(OF_COMPANY) {
            let data = format!("c:{}:set:{}:", i64::MAX, field.id());
            assert!(data.len() + 20 <= 64, "{data}");
        }
    }

    #[test]
    fn what_is_offered_to_be_put_right_is_what_can_be() {
        let all = [OF_ENQUIRY, OF_CASE, OF_COMPANY].concat();
        assert!(all.iter().all(|field| FIELDS.contains(&field.id())), "each can be chosen");
        assert!(FIELDS.iter().all(|id| all.iter().any(|field| field.id() == *id)), "and nothing else");
    }
}
