//! Days in a list: ISO, or one form that was named. Never guessed: 03/04 is two days.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::text::half_width;

/// How days are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateForm {
    written: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Sign(char),
}

impl Default for DateForm {
    fn default() -> Self {
        let sign = Piece::Sign('-');
        Self { written: "YYYY-MM-DD".into(), pieces: vec![Piece::Year, sign, Piece::Month, sign, Piece::Day] }
    }
}

impl DateForm {
    /// A form such as `DD.MM.YYYY` or `M/D/YYYY`: each of the three once, four letters for the year, one or two
    /// (which mean the same) for the others.
    pub fn read(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text.trim();
        while let Some(first) = rest.chars().next() {
            let run = rest.len() - rest.trim_start_matches(first).len();
            let (piece, taken) = match (first.to_ascii_uppercase(), run) {
                ('Y', 4) => (Piece::Year, run),
                ('M', 1 | 2) => (Piece::Month, run),
                ('D', 1 | 2) => (Piece::Day, run),
                ('年' | '月' | '日', _) => (Piece::Sign(first), first.len_utf8()),
                _ if !first.is_alphanumeric() => (Piece::Sign(first), first.len_utf8()),
                _ => return None,
            };
            pieces.push(piece);
            rest = &rest[taken..];
        }
        let once = |wanted| pieces.iter().filter(|p| **p == wanted).count() == 1;
        let whole = once(Piece::Year) && once(Piece::Month) && once(Piece::Day);
        // Why: without a sign between, digits of one run into the next.
        let apart = pieces.windows(2).all(|two| two.iter().any(|p| matches!(p, Piece::Sign(_))));
        (whole && apart).then(|| Self { written: text.trim().to_uppercase(), pieces })
    }

    /// The day that was written; in this form, or in ISO, which can't be misread.
    pub fn parse(&self, text: &str) -> Option<NaiveDate> {
        let narrow: String = text.trim().chars().map(half_width).collect();
        in_form(&self.pieces, &narrow).or_else(|| in_form(&Self::default().pieces, &narrow))
    }

    /// The form, as it was named.
    pub fn name(&self) -> &str {
        &self.written
    }

    /// That day, as it has to be written.
    pub fn show(&self, day: NaiveDate) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Year => format!("{:04}", day.year()),
            Piece::Month => format!("{:02}", day.month()),
            Piece::Day => format!("{:02}", day.day()),
            Piece::Sign(sign) => sign.to_string(),
        };
        self.pieces.iter().map(piece).collect()
    }
}

fn in_form(pieces: &[Piece], text: &str) -> Option<NaiveDate> {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut rest = text;
    for piece in pieces {
        if let Piece::Sign(sign) = piece {
            rest = rest.strip_prefix(*sign)?;
            continue;
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, left) = rest.split_at(digits);
        rest = left;
        match piece {
            Piece::Year if digits == 4 => year = number.parse().ok(),
            Piece::Month if (1..=2).contains(&digits) => month = number.parse().ok(),
            Piece::Day if (1..=2).contains(&digits) => day = number.parse().ok(),
            Piece::Year | Piece::Month | Piece::Day | Piece::Sign(_) => return None,
        }
    }
    let whole = rest.is_empty();
    NaiveDate::from_ymd_opt(year?, month?, day?).filter(|_| whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_reads_its_days() {
        let third = NaiveDate::from_ymd_opt(2026, 4, 3);
        for (form, text) in [
            ("YYYY-MM-DD", "2026-04-03"),
            ("DD.MM.YYYY", "03.04.2026"),
            ("D.M.YYYY", "3.4.2026"),
            ("MM/DD/YYYY", "04/03/2026"),
            ("yyyy/m/d", "２０２６/4/3"),
            ("YYYY年MM月DD日", "2026年4月3日"),
            ("DD/MM/YYYY", "2026-04-03"),
        ] {
            let form = DateForm::read(form).expect(form);
            assert_eq!(form.parse(text), third, "{text}");
            assert_eq!(form.parse(&form.show(third.expect("a day"))), third);
        }
        let form = DateForm::read("DD/MM/YYYY").expect("a form");
        for text in ["31/02/2026", "03-04-2026", "3/4/26", "03/04/2026x", "", "/3/2026", "003/4/2026"] {
            assert_eq!(form.parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_leaves_a_day_open_is_no_form() {
        for text in ["", "DD/MM", "DDMMYYYY", "DD/MM/YY", "%d/%m/%Y", "DD/DD/YYYY", "day/month/year"] {
            assert_eq!(DateForm::read(text), None, "{text}");
        }
    }
}
