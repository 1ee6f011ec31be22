//! The font: which letters it has, how wide they are, and where lines are broken.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::PaperError;

/// Noto Sans in one weight: Latin, Greek, Cyrillic, kana and the 21,000 Chinese characters of GBK.
pub(super) static FONT: &[u8] = include_bytes!("../../config/fonts/NotoSansSC-subset.otf");

/// What stands for a letter the font does not have.
const MISSING: char = '□';

/// The font, ready to be measured and written with.
pub(super) struct Letters {
    font: Font,
    face: FontRef<'static>,
    em: f32,
}

impl Letters {
    pub(super) fn load() -> Result<Self, PaperError> {
        static PARSED: OnceLock<Option<Font>> = OnceLock::new();
        let font = PARSED.get_or_init(|| Font::new(FONT.into(), 0)).clone().ok_or(PaperError::Font)?;
        let face = FontRef::new(FONT).map_err(|_| PaperError::Font)?;
        let em = font.units_per_em();
        Ok(Self { font, face, em })
    }

    pub(super) fn font(&self) -> Font {
        self.font.clone()
    }

    /// Words as they can be written: on one line, with a sign for each letter there is none for.
    pub(super) fn writable(&self, words: &str) -> String {
        let charmap = self.face.charmap();
        let mut written = String::with_capacity(words.len());
        let mut missing = false;
        for letter in words.chars() {
            match letter {
                '\t' => written.push(' '),
                _ if charmap.map(letter).is_some() => written.push(letter),
                // Why nothing: these only say how the letters around them are joined or looked at.
                _ if is_unseen(letter) => continue,
                _ if missing => {}
                _ => written.push(MISSING),
            }
            missing = !is_unseen(letter) && letter != '\t' && charmap.map(letter).is_none();
        }
        written
    }

    /// How wide words are.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        words.chars().map(|letter| self.glyph(letter).1).sum::<f32>() * size
    }

    /// The signs of a line, for the writer.
    pub(super) fn glyphs(&self, words: &str) -> Vec<KrillaGlyph> {
        let one = |(at, letter): (usize, char)| {
            let (id, advance) = self.glyph(letter);
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
        };
        words.char_indices().map(one).collect()
    }

    /// Words in lines no wider than that, broken where the language of the words allows it, and inside a word that is
    /// wider by itself.
    pub(super) fn lines(&self, words: &str, size: f32, width: f32) -> Vec<String> {
        words.lines().flat_map(|line| self.broken(&self.writable(line), size, width)).collect()
    }

    fn broken(&self, words: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Lines { all: Vec::new(), line: String::new(), wide: 0.0 };
        let mut from = 0;
        for (to, kind) in linebreaks(words) {
            let piece = &words[from..to];
            from = to;
            if lines.wide + self.width(piece.trim_end(), size) > width {
                lines.turn();
            }
            for letter in piece.chars() {
                let wide = self.glyph(letter).1 * size;
                if lines.wide + wide > width && !letter.is_whitespace() {
                    lines.turn();
                }
                lines.line.push(letter);
                lines.wide += wide;
            }
            if kind == BreakOpportunity::Mandatory {
                lines.turn();
            }
        }
        lines.all
    }

    /// A letter's sign, and how wide it is at the size of one.
    fn glyph(&self, letter: char) -> (u32, f32) {
        let Some(id) = self.face.charmap().map(letter) else { return (0, 0.0) };
        let metrics = self.face.glyph_metrics(Size::unscaled(), LocationRef::default());
        (id.to_u32(), metrics.advance_width(id).unwrap_or_default() / self.em)
    }
}

/// Lines as they fill.
struct Lines {
    all: Vec<String>,
    line: String,
    wide: f32,
}

impl Lines {
    /// The line is full; an empty one is none.
    fn turn(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.wide = 0.0;
        if !line.is_empty() {
            self.all.push(line.trim_end().to_owned());
        }
    }
}

/// Letters that show nothing by themselves: joiners, signs of direction, variation selectors, control characters.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Letters {
        Letters::load().expect("the font that comes along")
    }

    #[test]
    fn no_line_is_wider_than_its_column_and_no_word_is_lost() {
        let letters = letters();
        let words = "The zipper came apart after two weeks, and https://example.com/a/very/long/address/without/any/place/to/break.\n\
                     拉链在两周后裂开了，里面的衬布也一起撕破了。订单号是 HX-2026-000123。";
        for width in [40.0_f32, 90.0, 300.0] {
            let lines = letters.lines(words, 10.0, width);
            assert!(lines.iter().all(|line| letters.width(line, 10.0) <= width + 0.01), "{lines:?}");
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(bare(&lines.concat()), bare(words));
        }
    }

    #[test]
    fn chinese_is_broken_between_characters_and_never_before_a_full_stop() {
        let lines = letters().lines("拉链在两周后裂开了。", 10.0, 91.0);
        assert_eq!(lines, ["拉链在两周后裂开", "了。"]);
    }

    #[test]
    fn what_the_font_lacks_is_seen_to_be_missing() {
        let letters = letters();
        assert_eq!(letters.writable("Zoë 李雷 \u{1f600}\u{1f600} ok\u{200d}"), "Zoë 李雷 □ ok");
        assert_eq!(letters.writable("सब"), "□");
    }
}
