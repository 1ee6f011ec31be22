//! Every act and every way it can fail, against the sandbox and, for answers it does not give, a scripted server.

mod failures;
mod files;

use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::desk::courier::{Act, Button, Courier, Delivery, DeliveryError, Receipt};
use aftercare::domain::{
    chat::{Address, File, FileKind, Platform},
    plan::Sign,
    text::{MarkKind, Rich},
};
use aftercare::frontend::telegram::{TelegramCourier, acknowledge, check, connect};
use aftercare::sandbox::shown::Place;
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Attachment, GroupKind, MediaKind, Message, Person, Setup, World, person_id};
use serde_json::json;
use teloxide::Bot;

use crate::api_spec::check_calls;

/// More than any answer takes here.
const PATIENCE: Duration = Duration::from_secs(30);
/// Words that may be in no error.
const SECRET: &str = "the buyer's own words";

/// A world with Mei, who has written once, and Lin of the staff, and a courier into it.
struct Bench {
    world: World,
    server: TelegramServer,
    bot: Bot,
}

fn mei() -> i64 {
    person_id("mei")
}

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

impl Bench {
    async fn new() -> Self {
        Self::with(Setup::default()).await
    }

    async fn with(setup: Setup) -> Self {
        let world = World::new(Clock::manual("2026-03-02T01:00:00Z".parse().expect("a moment")), setup);
        world.join(Person::new("mei", "Mei L.", Some("en")));
        world.join(Person::new("lin", "Lin", None).staff());
        world.say("mei", &chat("mei"), "/start", None).expect("mei writes");
        let server = TelegramServer::start_anywhere(world.clone()).await.expect("a free port");
        let bot = connect(&world.token(), Some(&format!("{}/", server.url()))).expect("a bot");
        Self { world, server, bot }
    }

    fn group(&self) -> Address {
        at(self.world.group_id(), None)
    }

    async fn deliver(&self, place: Address, act: Act) -> Result<Receipt, DeliveryError> {
        deliver(&TelegramCourier::new(self.bot.clone(), PATIENCE), place, act).await
    }

    /// The one message that came of it.
    async fn posted(&self, place: Address, act: Act) -> i64 {
        let receipt = self.deliver(place, act).await.expect("delivered");
        assert_eq!((receipt.messages.len(), receipt.thread), (1, None));
        receipt.messages[0]
    }

    fn message(&self, place: Address, id: i64) -> Message {
        self.world.look(|state| state.message(place.chat, id).cloned()).expect("the message")
    }

    /// Every request was one the platform describes.
    fn requests_are_proper(&self) {
        assert_eq!(check_calls(&self.world.calls()), Ok(()));
    }
}

async fn deliver(courier: &impl Courier, place: Address, act: Act) -> Result<Receipt, DeliveryError> {
    let delivery = Delivery { nonce: "1".into(), place, under: None, act };
    let answer = courier.deliver(&delivery).await;
    if let Err(error) = &answer {
        let said = error.to_string();
        assert!(
            !said.contains("SANDBOX-TOKEN") && !said.contains("http") && !said.contains(SECRET),
            "{said}"
        );
    }
    answer
}

const fn at(chat: i64, thread: Option<i64>) -> Address {
    Address { platform: Platform::Telegram, chat, thread }
}

fn post(text: &str) -> Act {
    Act::Post { text: Rich::plain(text), rows: Vec::new(), reply_to: None }
}

fn button(label: &str, data: &str) -> Button {
    Button { label: label.into(), data: data.into() }
}

#[tokio::test]
async fn a_post_carries_looks_buttons_answer_and_topic() {
    let bench = Bench::new().await;
    let topic =
        bench.deliver(bench.group(), Act::OpenRoom { title: "HX-1".repeat(40) }).await.expect("a room");
    let thread = topic.thread.expect("a topic");
    assert_eq!(topic.messages.len(), 0);
    let room = at(bench.world.group_id(), Some(thread));
    let first = bench.posted(room, post("first")).await;
    let text = Rich::from_utf16(
        "🧵 seam www.example.com",
        [(MarkKind::Bold, 3, 4), (MarkKind::Link("no URL".into()), 0, 2)],
    );
    let rows = vec![vec![button(&"长".repeat(70), "s:1:0:yes")], vec![]];
    let id = bench.posted(room, Act::Post { text, rows, reply_to: Some(first) }).await;
    let message = bench.message(room, id);
    assert_eq!((message.thread, message.reply_to), (Some(thread), Some(first)));
    assert_eq!(message.body["entities"][0], json!({"type": "bold", "offset": 3, "length": 4}));
    let label = message.buttons()[0][0]["text"].as_str().expect("a label").to_owned();
    assert_eq!((message.buttons().len(), label.chars().count()), (1, 64));
    let sent = bench.world.calls_of("sendMessage");
    assert_eq!(sent[1]["link_preview_options"], json!({"is_disabled": true}));
    assert_eq!(sent[1]["entities"].as_array().map(Vec::len), Some(1));
    assert!(sent[0].get("reply_markup").is_none());
    bench.requests_are_proper();
}

#[tokio::test]
async fn an_answer_to_what_is_gone_is_posted_all_the_same() {
    let bench = Bench::new().await;
    let act = Act::Post { text: Rich::plain("x"), rows: Vec::new(), reply_to: Some(9_999) };
    let id = bench.posted(at(mei(), None), act).await;
    assert_eq!(bench.message(at(mei(), None), id).reply_to, None);
}

#[tokio::test]
async fn files_cross_by_their_id() {
    let bench = Bench::new().await;
    let room = at(bench.world.group_id(), None);
    let mut files = Vec::new();
    for (kind, media) in [
        (FileKind::Animation, MediaKind::Animation),
        (FileKind::Audio, MediaKind::Audio),
        (FileKind::Voice, MediaKind::Voice),
        (FileKind::VideoNote, MediaKind::VideoNote),
        (FileKind::Sticker, MediaKind::Sticker),
        (FileKind::Photo, MediaKind::Photo),
        (FileKind::Video, MediaKind::Video),
        (FileKind::Document, MediaKind::Document),
    ] {
        let id =
            bench.world.send("mei", &chat("mei"), Attachment::named(media, "a.bin"), "").expect("a file");
        let id = bench.message(at(mei(), None), id).file_id().expect("an id").to_owned();
        let file = File { kind, unique: "u".into(), name: None, mime: None, size: None, spoiler: false, id };
        let caption = Rich::from_utf16("from Mei", [(MarkKind::Italic, 5, 3)]);
        let act = Act::File { file: file.clone(), caption, reply_to: None };
        let sent = bench.message(room, bench.posted(room, act).await);
        assert_eq!(sent.file_id(), Some(file.id.as_str()));
        let looks = json!([{"type": "italic", "offset": 5, "length": 3}]);
        let looks = if kind.has_caption() { looks } else { serde_json::Value::Null };
        assert_eq!(sent.body.get("caption_entities").cloned().unwrap_or_default(), looks);
        let bare = Act::File { file: file.clone(), caption: Rich::default(), reply_to: Some(sent.id) };
        let bare = bench.message(room, bench.posted(room, bare).await);
        assert_eq!((bare.text(), bare.reply_to), ("", Some(sent.id)));
        files.push(file);
    }
    bench.requests_are_proper();
    let document = files.pop().expect("a document");
    let files = files.split_off(files.len() - 2);
    let album = |files: Vec<File>| {
        let captions = [Rich::from_utf16("card", [(MarkKind::Bold, 0, 4)]), Rich::default()];
        Act::Album { files: files.into_iter().zip(captions).collect(), reply_to: None }
    };
    for files in [files, vec![document.clone(), document]] {
        let receipt = bench.deliver(room, album(files)).await.expect("an album");
        let sent: Vec<_> = receipt.messages.iter().map(|id| bench.message(room, *id)).collect();
        assert_eq!((sent.len(), sent[0].text(), sent[1].text()), (2, "card", ""));
        assert!(sent[0].album.is_some() && sent[0].album == sent[1].album);
    }
}

#[tokio::test]
async fn edits_change_words_and_buttons_and_an_edit_to_the_same_is_done() {
    let bench = Bench::new().await;
    let place = at(mei(), None);
    let rows = vec![vec![button("Yes", "1")]];
    let id = bench.posted(place, Act::Post { text: Rich::plain("Sure?"), rows, reply_to: None }).await;
    for _ in 0..2 {
        let act = Act::Edit {
            message: id,
            text: Rich::from_utf16("Done", [(MarkKind::Bold, 0, 4)]),
            rows: Vec::new(),
        };
        assert_eq!(bench.deliver(place, act).await, Ok(Receipt::default()));
        assert_eq!(bench.message(place, id).text(), "Done");
        assert_eq!(bench.message(place, id).buttons().len(), 0);
    }
    let photo = bench.world.photo("mei", &chat("mei"), "a.jpg", b"x".to_vec(), "").expect("a photo");
    let file = bench.message(place, photo).file_id().expect("an id").to_owned();
    let file = File {
        kind: FileKind::Photo,
        id: file,
        unique: "u".into(),
        name: None,
        mime: None,
        size: None,
        spoiler: false,
    };
    let card = bench.posted(place, Act::File { file, caption: Rich::plain("old"), reply_to: None }).await;
    for _ in 0..2 {
        let act = Act::EditCaption { message: card, caption: Rich::plain("new") };
        assert_eq!(bench.deliver(place, act).await, Ok(Receipt::default()));
        assert_eq!(bench.message(place, card).text(), "new");
    }
    bench.requests_are_proper();
}

#[tokio::test]
async fn pins_are_silent_and_signs_are_single() {
    let bench = Bench::new().await;
    let id = bench.posted(bench.group(), post("card")).await;
    bench.deliver(bench.group(), Act::Pin { message: id }).await.expect("a pin");
    assert!(bench.message(bench.group(), id).pinned);
    assert_eq!(bench.world.calls_of("pinChatMessage")[0]["disable_notification"], json!(true));
    for (sign, emoji) in [(Sign::Taken, "👀"), (Sign::Delivered, "👌"), (Sign::Failed, "👎")] {
        let receipt = bench.deliver(bench.group(), Act::Sign { message: id, sign }).await;
        assert_eq!(receipt, Ok(Receipt::default()));
        assert_eq!(bench.message(bench.group(), id).reactions, [emoji]);
    }
    bench.requests_are_proper();
}

#[tokio::test]
async fn presses_are_acknowledged_once() {
    let bench = Bench::new().await;
    let rows = vec![vec![button("Yes", "1")]];
    bench.posted(at(mei(), None), Act::Post { text: Rich::plain("Sure?"), rows, reply_to: None }).await;
    bench.world.press("mei", &chat("mei"), "Yes").expect("a press");
    let updates =
        serde_json::to_value(teloxide::prelude::Requester::get_updates(&bench.bot).await.expect("updates"));
    let query = updates.expect("JSON")[1]["callback_query"]["id"].as_str().expect("an id").to_owned();
    assert!(acknowledge(&bench.bot, &query).await);
    assert!(!acknowledge(&bench.bot, &query).await);
}

#[tokio::test]
async fn the_check_names_what_the_bot_lacks() {
    let bench = Bench::new().await;
    let group = bench.world.group_id();
    let whats = async |bot: &Bot, chat| {
        check(bot, chat).await.into_iter().map(|found| found.what).collect::<Vec<_>>()
    };
    assert_eq!(whats(&bench.bot, Some(group)).await, [""; 0]);
    assert_eq!(whats(&bench.bot, None).await, [""; 0]);
    assert_eq!(whats(&bench.bot, Some(mei())).await, [""; 0], "one agent's own chat needs no rights");
    let stranger = check(&bench.bot, Some(5)).await;
    assert!(stranger[0].mend.contains("/start"), "{}", stranger[0].mend);
    let closed = whats(&bench.bot, Some(-5)).await;
    assert_eq!(
        closed,
        ["the staff group -5 is closed to the bot (refused: getChat: Bad Request: chat not found)"]
    );
    bench.world.set_bot_admin(false);
    let expected = [
        "the bot may not open topics in the staff group",
        "the bot may not pin messages in the staff group",
        "the bot may not delete messages in the staff group",
        "the bot is not told what the staff reacts with in the group",
        "the bot does not see what the staff writes in the group",
    ];
    assert_eq!(whats(&bench.bot, Some(group)).await, expected);
    let wrong = connect("4200042:ANOTHER", Some(&bench.server.url())).expect("a bot");
    assert_eq!(whats(&wrong, Some(group)).await, ["Telegram does not accept the token"]);
    bench.requests_are_proper();

    let small = Bench::with(Setup { group: GroupKind::Basic, ..Setup::default() }).await;
    let group = small.world.group_id();
    assert_eq!(whats(&small.bot, Some(group)).await, [""; 0]);
    small.world.set_bot_admin(false);
    let expected = [
        "the bot may not pin messages in the staff group",
        "the bot may not delete messages in the staff group",
        "the bot is not told what the staff reacts with in the group",
        "the bot does not see what the staff writes in the group",
    ];
    assert_eq!(whats(&small.bot, Some(group)).await, expected, "nobody needs topics where there are none");
    let new = small.world.upgrade_group().expect("a supergroup");
    let found = check(&small.bot, Some(group)).await;
    assert_eq!(found[0].mend, format!("write {new} as its id"));
}
