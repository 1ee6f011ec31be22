//! One binary for all integration tests: one private cluster, one migrated template database.

mod calendar;
mod config;
mod health;
mod properties_calendar;
mod telemetry;
mod terms_to_code;
