//! Files and places on their way to Telegram: each kind by its own method, albums by their items.

use teloxide::{
    payloads::{
        SendAnimationSetters as _, SendAudioSetters as _, SendDocumentSetters as _, SendLocationSetters as _,
        SendPhotoSetters as _, SendStickerSetters as _, SendVenueSetters as _, SendVideoNoteSetters as _,
        SendVideoSetters as _, SendVoiceSetters as _,
    },
    prelude::Requester as _,
    types::{
        FileId, InputFile, InputMedia, InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo,
    },
};

use super::{
    marks::entities,
    outbound::{Answer, Answered, TelegramCourier, chat, posted, reply, thread},
};
use crate::{
    desk::courier::{Attached, Receipt},
    domain::{
        chat::{Address, File, FileKind},
        text::Rich,
    },
};

impl TelegramCourier {
    /// Sends one file the platform has, as what it is.
    pub(super) async fn file(
        &self,
        place: Address,
        file: &File,
        caption: &Rich,
        to: Option<Answered>,
    ) -> Answer<Receipt> {
        let input = InputFile::file_id(FileId(file.id.clone()));
        self.send_file(place, (file.kind, file.spoiler), input, caption, to).await
    }

    /// Sends one file by the method of its kind, covered if so wanted.
    pub(super) async fn send_file(
        &self,
        place: Address,
        (kind, spoiler): (FileKind, bool),
        input: InputFile,
        caption: &Rich,
        to: Option<Answered>,
    ) -> Answer<Receipt> {
        let (thread, reply) = (thread(place)?, reply(to));
        // Why a macro: the requests have nothing in common but the names of their setters.
        macro_rules! send {
            ($name:literal, $request:expr $(, $more:ident)*) => {{
                let mut request = $request;
                $(request = send!(@$more request);)*
                if let Some(thread) = thread {
                    request = request.message_thread_id(thread);
                }
                if let Some(reply) = reply {
                    request = request.reply_parameters(reply);
                }
                self.call($name, request).await
            }};
            (@caption $request:ident) => {
                if caption.text.is_empty() {
                    $request
                } else {
                    $request.caption(&caption.text).caption_entities(entities(caption))
                }
            };
            (@spoiler $request:ident) => {
                if spoiler { $request.has_spoiler(true) } else { $request }
            };
        }
        let to = chat(place);
        let sent = match kind {
            FileKind::Photo => send!("sendPhoto", self.bot.send_photo(to, input), caption, spoiler),
            FileKind::Video => send!("sendVideo", self.bot.send_video(to, input), caption, spoiler),
            FileKind::Animation => {
                send!("sendAnimation", self.bot.send_animation(to, input), caption, spoiler)
            }
            FileKind::Audio => send!("sendAudio", self.bot.send_audio(to, input), caption),
            FileKind::Voice => send!("sendVoice", self.bot.send_voice(to, input), caption),
            FileKind::Document => send!("sendDocument", self.bot.send_document(to, input), caption),
            FileKind::VideoNote => send!("sendVideoNote", self.bot.send_video_note(to, input)),
            FileKind::Sticker => send!("sendSticker", self.bot.send_sticker(to, input)),
        };
        sent.map(|sent| posted(&[sent]))
    }

    /// Sends a place on the map; one with a name as such.
    pub(super) async fn place(
        &self,
        place: Address,
        (latitude, longitude): (f64, f64),
        name: Option<&(String, String)>,
        to: Option<Answered>,
    ) -> Answer<Receipt> {
        let (thread, reply) = (thread(place)?, reply(to));
        let sent = if let Some((title, address)) = name {
            let mut request = self.bot.send_venue(chat(place), latitude, longitude, title, address);
            if let Some(thread) = thread {
                request = request.message_thread_id(thread);
            }
            if let Some(reply) = reply {
                request = request.reply_parameters(reply);
            }
            self.call("sendVenue", request).await
        } else {
            let mut request = self.bot.send_location(chat(place), latitude, longitude);
            if let Some(thread) = thread {
                request = request.message_thread_id(thread);
            }
            if let Some(reply) = reply {
                request = request.reply_parameters(reply);
            }
            self.call("sendLocation", request).await
        };
        sent.map(|sent| posted(&[sent]))
    }
}

/// A file that goes along with the request.
pub(super) fn attached(file: &Attached) -> InputFile {
    InputFile::memory(file.bytes.0.to_vec()).file_name(file.name.clone())
}

/// Files the platform has, as items of an album.
pub(super) fn known_items(files: &[(File, Rich)]) -> Vec<InputMedia> {
    let input = |file: &File| InputFile::file_id(FileId(file.id.clone()));
    files.iter().map(|(file, caption)| item((file.kind, file.spoiler), input(file), caption)).collect()
}

/// Files that go along with the request, as items of an album; the first one has its words.
pub(super) fn new_items(files: &[Attached], caption: &Rich) -> Vec<InputMedia> {
    let words = |n: usize| if n == 0 { caption.clone() } else { Rich::default() };
    let of = |(n, file): (usize, &Attached)| item((file.kind, file.spoiler), attached(file), &words(n));
    files.iter().enumerate().map(of).collect()
}

/// A file as an item of an album. Kinds that stand alone go as documents; the desk puts none of them in one.
fn item((kind, covered): (FileKind, bool), input: InputFile, caption: &Rich) -> InputMedia {
    macro_rules! item {
        ($item:ident $(, $spoiler:ident)?) => {{
            let mut item = $item::new(input);
            if !caption.text.is_empty() {
                item = item.caption(&caption.text).caption_entities(entities(caption));
            }
            $(if covered {
                item = item.$spoiler();
            })?
            item
        }};
    }
    match kind {
        FileKind::Photo => InputMedia::Photo(item!(InputMediaPhoto, spoiler)),
        FileKind::Video => InputMedia::Video(item!(InputMediaVideo, spoiler)),
        FileKind::Audio => InputMedia::Audio(item!(InputMediaAudio)),
        FileKind::Document
        | FileKind::Animation
        | FileKind::Voice
        | FileKind::VideoNote
        | FileKind::Sticker => InputMedia::Document(item!(InputMediaDocument)),
    }
}
