//! Every act and every way it can fail, against the sandbox and, for answers it does not give, a scripted server.

use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::desk::courier::{Act, Button, Courier, Delivery, DeliveryError, Receipt, Refusal};
use aftercare::domain::{
    chat::{Address, File, FileKind, Platform},
    plan::Sign,
    text::{MarkKind, Rich},
};
use aftercare::frontend::telegram::{TelegramCourier, acknowledge, check, connect};
use aftercare::sandbox::faults::{Fault, Trouble};
use aftercare::sandbox::shown::Place;
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Attachment, GroupKind, MediaKind, Message, Person, Setup, World, person_id};
use serde_json::{Value, json};
use teloxide::Bot;

use crate::api_spec::check_calls;
use crate::telegram_poll::Scripted;

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

    fn fault(&self, trouble: Trouble) {
        self.world.fault(Fault::Calls { method: "*".into(), chat: None, times: 1, trouble });
    }
}

async fn deliver(courier: &impl Courier, place: Address, act: Act) -> Result<Receipt, DeliveryError> {
    let delivery = Delivery { nonce: "1".into(), place, act };
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

fn refusal(answer: Result<Receipt, DeliveryError>) -> Refusal {
    match answer {
        Err(DeliveryError::Refused { refusal, .. }) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn is_uncertain(answer: &Result<Receipt, DeliveryError>) -> bool {
    matches!(answer, Err(DeliveryError::Uncertain { .. }))
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
        (FileKind::Photo, MediaKind::Photo),
        (FileKind::Video, MediaKind::Video),
        (FileKind::Document, MediaKind::Document),
    ] {
        let id =
            bench.world.send("mei", &chat("mei"), Attachment::named(media, "a.bin"), "").expect("a file");
        let id = bench.message(at(mei(), None), id).file_id().expect("an id").to_owned();
        let file = File { kind, unique: "u".into(), name: None, mime: None, size: None, id };
        let caption = Rich::from_utf16("from Mei", [(MarkKind::Italic, 5, 3)]);
        let act = Act::File { file: file.clone(), caption, reply_to: None };
        let sent = bench.message(room, bench.posted(room, act).await);
        assert_eq!(sent.file_id(), Some(file.id.as_str()));
        assert_eq!(sent.body["caption_entities"], json!([{"type": "italic", "offset": 5, "length": 3}]));
        let bare = Act::File { file: file.clone(), caption: Rich::default(), reply_to: Some(sent.id) };
        let bare = bench.message(room, bench.posted(room, bare).await);
        assert_eq!((bare.text(), bare.reply_to), ("", Some(sent.id)));
        files.push(file);
    }
    let document = files.pop().expect("a document");
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
    bench.requests_are_proper();
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
    let file =
        File { kind: FileKind::Photo, id: file, unique: "u".into(), name: None, mime: None, size: None };
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
async fn refusals_say_what_is_gone() {
    let bench = Bench::new().await;
    let here = at(mei(), None);
    let edit = |message| Act::Edit { message, text: Rich::plain(SECRET), rows: Vec::new() };
    let group = bench.world.group_id();
    bench.world.set_blocked("mei", true).expect("mei blocks");
    assert_eq!(refusal(bench.deliver(here, post(SECRET)).await), Refusal::Blocked);
    for (place, act, meaning) in [
        (at(person_id("lin"), None), post(SECRET), Refusal::Blocked),
        (at(12_345, None), post(SECRET), Refusal::ChatGone),
        (at(group, Some(999)), post(SECRET), Refusal::RoomGone),
        (at(group, Some(1 << 40)), post(SECRET), Refusal::RoomGone),
        (here, edit(9_999), Refusal::MessageGone),
        (here, edit(1 << 40), Refusal::MessageGone),
        (here, Act::EditCaption { message: 9_999, caption: Rich::plain(SECRET) }, Refusal::MessageGone),
        (bench.group(), Act::Pin { message: 9_999 }, Refusal::MessageGone),
        (bench.group(), Act::Sign { message: 9_999, sign: Sign::Taken }, Refusal::MessageGone),
        (here, Act::OpenRoom { title: "x".into() }, Refusal::Forbidden),
        (bench.group(), post(""), Refusal::Content),
        (bench.group(), post(&"x".repeat(5_000)), Refusal::Content),
    ] {
        assert_eq!(refusal(bench.deliver(place, act.clone()).await), meaning, "{place:?} {act:?}");
    }
    bench.world.set_bot_admin(false);
    assert_eq!(refusal(bench.deliver(bench.group(), Act::Pin { message: 1 }).await), Refusal::Forbidden);
    assert_eq!(
        refusal(bench.deliver(bench.group(), Act::OpenRoom { title: "x".into() }).await),
        Refusal::Forbidden
    );
}

#[tokio::test]
async fn buttons_that_bring_back_nothing_or_too_much_do_not_leave() {
    let bench = Bench::new().await;
    for data in [String::new(), "x".repeat(65)] {
        let rows = vec![vec![button("Yes", &data)]];
        let act = Act::Post { text: Rich::plain("Sure?"), rows, reply_to: None };
        assert_eq!(refusal(bench.deliver(at(mei(), None), act).await), Refusal::Content);
    }
    assert_eq!(bench.world.calls_of("sendMessage").len(), 0);
}

#[tokio::test]
async fn a_group_that_moved_says_where() {
    let bench = Bench::with(Setup { group: GroupKind::Basic, ..Setup::default() }).await;
    let old = bench.group();
    let new = bench.world.upgrade_group().expect("a supergroup");
    assert_eq!(refusal(bench.deliver(old, post(SECRET)).await), Refusal::Moved(new));
}

#[tokio::test]
async fn faults_have_their_class() {
    let bench = Bench::new().await;
    let place = at(mei(), None);
    let lines = || bench.world.transcript(&chat("mei")).expect("a place").len();
    let before = lines();

    bench.fault(Trouble::TooManyRequests(30));
    let answer = bench.deliver(place, post(SECRET)).await;
    let Err(DeliveryError::NotSent { retry_after, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!((retry_after, lines()), (Some(Duration::from_secs(30)), before));

    bench.fault(Trouble::Blocked);
    assert_eq!(refusal(bench.deliver(place, post(SECRET)).await), Refusal::Blocked);
    bench.fault(Trouble::TopicDeleted);
    assert_eq!(refusal(bench.deliver(place, post(SECRET)).await), Refusal::RoomGone);

    // Nobody can tell these two apart.
    for (trouble, more) in [(Trouble::DropBefore, 0), (Trouble::DropAfter, 1)] {
        let before = lines();
        bench.fault(trouble);
        assert!(is_uncertain(&bench.deliver(place, post(SECRET)).await));
        assert_eq!(lines(), before + more);
    }
    // Why a short patience: the client library keeps such an answer to itself for ten seconds.
    bench.fault(Trouble::BadGateway);
    let hasty = TelegramCourier::new(bench.bot.clone(), Duration::from_millis(300));
    assert!(is_uncertain(&deliver(&hasty, place, post(SECRET)).await));
    bench.posted(place, post("all is well")).await;
}

#[tokio::test]
async fn a_wrong_token_and_no_server_are_told_apart() {
    let bench = Bench::new().await;
    let wrong = connect("4200042:ANOTHER", Some(&bench.server.url())).expect("a bot");
    let answer = deliver(&TelegramCourier::new(wrong, PATIENCE), at(mei(), None), post(SECRET)).await;
    assert_eq!(refusal(answer), Refusal::Token);
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let nobody = connect("1:SANDBOX-TOKEN", Some(&format!("http://{closed}"))).expect("a bot");
    let answer = deliver(&TelegramCourier::new(nobody, PATIENCE), at(mei(), None), post(SECRET)).await;
    assert!(matches!(answer, Err(DeliveryError::NotSent { retry_after: None, .. })), "{answer:?}");
    assert!(connect("1:a", Some("not a URL")).is_err());
}

/// A refusal as the platform words it.
fn worded(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

#[tokio::test]
async fn looks_that_are_refused_go_once_more_without() {
    let sent = json!({"ok": true, "result": {"message_id": 8, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"}});
    let refused =
        worded(400, "Bad Request: can't parse entities: wrong entity \"the buyer's own words\" at 3");
    let marked =
        Act::Post { text: Rich::from_utf16("x", [(MarkKind::Bold, 0, 1)]), rows: Vec::new(), reply_to: None };
    let server = Scripted::start([refused.clone(), sent]).await;
    let courier = TelegramCourier::new(server.bot(), PATIENCE);
    let receipt = deliver(&courier, at(5, None), marked.clone()).await.expect("posted");
    assert_eq!(receipt.messages, [8]);
    let entities: Vec<_> =
        server.requests().iter().map(|params| params["entities"].as_array().map(Vec::len)).collect();
    assert_eq!(entities, [Some(1), Some(0)]);

    let server = Scripted::start([refused.clone(), refused]).await;
    let courier = TelegramCourier::new(server.bot(), PATIENCE);
    assert_eq!(refusal(deliver(&courier, at(5, None), marked).await), Refusal::Content);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_no_answer_leaves_it_open() {
    for answer in [json!("<html>"), json!({"ok": true, "result": 5}), worded(500, "Internal Server Error")] {
        let server = Scripted::start([answer.clone()]).await;
        let courier = TelegramCourier::new(server.bot(), PATIENCE);
        let answer = deliver(&courier, at(5, None), post(SECRET)).await;
        assert!(is_uncertain(&answer), "{answer:?}");
    }
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
    assert_eq!(whats(&bench.bot, Some(mei())).await[0], "the staff chat is a person, not a group");
    let closed = whats(&bench.bot, Some(-5)).await;
    assert_eq!(
        closed,
        ["the staff group -5 is closed to the bot (refused: getChat: Bad Request: chat not found)"]
    );
    bench.world.set_bot_admin(false);
    let expected = [
        "the bot may not open topics in the staff group",
        "the bot may not pin messages in the staff group",
        "the bot does not see what the staff writes in the group",
    ];
    assert_eq!(whats(&bench.bot, Some(group)).await, expected);
    let wrong = connect("4200042:ANOTHER", Some(&bench.server.url())).expect("a bot");
    assert_eq!(whats(&wrong, Some(group)).await, ["Telegram does not accept the token"]);
    bench.requests_are_proper();

    let small = Bench::with(Setup { group: GroupKind::Basic, ..Setup::default() }).await;
    let group = small.world.group_id();
    assert!(whats(&small.bot, Some(group)).await[0].contains("no topics"));
    let new = small.world.upgrade_group().expect("a supergroup");
    let found = check(&small.bot, Some(group)).await;
    assert_eq!(found[0].mend, format!("write {new} as its id"));
}
