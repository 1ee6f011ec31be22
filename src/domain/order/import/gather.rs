//! From records to orders: the lines of one order stand together and agree.

use std::{collections::HashSet, iter::Peekable};

use chrono::NaiveDate;

use super::{Cell, Column, Columns, DateForm, Fault, Record, Records, Unreadable, cells::Reader};
use crate::domain::{
    claim::Buyer,
    order::{Number, Product, Status},
    terms::Terms,
};

/// Lines one order may have; its place among them is stored small.
const MOST_LINES: usize = 1000;

/// How a list is read.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// Which families there are.
    pub terms: &'a Terms,
    /// How days are written.
    pub dates: &'a DateForm,
    /// The desk's day.
    pub today: NaiveDate,
}

/// One order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line it begins in, and the last one of it.
    pub lines: (u64, u64),
    /// Its number.
    pub number: Number,
    /// Who ordered.
    pub customer: Cell<String>,
    /// For which company.
    pub company: Cell<String>,
    /// What kind of buyer.
    pub buyer: Cell<Buyer>,
    /// How far it has come.
    pub status: Cell<Status>,
    /// The day of the contract.
    pub signed: Cell<NaiveDate>,
    /// The day of the receipt.
    pub delivered: Cell<NaiveDate>,
    /// The day it was finished.
    pub completed: Cell<NaiveDate>,
    /// Its products; never empty.
    pub products: Vec<Product>,
}

/// An order, or a line without one, that doesn't fit: all of it stays out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// Everything that is wrong, by line.
    pub faults: Vec<Fault>,
}

/// One line of the list.
struct Row {
    line: u64,
    entry: Option<Entry>,
    number: Option<Number>,
    faults: Vec<Fault>,
}

/// The orders of a list, one after the other.
pub struct Reading<'a, L: Iterator<Item = Result<String, Unreadable>>> {
    records: Peekable<Rows<'a, L>>,
    met: HashSet<String>,
}

/// The lines of a list, each by itself.
struct Rows<'a, L> {
    records: Records<L>,
    columns: &'a Columns,
    form: Form<'a>,
}

impl<'a, L: Iterator<Item = Result<String, Unreadable>>> Reading<'a, L> {
    /// Reads what follows the first line of a file.
    pub fn new(lines: L, columns: &'a Columns, form: Form<'a>) -> Self {
        let records = Records::new(lines, columns.sign, 1);
        Self { records: Rows { records, columns, form }.peekable(), met: HashSet::new() }
    }
}

impl<L: Iterator<Item = Result<String, Unreadable>>> Iterator for Reading<'_, L> {
    type Item = Result<Entry, Bad>;

    fn next(&mut self) -> Option<Self::Item> {
        let Row { line, entry, number, mut faults } = self.records.next()?;
        let mut whole = entry;
        if let Some(number) = &number {
            if !self.met.insert(number.key().to_owned()) {
                let fits = "this order stood further up; its lines stand together, so sort the list by order";
                faults.push(Fault::at(line, Column::Order.name(), number.written(), fits));
            }
            let same = |row: &Row| row.number.as_ref().is_some_and(|n| n.key() == number.key());
            while let Some(more) = self.records.next_if(same) {
                faults.extend(more.faults);
                match (&mut whole, more.entry) {
                    (Some(whole), Some(entry)) => join(whole, entry, &mut faults),
                    (whole, _) => *whole = None,
                }
            }
        }
        if let Some(entry) = &whole {
            faults.extend(in_order(entry));
        }
        Some(match whole {
            Some(entry) if faults.is_empty() => Ok(entry),
            _ => Err(Bad { faults }),
        })
    }
}

impl<L: Iterator<Item = Result<String, Unreadable>>> Iterator for Rows<'_, L> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        Some(match self.records.next()? {
            Ok(record) => row(&record, self.columns, self.form),
            Err(fault) => Row { line: fault.line, entry: None, number: None, faults: vec![fault] },
        })
    }
}

fn row(record: &Record, columns: &Columns, form: Form<'_>) -> Row {
    let Record { line, cells } = record;
    let Form { terms, dates, today } = form;
    let mut read = Reader { line: *line, terms, form: dates, today, faults: Vec::new() };
    if cells.len() > columns.width && cells[columns.width..].iter().any(|cell| !cell.is_empty()) {
        let fits = format!(
            "{} cells, and the first line names {}; a text with “{}” in it stands in double quotes",
            cells.len(),
            columns.width,
            columns.sign
        );
        let fault = Fault::of_line(*line, &cells.join(&columns.sign.to_string()), fits);
        return Row { line: *line, entry: None, number: None, faults: vec![fault] };
    }
    let cell = |column| columns.cell(cells, column);
    let number = read.number(cell(Column::Order));
    let family = read.family(cell(Column::Family));
    let mut words = |column| read.words(column, cell(column)).over(None);
    let [model, sku, colour, lot] = [Column::Model, Column::Sku, Column::Colour, Column::Lot].map(&mut words);
    let product = |family| Product { n: 1, family, model, sku, colour, quantity: 1, lot };
    let product =
        family.map(product).map(|p| Product { quantity: read.quantity(cell(Column::Quantity)), ..p });
    let (customer, company) = (
        read.words(Column::Customer, cell(Column::Customer)),
        read.words(Column::Company, cell(Column::Company)),
    );
    let (buyer, status) = (read.buyer(cell(Column::Buyer)), read.status(cell(Column::Status)));
    let [signed, delivered, completed] =
        [Column::Signed, Column::Delivered, Column::Completed].map(|column| read.day(column, cell(column)));
    let entry = number.clone().zip(product).map(|(number, product)| Entry {
        lines: (*line, *line),
        number,
        customer,
        company,
        buyer,
        status,
        signed,
        delivered,
        completed,
        products: vec![product],
    });
    Row { line: *line, entry, number, faults: read.faults }
}

/// Takes a further line of the same order in.
fn join(whole: &mut Entry, mut more: Entry, faults: &mut Vec<Fault>) {
    let lines = (whole.lines.0, more.lines.0);
    agree(&mut whole.customer, more.customer, Column::Customer, lines, Clone::clone, faults);
    agree(&mut whole.company, more.company, Column::Company, lines, Clone::clone, faults);
    agree(&mut whole.buyer, more.buyer, Column::Buyer, lines, |b| b.name().to_owned(), faults);
    agree(&mut whole.status, more.status, Column::Status, lines, |s| s.name().to_owned(), faults);
    agree(&mut whole.signed, more.signed, Column::Signed, lines, ToString::to_string, faults);
    agree(&mut whole.delivered, more.delivered, Column::Delivered, lines, ToString::to_string, faults);
    agree(&mut whole.completed, more.completed, Column::Completed, lines, ToString::to_string, faults);
    whole.lines.1 = more.lines.1;
    if whole.products.len() == MOST_LINES {
        let fits = format!("an order has at most {MOST_LINES} lines here");
        faults.push(Fault::at(more.lines.0, Column::Order.name(), more.number.written(), fits));
        return;
    }
    for mut product in more.products.drain(..) {
        product.n = i16::try_from(whole.products.len() + 1).unwrap_or(i16::MAX);
        whole.products.push(product);
    }
}

/// What holds for the whole order stands in one of its lines, or the same in several.
fn agree<T: PartialEq>(
    whole: &mut Cell<T>,
    more: Cell<T>,
    column: Column,
    (first, line): (u64, u64),
    written: impl Fn(&T) -> String,
    faults: &mut Vec<Fault>,
) {
    match (&*whole, more) {
        (_, Cell::Silent) => {}
        (Cell::Silent, more) => *whole = more,
        (known, more) if *known == more => {}
        (known, more) => {
            let text = |cell: &Cell<T>| cell.value().map_or_else(|| "-".to_owned(), &written);
            let fits =
                format!("line {first} of the same order says {}; leave one of them empty", text(known));
            faults.push(Fault::at(line, column.name(), &text(&more), fits));
        }
    }
}

/// Nothing is received before it was ordered, and what isn't there has no day.
fn in_order(entry: &Entry) -> Vec<Fault> {
    let line = entry.lines.0;
    let signed = entry.signed.value();
    let mut faults = Vec::new();
    for (column, day) in
        [(Column::Delivered, entry.delivered.value()), (Column::Completed, entry.completed.value())]
    {
        if let (Some(signed), Some(day)) = (signed, day)
            && day < signed
        {
            let fits = format!("that is before the contract was signed on {signed}; correct one of the days");
            faults.push(Fault::at(line, column.name(), &day.to_string(), fits));
        }
    }
    let received = entry.delivered.value().is_some() || entry.completed.value().is_some();
    match entry.status.value() {
        Some(status @ Status::Delivered) if !received => {
            let fits = "the column delivered needs the day then";
            faults.push(Fault::at(line, Column::Status.name(), status.name(), fits));
        }
        Some(status @ (Status::Ordered | Status::Making | Status::Shipped)) if received => {
            let fits = "there is a day of delivery or completion; write delivered, or leave the status empty";
            faults.push(Fault::at(line, Column::Status.name(), status.name(), fits));
        }
        _ => {}
    }
    faults
}
