//! The lines of a file: text or not, never longer in memory than a line may be.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use crate::domain::order::import::{LONGEST_LINE, Unreadable};

/// The lines of a source from its beginning, without their breaks. What breaks the reading off is left in `broken`.
pub(super) struct Lines<'a, S> {
    source: BufReader<&'a mut S>,
    broken: &'a mut Option<io::Error>,
}

impl<'a, S: Read + Seek> Lines<'a, S> {
    /// From the beginning.
    pub(super) fn of(source: &'a mut S, broken: &'a mut Option<io::Error>) -> io::Result<Self> {
        source.seek(SeekFrom::Start(0))?;
        Ok(Self { source: BufReader::with_capacity(LONGEST_LINE, source), broken })
    }

    fn read(&mut self) -> io::Result<Option<Result<String, Unreadable>>> {
        let limit = LONGEST_LINE as u64;
        let mut bytes = Vec::new();
        if (&mut self.source).take(limit).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if bytes.len() == LONGEST_LINE && bytes.last() != Some(&b'\n') {
            self.source.skip_until(b'\n')?;
            return Ok(Some(Err(Unreadable::TooLong)));
        }
        let text = String::from_utf8(bytes).map_err(|_| Unreadable::Encoding);
        Ok(Some(text.map(|text| text.trim_end_matches(['\n', '\r']).to_owned())))
    }
}

impl<S: Read + Seek> Iterator for Lines<'_, S> {
    type Item = Result<String, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken.is_some() {
            return None;
        }
        self.read().unwrap_or_else(|error| {
            *self.broken = Some(error);
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn lines_are_text_or_say_why_not() {
        let mut bytes = b"a\r\nb\n\n".to_vec();
        bytes.extend([0xFF, b'\n']);
        bytes.extend(vec![b'x'; 3 * LONGEST_LINE]);
        bytes.extend(b"\nlast");
        let (mut broken, mut source) = (None, Cursor::new(bytes));
        let lines: Vec<_> = Lines::of(&mut source, &mut broken).expect("it can be read").collect();
        let text = |line: &str| Ok(line.to_owned());
        let (bad, long) = (Err(Unreadable::Encoding), Err(Unreadable::TooLong));
        assert_eq!(lines, [text("a"), text("b"), text(""), bad, long, text("last")]);
    }
}
