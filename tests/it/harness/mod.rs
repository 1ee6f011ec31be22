//! What the tests of the whole desk stand on: databases of their own, a platform in memory, and captured logs.
//!
//! `database` gives every test a copy of one migrated template; `desk` builds the real desk over it; `chats` is a
//! platform in memory, without wire or client library, whose `courier` plugs into the desk's one port; `direct` makes a
//! stage of these, so that a scenario file plays on it as it does over the wire; `logs` keeps every line a test logs.
//! `site` runs the program itself, in processes of its own. `server` is Discord's half of that stage: the stand-in's server, reached
//! without a wire. `board` is Discord as far as the relay meets it, for tests that write events by hand. `wire` loses answers of the
//! database.
//! Deliberately not here: any judgement about what the desk should say. Scenarios and tests say that.

pub mod acts;
pub mod board;
pub mod chats;
pub mod courier;
pub mod database;
pub mod desk;
pub mod direct;
pub mod gives;
pub mod logs;
pub mod post;
pub mod server;
pub mod side_by_side;
#[cfg(feature = "sandbox")]
pub mod site;
pub mod wire;

pub use database::TestDatabase;
pub use desk::{Bureau, Setup};
pub use direct::DirectStage;
pub use logs::Logs;
pub use side_by_side::{alone, each};
pub use wire::Wire;
