//! Aftercare: the after-sales desk of a brand, inside the chats its customers already use.
//!
//! `domain` decides, `store` keeps, `desk` carries out, `frontend` speaks to the platforms; `docs/architecture.md`
//! walks through them.

pub mod app;
pub mod clock;
pub mod config;
pub mod desk;
pub mod domain;
pub mod frontend;
pub mod handout;
pub mod health;
pub mod paper;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod store;
pub mod telemetry;
pub mod worker;
