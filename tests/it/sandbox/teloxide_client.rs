//! The real client library against the stand-in: every answer it needs is one it can read.

use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{Attachment, MediaKind};
use teloxide::net::Download;
use teloxide::payloads::{EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters, SendPhotoSetters};
use teloxide::prelude::Requester;
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto, Message, Update,
    UpdateKind,
};
use teloxide::{ApiError, Bot, RequestError};

use super::{Bench, chat};

fn bot(bench: &Bench) -> Bot {
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().expect("a client");
    Bot::with_client(bench.world.token(), client).set_api_url(bench.server.url().parse().expect("a URL"))
}

/// What the client library has sent keeps to the API description.
fn check(bench: &Bench) {
    assert_eq!(crate::api_spec::check_calls(&bench.world.calls()), Ok(()));
}

fn message(update: &Update) -> &Message {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => message,
        other => panic!("not a message: {other:?}"),
    }
}

#[tokio::test]
async fn a_turn_of_conversation_goes_through() {
    let bench = Bench::new().await;
    let bot = bot(&bench);
    assert_eq!(bot.get_me().await.expect("getMe").username(), "aftercare_desk_bot");
    let start = &bot.get_updates().await.expect("updates")[0];
    let mei = message(start).chat.id;
    assert_eq!(message(start).text(), Some("/start"));
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Yes", "c:1:yes")]]);
    let asked = bot.send_message(mei, "Sure?").reply_markup(keyboard.clone()).await.expect("a message");
    bench.world.press("mei", &chat("mei"), "Yes").expect("mei presses");
    let updates = bot.get_updates().await.expect("updates");
    let UpdateKind::CallbackQuery(query) = &updates[1].kind else { panic!("not a press: {:?}", updates[1]) };
    assert_eq!(query.regular_message().map(|message| message.id), Some(asked.id));
    bot.answer_callback_query(query.id.clone()).await.expect("an answer");
    bot.edit_message_text(mei, asked.id, "Done").reply_markup(keyboard.clone()).await.expect("an edit");
    let same = bot.edit_message_text(mei, asked.id, "Done").reply_markup(keyboard).await;
    assert!(matches!(same, Err(RequestError::Api(ApiError::MessageNotModified))), "{same:?}");
    check(&bench);
}

#[tokio::test]
async fn files_go_both_ways() {
    let bench = Bench::new().await;
    let bot = bot(&bench);
    bench.world.photo("mei", &chat("mei"), "zipper.jpg", b"jpeg bytes".to_vec(), "look").expect("a photo");
    let updates = bot.get_updates().await.expect("updates");
    let photo = message(&updates[1]).photo().expect("a photo").last().expect("a size").clone();
    let file = bot.get_file(photo.file.id).await.expect("a file");
    let mut bytes = Vec::new();
    bot.download_file(&file.path, &mut bytes).await.expect("a download");
    assert_eq!(bytes, b"jpeg bytes");
    let mei = message(&updates[0]).chat.id;
    let upload = || InputFile::memory(b"png".to_vec()).file_name("card.png");
    let sent = bot.send_photo(mei, upload()).caption("card").await.expect("a photo");
    assert_eq!(sent.caption(), Some("card"));
    let album = [upload(), upload()].map(|file| InputMedia::Photo(InputMediaPhoto::new(file)));
    let sent = bot.send_media_group(mei, album).await.expect("an album");
    assert!(sent[0].media_group_id().is_some() && sent[0].media_group_id() == sent[1].media_group_id());
    check(&bench);
}

#[tokio::test]
async fn rooms_members_and_every_kind_of_content_can_be_read() {
    let bench = Bench::new().await;
    let bot = bot(&bench);
    let group = teloxide::types::ChatId(bench.world.group_id());
    let topic = bot.create_forum_topic(group, "HX-1").await.expect("a topic");
    let card = bot.send_message(group, "card").message_thread_id(topic.thread_id).await.expect("a card");
    assert!(card.is_topic_message && card.thread_id == Some(topic.thread_id));
    bot.pin_chat_message(group, card.id).await.expect("a pin");
    assert!(bot.get_chat(group).await.expect("the group").pinned_message.is_some());
    let me = bot.get_me().await.expect("getMe").user.id;
    let member = bot.get_chat_member(group, me).await.expect("a member");
    let teloxide::types::ChatMemberKind::Administrator(rights) = member.kind else {
        panic!("not an administrator")
    };
    assert!(rights.can_manage_topics && rights.can_pin_messages);
    assert_eq!(bot.get_chat_administrators(group).await.expect("admins").len(), 1);

    let room = Place::Room(Room::Newest);
    for kind in MediaKind::ALL {
        bench.world.send("lin", &room, Attachment::named(kind, "file.bin"), "").expect("a file");
    }
    for content in [
        serde_json::json!({"location": {"latitude": 31.2, "longitude": 121.5}}),
        serde_json::json!({"contact": {"phone_number": "+8613800000000", "first_name": "Mei"}}),
        serde_json::json!({"dice": {"emoji": "🎲", "value": 3}}),
    ] {
        bench.world.content("lin", &room, content, None).expect("content");
    }
    bench.world.set_blocked("mei", true).expect("mei blocks");
    let updates = bot.get_updates().await.expect("updates");
    assert_eq!(updates.len(), 1 + MediaKind::ALL.len() + 3 + 1);
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "unread: {update:?}");
    }
    let last = &updates[updates.len() - 1].kind;
    assert!(
        matches!(last, UpdateKind::MyChatMember(change) if change.new_chat_member.is_banned()),
        "{last:?}"
    );
    // A kind this library does not know arrives as raw JSON instead of stopping the queue.
    bench.world.inject("tea_ceremony", serde_json::json!({"cups": 2}));
    let strange = bot.get_updates().offset(-1).await.expect("updates");
    assert!(
        matches!(&strange[0].kind, UpdateKind::Error(raw) if raw["tea_ceremony"]["cups"] == 2),
        "{strange:?}"
    );
    let blocked = bot.send_message(message(&updates[0]).chat.id, "x").await;
    assert!(matches!(blocked, Err(RequestError::Api(ApiError::BotBlocked))), "{blocked:?}");
    check(&bench);
}
