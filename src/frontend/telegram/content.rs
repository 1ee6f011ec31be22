//! The words and files of messages, as the client library reads them.
//!
//! The match over its kinds is total, so that one it learns has to find its place here. Deliberately not here: everything
//! that is neither, which is `raw`'s.

use teloxide::types::{FileMeta, MediaGroupId, MediaKind, Message, MessageEntity, MessageKind, PhotoSize};

use super::marks::rich;
use crate::domain::{
    chat::{File, FileKind, Input},
    text::Rich,
};

/// Sizes the platform did not tell arrive as this.
const UNKNOWN_SIZE: u32 = u32::MAX;

/// The words or the file of a message. `None` for everything else: `raw` reads that from the message's own JSON, where one
/// table says what becomes of which kind.
pub(super) fn input(message: &Message) -> Option<Input> {
    let MessageKind::Common(common) = &message.kind else { return None };
    let input = media(&common.media_kind)?;
    Some(match input {
        Input::File { file, caption, album } => {
            Input::File { file: File { spoiler: message.has_media_spoiler(), ..file }, caption, album }
        }
        other => other,
    })
}

fn media(kind: &MediaKind) -> Option<Input> {
    use MediaKind as Kind;
    Some(match kind {
        Kind::Text(text) => Input::Text(rich(&text.text, &text.entities)),
        Kind::Photo(photo) => {
            let caption = words(photo.caption.as_deref(), &photo.caption_entities);
            with_file(largest(&photo.photo)?, caption, photo.media_group_id.as_ref())
        }
        Kind::Video(video) => {
            let (name, mime) = (video.video.file_name.clone(), video.video.mime_type.as_ref());
            let file = file(FileKind::Video, &video.video.file, name, mime);
            let caption = words(video.caption.as_deref(), &video.caption_entities);
            with_file(file, caption, video.media_group_id.as_ref())
        }
        Kind::Document(document) => {
            let (name, mime) = (document.document.file_name.clone(), document.document.mime_type.as_ref());
            let file = file(FileKind::Document, &document.document.file, name, mime);
            let caption = words(document.caption.as_deref(), &document.caption_entities);
            with_file(file, caption, document.media_group_id.as_ref())
        }
        Kind::Animation(moving) => {
            let (name, mime) = (moving.animation.file_name.clone(), moving.animation.mime_type.as_ref());
            let file = file(FileKind::Animation, &moving.animation.file, name, mime);
            with_file(file, words(moving.caption.as_deref(), &moving.caption_entities), None)
        }
        Kind::Audio(audio) => {
            let (name, mime) = (audio.audio.file_name.clone(), audio.audio.mime_type.as_ref());
            let file = file(FileKind::Audio, &audio.audio.file, name, mime);
            let caption = words(audio.caption.as_deref(), &audio.caption_entities);
            with_file(file, caption, audio.media_group_id.as_ref())
        }
        Kind::Voice(voice) => {
            let file = file(FileKind::Voice, &voice.voice.file, None, voice.voice.mime_type.as_ref());
            with_file(file, words(voice.caption.as_deref(), &voice.caption_entities), None)
        }
        Kind::VideoNote(round) => {
            let file = file(FileKind::VideoNote, &round.video_note.file, None, None::<&String>);
            with_file(file, Rich::default(), None)
        }
        // Why the emoji: it is what a sticker says where it can't be shown.
        Kind::Sticker(sticker) => {
            let file = file(FileKind::Sticker, &sticker.sticker.file, None, None::<&String>);
            with_file(file, Rich::plain(sticker.sticker.emoji.clone().unwrap_or_default()), None)
        }
        Kind::Location(_)
        | Kind::Venue(_)
        | Kind::Contact(_)
        | Kind::Poll(_)
        | Kind::Checklist(_)
        | Kind::Story(_)
        | Kind::Game(_)
        | Kind::PaidMedia(_)
        | Kind::Migration(_) => return None,
    })
}

fn words(caption: Option<&str>, entities: &[MessageEntity]) -> Rich {
    rich(caption.unwrap_or_default(), entities)
}

fn with_file(file: File, caption: Rich, album: Option<&MediaGroupId>) -> Input {
    Input::File { file, caption, album: album.map(|album| album.0.clone()) }
}

fn largest(sizes: &[PhotoSize]) -> Option<File> {
    let size = sizes.iter().max_by_key(|size| u64::from(size.width) * u64::from(size.height))?;
    Some(file(FileKind::Photo, &size.file, None, None::<&String>))
}

fn file(kind: FileKind, meta: &FileMeta, name: Option<String>, mime: Option<&impl ToString>) -> File {
    File {
        kind,
        id: meta.id.0.clone(),
        unique: meta.unique_id.0.clone(),
        name,
        mime: mime.map(ToString::to_string),
        size: (meta.size != UNKNOWN_SIZE).then_some(i64::from(meta.size)),
        spoiler: false,
    }
}
