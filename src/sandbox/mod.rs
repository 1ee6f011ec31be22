//! Stand-ins for what Aftercare normally finds outside itself, so that the demo and the tests need no account
//! and no server. Nothing here decides anything about a case, and the production image is built without it.

pub mod postgres;
