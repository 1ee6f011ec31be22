//! A stand-in of the platform and of the people who use it, and a Postgres of one's own: for the demo, the scenarios
//! and the tests. The production image is built without it.
//!
//! `world` holds chats, people and the queue of updates; `telegram` serves that world over HTTP the way the Bot API
//! does; `discord` is a Discord server in the same world and serves it the way Discord does; `faults` breaks the Telegram
//! side on demand; `script` plays scenario files against any [`script::Stage`]; `wire` is the stage
//! that goes through the world; `page` shows the world in a browser. Invariants: nothing here knows the desk (only
//! `crate::clock` is used), nothing listens beyond the loopback interface, and the same acts give the same ids.

pub mod discord;
pub mod faults;
mod listen;
pub mod page;
pub mod postgres;
pub mod script;
mod serving;
pub mod shown;
pub mod telegram;
pub mod wire;
pub mod world;
