//! One binary for all integration tests: one private cluster, one migrated template database.

mod calendar;
mod properties_calendar;
