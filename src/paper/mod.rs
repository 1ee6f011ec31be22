//! Documents on paper: what stands in them comes in as words and pictures, what goes out is a PDF. Entries for calendars, too
//! (`calendar`), and figures as pictures (`chart`).
//!
//! Sizes and places are in points, a seventy-second of an inch, from the upper left corner of an A4 page. `sheet` lays
//! blocks out on pages, `letters` knows the font, `picture` makes pictures small, `ink` writes the file. The same document
//! gives the same bytes.

mod calendar;
pub mod chart;
mod ink;
mod letters;
mod picture;
mod sheet;

pub use calendar::{Entry, calendar};
pub use picture::{Picture, shrink};

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Whose document it is, above the title.
    pub brand: String,
    /// What kind of document it is.
    pub title: String,
    /// What it is about, at the title's right: a number people look it up by.
    pub number: String,
    /// At the foot of each page, before the page's number.
    pub foot: String,
    /// How a page is numbered: `{n}` is its number, `{of}` how many there are.
    pub page: String,
    /// The language of its words, such as `en`.
    pub language: String,
    /// What stands in it, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; it never stands alone at the end of a page.
    Heading(String),
    /// Names with what they stand for.
    Facts(Vec<(String, String)>),
    /// A table; its head is repeated on each page. Cells that are missing are empty.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// A paragraph.
    Text(String),
    /// Pictures with words under them, two in a row.
    Pictures(Vec<(Picture, String)>),
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The font that comes with the program can't be read.
    #[error("the font can't be read")]
    Font,
    /// The writer did not take what was laid out.
    #[error("the document can't be written: {0}")]
    Write(String),
}

/// The document as a PDF.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let letters = letters::Letters::load()?;
    let pages = sheet::lay_out(paper, &letters);
    ink::write(paper, &pages, &letters)
}
