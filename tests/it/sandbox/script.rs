//! The scenario language: what it reads, what it refuses, and a play over the wire.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use aftercare::clock::Clock;
use aftercare::sandbox::script::{Act, Deed, Moment, Parcel, Player, Script, Source, Step, play};
use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::wire::{Backstage, WireStage};
use aftercare::sandbox::world::{MediaKind, Setup, World};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::task::JoinSet;

fn one(line: &str) -> Step {
    Script::parse(line).expect(line).lines.remove(0).step
}

fn act(who: &str, place: Place, deed: Deed) -> Step {
    Step::Act(Act { who: who.into(), place, deed })
}

#[test]
fn acts_are_read_with_their_place() {
    let mei = || Place::Chat("mei".into());
    let say = |text: &str| Deed::Say { text: text.into(), reply_to: None, quote: None };
    assert_eq!(one("mei@telegram: /claim"), act("mei", mei(), say("/claim")));
    assert_eq!(one(r#"mei: a\nb "c" \\d"#), act("mei", mei(), say("a\nb \"c\" \\d")));
    assert_eq!(one("lin in staff: /queue"), act("lin", Place::Staff, say("/queue")));
    assert_eq!(one("lin in room: /take"), act("lin", Place::Room(Room::Newest), say("/take")));
    let press = Deed::Press { label: "Take \"it\"".into() };
    assert_eq!(
        one(r#"lin in room "HX-7" presses "Take \"it\"""#),
        act("lin", Place::Room(Room::Named("HX-7".into())), press)
    );
    let reply = Deed::Say { text: "new: one".into(), reply_to: Some("the puller".into()), quote: None };
    assert_eq!(
        one(r#"lin in room 2 replies to "the puller": new: one"#),
        act("lin", Place::Room(Room::Nth(2)), reply)
    );
    let files = |names: &[&str], kind, caption: &str| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let parcel = Parcel::Files { kind, names, caption: caption.into() };
        Deed::Send { parcel, reply_to: None }
    };
    let photo = files(&["a.jpg"], MediaKind::Photo, "the zipper");
    assert_eq!(one(r#"mei sends photo a.jpg "the zipper""#), act("mei", mei(), photo));
    let album = files(&["a.jpg", "b.jpg"], MediaKind::Photo, "");
    assert_eq!(one("mei sends photos a.jpg b.jpg"), act("mei", mei(), album));
    let send = |parcel| Deed::Send { parcel, reply_to: None };
    let place = send(Parcel::Location { latitude: 31.2, longitude: -121.5 });
    assert_eq!(one("mei sends location 31.2 -121.5"), act("mei", mei(), place));
    let poll = Parcel::Poll { question: "Which?".into(), options: vec!["a".into(), "b".into()] };
    assert_eq!(one(r#"mei sends poll "Which?" "a" "b""#), act("mei", mei(), send(poll)));
    assert_eq!(one("mei sends story"), act("mei", mei(), send(Parcel::Hidden("story".into()))));
    let voice = Parcel::Files { kind: MediaKind::Voice, names: vec!["a.ogg".into()], caption: String::new() };
    let answer = Deed::Send { parcel: voice, reply_to: Some("the puller".into()) };
    assert_eq!(one(r#"mei replies to "the puller" sends voice a.ogg"#), act("mei", mei(), answer));
    let quote = Deed::Say { text: "c".into(), reply_to: Some("a b".into()), quote: Some("b".into()) };
    assert_eq!(one(r#"mei replies to "a b" quoting "b": c"#), act("mei", mei(), quote));
    let swap = Deed::Swap { old: "a".into(), kind: MediaKind::Photo, name: "b.jpg".into() };
    assert_eq!(one(r#"mei swaps "a" for photo b.jpg"#), act("mei", mei(), swap));
    let forward = Deed::Forward { from: Source::Channel, name: "News".into(), text: "x".into() };
    assert_eq!(one(r#"mei forwards from channel "News": x"#), act("mei", mei(), forward));
    let react = |emoji: Option<&str>| Deed::React { emoji: emoji.map(Into::into), part: "a".into() };
    assert_eq!(one(r#"mei reacts 👍 to "a""#), act("mei", mei(), react(Some("👍"))));
    assert_eq!(one(r#"mei reacts nothing to "a""#), act("mei", mei(), react(None)));
    let edit = Deed::Edit { old: "a".into(), new: "b".into() };
    assert_eq!(one(r#"mei edits "a" to "b""#), act("mei", mei(), edit));
    assert_eq!(one("mei unblocks the bot"), act("mei", mei(), Deed::Block(false)));
}

#[test]
fn the_clock_moves_by_spans_and_to_moments_of_a_zone() {
    assert_eq!(one("at +1d2h30m"), Step::Move(Moment::By(TimeDelta::minutes(26 * 60 + 30))));
    assert_eq!(one("at -90s"), Step::Move(Moment::By(TimeDelta::seconds(-90))));
    let moment = "2026-03-02T01:00:00Z".parse().expect("a fixed moment");
    assert_eq!(one("at 2026-03-02 09:00 Asia/Shanghai"), Step::Move(Moment::To(moment)));
}

#[test]
fn a_mistake_is_named_with_its_line() {
    for (line, why) in [
        ("mei", "a colon and a text are missing"),
        ("mei shouts \"x\"", "\"shouts\" is no verb"),
        ("mei presses Take", "a text in double quotes is missing"),
        ("mei presses \"Take", "the closing quote is missing"),
        ("mei presses \"Take\" twice", "\"twice\" is not understood"),
        ("mei sends photos a.jpg", "photos needs 2-10 name(s)"),
        ("mei@carrier: x", "there is no platform \"carrier\" here"),
        ("people: mei \"Mei\" en", "mei needs a role: consumer, wholesale or staff"),
        ("at noon", "\"noon\" is no moment such as +90m or 2026-03-02 09:00 Asia/Shanghai"),
        ("at 2026-03-29 02:30 Europe/Berlin", "2026-03-29 02:30:00 does not exist in Europe/Berlin"),
        ("at +5", "\"5\" is no span such as 90m, 2h or 1d12h"),
        ("fault sendMessage mei maybe", "\"maybe\" is no trouble"),
        ("show room 1 2", "\"2\" is not understood"),
    ] {
        let error = Script::parse(&format!("# first\n\n{line}\n")).expect_err(line);
        assert_eq!((error.line, error.why.as_str()), (3, why), "{line}");
    }
}

/// A desk small enough to be seen through: it greets with a button, opens a room per press and carries replies.
struct Echo {
    client: reqwest::Client,
    base: String,
    busy: Arc<AtomicUsize>,
    seen: Arc<AtomicI64>,
    tasks: JoinSet<()>,
    group: i64,
}

impl Echo {
    async fn start(world: &World, server: &TelegramServer) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let base = format!("{}/bot{}", server.url(), world.token());
        let (busy, seen, tasks) = (Arc::default(), Arc::default(), JoinSet::new());
        let mut echo = Self { client, base, busy, seen, tasks, group: world.group_id() };
        echo.restart().await.expect("a start");
        echo
    }

    async fn call(client: &reqwest::Client, base: &str, method: &str, params: Value) -> Value {
        let answer = client.post(format!("{base}/{method}")).json(&params).send().await.expect("an answer");
        answer.json::<Value>().await.expect("JSON")["result"].take()
    }

    async fn serve(
        client: reqwest::Client,
        base: String,
        busy: Arc<AtomicUsize>,
        seen: Arc<AtomicI64>,
        group: i64,
    ) {
        loop {
            let offset = json!({"offset": seen.load(Ordering::SeqCst), "timeout": 50});
            let updates = Self::call(&client, &base, "getUpdates", offset).await;
            busy.fetch_add(1, Ordering::SeqCst);
            for update in updates.as_array().into_iter().flatten() {
                Self::answer(&client, &base, update, group).await;
                seen.store(update["update_id"].as_i64().expect("an id") + 1, Ordering::SeqCst);
            }
            busy.fetch_sub(1, Ordering::SeqCst);
        }
    }

    async fn answer(client: &reqwest::Client, base: &str, update: &Value, group: i64) {
        let message = &update["message"];
        if update["callback_query"].is_object() {
            let name = update["callback_query"]["from"]["first_name"].as_str().expect("a name");
            let topic =
                Self::call(client, base, "createForumTopic", json!({"chat_id": group, "name": name})).await;
            let card =
                json!({"chat_id": group, "message_thread_id": topic["message_thread_id"], "text": "card"});
            Self::call(client, base, "sendMessage", card).await;
        } else if message["chat"]["type"] == "private" {
            let keyboard = json!({"inline_keyboard": [[{"text": "Person", "callback_data": "p"}]]});
            let text = format!("You said: {}", message["text"].as_str().unwrap_or("a file"));
            let reply = json!({"message_id": message["message_id"]});
            let params = json!({"chat_id": message["chat"]["id"], "text": text, "reply_markup": keyboard,
                "reply_parameters": reply});
            Self::call(client, base, "sendMessage", params).await;
        }
    }
}

impl Backstage for Echo {
    async fn at_rest(&mut self) -> Result<(), String> {
        while self.busy.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn menus(&mut self) -> Result<(), String> {
        Err("an echo has no commands".to_owned())
    }

    async fn orders(&mut self, _list: &str) -> Result<(), String> {
        Err("an echo knows no orders".to_owned())
    }

    async fn restart(&mut self) -> Result<(), String> {
        self.tasks.shutdown().await;
        self.busy.store(0, Ordering::SeqCst);
        let (client, base) = (self.client.clone(), self.base.clone());
        self.tasks.spawn(Self::serve(client, base, self.busy.clone(), self.seen.clone(), self.group));
        Ok(())
    }
}

async fn stage() -> (WireStage<Echo>, TelegramServer) {
    let moment = "2026-01-01T00:00:00Z".parse().expect("a fixed moment");
    let world = World::new(Clock::manual(moment), Setup::default());
    let server = TelegramServer::start_anywhere(world.clone()).await.expect("a free port");
    let echo = Echo::start(&world, &server).await;
    (WireStage::new(world, echo), server)
}

const CAST: &str = "people: mei@telegram \"Mei L.\" en consumer, lin \"Lin\" staff #1001\n";

#[tokio::test]
async fn a_play_prints_what_each_place_shows() {
    let (mut stage, _server) = stage().await;
    let script = Script::parse(&format!(
        "{CAST}# A stranger writes.\nat 2026-03-02 09:00 Asia/Shanghai\nmei: hello\nexpect mei \"You said: hello\"\n\
         expect no staff\nshow mei\nmei presses \"Person\"\nrestart\nlin in room replies to \"card\": mine\n\
         mei sends photo a.jpg \"the zipper\"\nmei edits \"hello\" to \"hello there\"\nshow mei\nshow room\n"
    ));
    let transcript = play(&script.expect("a script"), &mut stage).await.expect("a play");
    let expected = "\
# A stranger writes.
-- at 2026-03-02 09:00 Asia/Shanghai
== mei
mei     hello
bot     > hello
        You said: hello
        [Person]
-- restart
== mei
mei     hello there
        (edited)
bot     > hello there
        You said: hello
        [Person]
mei     presses \"Person\"
mei     (photo a.jpg)
        the zipper
bot     > the zipper
        You said: a file
        [Person]
== room
bot     card
lin     > card
        mine
";
    assert_eq!(transcript, expected);
    assert_eq!(stage.world().clock().now().to_rfc3339(), "2026-03-02T01:00:00+00:00");
}

#[tokio::test]
async fn an_unmet_expectation_ends_the_play_with_its_line_and_what_was_there() {
    let (mut stage, _server) = stage().await;
    let script = Script::parse(&format!("{CAST}mei: hello\nexpect mei \"goodbye\"\n")).expect("a script");
    let error = play(&script, &mut stage).await.expect_err("nobody says goodbye");
    assert_eq!(error.line, 3);
    assert!(error.why.contains("You said: hello"), "{}", error.why);
    let script = Script::parse(
        "mei: again\nexpect mei \"again\"\nmei: more\nexpect no mei \"again\"\nexpect no mei \"more\"",
    );
    let error = play(&script.expect("a script"), &mut stage).await.expect_err("the bot has said more");
    assert_eq!(error.line, 5);
}

#[tokio::test]
async fn what_the_bot_said_and_nobody_looked_at_is_unread() {
    let (mut stage, _server) = stage().await;
    let mut player = Player::new(&mut stage);
    let script =
        Script::parse(&format!("{CAST}mei: one\nshow mei\nmei presses \"Person\"\n")).expect("a script");
    player.run(&script).await.expect("a play");
    assert_eq!(player.unread(), "== room 1\nbot     card\n");
    player.run(&Script::parse("expect room \"card\"").expect("a script")).await.expect("a play");
    assert_eq!(player.unread(), "");
}
