//! Which questions a flow asks, in which order, and when one applies.
//!
//! The count "4 of 11" is of these. A question applies by the answers alone, so the same answers always lead to the
//! same next question.

use serde::{Deserialize, Serialize};

use super::{
    Question as Q,
    answers::{Answers, Value},
    called,
};
use crate::domain::{claim::Buyer, terms::Terms};

/// A guided dialogue. Talking to a person needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// A fault, damage, missing or wrong goods.
    Claim,
    /// Care, repair or a spare part.
    Care,
    /// Customization, wholesale, or a suggestion.
    Enquiry,
    /// Where an order is.
    Order,
    /// A phone call, taken down by an agent.
    Call,
}

impl Flow {
    /// Every flow of customers, as the menu offers them.
    pub const OFFERED: [Self; 4] = [Self::Claim, Self::Care, Self::Enquiry, Self::Order];
    /// Every flow.
    pub const ALL: [Self; 5] = [Self::Claim, Self::Care, Self::Enquiry, Self::Order, Self::Call];

    /// The word in buttons, routing rules and texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Care => "care",
            Self::Enquiry => "enquiry",
            Self::Order => "order",
            Self::Call => "call",
        }
    }

    /// The flow of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.id() == id)
    }

    /// The questions in the order they are asked.
    pub const fn questions(self) -> &'static [Q] {
        match self {
            Self::Claim => &[
                Q::About,
                Q::Company,
                Q::Family,
                Q::Model,
                Q::Order,
                Q::Lines,
                Q::Received,
                Q::Part,
                Q::Severity,
                Q::Story,
                Q::Circumstances,
                Q::Quarantine,
                Q::Evidence,
                Q::Why,
                Q::Urgency,
                Q::Needed,
                Q::Wish,
                Q::Way,
                Q::Phone,
                Q::Window,
                Q::Email,
                Q::Address,
            ],
            Self::Care => &[Q::Need, Q::Family, Q::Model, Q::Story, Q::Evidence],
            Self::Enquiry => {
                &[Q::Topic, Q::Company, Q::Family, Q::Quantity, Q::Details, Q::Target, Q::Evidence]
            }
            Self::Order => &[Q::Order],
            Self::Call => &[
                Q::Caller,
                Q::Customer,
                Q::Name,
                Q::Phone,
                Q::Matter,
                Q::Type,
                Q::About,
                Q::Need,
                Q::Topic,
                Q::Family,
                Q::Part,
                Q::Urgency,
                Q::Story,
                Q::Outcome,
                Q::Unit,
                Q::Window,
            ],
        }
    }

    /// Whether the answers are shown once more before they go out.
    pub const fn has_summary(self) -> bool {
        !matches!(self, Self::Order)
    }

    /// Whether `question` is asked, as far as the answers tell.
    pub fn asks(self, question: Q, answers: &Answers, buyer: Buyer, terms: &Terms) -> bool {
        self.questions().contains(&question) && applies(self, question, answers, buyer, terms)
    }
}

/// The id of a product outside the families.
pub const OTHER: &str = "other";

fn applies(flow: Flow, question: Q, answers: &Answers, buyer: Buyer, terms: &Terms) -> bool {
    let is = |q: Q, ids: &[&str]| answers.option(q).is_some_and(|id| ids.contains(&id));
    if flow == Flow::Call {
        return called::applies(question, answers);
    }
    match question {
        // Why: an article of a line says more than a model would.
        Q::Model if flow == Flow::Claim && buyer == Buyer::Wholesale => false,
        Q::Severity | Q::Quarantine if is(Q::About, &["missing"]) => false,
        Q::Company if flow == Flow::Enquiry => is(Q::Topic, &["wholesale"]),
        Q::Company | Q::Lines | Q::Severity | Q::Quarantine => buyer == Buyer::Wholesale,
        // Why: a known order may say more than the brand asks for.
        Q::Model => is(Q::Family, &[OTHER]) || !models(answers, terms).is_empty() || answers.has(Q::Model),
        Q::Part | Q::Circumstances => !is(Q::About, &["missing", "wrong"]),
        Q::Family | Q::Quantity | Q::Target if flow == Flow::Enquiry => !is(Q::Topic, &["suggestion"]),
        Q::Why => answers.get(Q::Evidence) == Some(&Value::Cannot),
        Q::Needed => is(Q::Urgency, &["high", "normal"]),
        Q::Phone => is(Q::Way, &["phone", "video"]),
        Q::Window => is(Q::Way, &["phone", "video", "on-site"]),
        Q::Email => is(Q::Way, &["email"]),
        Q::Address => is(Q::Way, &["on-site"]),
        _ => true,
    }
}

/// The models of the chosen family.
pub fn models<'a>(answers: &Answers, terms: &'a Terms) -> &'a [String] {
    answers.option(Q::Family).and_then(|id| terms.family(id)).map_or(&[], |family| &family.models)
}

/// Questions a person may pass over without a word.
pub const fn may_skip(flow: Flow, question: Q) -> bool {
    match question {
        Q::Needed | Q::Target => true,
        Q::Company => matches!(flow, Flow::Enquiry),
        Q::Evidence => !matches!(flow, Flow::Claim),
        Q::Phone => matches!(flow, Flow::Call),
        _ => false,
    }
}

/// Questions where not knowing is an ordinary answer; elsewhere it is accepted after two misses.
pub const fn may_not_know(question: Q) -> bool {
    matches!(question, Q::Model | Q::Order | Q::Lines | Q::Received | Q::Circumstances | Q::Quantity)
}
