//! The methods that are served, by name, and what each gets to work with.

use chrono::{DateTime, Utc};

use super::answer::Answer;
use super::body::Params;
use super::{chats, edit, media, send, topics, webhook};
use crate::sandbox::world::{MediaKind, State};

/// One request being carried out.
pub(super) struct Call<'a> {
    pub state: &'a mut State,
    pub params: &'a Params,
    pub now: DateTime<Utc>,
}

/// How a method is carried out.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// `getUpdates`, which waits.
    Poll,
    Now(fn(&mut Call<'_>) -> Answer),
}

const METHODS: &[(&str, Handler)] = &[
    ("getUpdates", Handler::Poll),
    ("getMe", Handler::Now(|call| Ok(chats::get_me(call)))),
    ("setWebhook", Handler::Now(webhook::set)),
    ("deleteWebhook", Handler::Now(|call| Ok(webhook::delete(call)))),
    ("getWebhookInfo", Handler::Now(|call| Ok(webhook::info(call)))),
    ("setMyCommands", Handler::Now(chats::set_my_commands)),
    ("getMyCommands", Handler::Now(|call| Ok(chats::get_my_commands(call)))),
    ("getChat", Handler::Now(chats::get_chat)),
    ("getChatMember", Handler::Now(chats::get_chat_member)),
    ("getChatAdministrators", Handler::Now(chats::get_chat_administrators)),
    ("sendChatAction", Handler::Now(chats::send_chat_action)),
    ("sendMessage", Handler::Now(send::message)),
    ("sendLocation", Handler::Now(send::location)),
    ("sendVenue", Handler::Now(send::venue)),
    ("sendContact", Handler::Now(send::contact)),
    ("sendPhoto", Handler::Now(|call| media::send(call, MediaKind::Photo))),
    ("sendDocument", Handler::Now(|call| media::send(call, MediaKind::Document))),
    ("sendVideo", Handler::Now(|call| media::send(call, MediaKind::Video))),
    ("sendAudio", Handler::Now(|call| media::send(call, MediaKind::Audio))),
    ("sendVoice", Handler::Now(|call| media::send(call, MediaKind::Voice))),
    ("sendAnimation", Handler::Now(|call| media::send(call, MediaKind::Animation))),
    ("sendVideoNote", Handler::Now(|call| media::send(call, MediaKind::VideoNote))),
    ("sendSticker", Handler::Now(|call| media::send(call, MediaKind::Sticker))),
    ("sendMediaGroup", Handler::Now(media::send_group)),
    ("copyMessage", Handler::Now(media::copy)),
    ("getFile", Handler::Now(media::get_file)),
    ("editMessageText", Handler::Now(edit::text)),
    ("editMessageCaption", Handler::Now(edit::caption)),
    ("editMessageReplyMarkup", Handler::Now(edit::reply_markup)),
    ("editMessageMedia", Handler::Now(edit::media)),
    ("deleteMessage", Handler::Now(edit::delete)),
    ("deleteMessages", Handler::Now(edit::delete_many)),
    ("pinChatMessage", Handler::Now(edit::pin)),
    ("unpinChatMessage", Handler::Now(edit::unpin)),
    ("setMessageReaction", Handler::Now(edit::react)),
    ("answerCallbackQuery", Handler::Now(edit::answer_callback)),
    ("createForumTopic", Handler::Now(topics::create)),
    ("editForumTopic", Handler::Now(topics::edit)),
    ("closeForumTopic", Handler::Now(topics::close)),
    ("reopenForumTopic", Handler::Now(topics::reopen)),
    ("deleteForumTopic", Handler::Now(topics::delete)),
];

/// The method by its name in any case, with its canonical name.
pub(super) fn find(name: &str) -> Option<(&'static str, Handler)> {
    METHODS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
}
