//! What a call looks like while it is taken down: who was found, and how it was left.

use super::Q;
use crate::domain::{
    caller::{Caller, OpenCase},
    dialogue::{Answers, Dialogue, Flow, summary::worded},
    phrase::Phrase,
    terms::Terms,
};

/// Who calls and what it belongs to, in words, above what was said.
pub(in crate::domain::dialogue) fn told(open: &Dialogue) -> Vec<Phrase> {
    let who = open.callers().iter().find(|one| Some(one.person) == open.caller());
    let new = || {
        let name = open.answers.text(Q::Name).unwrap_or_default();
        match open.answers.text(Q::Phone) {
            Some(phone) => Phrase::new("caller-stranger").with("name", name).with("phone", phone),
            None => Phrase::new("caller-stranger-bare").with("name", name),
        }
    };
    let matter = open.matter();
    let cases = || open.callers().iter().flat_map(|one| &one.cases);
    let case = matter.and_then(|id| cases().find(|case| case.id == id)).map(OpenCase::phrase);
    vec![who.map_or_else(new, Caller::phrase), case.unwrap_or_else(|| Phrase::new("caller-case-new"))]
}

/// Above a question: who was taken by their number alone, or that nobody is known by what was told.
pub(in crate::domain::dialogue) fn found_so_far(open: &Dialogue, question: Q) -> Option<Phrase> {
    match question {
        Q::Matter => Some(open.callers().iter().find(|one| Some(one.person) == open.caller())?.phrase()),
        Q::Name if open.flow == Flow::Call => {
            Some(Phrase::new("caller-unknown").with("value", open.answers.text(Q::Caller)?))
        }
        _ => None,
    }
}

/// How a call was left, as one fact, taken out of those that are told one by one; their number stands with who they are.
pub(in crate::domain::dialogue) fn left(told: &mut Answers, flow: Flow, terms: &Terms) -> Option<Phrase> {
    if flow != Flow::Call {
        return None;
    }
    told.0.remove(&Q::Phone);
    let when = told.0.remove(&Q::Window).and_then(|entry| worded(Q::Window, &entry.value, terms));
    let how = Phrase::keyed("brief", told.option(Q::Outcome)?);
    told.0.remove(&Q::Outcome);
    Some(match when {
        Some(when) => Phrase::new("call-left-when").with("what", how).with("value", when),
        None => how,
    })
}
