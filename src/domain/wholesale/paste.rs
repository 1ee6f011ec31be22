//! Lines out of a text, typed or pasted: a line each, or a table with a first line that names its columns.
//!
//! Every line that is not empty is taken or named with why it was not; nothing is guessed, and nothing is passed over.

use super::{
    Item, Misfit,
    columns::{Column, named, put},
    free,
};
use crate::domain::{order::import::split, text::half_width};

/// Most lines one claim has.
pub const MOST: usize = 60;

/// What a text holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// The lines that were taken, in their order.
    pub items: Vec<Item>,
    /// The lines that were not.
    pub unread: Vec<Unread>,
    /// Columns of a table that are not ours, by their names.
    pub strange: Vec<String>,
}

impl Pasted {
    /// Whether the items say all the text said.
    pub fn is_whole(&self) -> bool {
        self.unread.is_empty() && self.strange.is_empty()
    }
}

/// A line that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Which, from 1.
    pub n: usize,
    /// What stands in it.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// Why a line was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is no article with a number of pieces.
    Shape,
    /// Its counts contradict each other.
    Misfit(Misfit),
    /// There are too many.
    Full,
}

/// Reads what a text holds; `room` more lines are taken. `missing`: the goods never came.
pub fn read(text: &str, room: usize, missing: bool) -> Pasted {
    let narrow: String = text.chars().map(half_width).collect();
    let mut lines = narrow
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty());
    let mut pasted = Pasted::default();
    let mut ahead = lines.next();
    let table = ahead.and_then(|(_, first)| Table::read(first));
    if let Some(table) = &table {
        pasted.strange.clone_from(&table.strange);
        ahead = lines.next();
    }
    for (n, line) in ahead.into_iter().chain(lines) {
        let item = match &table {
            Some(table) => table.row(line),
            None => free::read(line.trim()),
        };
        let item = item.ok_or(Why::Shape).and_then(|item| match item.counts.misfit(missing) {
            Some(misfit) => Err(Why::Misfit(misfit)),
            None if pasted.items.len() >= room => Err(Why::Full),
            None => Ok(item),
        });
        match item {
            Ok(item) => pasted.items.push(item),
            Err(why) => pasted.unread.push(Unread { n, text: line.trim().to_owned(), why }),
        }
    }
    pasted
}

/// The first line of a table.
struct Table {
    sign: char,
    columns: Vec<Option<Column>>,
    strange: Vec<String>,
}

/// What parts the cells of a table; the first that makes a header does.
const SIGNS: [char; 4] = ['\t', ';', ',', '|'];

impl Table {
    /// A first line that names an article and at least one count, and holds no number.
    fn read(line: &str) -> Option<Self> {
        let sign = SIGNS.into_iter().find(|sign| line.contains(*sign)).unwrap_or(' ');
        let cells = cells(line, sign)?;
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| named(cell)).collect();
        let has_sku = columns.contains(&Some(Column::Sku));
        let counts = columns.iter().any(|column| matches!(column, Some(Column::Pieces(_))));
        let numbers = cells.iter().any(|cell| super::columns::pieces(cell).is_some());
        let twice = columns.iter().enumerate().any(|(at, c)| c.is_some() && columns[..at].contains(c));
        // Why: spaces part words as well, and a sentence is no header.
        let words = sign == ' ' && columns.contains(&None);
        if !has_sku || !counts || numbers || twice || words {
            return None;
        }
        let unnamed =
            cells.iter().zip(&columns).filter(|(cell, column)| column.is_none() && !cell.is_empty());
        let strange = unnamed.map(|(cell, _)| cell.clone()).collect();
        Some(Self { sign, columns, strange })
    }

    /// One row; empty cells say nothing.
    fn row(&self, line: &str) -> Option<Item> {
        let cells = cells(line, self.sign)?;
        if cells.len() > self.columns.len() && cells[self.columns.len()..].iter().any(|cell| !cell.is_empty())
        {
            return None;
        }
        let mut item = Item::default();
        for (column, cell) in self.columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            if !column.is_none_or(|column| put(&mut item, column, cell)) {
                return None;
            }
        }
        (!item.sku.is_empty() && !item.counts.is_empty()).then_some(item)
    }
}

/// The cells of a line. Tabs part as they are: no spreadsheet quotes them.
fn cells(line: &str, sign: char) -> Option<Vec<String>> {
    if sign == ' ' {
        return Some(line.split_whitespace().map(str::to_owned).collect());
    }
    if sign == '\t' {
        return Some(line.split('\t').map(|cell| cell.trim().to_owned()).collect());
    }
    split(line, sign).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::wholesale::{Count, Counts};

    type Told = (String, Option<String>, Option<String>, [Option<u32>; 4]);

    fn one(text: &str) -> Option<Told> {
        let mut pasted = read(text, MOST, false);
        let item = pasted.items.pop().filter(|_| pasted.is_whole() && pasted.items.is_empty())?;
        let Counts { ordered, received, inspected, defective } = item.counts;
        Some((item.sku, item.lot, item.carton, [ordered, received, inspected, defective]))
    }

    fn plain(sku: &str, counts: [Option<u32>; 4]) -> Told {
        (sku.to_owned(), None, None, counts)
    }

    #[test]
    fn numbers_behind_an_article_are_read_from_the_last() {
        let twelve = Some(plain("VC-210", [None, None, None, Some(12)]));
        for text in [
            "VC-210 12",
            "VC-210, 12",
            "VC-210;12",
            "VC-210\t12",
            "VC-210 x12",
            "VC-210 12 pcs",
            "VC-210 12pcs",
            "VC-210，12件",
            "SKU QTY\nVC-210 12",
            "1、VC-210 12",
            "1. VC-210 12",
            "sku VC-210 12",
            "VC-210: 12",
            "ＶＣ－２１０　１２",
        ] {
            assert_eq!(one(text), twelve, "{text}");
        }
        assert_eq!(one("VC-210 500 12"), Some(plain("VC-210", [None, Some(500), None, Some(12)])));
        assert_eq!(one("VC-210 500 50 12"), Some(plain("VC-210", [None, Some(500), Some(50), Some(12)])));
        assert_eq!(
            one("VC-210 600 500 50 12"),
            Some(plain("VC-210", [Some(600), Some(500), Some(50), Some(12)]))
        );
        assert_eq!(one("Nova case black 12"), Some(plain("Nova case black", [None, None, None, Some(12)])));
        assert_eq!(one("210 12"), Some(plain("210", [None, None, None, Some(12)])), "a name may be a number");
    }

    #[test]
    fn names_before_and_behind_numbers_say_what_they_are() {
        let told = Some((
            "VC-210".to_owned(),
            Some("L2026-02".to_owned()),
            Some("7".to_owned()),
            [None, Some(500), None, Some(12)],
        ));
        for text in [
            "VC-210 lot L2026-02 carton 7 received 500 defective 12",
            "VC-210 lot:L2026-02 carton=7 received: 500 defective: 12",
            "VC-210 · lot L2026-02 · carton 7 · 500 received · 12 defective (2.4%)",
            "2. VC-210 · lot L2026-02 · carton 7 · 500 received · 12 defective (2.4%)",
            "VC-210，批号L2026-02，箱号7，收货500，不良12（2.4%）",
            "VC-210 批号 L2026-02 箱号 7 收货 500 不良 12",
            "sku,lot,carton,received,defective\nVC-210,L2026-02,7,500,12",
            "Item no.;Batch;Ctn;Qty received;Qty defective\nVC-210;L2026-02;7;500;12",
            "货号\t批号\t箱号\t实收\t不良数\nVC-210\tL2026-02\t7\t500\t12",
            "SKU,Lot,Carton,Received,Defective\n\"VC-210\",\"L2026-02\",\"7\",\"500\",\"12\"",
        ] {
            assert_eq!(one(text), told, "{text}");
        }
        assert_eq!(
            one("VC-210 500 received 12 defective"),
            Some(plain("VC-210", [None, Some(500), None, Some(12)]))
        );
    }

    #[test]
    fn a_line_that_is_none_is_named_and_the_others_are_taken() {
        let pasted = read("VC-210 12\n\nwe also found scratches\nTB-24 60 2 and more\nVC-220 5", MOST, false);
        assert_eq!(pasted.items.iter().map(|i| i.sku.as_str()).collect::<Vec<_>>(), ["VC-210", "VC-220"]);
        let unread: Vec<_> = pasted.unread.iter().map(|u| (u.n, u.text.as_str(), u.why)).collect();
        assert_eq!(
            unread,
            [(3, "we also found scratches", Why::Shape), (4, "TB-24 60 2 and more", Why::Shape)]
        );
        for none in
            ["VC-210", "VC-210 lot", "VC-210 12 lot L1 lot L2", "VC-210 1 2 3 4 5", "VC-210 -3", "VC-210 1.5"]
        {
            assert_eq!(read(none, MOST, false).items, [], "{none}");
        }
    }

    #[test]
    fn counts_that_contradict_each_other_are_named() {
        let why = |text, missing| read(text, MOST, missing).unread.first().map(|unread| unread.why);
        let Some(Why::Misfit(misfit)) = why("VC-210 500 10 12", false) else { panic!("not named") };
        assert_eq!((misfit.more, misfit.than), ((Count::Defective, 12), (Count::Inspected, 10)));
        assert_eq!(why("VC-210 ordered 500 received 480 missing 20", true), None);
        assert_eq!(read("A1 1\nA2 2\nA3 3", 2, false).unread[0].why, Why::Full);
    }

    #[test]
    fn columns_of_others_are_named() {
        let pasted = read("sku,colour,defective,remark\nVC-210,black,12,soft", MOST, false);
        assert_eq!((pasted.items.len(), pasted.strange), (1, vec!["colour".to_owned(), "remark".to_owned()]));
        assert_eq!(read("sku,defective\nVC-210,12,and more", MOST, false).unread[0].why, Why::Shape);
    }
}
