//! Lines of a file into records of cells, RFC 4180 with `,` or `;`.
//!
//! A quoted cell may go over several lines, up to a limit; a quote that is never closed costs one line and not the rest
//! of the file.

use std::collections::VecDeque;

use super::Fault;

/// Bytes one line may have.
pub const LONGEST_LINE: usize = 64 * 1024;
/// Further lines a quoted cell may go over.
const MOST_LINES: usize = 20;

/// Why a line of a file is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Its bytes are no UTF-8.
    Encoding,
    /// It has more bytes than a line may have.
    TooLong,
}

/// The cells of one record and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line it begins in, from 1.
    pub line: u64,
    /// Its cells, without quotes and without white space around what isn't quoted.
    pub cells: Vec<String>,
}

/// Why a text is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A quote is opened and not closed: it may go on in the next line.
    Open,
    /// Something follows a closing quote.
    Behind,
}

/// Splits one record into its cells.
pub fn split(text: &str, sign: char) -> Result<Vec<String>, Broken> {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = match rest.trim_start_matches([' ', '\t']).strip_prefix('"') {
            Some(quoted) => in_quotes(quoted, sign)?,
            None => match rest.split_once(sign) {
                Some((cell, after)) => (cell.trim().to_owned(), Some(after)),
                None => (rest.trim().to_owned(), None),
            },
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return Ok(cells),
        }
    }
}

/// A cell behind its opening quote, and what follows its sign.
fn in_quotes(quoted: &str, sign: char) -> Result<(String, Option<&str>), Broken> {
    let mut cell = String::new();
    let mut rest = quoted;
    loop {
        let (piece, after) = rest.split_once('"').ok_or(Broken::Open)?;
        cell.push_str(piece);
        if let Some(more) = after.strip_prefix('"') {
            cell.push('"');
            rest = more;
            continue;
        }
        let after = after.trim_start_matches([' ', '\t']);
        return match after.strip_prefix(sign) {
            Some(next) => Ok((cell, Some(next))),
            None if after.is_empty() => Ok((cell, None)),
            None => Err(Broken::Behind),
        };
    }
}

/// A line of the file with its number.
type Line = (u64, Result<String, Unreadable>);

/// Records out of lines, which come without their line breaks. Empty lines are passed over.
pub struct Records<L> {
    lines: L,
    /// Read ahead for a quote that was not closed.
    back: VecDeque<Line>,
    number: u64,
    sign: char,
}

impl<L: Iterator<Item = Result<String, Unreadable>>> Records<L> {
    /// The records of those lines; `before` lines have been taken off them.
    pub const fn new(lines: L, sign: char, before: u64) -> Self {
        Self { lines, back: VecDeque::new(), number: before, sign }
    }

    fn line(&mut self) -> Option<Line> {
        if let Some(line) = self.back.pop_front() {
            return Some(line);
        }
        let line = self.lines.next()?;
        self.number += 1;
        Some((self.number, line))
    }

    /// The record that begins in `first`; lines taken for it are put back when it doesn't end.
    fn record(&mut self, number: u64, first: &str) -> Result<Record, Fault> {
        let mut text = first.to_owned();
        let mut taken: Vec<Line> = Vec::new();
        loop {
            let more = match split(&text, self.sign) {
                Ok(cells) => return Ok(Record { line: number, cells }),
                Err(Broken::Open) if taken.len() < MOST_LINES => self.line(),
                Err(Broken::Open | Broken::Behind) => None,
            };
            if let Some((at, Ok(more))) = more {
                text.push('\n');
                text.push_str(&more);
                taken.push((at, Ok(more)));
                continue;
            }
            taken.extend(more);
            taken.into_iter().rev().for_each(|line| self.back.push_front(line));
            return Err(match split(first, self.sign) {
                Err(Broken::Open) => Fault::of_line(
                    number,
                    first,
                    "a quote is opened here and not closed; close it, or write it twice",
                ),
                _ => Fault::of_line(number, first, "write a quote inside quotes twice, as in \"6\"\" case\""),
            });
        }
    }
}

impl<L: Iterator<Item = Result<String, Unreadable>>> Iterator for Records<L> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (number, line) = self.line()?;
            return Some(match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => self.record(number, &line),
                Err(Unreadable::Encoding) => Err(Fault::of_line(
                    number,
                    "bytes that are no UTF-8",
                    "save the file as UTF-8, in Excel as “CSV UTF-8”",
                )),
                Err(Unreadable::TooLong) => Err(Fault::of_line(
                    number,
                    "more than 64 kB in one line",
                    "a line holds one product of one order",
                )),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_and_unquoted() {
        for (text, cells) in [
            ("a,b", vec!["a", "b"]),
            ("a , b,", vec!["a", "b", ""]),
            ("\"a, b\",c", vec!["a, b", "c"]),
            (" \"6\"\" case\" ,c", vec!["6\" case", "c"]),
            ("\"two\nlines\",c", vec!["two\nlines", "c"]),
            ("6\" case,c", vec!["6\" case", "c"]),
        ] {
            let cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
            assert_eq!(split(text, ','), Ok(cells), "{text}");
        }
        assert_eq!(split("\"a,b", ','), Err(Broken::Open));
        assert_eq!(split("\"a\"b,c", ','), Err(Broken::Behind));
    }

    #[test]
    fn a_quote_that_stays_open_costs_its_own_line_only() {
        let lines = ["a,b", "\"open,b", "", "c,d", "e,f"].map(|line| Ok(line.to_owned()));
        let records: Vec<_> = Records::new(lines.into_iter(), ',', 1).collect();
        let seen: Vec<_> = records.iter().map(|r| r.as_ref().map_or_else(|f| f.line, |r| r.line)).collect();
        assert_eq!(seen, [2, 3, 5, 6]);
        assert_eq!(records.iter().filter(|r| r.is_err()).count(), 1);
    }

    #[test]
    fn a_quoted_cell_may_have_line_breaks() {
        let lines = ["\"two", "lines\",b", "c,d"].map(|line| Ok(line.to_owned()));
        let records: Vec<_> =
            Records::new(lines.into_iter(), ',', 0).collect::<Result<_, _>>().expect("fine");
        assert_eq!((records[0].cells[0].as_str(), records[1].line), ("two\nlines", 3));
    }
}
