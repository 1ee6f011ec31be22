//! Searching, the pure part: what a text can be found by, what a search asks for, and what of a text is shown.
//!
//! The same function makes the tokens of texts and of searches, so that the two can't disagree, and no dictionary of
//! the database is needed. Deliberately not here: where tokens are kept (`store::search`), and who may see what.

mod excerpt;
mod query;
mod tokens;

pub use excerpt::{Excerpt, excerpt};
pub use query::{Query, Slip};
pub use tokens::{Token, of_search, of_text, tokens_at};
