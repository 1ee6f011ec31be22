//! The platforms' side of the desk: each platform's adapter turns what comes in into [`crate::domain::chat::Incoming`]
//! and brings out what a [`crate::desk::courier::Delivery`] says.
//!
//! Adapters decide nothing and keep nothing: no database, no configuration of their own, no wording for customers.

pub mod discord;
mod download;
pub mod telegram;
