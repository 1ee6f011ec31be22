//! What is claimed, line by line, and whether what becomes of it is all of it.

use super::Share;
use crate::domain::{case::Case, claim::Line};

/// A line of a claim with what is claimed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The line, from 1.
    pub line: u16,
    /// How many pieces.
    pub pieces: u32,
    /// The article, where the lines have some.
    pub sku: Option<String>,
}

/// What is claimed in a case, line by line; nothing where no piece of it is counted. What names no product is one piece.
pub fn claimed(case: &Case) -> Vec<Claimed> {
    let lines = case.answers.as_ref().map(|answers| Line::all(answers, None)).unwrap_or_default();
    if lines.is_empty() {
        return vec![Claimed { line: 1, pieces: 1, sku: None }];
    }
    let counted = |(n, line): (usize, &Line)| {
        let pieces = line.counts.defective.filter(|pieces| *pieces > 0)?;
        Some(Claimed { line: u16::try_from(n + 1).ok()?, pieces, sku: line.sku.clone() })
    };
    lines.iter().enumerate().filter_map(counted).collect()
}

/// Whether what becomes of the pieces of every line is all that is claimed of it, and nothing more.
pub fn adds_up(shares: &[Share], claimed: &[Claimed]) -> bool {
    let sum = |line: u16| -> u64 {
        shares.iter().filter(|share| share.line == line).map(|share| u64::from(share.quantity)).sum()
    };
    let known = |share: &Share| claimed.iter().any(|one| one.line == share.line) && share.quantity > 0;
    shares.iter().all(known) && claimed.iter().all(|one| sum(one.line) == u64::from(one.pieces))
}
