//! Whether somebody can be reached at all.

use super::{Facts, acts, customer};
use crate::domain::{
    chat::Platform,
    plan::{Plan, SurveyChange},
};

/// They blocked the bot, or let it in again: their rooms are told.
pub(super) fn reachable(yes: bool, on: Platform, facts: &Facts<'_>) -> Plan {
    let mut person = facts.speaker.clone();
    person.reachable = yes;
    let surveys = vec![SurveyChange::Wake(person.id)];
    let mut plan = Plan { people: vec![person], surveys, ..Plan::default() };
    for file in customer::current(facts) {
        plan.absorb(if yes {
            acts::customer_back(file, facts.unsent.len())
        } else {
            acts::customer_lost(file, on, facts.now, facts.terms)
        });
    }
    plan
}
