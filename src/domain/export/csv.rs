//! The table: RFC 4180 with a mark of UTF-8 in front, by which spreadsheets know Chinese.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe: what a customer wrote is never carried out.

use super::record::{Line, Record};

/// What says that UTF-8 follows.
const MARK: &str = "\u{feff}";
/// How a line ends.
const END: &str = "\r\n";
/// Answers that have a column of their own.
const TOLD: [&str; 14] = [
    "about",
    "story",
    "details",
    "circumstances",
    "received",
    "quantity",
    "need",
    "needed",
    "wish",
    "way",
    "phone",
    "window",
    "email",
    "address",
];
/// The columns before them.
const BEFORE: [&str; 14] = [
    "case",
    "opened",
    "kind",
    "state",
    "waits_for",
    "class",
    "urgency",
    "topic",
    "group",
    "agent",
    "customer",
    "company",
    "platform",
    "order",
];
/// The columns behind them: the line, promises, verdict, ends, the quote, the appointment.
const BEHIND: [&str; 35] = [
    "line",
    "product",
    "model",
    "sku",
    "lot",
    "carton",
    "ordered",
    "received_pieces",
    "inspected",
    "defective",
    "part",
    "severity",
    "done",
    "pays",
    "answer",
    "answer_due",
    "answer_at",
    "solution",
    "solution_due",
    "solution_at",
    "fault",
    "reason",
    "decided",
    "agreed",
    "solved",
    "ended",
    "quote",
    "quoted",
    "quote_agreed",
    "quote_sent",
    "quote_ended",
    "appointment",
    "appointment_way",
    "appointment_at",
    "appointment_agent",
];

/// A table that grows.
#[derive(Debug)]
pub struct Table(String);

impl Default for Table {
    fn default() -> Self {
        let mut table = Self(MARK.to_owned());
        table.row(BEFORE.into_iter().chain(TOLD).chain(BEHIND).map(str::to_owned));
        table
    }
}

impl Table {
    /// Its rows: one for each line, one for a case without lines.
    pub fn add(&mut self, record: &Record) {
        if record.lines.is_empty() {
            self.row(cells(record, None));
        }
        for line in &record.lines {
            self.row(cells(record, Some(line)));
        }
    }

    /// How many bytes it has.
    pub const fn bytes(&self) -> usize {
        self.0.len()
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn row(&mut self, cells: impl Iterator<Item = String>) {
        for (n, cell) in cells.enumerate() {
            if n > 0 {
                self.0.push(',');
            }
            self.0.push_str(&quoted(&harmless(cell)));
        }
        self.0.push_str(END);
    }
}

fn cells(record: &Record, line: Option<&Line>) -> impl Iterator<Item = String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<i32>| number.map_or_else(String::new, |number| number.to_string());
    let before = [
        record.case.clone(),
        record.opened.clone(),
        record.kind.to_owned(),
        record.state.to_owned(),
        record.waits_for.unwrap_or_default().to_owned(),
        record.class.to_owned(),
        record.urgency.to_owned(),
        text(&record.topic),
        record.group.clone(),
        text(&record.agent),
        record.customer.clone(),
        text(&record.company),
        record.platform.to_owned(),
        text(&record.order),
    ];
    let told = TOLD.map(|question| record.told.get(question).cloned().unwrap_or_default());
    let goods = line.map(|line| &line.goods);
    let of_line = [
        goods.map_or_else(String::new, |goods| goods.line.to_string()),
        goods.map(|goods| text(&goods.product)).unwrap_or_default(),
        goods.map(|goods| text(&goods.model)).unwrap_or_default(),
        goods.map(|goods| text(&goods.sku)).unwrap_or_default(),
        goods.map(|goods| text(&goods.lot)).unwrap_or_default(),
        goods.map(|goods| text(&goods.carton)).unwrap_or_default(),
        number(goods.and_then(|goods| goods.ordered)),
        number(goods.and_then(|goods| goods.received)),
        number(goods.and_then(|goods| goods.inspected)),
        number(goods.and_then(|goods| goods.defective)),
        goods.map(|goods| text(&goods.part)).unwrap_or_default(),
        goods.map(|goods| text(&goods.severity)).unwrap_or_default(),
        line.map(|line| text(&line.done)).unwrap_or_default(),
        line.map(|line| text(&line.pays)).unwrap_or_default(),
    ];
    let promises = [&record.answer, &record.solution].into_iter().flat_map(move |promise| {
        let promise = promise.as_ref();
        [
            promise.map_or("", |promise| promise.state).to_owned(),
            promise.map(|promise| text(&promise.due)).unwrap_or_default(),
            promise.map(|promise| text(&promise.at)).unwrap_or_default(),
        ]
    });
    let verdict = record.verdict.as_ref();
    let decided = [
        verdict.map_or("", |verdict| verdict.fault).to_owned(),
        verdict.map(|verdict| verdict.reason.clone()).unwrap_or_default(),
        verdict.map(|verdict| verdict.at.clone()).unwrap_or_default(),
        verdict.map(|verdict| text(&verdict.agreed)).unwrap_or_default(),
        text(&record.solved),
        text(&record.ended),
    ];
    before.into_iter().chain(told).chain(of_line).chain(promises).chain(decided).chain(arranged(record))
}

/// The quote and the appointment.
fn arranged(record: &Record) -> [String; 9] {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let (quote, time) = (record.quote.as_ref(), record.appointment.as_ref());
    [
        quote.map_or("", |quote| quote.state).to_owned(),
        text(quote.map(|quote| &quote.total)),
        text(quote.and_then(|quote| quote.agreed.as_ref())),
        text(quote.map(|quote| &quote.sent)),
        text(quote.and_then(|quote| quote.ended.as_ref())),
        time.map_or("", |time| time.state).to_owned(),
        text(time.map(|time| &time.way)),
        text(time.and_then(|time| time.at.as_ref())),
        text(time.map(|time| &time.agent)),
    ]
}

/// A cell no spreadsheet carries out.
fn harmless(mut cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        cell.insert(0, '\'');
    }
    cell
}

/// In quotes where a comma, a quote, a line's end or a space at one of its ends would be misread.
fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', '"', '\r', '\n']) && cell.trim() == cell;
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::{harmless, quoted};

    #[test]
    fn nothing_that_begins_like_a_formula_is_one() {
        for begins in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
            let cell = format!("{begins}1+1");
            assert_eq!(harmless(cell.clone()), format!("'{cell}"), "{begins:?}");
        }
        for plain in ["", "zipper", "1-2", "a=b", "'=1"] {
            assert_eq!(harmless(plain.to_owned()), plain);
        }
    }

    #[test]
    fn a_cell_is_quoted_where_it_would_be_misread() {
        assert_eq!(quoted("plain"), "plain");
        for cell in ["a,b", "a\nb", "a\rb", " a", "a "] {
            assert_eq!(quoted(cell), format!("\"{cell}\""));
        }
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
