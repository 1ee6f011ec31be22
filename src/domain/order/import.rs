//! A list of orders as a file of separated values: what may stand in it, and what is wrong with what does.
//!
//! Pure: lines come in as an iterator and orders go out as one, so a list of any length takes the room of one order
//! (and of the numbers already met). Nothing is repaired by guessing; every place that doesn't fit is named with its
//! line, its column, what was found and what would fit. What a cell leaves open stays as the desk knows it, so a list
//! can be read again and again. Not here: files, and what is written into the database (`app`, `store`).

mod cells;
mod columns;
mod dates;
mod fault;
mod gather;
mod merge;
mod records;

pub use cells::Cell;
pub use columns::{Column, Columns, SIGNS, template};
pub use dates::DateForm;
pub use fault::Fault;
pub use gather::{Bad, Entry, Form, Reading};
pub use merge::{Outcome, merge};
pub use records::{LONGEST_LINE, Record, Records, Unreadable, split};
