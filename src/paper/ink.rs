//! Pages written as a PDF.

use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Size, Transform},
    image::Image,
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
};

use super::{
    Paper, PaperError,
    letters::Letters,
    sheet::{HEIGHT, Mark, Page, Tone, WIDTH},
};

pub(super) fn write(paper: &Paper, pages: &[Page<'_>], letters: &Letters) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new();
    let title = format!("{} {}", paper.title, paper.number);
    document.set_metadata(
        Metadata::new().title(title).language(paper.language.clone()).authors(vec![paper.brand.clone()]),
    );
    for page in pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| unfit("a page"))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        for mark in page {
            draw(mark, &mut surface, letters)?;
        }
        surface.finish();
        sheet.finish();
    }
    document.finish().map_err(|error| PaperError::Write(format!("{error:?}")))
}

fn draw(mark: &Mark<'_>, surface: &mut Surface<'_>, letters: &Letters) -> Result<(), PaperError> {
    match mark {
        Mark::Words { x, y, size, tone, words } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: colour(*tone).into(), ..Fill::default() }));
            let glyphs = letters.glyphs(words);
            surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, letters.font(), words, *size, false);
        }
        Mark::Rule { x, to, y, tone } => {
            let mut line = PathBuilder::new();
            line.move_to(*x, *y);
            line.line_to(*to, *y);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: colour(*tone).into(), width: 0.6, ..Stroke::default() }));
            surface.draw_path(&line.finish().ok_or_else(|| unfit("a rule"))?);
        }
        Mark::Picture { x, y, width, height, picture } => {
            let image = Image::from_jpeg(picture.jpeg.clone().into(), true).map_err(PaperError::Write)?;
            let size = Size::from_wh(*width, *height).ok_or_else(|| unfit("a picture"))?;
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(image, size);
            surface.pop();
        }
    }
    Ok(())
}

fn colour(tone: Tone) -> rgb::Color {
    match tone {
        Tone::Black => rgb::Color::new(26, 26, 26),
        Tone::Grey => rgb::Color::new(104, 104, 104),
        Tone::Faint => rgb::Color::new(208, 208, 208),
    }
}

fn unfit(what: &str) -> PaperError {
    PaperError::Write(format!("{what} has no size"))
}
