//! Files: what people and the bot have uploaded, and the content fields a message shows for them.
//!
//! A file id names bytes for good and carries no path; a photo has two sizes with an id each, as on the platform.

use serde_json::{Map, Value, json};

use super::state::State;

/// The kinds of file a message can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    Photo,
    Document,
    Video,
    Audio,
    Voice,
    Animation,
    VideoNote,
    Sticker,
}

impl MediaKind {
    pub const ALL: [Self; 8] = [
        Self::Photo,
        Self::Document,
        Self::Video,
        Self::Audio,
        Self::Voice,
        Self::Animation,
        Self::VideoNote,
        Self::Sticker,
    ];

    /// The field of a message, which is also the parameter of the method that sends it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Voice => "voice",
            Self::Animation => "animation",
            Self::VideoNote => "video_note",
            Self::Sticker => "sticker",
        }
    }

    /// The kind by its field name.
    pub fn of(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.field() == field)
    }

    /// How the server calls it in its errors.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Photo => "Photo",
            Self::Document => "Document",
            Self::Video => "Video",
            Self::Audio => "Audio",
            Self::Voice => "VoiceNote",
            Self::Animation => "Animation",
            Self::VideoNote => "VideoNote",
            Self::Sticker => "Sticker",
        }
    }

    /// Whether messages of this kind may have a caption.
    pub(crate) fn has_caption(self) -> bool {
        !matches!(self, Self::VideoNote | Self::Sticker)
    }
}

/// One stored file.
#[derive(Clone, Debug)]
pub struct FileRecord {
    pub id: String,
    pub unique_id: String,
    pub kind: MediaKind,
    /// The name it was uploaded with; the platform shows it for documents, video and audio only.
    pub name: String,
    /// Where `/file/bot…/` serves it.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl State {
    /// Stores bytes and returns the file id.
    pub(crate) fn store_file(&mut self, kind: MediaKind, name: &str, bytes: Vec<u8>) -> String {
        let number = self.files.len() + 1;
        let tail = name.rsplit_once('.').map_or_else(String::new, |(_, tail)| format!(".{tail}"));
        let id = format!("file-{}-{number}", kind.field());
        self.files.push(FileRecord {
            unique_id: format!("u{number}"),
            kind,
            name: name.to_owned(),
            path: format!("{}s/file_{number}{tail}", kind.field()),
            bytes,
            id: id.clone(),
        });
        id
    }

    /// The file with this id; the small size of a photo is the same file.
    pub fn file(&self, id: &str) -> Option<&FileRecord> {
        let id = id.strip_prefix("thumb-").unwrap_or(id);
        self.files.iter().find(|file| file.id == id)
    }

    /// The content fields of a message that carries this stored file.
    pub(crate) fn media_body(&self, id: &str, kind: MediaKind, caption: &str) -> Map<String, Value> {
        let mut body = Map::new();
        if let Some(file) = self.file(id) {
            let content = file_json(file, kind);
            if kind == MediaKind::Animation {
                // Why: the server repeats an animation as a document for old bots.
                body.insert("document".into(), content.clone());
            }
            body.insert(kind.field().into(), content);
        }
        if !caption.is_empty() {
            body.insert("caption".into(), json!(caption));
        }
        body
    }
}

fn file_json(file: &FileRecord, kind: MediaKind) -> Value {
    let mut json =
        json!({"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.bytes.len()});
    let named = json!({"file_name": file.name, "mime_type": mime_of(&file.name)});
    match kind {
        MediaKind::Photo => {
            let mut small = json.clone();
            small["file_id"] = json!(format!("thumb-{}", file.id));
            small["file_unique_id"] = json!(format!("{}s", file.unique_id));
            merge(&mut small, &json!({"width": 90, "height": 67}));
            merge(&mut json, &json!({"width": 1280, "height": 960}));
            return json!([small, json]);
        }
        MediaKind::Document => merge(&mut json, &named),
        MediaKind::Video | MediaKind::Animation => {
            merge(&mut json, &named);
            merge(&mut json, &json!({"width": 640, "height": 480, "duration": 3}));
        }
        MediaKind::Audio => {
            merge(&mut json, &named);
            merge(&mut json, &json!({"duration": 3}));
        }
        MediaKind::Voice => merge(&mut json, &json!({"mime_type": "audio/ogg", "duration": 3})),
        MediaKind::VideoNote => merge(&mut json, &json!({"length": 240, "duration": 3})),
        MediaKind::Sticker => {
            // Why: a sticker has no name; one that is called by its emoji has that one.
            let emoji = if file.name.contains('.') { "👍" } else { &file.name };
            let fields = json!({"type": "regular", "width": 512, "height": 512,
                "is_animated": false, "is_video": false, "emoji": emoji});
            merge(&mut json, &fields);
        }
    }
    json
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

fn mime_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "heic" => "image/heic",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "ogg" | "oga" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// The bytes of a file of that name. Its first ending says what it begins with, so that `setup.exe.jpg` is no picture;
/// `tour-21mb.mp4` has 21 MB.
pub fn content_of(name: &str) -> Vec<u8> {
    let mut parts = name.split('.').map(str::to_ascii_lowercase);
    let stem = parts.next().unwrap_or_default();
    let ending = parts.next().unwrap_or_default();
    let mut bytes = beginning_of(&ending).to_vec();
    bytes.extend_from_slice(format!("bytes of {name}").as_bytes());
    let size = stem.split('-').find_map(|part| part.strip_suffix("mb")?.parse::<usize>().ok());
    bytes.resize(bytes.len().max(size.unwrap_or_default() * 1024 * 1024), 0);
    bytes
}

/// What files of that kind begin with.
fn beginning_of(ending: &str) -> &'static [u8] {
    match ending {
        "jpg" | "jpeg" => b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        "png" => b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "webp" => b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        "gif" => b"GIF89a",
        "heic" => b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1",
        "mp4" => b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
        "mov" => b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ",
        "m4a" => b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00M4A isom",
        "webm" => b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x86\x81\x01\x42\x82\x84webm",
        "pdf" => b"%PDF-1.7\n",
        "ogg" | "oga" => b"OggS\x00\x02\x00\x00",
        "mp3" => b"ID3\x03\x00\x00\x00\x00\x00\x00",
        "xlsx" => b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml",
        "exe" => b"MZ\x90\x00\x03\x00\x00\x00",
        "svg" => b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
        "csv" => b"sku,quantity\n",
        _ => b"",
    }
}
