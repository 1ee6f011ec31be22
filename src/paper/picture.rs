//! Pictures people sent, made small enough for paper.
//!
//! What comes in is anybody's bytes: how large a picture may become in memory is bounded before it is read.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits, codecs::jpeg::JpegEncoder};

/// Pixels of the longer side of a picture on paper: 240 dots an inch over half the page's width.
const SIDE: u32 = 1000;
/// Of a hundred.
const QUALITY: u8 = 82;
/// A side no camera has.
const MOST_SIDE: u32 = 16_384;
/// Bytes one picture may take in memory while it is read: 32 million pixels, so that a small machine prints, too.
const MOST_BYTES: u64 = 96 << 20;

/// A picture as it goes into a document: a JPEG with nothing in it but the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub(super) jpeg: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The picture in those bytes, upright and small; nothing where they hold no JPEG, PNG or WebP, or one that is too large.
/// What a camera writes beside the picture (where, when, with what) is left out.
pub fn shrink(bytes: &[u8]) -> Option<Picture> {
    shrink_within(bytes, MOST_BYTES)
}

fn shrink_within(bytes: &[u8], most: u64) -> Option<Picture> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_SIDE), Some(MOST_SIDE));
    limits.max_alloc = Some(most);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // Why here too: the reader's own limits are asked by some decoders only.
    if decoder.total_bytes() > most {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    let flat = on_white(&picture);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&flat).ok()?;
    Some(Picture { jpeg, width: flat.width(), height: flat.height() })
}

/// Paper is white where a picture is clear.
fn on_white(picture: &DynamicImage) -> image::RgbImage {
    let mut flat = image::RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over =
            |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        to.0 = [over(red), over(green), over(blue)];
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
        let picture = image::RgbaImage::from_pixel(width, height, image::Rgba(pixel));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture can be written");
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_becomes_small_and_keeps_its_shape() {
        let small = shrink(&png(3000, 1500, [10, 20, 30, 255])).expect("a picture");
        assert_eq!((small.width, small.height), (1000, 500));
        assert!(small.jpeg.len() < 40_000, "{}", small.jpeg.len());
    }

    #[test]
    fn what_is_clear_is_white_on_paper() {
        let small = shrink(&png(4, 4, [0, 0, 0, 0])).expect("a picture");
        let back = image::load_from_memory(&small.jpeg).expect("a JPEG").to_rgb8();
        assert!(back.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_none() {
        assert_eq!(shrink(b"%PDF-1.7"), None);
        assert_eq!(shrink(&png(4, 4, [0; 4])[..30]), None);
        // A head that promises a hundred gigabytes.
        let mut lie = png(4, 4, [0; 4]);
        lie[16..24].copy_from_slice(&[0, 4, 0, 0, 0, 4, 0, 0]);
        assert_eq!(shrink(&lie), None);
        // One whose pixels take more than there may be, however few bytes it comes in.
        let flat = png(400, 400, [9; 4]);
        assert!(flat.len() < 10_000);
        assert_eq!(shrink_within(&flat, 639_999), None);
        assert!(shrink_within(&flat, 640_000).is_some());
    }
}
