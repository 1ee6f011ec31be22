//! The pure core: no I/O, no clock, no randomness; everything it needs comes in as an argument.

pub mod calendar;
pub mod catalogue;
pub mod claim;
pub mod day;
pub mod dialogue;
pub mod lang;
pub mod moment;
pub mod phrase;
pub mod reference;
pub mod sla;
pub mod terms;
pub mod text;
