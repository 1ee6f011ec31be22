//! Reports: what the desk promised and kept, what is open, what was wrong, who pays, what customers say, and who did
//! what, in some days.
//!
//! `ask` reads what is asked for and `range` its days, `rows` is what the store brings, `figures` reckons with `measure`, and
//! `words` tells every number; `quoted` and `satisfied` do both for quotes and surveys. docs/reports.md defines each figure for those who read them.
//!
//! Not here: who may see what (`front`), the picture (`paper::chart`), reading rows.

mod ask;
mod digest;
mod figures;
mod measure;
mod quoted;
mod range;
mod rows;
mod satisfied;
mod words;

pub use ask::{Ask, By, Filter, Order, read, seen_by};
pub use digest::Digest;
pub use figures::{
    AGES, BUCKETS, Cause, Costs, Figures, Open, Pieces, Promised, Slice, Within, figures, outcome,
};
pub use measure::{Kept, Took, per_mille, share};
pub use quoted::{OUTCOMES, QuoteRow, Quoted};
pub use range::{Days, LONGEST, Unread};
pub use rows::{CauseRow, ClockRow, CostRow, GoodsRow, LoadRow, OpenRow, Outcome, Rows};
pub use satisfied::{ENOUGH, Satisfied, Score, SurveyRow, form, mean};
pub use words::{Told, ages, called, head, name, scope, span, title, words};
