//! What a message holds: words, a file, something that can't be shown yet, or an announcement of the platform.
//!
//! The matches are total, so that a kind the client library learns has to find its place here.

use teloxide::types::{FileMeta, MediaGroupId, MediaKind, Message, MessageEntity, MessageKind, PhotoSize};

use super::marks::rich;
use crate::domain::{
    chat::{File, FileKind, Input},
    text::Rich,
};

/// Sizes the platform did not tell arrive as this.
const UNKNOWN_SIZE: u32 = u32::MAX;

/// The content of a message; `None` when the client library could make nothing of it.
pub(super) fn input(message: &Message) -> Option<Input> {
    match &message.kind {
        MessageKind::Common(common) => media(&common.media_kind),
        MessageKind::Empty {} => None,
        other => Some(apart(other)),
    }
}

/// Kinds that are neither words nor files.
fn apart(kind: &MessageKind) -> Input {
    use MessageKind as Kind;
    match kind {
        Kind::Dice(_) => Input::Other("kind-dice"),
        Kind::Invoice(_) => Input::Other("kind-invoice"),
        Kind::Giveaway(_) | Kind::GiveawayWinners(_) => Input::Other("kind-giveaway"),
        Kind::Common(_)
        | Kind::NewChatMembers(_)
        | Kind::LeftChatMember(_)
        | Kind::NewChatTitle(_)
        | Kind::NewChatPhoto(_)
        | Kind::DeleteChatPhoto(_)
        | Kind::GroupChatCreated(_)
        | Kind::SupergroupChatCreated(_)
        | Kind::ChannelChatCreated(_)
        | Kind::MessageAutoDeleteTimerChanged(_)
        | Kind::Pinned(_)
        | Kind::ChatShared(_)
        | Kind::UsersShared(_)
        | Kind::SuccessfulPayment(_)
        | Kind::RefundedPayment(_)
        | Kind::ConnectedWebsite(_)
        | Kind::WriteAccessAllowed(_)
        | Kind::PassportData(_)
        | Kind::ProximityAlertTriggered(_)
        | Kind::ChatBoostAdded(_)
        | Kind::ChatBackground(_)
        | Kind::ChecklistTasksDone(_)
        | Kind::ChecklistTasksAdded(_)
        | Kind::DirectMessagePriceChanged(_)
        | Kind::ForumTopicCreated(_)
        | Kind::ForumTopicEdited(_)
        | Kind::ForumTopicClosed(_)
        | Kind::ForumTopicReopened(_)
        | Kind::GeneralForumTopicHidden(_)
        | Kind::GeneralForumTopicUnhidden(_)
        | Kind::GiveawayCompleted(_)
        | Kind::GiveawayCreated(_)
        | Kind::PaidMessagePriceChanged(_)
        | Kind::GiftInfo(_)
        | Kind::UniqueGiftInfo(_)
        | Kind::VideoChatScheduled(_)
        | Kind::VideoChatStarted(_)
        | Kind::VideoChatEnded(_)
        | Kind::VideoChatParticipantsInvited(_)
        | Kind::WebAppData(_)
        | Kind::Empty {} => Input::Nothing,
    }
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
        // Why a document: that is how the platform itself shows an animation to whoever does not know them.
        Kind::Animation(moving) => {
            let (name, mime) = (moving.animation.file_name.clone(), moving.animation.mime_type.as_ref());
            let file = file(FileKind::Document, &moving.animation.file, name, mime);
            with_file(file, words(moving.caption.as_deref(), &moving.caption_entities), None)
        }
        Kind::Audio(_) => Input::Other("kind-audio"),
        Kind::Voice(_) => Input::Other("kind-voice"),
        Kind::VideoNote(_) => Input::Other("kind-video-note"),
        Kind::Sticker(_) => Input::Other("kind-sticker"),
        Kind::Location(_) => Input::Other("kind-location"),
        Kind::Venue(_) => Input::Other("kind-venue"),
        Kind::Contact(_) => Input::Other("kind-contact"),
        Kind::Poll(_) => Input::Other("kind-poll"),
        Kind::Checklist(_) => Input::Other("kind-checklist"),
        Kind::Story(_) => Input::Other("kind-story"),
        Kind::Game(_) => Input::Other("kind-game"),
        Kind::PaidMedia(_) => Input::Other("kind-paid-media"),
        Kind::Migration(_) => Input::Nothing,
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
    }
}
