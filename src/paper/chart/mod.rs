//! Figures as a picture: panels of bars on one sheet, drawn as SVG and painted as a PNG.
//!
//! The sheet has a ground of its own, so that it reads alike in light and dark chats, and letters large enough for a phone.
//! Colours differ in lightness, so that nobody has to tell red from green. Words come in ready; what doesn't fit is cut. The same
//! figures give the same bytes.
//!
//! Not here: what the figures mean, and the words below the picture that tell each of them.

mod pen;
mod svg;

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};
use usvg::fontdb;

use super::{PaperError, letters};

/// A picture of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// What it is.
    pub title: String,
    /// Of what, below the title.
    pub about: String,
    /// What is shown, from top to bottom.
    pub panels: Vec<Panel>,
}

/// Bars that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What is shown.
    pub title: String,
    /// How it is to be read.
    pub note: String,
    /// The bars.
    pub shape: Shape,
}

/// Bars of one kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Shares of a whole each.
    Shares(Vec<Share>),
    /// Times against what was promised.
    Times(Vec<Time>),
    /// Counts, each of several parts.
    Stacks {
        /// What the parts are, in their order.
        parts: Vec<String>,
        /// The bars.
        rows: Vec<Stack>,
    },
    /// Counts that fall, with what they come to together.
    Falling(Vec<Fall>),
}

/// A share.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Of what.
    pub label: String,
    /// 0 to 1; nothing where there is none.
    pub share: Option<f32>,
    /// The same in words.
    pub text: String,
}

/// A time.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// Of what.
    pub label: String,
    /// What half of them took at most: 1 is what was promised.
    pub half: f32,
    /// What nine of ten took at most.
    pub most: f32,
    /// The same in words.
    pub text: String,
}

/// A count of several parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Of what.
    pub label: String,
    /// Of each part; as many as there are names.
    pub parts: Vec<u64>,
}

/// A count, with all before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fall {
    /// Of what.
    pub label: String,
    /// How many.
    pub count: u64,
    /// It and all before it, 0 to 1.
    pub so_far: f32,
    /// The same in words.
    pub text: String,
}

/// The same on as many sheets as are none too tall for a chat; none where there is nothing to show.
pub fn pages(board: &Board) -> Vec<Board> {
    letters::Letters::load().map(|letters| svg::pages(board, &letters)).unwrap_or_default()
}

/// The picture as SVG.
///
/// # Errors
/// When the font that comes along can't be read.
pub fn svg(board: &Board) -> Result<String, PaperError> {
    Ok(svg::draw(board, &letters::Letters::load()?).0)
}

/// The picture as PNG.
///
/// # Errors
/// When the font can't be read, or what was drawn can't be painted.
pub fn png(board: &Board) -> Result<Vec<u8>, PaperError> {
    let (svg, [width, height]) = svg::draw(board, &letters::Letters::load()?);
    let unfit = |what: &str| PaperError::Write(what.to_owned());
    let options =
        usvg::Options { fontdb: fonts().0, font_family: fonts().1.clone(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&svg, &options).map_err(|error| PaperError::Write(error.to_string()))?;
    let mut map = tiny_skia::Pixmap::new(width, height).ok_or_else(|| unfit("a picture has no size"))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut map.as_mut());
    map.encode_png().map_err(|error| PaperError::Write(error.to_string()))
}

/// The font that comes along, and its name: no other is looked for.
fn fonts() -> (Arc<fontdb::Database>, &'static String) {
    static FONTS: OnceLock<(Arc<fontdb::Database>, String)> = OnceLock::new();
    let (fonts, name) = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(letters::FONT)));
        let name = fonts.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        (Arc::new(fonts), name.unwrap_or_default())
    });
    (Arc::clone(fonts), name)
}
