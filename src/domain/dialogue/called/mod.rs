//! A phone call, taken down by the agent who has it: who called, which case it belongs to, what was said, how it was left.
//!
//! Whoever is found for what was told is offered, never taken unasked, but for the one person a number belongs to. What
//! follows from an answer is filled in as if it had been answered: a stranger has no cases to choose from. Not here: the
//! look-up itself, and what becomes of a call (`front::calls`).

mod line;
mod shown;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Answers, Choice, Dialogue, Entry, Facts, Flow, Question as Q, Turn, Value, advance::forget, render::show,
};
use crate::domain::{
    caller::{Caller, Told},
    case::Kind,
    id::{CaseId, PersonId},
    phrase::Phrase,
};

pub use line::OneLine;
pub(super) use shown::{found_so_far, left, told};

/// What is chosen where none of those offered is meant.
pub const NEW: &str = "new";
/// Questions whose answers follow from who calls.
const OF_WHO: [Q; 4] = [Q::Customer, Q::Name, Q::Phone, Q::Matter];

/// A call that is taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// When it was begun: the call is the notice, so promises count from here.
    pub at: DateTime<Utc>,
    /// Who may be calling.
    #[serde(default)]
    pub found: Vec<Caller>,
}

/// The call as it begins, with what is known of it already: in a room whose case it is about.
pub fn call(at: DateTime<Utc>, line: &OneLine, room: Option<(Caller, CaseId)>, facts: &Facts<'_>) -> Turn {
    let mut open =
        Dialogue { call: Some(Box::new(Call { at, found: Vec::new() })), ..Dialogue::new(Flow::Call) };
    let short = |text: &str| Entry::pressed(Value::Short(text.to_owned()));
    if let Some((caller, case)) = room {
        fill(&mut open, Q::Caller, Value::Short(caller.name.clone()));
        fill(&mut open, Q::Customer, Value::Option(caller.person.to_string()));
        fill(&mut open, Q::Matter, Value::Option(case.to_string()));
        set_found(&mut open, vec![caller]);
    } else if let Some(who) = line.caller.as_deref().filter(|who| is_somebody(who)) {
        open.answers.0.insert(Q::Caller, short(who));
        offer(&mut open, Q::Caller, facts);
    }
    if let Some(words) = &line.words {
        let piece = super::Piece { message: 0, text: words.clone() };
        open.answers.0.insert(Q::Story, Entry::pressed(Value::Words(vec![piece])));
    }
    let says = vec![show(&open, facts)];
    Turn { next: super::Next::Open(open), says, outcome: None }
}

/// Whether a text can tell who called.
pub(super) fn is_somebody(text: &str) -> bool {
    let told = Told::read(text);
    told.phone.is_some() || told.order.is_some() || told.name.is_some()
}

impl Dialogue {
    /// Who may be calling.
    pub fn callers(&self) -> &[Caller] {
        self.call.as_ref().map_or(&[], |call| &call.found)
    }

    /// Who calls, where that is somebody the desk knows.
    pub fn caller(&self) -> Option<PersonId> {
        self.answers.option(Q::Customer)?.parse().ok().map(PersonId)
    }

    /// The case the call belongs to, where that is one there is already.
    pub fn matter(&self) -> Option<CaseId> {
        self.answers.option(Q::Matter)?.parse().ok().map(CaseId)
    }

    /// Whether what is said next may tell who calls: then that is looked up.
    pub fn asks_who_calls(&self) -> bool {
        let asked = !self.answers.has(Q::Caller) || [self.cursor, self.before].contains(&Some(Q::Caller));
        self.flow == Flow::Call && asked
    }
}

/// Whether the call begins a case of its own, as far as the answers tell.
pub(super) fn is_new(answers: &Answers) -> bool {
    [Q::Customer, Q::Matter].iter().any(|q| answers.option(*q) == Some(NEW))
}

/// Whether a question of a call is asked, as far as the answers tell.
pub(super) fn applies(question: Q, answers: &Answers) -> bool {
    let is = |q: Q, ids: &[&str]| answers.option(q).is_some_and(|id| ids.contains(&id));
    let of = |kinds: &[&str]| is_new(answers) && is(Q::Type, kinds);
    match question {
        Q::Name | Q::Phone => is(Q::Customer, &[NEW]),
        Q::Matter => !is(Q::Customer, &[NEW]),
        Q::Type => is_new(answers),
        Q::About => of(&["claim"]),
        Q::Need => of(&["care"]),
        Q::Topic => of(&["enquiry"]),
        Q::Family => of(&["claim", "care"]),
        Q::Part => of(&["claim"]) && !is(Q::About, &["missing", "wrong"]),
        Q::Urgency => of(&["claim", "care", "person"]),
        Q::Unit => is(Q::Outcome, &["handed"]) && !is_new(answers),
        Q::Window => is(Q::Outcome, &["back"]),
        _ => true,
    }
}

/// The choices that depend on who was found.
pub(super) fn choices(open: &Dialogue, question: Q) -> Option<Vec<Choice>> {
    let choice = |id: String, label: Phrase| Choice { value: Value::Option(id.clone()), id, label };
    let last = |label| choice(NEW.to_owned(), Phrase::new(label));
    match question {
        Q::Customer => {
            let known = open.callers().iter().map(|one| choice(one.person.to_string(), one.phrase()));
            Some(known.chain([last("caller-new")]).collect())
        }
        Q::Matter => {
            let who = open.callers().iter().find(|one| Some(one.person) == open.caller());
            let cases = who.into_iter().flat_map(|one| &one.cases);
            let cases = cases.map(|case| choice(case.id.to_string(), case.phrase()));
            Some(cases.chain([last("caller-case-new")]).collect())
        }
        _ => None,
    }
}

/// Before an answer of a call gives way: what followed from it is open again.
pub(super) fn let_go(next: &mut Dialogue, question: Q) {
    let after: &[Q] = match question {
        Q::Caller => &OF_WHO,
        Q::Customer => &OF_WHO[1..],
        _ => return,
    };
    for question in after {
        forget(next, *question);
    }
    if question == Q::Caller {
        set_found(next, Vec::new());
    }
}

/// After an answer of a call: what follows from it.
pub(super) fn follow(next: &mut Dialogue, question: Q) {
    if question == Q::Customer && next.answers.option(Q::Customer) == Some(NEW) {
        named_by_what_was_told(next);
    }
    let who = next.callers().iter().find(|one| Some(one.person) == next.caller());
    if question == Q::Customer && who.is_some_and(|one| one.cases.is_empty()) {
        fill(next, Q::Matter, Value::Option(NEW.to_owned()));
    }
}

/// A stranger is called what was told, and called back by the number that was told.
fn named_by_what_was_told(next: &mut Dialogue) {
    let Some(text) = next.answers.text(Q::Caller) else { return };
    let told = Told::read(&text);
    if let Some(phone) = told.phone {
        fill(next, Q::Phone, Value::Short(phone.as_str().to_owned()));
    }
    if let Some(name) = told.name {
        fill(next, Q::Name, Value::Short(name));
    }
}

/// After it was told who calls: whoever was found is offered.
pub(super) fn offer(next: &mut Dialogue, question: Q, facts: &Facts<'_>) {
    if next.flow != Flow::Call || question != Q::Caller {
        return;
    }
    set_found(next, facts.callers.to_vec());
    let own: Vec<&Caller> = facts.callers.iter().filter(|one| one.by_number).collect();
    let chosen = match (facts.callers, own.as_slice()) {
        ([], _) => Some(NEW.to_owned()),
        (_, [one]) => Some(one.person.to_string()),
        _ => None,
    };
    if let Some(chosen) = chosen {
        fill(next, Q::Customer, Value::Option(chosen));
        follow(next, Q::Customer);
    }
}

fn set_found(next: &mut Dialogue, found: Vec<Caller>) {
    if let Some(call) = &mut next.call {
        call.found = found;
    }
}

fn fill(next: &mut Dialogue, question: Q, value: Value) {
    next.answers.0.insert(question, Entry::pressed(value));
}

/// What kind of case a call begins.
pub fn kind_of(answers: &Answers) -> Kind {
    answers.option(Q::Type).and_then(Kind::from_name).unwrap_or(Kind::Person)
}

/// What a call tells of the case it begins, as its customer would have told it.
pub fn as_told(answers: &Answers) -> Answers {
    let own = [Q::About, Q::Need, Q::Topic, Q::Family, Q::Part, Q::Urgency, Q::Story, Q::Phone];
    let mut told = Answers::default();
    let kept = answers.0.iter().filter(|(question, _)| own.contains(question));
    told.0.extend(kept.map(|(question, entry)| (*question, entry.clone())));
    let caller = answers.text(Q::Caller).map(|text| (Told::read(&text), text));
    if let Some((told_by, text)) = caller {
        let order = told_by.order.filter(|_| told_by.phone.is_none());
        if order.is_some() {
            told.0.insert(Q::Order, Entry::pressed(Value::Short(text.to_uppercase())));
        }
        if let Some(phone) = told_by.phone {
            told.0.insert(Q::Phone, Entry::pressed(Value::Short(phone.as_str().to_owned())));
        }
    }
    told
}
