//! What the terms say about surveys.

use super::{After, Item};
use crate::domain::{calendar::Span, claim::Buyer, phrase::Label};

/// How customers are asked what they think. Days are of 24 hours, months those of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// The forms, in the order they are offered.
    pub forms: Vec<Form>,
    /// Nobody gets two surveys within so many days.
    pub gap_days: u32,
    /// A long-term customer is asked at least once in so many months, by each form that is for them.
    pub every_months: u32,
    /// So many days before that time is over: what holds a survey up does not break the promise.
    pub ahead_days: u32,
    /// What is longer ago is no occasion any more.
    pub fresh_days: u32,
    /// No survey within so many hours of another message of the desk.
    pub quiet_hours: u32,
    /// From so many orders on whose goods were received, somebody is a long-term customer.
    pub long_term_orders: u32,
    /// A long-term customer of whose orders nothing happened for so many months is asked no more.
    pub lapse_months: u32,
    /// Days without an answer after which a survey is brought to mind, once.
    pub remind_days: u32,
    /// Days without an answer after which it counts as unanswered.
    pub unanswered_days: u32,
    /// Days in which a first answer is taken.
    pub answer_days: u32,
    /// Days after the first answer in which answers can be changed.
    pub change_days: u32,
    /// Hours after a survey was last touched in which words that answer nothing else are taken for its comment.
    pub listen_hours: u32,
    /// From that score down somebody looks into it.
    pub poor: i16,
    /// Within which they do.
    pub follow_up: Span,
    /// Whose matter a poor score is.
    pub follow_group: String,
    /// Who visits those that did not answer.
    pub visit_group: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Short id, `[a-z0-9-]`.
    pub id: String,
    /// What it is called.
    pub name: Label,
    /// Its questions, in order.
    pub asks: Vec<Item>,
    /// What it is sent to consumers after.
    pub consumer: Vec<After>,
    /// What it is sent to wholesale buyers after.
    pub wholesale: Vec<After>,
}

impl Form {
    /// What it is sent to such a buyer after.
    pub const fn after(&self, buyer: Buyer) -> &Vec<After> {
        match buyer {
            Buyer::Consumer => &self.consumer,
            Buyer::Wholesale => &self.wholesale,
        }
    }

    /// Its questions that can be answered then.
    pub fn asks_after(&self, after: After) -> Vec<Item> {
        self.asks.iter().copied().filter(|item| item.fits(after)).collect()
    }
}

impl Rules {
    /// The form of that id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The form such a buyer gets after that; none where nobody is asked then.
    pub fn form_after(&self, after: After, buyer: Buyer) -> Option<&Form> {
        self.forms.iter().find(|form| form.after(buyer).contains(&after))
    }

    /// The forms for such a buyer.
    pub fn forms_of(&self, buyer: Buyer) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| !form.after(buyer).is_empty())
    }
}
