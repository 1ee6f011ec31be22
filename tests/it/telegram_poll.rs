//! Polling: nothing is confirmed before it is taken, and no update keeps another away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::domain::chat::{Incoming, Input};
use aftercare::domain::text::Rich;
use aftercare::frontend::telegram::{Conflict, Context, Intake, Settings, connect, run};
use aftercare::sandbox::faults::Fault;
use aftercare::sandbox::shown::Place;
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Person, Setup, World, person_id};
use serde_json::{Value, json};
use teloxide::Bot;
use tokio::sync::{mpsc, watch};

use crate::telegram_scripted::Scripted;

/// More than anything takes here.
const PATIENCE: Duration = Duration::from_secs(30);

/// Passes batches on, and returns when a permit is given.
struct Gate {
    batches: mpsc::UnboundedSender<Vec<Incoming>>,
    permits: Arc<tokio::sync::Semaphore>,
    in_office: Arc<AtomicBool>,
}

impl Intake for Gate {
    fn is_in_office(&self) -> bool {
        self.in_office.load(Ordering::SeqCst)
    }

    fn context(&self) -> Context {
        Context::default()
    }

    async fn take(&self, batch: Vec<Incoming>) {
        self.batches.send(batch).expect("somebody listens");
        self.permits.acquire().await.expect("open").forget();
    }
}

/// A poll that runs beside the test.
struct Poll {
    batches: mpsc::UnboundedReceiver<Vec<Incoming>>,
    conflicts: mpsc::UnboundedReceiver<Conflict>,
    good: watch::Receiver<u64>,
    permits: Arc<tokio::sync::Semaphore>,
    in_office: Arc<AtomicBool>,
    stop: watch::Sender<bool>,
    running: tokio::task::JoinSet<()>,
}

impl Poll {
    /// `permits`: how many batches are taken without further ado.
    fn start(bot: Bot, permits: usize) -> Self {
        let (sender, batches) = mpsc::unbounded_channel();
        let (rival, conflicts) = mpsc::unbounded_channel();
        let (counted, good) = watch::channel(0);
        let (stop, stopped) = watch::channel(false);
        let permits = Arc::new(tokio::sync::Semaphore::new(permits));
        let in_office = Arc::new(AtomicBool::new(true));
        let gate = Gate { batches: sender, permits: Arc::clone(&permits), in_office: Arc::clone(&in_office) };
        let settings = Settings { timeout_s: 50, limit: 100 };
        let mut running = tokio::task::JoinSet::new();
        running.spawn(run(
            bot,
            settings,
            gate,
            stopped,
            move || counted.send_modify(|count| *count += 1),
            move |conflict| rival.send(conflict).expect("somebody listens"),
        ));
        Self { batches, conflicts, good, permits, in_office, stop, running }
    }

    async fn batch(&mut self) -> Vec<Incoming> {
        tokio::time::timeout(PATIENCE, self.batches.recv()).await.expect("in time").expect("a batch")
    }

    async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = tokio::time::timeout(PATIENCE, self.running.join_next()).await;
        ended.expect("in time").expect("it ran").expect("no panic");
    }
}

/// A world with Mei, who has written once.
async fn world() -> (World, TelegramServer, Bot) {
    let world =
        World::new(Clock::manual("2026-03-02T01:00:00Z".parse().expect("a moment")), Setup::default());
    world.join(Person::new("mei", "Mei L.", Some("en")));
    world.say("mei", &mei(), "/start", None).expect("mei writes");
    let server = TelegramServer::start_anywhere(world.clone()).await.expect("a free port");
    let bot = connect(&world.token(), Some(&server.url())).expect("a bot");
    (world, server, bot)
}

fn mei() -> Place {
    Place::Chat("mei".into())
}

fn text(incoming: &Incoming) -> &str {
    match &incoming.input {
        Input::Text(rich) => &rich.text,
        other => panic!("no text: {other:?}"),
    }
}

fn texts(batch: &[Incoming]) -> Vec<&str> {
    batch.iter().map(text).collect()
}

#[tokio::test]
async fn whoever_is_not_in_office_any_more_asks_for_nothing() {
    let (world, _server, bot) = world().await;
    let mut poll = Poll::start(bot, 0);
    assert_eq!(texts(&poll.batch().await), ["/start"]);
    // As after a sleep: the lease has ended, and nobody has said so yet.
    poll.in_office.store(false, Ordering::SeqCst);
    poll.permits.add_permits(1);
    world.say("mei", &mei(), "hello", None).expect("mei writes");
    // Why real time: that nothing happens is seen by waiting.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!((world.calls_of("getUpdates").len(), world.unconfirmed()), (1, 2), "not even what is taken");
    poll.in_office.store(true, Ordering::SeqCst);
    assert_eq!(texts(&poll.batch().await), ["hello"]);
    poll.permits.add_permits(1);
    poll.stop().await;
}

#[tokio::test]
async fn nothing_is_confirmed_before_it_is_taken() {
    let (world, _server, bot) = world().await;
    let mut poll = Poll::start(bot.clone(), 0);
    let first = poll.batch().await;
    assert_eq!(texts(&first), ["/start"]);
    assert_eq!((world.calls_of("getUpdates").len(), world.unconfirmed()), (1, 1));
    // As after a crash: the intake never came to its end.
    drop(poll);
    world.say("mei", &mei(), "hello", None).expect("mei writes");

    let mut poll = Poll::start(bot, 0);
    let again = poll.batch().await;
    assert_eq!((again[0].key, texts(&again)), (first[0].key, vec!["/start", "hello"]));
    assert_eq!(world.unconfirmed(), 2);
    poll.permits.add_permits(1);
    assert!(world.wait(PATIENCE, |state| state.queue.is_empty()).await);
    let polls = world.calls_of("getUpdates");
    assert_eq!(polls[0].get("offset"), None);
    assert_eq!(polls[1].get("offset"), None);
    assert_eq!(polls[2]["offset"], json!(again[1].key.key + 1));
    assert_eq!(
        polls[0]["allowed_updates"],
        json!(["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"])
    );
    assert_eq!(crate::api_spec::check_calls(&world.calls()), Ok(()));
    poll.stop().await;
}

#[tokio::test]
async fn a_press_is_acknowledged_while_its_batch_is_being_taken() {
    let (world, _server, bot) = world().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "c:1:0:yes"}]]});
    let keyboard: teloxide::types::InlineKeyboardMarkup =
        serde_json::from_value(keyboard).expect("a keyboard");
    let asked =
        teloxide::prelude::Requester::send_message(&bot, teloxide::types::ChatId(person_id("mei")), "Sure?");
    teloxide::payloads::SendMessageSetters::reply_markup(asked, keyboard).await.expect("a question");
    world.press("mei", &mei(), "Yes").expect("a press");
    let mut poll = Poll::start(bot, 0);
    let batch = poll.batch().await;
    assert_eq!(batch[1].input, Input::Press { data: "c:1:0:yes".into() });
    let answered =
        |calls: &[(String, Value)]| calls.iter().any(|(method, _)| method == "answerCallbackQuery");
    assert!(world.wait(PATIENCE, |state| answered(&state.calls)).await);
    assert_eq!((world.calls_of("getUpdates").len(), world.unconfirmed()), (1, 2));
    poll.stop.send_replace(true);
    poll.permits.add_permits(1);
    poll.stop().await;
}

#[tokio::test]
async fn a_batch_in_hand_is_finished_before_the_end() {
    let (world, _server, bot) = world().await;
    let mut poll = Poll::start(bot, 0);
    poll.batch().await;
    poll.stop.send_replace(true);
    poll.permits.add_permits(1);
    poll.stop().await;
    // What was taken is not confirmed any more; it comes once more and is known then.
    assert_eq!((world.calls_of("getUpdates").len(), world.unconfirmed()), (1, 1));
}

#[tokio::test]
async fn what_comes_twice_is_passed_on_twice() {
    let (world, _server, bot) = world().await;
    let mut poll = Poll::start(bot, 100);
    poll.batch().await;
    world.fault(Fault::Duplicates(true));
    world.say("mei", &mei(), "hello", None).expect("mei writes");
    let first = poll.batch().await;
    assert_eq!(texts(&first), ["hello"]);
    assert_eq!(poll.batch().await, first);
    assert!(world.wait(PATIENCE, |state| state.queue.is_empty()).await);
    poll.stop().await;
}

#[tokio::test]
async fn a_rival_is_reported() {
    let (world, _server, bot) = world().await;
    let mut poll = Poll::start(bot.clone(), 100);
    poll.batch().await;
    assert!(world.wait(PATIENCE, |state| state.queue.is_empty() && state.calls.len() == 2).await);
    teloxide::prelude::Requester::get_updates(&bot).await.expect("the rival wins");
    let conflict = tokio::time::timeout(PATIENCE, poll.conflicts.recv()).await.expect("in time");
    assert_eq!(conflict, Some(Conflict::Rival));
    poll.stop().await;
}

#[tokio::test]
async fn a_poll_that_worked_is_told_even_when_nothing_came() {
    let server = Scripted::start([json!({"ok": true, "result": []})]).await;
    let mut poll = Poll::start(server.bot(), 0);
    let told = tokio::time::timeout(PATIENCE, poll.good.wait_for(|count| *count == 1)).await;
    told.expect("in time").expect("it runs");
    assert!(poll.batches.try_recv().is_err());
    poll.stop().await;
}

#[tokio::test]
async fn no_update_keeps_the_others_away() {
    let (world, _server, bot) = world().await;
    for strange in [
        json!({"hologram": {"size": 3}}),
        json!({"text": "so it is", "entities": [{"type": "sparkle", "offset": 0, "length": 2}]}),
    ] {
        world.content("mei", &mei(), strange, None).expect("mei sends");
    }
    world.say("mei", &mei(), "hello", None).expect("mei writes");
    let mut poll = Poll::start(bot, 100);
    let inputs: Vec<Input> = poll.batch().await.into_iter().map(|incoming| incoming.input).collect();
    let words = |text: &str| Input::Text(Rich::plain(text));
    assert_eq!(inputs[1..], [Input::Other("kind-other"), words("so it is"), words("hello")]);
    poll.stop().await;

    let chat = json!({"id": 5, "type": "private", "first_name": "Mei"});
    let good = json!({"update_id": 12, "message": {"message_id": 1, "date": 1, "chat": chat, "text": "good",
        "from": {"id": 5, "is_bot": false, "first_name": "Mei"}}});
    let broken = [json!(17), json!({"update_id": 10, "message": 3}), json!({"update_id": 11}), good];
    let server = Scripted::start([json!({"ok": true, "result": broken})]).await;
    let mut poll = Poll::start(server.bot(), 100);
    let batch = poll.batch().await;
    assert_eq!(batch.iter().map(|incoming| incoming.key.key).collect::<Vec<_>>(), [10, 11, 12]);
    assert_eq!(batch[2].input, words("good"));
    assert_eq!(batch[0].raw, json!({"update_id": 10, "message": 3}));
    poll.stop().await;
}
