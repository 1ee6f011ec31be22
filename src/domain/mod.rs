//! The pure core: no I/O, no clock, no randomness; everything it needs comes in as an argument.

pub mod calendar;
pub mod card;
pub mod case;
pub mod catalogue;
pub mod chat;
pub mod claim;
pub mod clocks;
pub mod command;
pub mod day;
pub mod dialogue;
pub mod front;
pub mod id;
pub mod lang;
pub mod moment;
pub mod party;
pub mod phrase;
pub mod plan;
pub mod reference;
pub mod sla;
pub mod terms;
pub mod text;
