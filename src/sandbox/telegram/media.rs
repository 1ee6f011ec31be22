//! Files: sending them by id or upload, albums, copies, and handing them out.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Refusal};
use super::markup;
use super::methods::Call;
use super::send::{Spot, caption};
use crate::sandbox::world::{Author, Draft, MediaKind};

/// The server prepares no larger file for download.
const DOWNLOAD_LIMIT: usize = 20 << 20;
const UPLOAD_LIMIT: usize = 50 << 20;
const PHOTO_LIMIT: usize = 10 << 20;

pub(super) fn send(call: &mut Call<'_>, kind: MediaKind) -> Answer {
    let named = call.params.raw(kind.field()).and_then(Value::as_str).unwrap_or_default().to_owned();
    let caption = if kind.has_caption() { call.caption()? } else { Map::new() };
    let keyboard = markup::keyboard(call.params)?;
    let spot = call.spot()?;
    let file = call.file(kind, &named, kind.field())?;
    let mut body = call.state.media_body(&file, kind, "");
    body.extend(caption);
    Ok(call.post(spot, body, keyboard))
}

impl Call<'_> {
    /// The id of the file a parameter means: one known, or one uploaded under `attach://…` or the parameter's name.
    pub(super) fn file(&mut self, kind: MediaKind, named: &str, field: &str) -> Result<String, Refusal> {
        let upload = named.strip_prefix("attach://").unwrap_or(field);
        if let Some(upload) = self.params.upload(upload).filter(|_| !named.starts_with("file-")) {
            let limit = if kind == MediaKind::Photo { PHOTO_LIMIT } else { UPLOAD_LIMIT };
            if upload.bytes.len() > limit {
                return Err(Refusal::new(413, "Request Entity Too Large"));
            }
            if upload.bytes.is_empty() {
                return Err(Refusal::bad("file must be non-empty"));
            }
            return Ok(self.state.store_file(kind, &upload.name, upload.bytes.clone()));
        }
        if named.is_empty() {
            return Err(Refusal::bad(format!("there is no {} in the request", field.replace('_', " "))));
        }
        if named.starts_with("http://") || named.starts_with("https://") {
            return Err(Refusal::bad("failed to get HTTP URL content"));
        }
        let file = self.state.file(named);
        let file = file.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))?;
        if file.kind != kind {
            let (is, wanted) = (file.kind.title(), kind.title());
            return Err(Refusal::bad(format!("can't use file of type {is} as {wanted}")));
        }
        Ok(file.id.clone())
    }

    /// The content fields an `InputMedia` object means.
    pub(super) fn input_media(&mut self, media: &Value) -> Result<(MediaKind, Map<String, Value>), Refusal> {
        let kind = media["type"].as_str().and_then(MediaKind::of);
        let kind = kind.ok_or_else(|| Refusal::bad("can't parse InputMedia: type must be non-empty"))?;
        let text = media["caption"].as_str().unwrap_or_default();
        let caption = caption(text, media["parse_mode"].as_str(), media.get("caption_entities"))?;
        let file = self.file(kind, media["media"].as_str().unwrap_or_default(), "media")?;
        let mut body = self.state.media_body(&file, kind, "");
        body.extend(caption);
        Ok((kind, body))
    }
}

pub(super) fn send_group(call: &mut Call<'_>) -> Answer {
    let media = call.params.json("media")?.unwrap_or_default();
    let items = media.as_array().ok_or_else(|| Refusal::bad("can't parse media JSON object"))?;
    match items.len() {
        0 => return Err(Refusal::bad("there are no messages to send")),
        1 => return Err(Refusal::bad("an album must include 2-10 items")),
        2..=10 => {}
        _ => return Err(Refusal::bad("too many messages to send as an album")),
    }
    let spot = call.spot()?;
    let mut bodies = Vec::new();
    let mut kinds = Vec::new();
    for item in items {
        let (kind, body) = call.input_media(item)?;
        bodies.push(body);
        kinds.push(kind);
    }
    check_mixture(&kinds)?;
    Ok(call.post_album(spot, bodies))
}

fn check_mixture(kinds: &[MediaKind]) -> Result<(), Refusal> {
    let alone = [MediaKind::Document, MediaKind::Audio];
    let unfit =
        |kind: &&MediaKind| !matches!(kind, MediaKind::Photo | MediaKind::Video) && !alone.contains(kind);
    if let Some(kind) = kinds.iter().find(unfit) {
        return Err(Refusal::bad(format!("can't use media of type {} in the album", kind.title())));
    }
    let mixed = kinds.iter().any(|kind| *kind != kinds[0]);
    match kinds.iter().find(|kind| mixed && alone.contains(kind)) {
        Some(kind) => Err(Refusal::bad(format!(
            "{} can't be mixed with other media types",
            kind.title().to_lowercase()
        ))),
        None => Ok(()),
    }
}

impl Call<'_> {
    fn post_album(&mut self, spot: Spot, bodies: Vec<Map<String, Value>>) -> Value {
        let album = self.state.new_album();
        let sent = bodies.into_iter().map(|body| {
            let draft = Draft::new(spot.chat, spot.thread, Author::Bot, body);
            let draft = Draft { reply_to: spot.reply_to, album: Some(album.clone()), ..draft };
            let id = self.state.post(self.now, draft);
            self.message_json(spot.chat, id)
        });
        sent.collect()
    }
}

pub(super) fn copy(call: &mut Call<'_>) -> Answer {
    let from = call.chat("from_chat_id")?;
    let id = call.params.int("message_id").unwrap_or_default();
    let message = call.state.message(from, id).ok_or_else(|| Refusal::bad("message to copy not found"))?;
    if message.is_service() {
        return Err(Refusal::bad("message can't be copied"));
    }
    let mut body = message.body.clone();
    if message.media_kind().is_some() && call.params.raw("caption").is_some() {
        let caption = call.caption()?;
        body.remove("caption");
        body.remove("caption_entities");
        body.extend(caption);
    }
    let keyboard = markup::keyboard(call.params)?;
    let spot = call.spot()?;
    let sent = call.post(spot, body, keyboard);
    Ok(json!({"message_id": sent["message_id"]}))
}

pub(super) fn get_file(call: &mut Call<'_>) -> Answer {
    let id = call.params.text("file_id").ok_or_else(|| Refusal::bad("file_id not specified"))?;
    let file = call.state.file(id);
    let file = file.ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.bytes.len() > DOWNLOAD_LIMIT {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(
        json!({"file_id": id, "file_unique_id": file.unique_id, "file_size": file.bytes.len(), "file_path": file.path}),
    )
}
