//! One binary for all integration tests: one private cluster, one migrated template database.

mod architecture;
mod calendar;
mod catalogue;
mod day;
mod dialogue;
mod dialogue_reading;
mod properties_calendar;
mod properties_dialogue;
mod reference;
mod sla;
mod talk;
mod text;
