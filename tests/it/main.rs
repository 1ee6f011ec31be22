//! One binary for all integration tests: one private cluster, one migrated template database.

mod architecture;
mod calendar;
mod day;
mod properties_calendar;
mod reference;
mod sla;
mod text;
