//! What a file is, by its first bytes. Tables have no beginning of their own: a claimed table is taken as opaque bytes
//! when nothing in it speaks against one.

/// How much of a file's beginning is looked at.
pub const HEAD: usize = 4096;

/// Kinds of content that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Pictures.
    Jpeg,
    /// Pictures.
    Png,
    /// Pictures.
    Webp,
    /// Pictures of telephones.
    Heic,
    /// Moving pictures.
    Mp4,
    /// Moving pictures.
    Mov,
    /// Moving pictures.
    Webm,
    /// Documents.
    Pdf,
    /// Sound.
    Ogg,
    /// Sound.
    Mp3,
    /// Sound.
    M4a,
    /// Tables, as opaque bytes.
    Csv,
    /// Tables, as opaque bytes.
    Xlsx,
}

impl Type {
    const ALL: [Self; 13] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Heic,
        Self::Mp4,
        Self::Mov,
        Self::Webm,
        Self::Pdf,
        Self::Ogg,
        Self::Mp3,
        Self::M4a,
        Self::Csv,
        Self::Xlsx,
    ];

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name, as people write it and as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Heic => "heic",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::Webm => "webm",
            Self::Pdf => "pdf",
            Self::Ogg => "ogg",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its name on the web.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::Webm => "video/webm",
            Self::Pdf => "application/pdf",
            Self::Ogg => "audio/ogg",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What a file that begins with `head` is. Its name and claimed type only tell a table from other bytes.
pub fn recognise(head: &[u8], name: Option<&str>, mime: Option<&str>) -> Option<Type> {
    let ending = name.and_then(|n| n.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase());
    let claims = |end: &str, kind: &str| ending.as_deref() == Some(end) || mime == Some(kind);
    by_beginning(head).or_else(|| {
        const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        if head.starts_with(b"PK\x03\x04") {
            return claims("xlsx", SHEET).then_some(Type::Xlsx);
        }
        (claims("csv", "text/csv") && is_plain(head)).then_some(Type::Csv)
    })
}

fn by_beginning(head: &[u8]) -> Option<Type> {
    let at = |from: usize, bytes: &[u8]| head.get(from..from + bytes.len()) == Some(bytes);
    if at(0, b"\xff\xd8\xff") {
        Some(Type::Jpeg)
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Some(Type::Png)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some(Type::Webp)
    } else if at(4, b"ftyp") {
        by_brand(head.get(8..12)?)
    } else if at(4, b"moov") || at(4, b"wide") {
        Some(Type::Mov)
    } else if at(0, b"\x1a\x45\xdf\xa3") {
        let doctype = &head[..head.len().min(64)];
        doctype.windows(4).any(|w| w == b"webm").then_some(Type::Webm)
    } else if at(0, b"%PDF-") {
        Some(Type::Pdf)
    } else if at(0, b"OggS") {
        Some(Type::Ogg)
    } else if at(0, b"ID3") || is_frame(head) {
        Some(Type::Mp3)
    } else {
        None
    }
}

/// Boxes of one family; the brand says what is in them.
fn by_brand(brand: &[u8]) -> Option<Type> {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => Some(Type::Heic),
        b"qt  " => Some(Type::Mov),
        b"M4A " | b"M4B " => Some(Type::M4a),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"dash" | b"M4V "
        | b"MSNV" => Some(Type::Mp4),
        _ => None,
    }
}

/// The head of a frame of layer III: eleven set bits, then a version, a layer, a bit rate and a sample rate there are.
fn is_frame(head: &[u8]) -> bool {
    let [0xff, second, third, ..] = head else { return false };
    second >> 5 == 0b111
        && second >> 3 & 0b11 != 0b01
        && second >> 1 & 0b11 == 0b01
        && !matches!(third >> 4, 0b0000 | 0b1111)
        && third >> 2 & 0b11 != 0b11
}

/// Words and numbers, and nothing a program or a page begins with.
fn is_plain(head: &[u8]) -> bool {
    let seen = &head[..head.len().min(HEAD)];
    let odd = |b: &u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\r' | b'\n');
    let begins = |bytes: &[u8]| seen.trim_ascii_start().starts_with(bytes);
    !seen.is_empty()
        && !seen.iter().any(odd)
        && ![&b"<"[..], b"#!", b"MZ", b"%!", b"{\\rtf"].into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(head: &[u8]) -> Option<Type> {
        recognise(head, Some("photo.jpg"), Some("image/jpeg"))
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (head, kind) in [
            (&b"\xff\xd8\xff\xe1Exif"[..], Type::Jpeg),
            (b"\x89PNG\r\n\x1a\n....", Type::Png),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Type::Webp),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Type::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", Type::Heic),
            (b"\0\0\0\x18ftypisom\0\0\x02\0", Type::Mp4),
            (b"\0\0\0\x14ftypqt  \0\0\x02\0", Type::Mov),
            (b"\0\0\0\x08wide\0\0\0\0mdat", Type::Mov),
            (b"\0\0\0\x18ftypM4A \0\0\x02\0", Type::M4a),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", Type::Webm),
            (b"%PDF-1.7\n", Type::Pdf),
            (b"OggS\0\x02", Type::Ogg),
            (b"ID3\x03\0", Type::Mp3),
            (b"\xff\xfb\x90\x64", Type::Mp3),
        ] {
            assert_eq!(by(head), Some(kind), "{}", kind.name());
        }
    }

    #[test]
    fn what_is_on_no_list_is_nothing_whatever_it_is_called() {
        for head in [
            &b"MZ\x90\0\x03"[..],
            b"\x7fELF\x02",
            b"#!/bin/sh\n",
            b"<html>",
            b"<svg xmlns=",
            b"GIF89a",
            b"PK\x03\x04\x14\0",
            b"Rar!\x1a\x07",
            b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska",
            b"\0\0\0\x18ftypcrx \0\0\0\0",
            b"RIFF\x24\0\0\0WAVEfmt ",
            b"\xff\xff\xff\xff",
            b"\xff\xd8",
            b"hello",
            b"",
        ] {
            assert_eq!(by(head), None, "{head:?}");
        }
    }

    #[test]
    fn a_table_is_opaque_but_not_anything() {
        let csv = |head: &[u8]| recognise(head, Some("count.CSV"), None);
        assert_eq!(csv("货号,数量\nA-1,3\n".as_bytes()), Some(Type::Csv));
        assert_eq!(recognise(b"a;b\n1;2\n", Some("count"), Some("text/csv")), Some(Type::Csv));
        for head in [&b"MZ\x90\0"[..], b"MZ plain", b" <script>", b"#!/bin/sh", b"a,b\0c", b""] {
            assert_eq!(csv(head), None, "{head:?}");
        }
        assert_eq!(recognise(b"PK\x03\x04", Some("count.xlsx"), None), Some(Type::Xlsx));
        assert_eq!(recognise(b"\xd0\xcf\x11\xe0", Some("count.xlsx"), None), None);
        assert_eq!(recognise(b"a,b\n", Some("count.txt"), Some("text/plain")), None);
    }
}
