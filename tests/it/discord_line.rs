//! The line to Discord over the stand-in: what is heard, in which order, what is acknowledged when, and what is fetched
//! after a gap.

mod full;
mod order;
mod shards;
mod threads;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aftercare::clock::Clock;
use aftercare::desk::Suggested;
use aftercare::domain::chat::{Address, Incoming, Input, Platform, Room};
use aftercare::domain::suggest::Typing;
use aftercare::frontend::discord::{
    self, Heard, Home, Known, Later, Manner, Panel, Places, Register, Shards, Threads,
};
use aftercare::sandbox::discord::{DiscordServer, Recorded, Visitors};
use aftercare::sandbox::world::{Setup, World};
use serde_json::json;
use tokio::sync::{Semaphore, watch};

use crate::harness::desk::monday;

/// What was handed over, and whether it may be.
#[derive(Clone)]
struct Desk {
    taken: Arc<Mutex<Vec<Incoming>>>,
    open: Arc<Semaphore>,
    places: Arc<Mutex<Vec<Known>>>,
}

impl discord::Intake for Desk {
    async fn take(&self, batch: Vec<Incoming>) {
        let _open = self.open.acquire().await.expect("never closed");
        self.taken.lock().expect("no panic").extend(batch);
    }

    async fn places(&self) -> Vec<Known> {
        self.places.lock().expect("no panic").clone()
    }

    async fn suggest(&self, _: Typing) -> Suggested {
        std::future::pending().await
    }
}

/// Whose threads are whose, as it was written down.
#[derive(Clone, Default)]
struct Book(Arc<Mutex<HashMap<i64, i64>>>);

impl Register for Book {
    fn home(&self, _: i64) -> Later<Home> {
        Box::pin(async { Home::default() })
    }

    fn owner(&self, thread: i64) -> Later<Option<i64>> {
        let owner = self.0.lock().expect("no panic").get(&thread).copied();
        Box::pin(async move { owner })
    }

    fn own(&self, account: i64, thread: i64) -> Later<i64> {
        let owner = *self.0.lock().expect("no panic").entry(thread).or_insert(account);
        Box::pin(async move { owner })
    }
}

/// A server with Ken, who buys, and Lin of the staff, and somebody who listens.
struct Line {
    people: Visitors,
    server: DiscordServer,
    http: Arc<discord::Http>,
    desk: Desk,
    book: Book,
    heard: Heard,
    stop: watch::Sender<bool>,
    running: tokio::task::JoinSet<()>,
    ken: i64,
    support: u64,
    staff: u64,
    shards: Shards,
    most_waiting: u64,
}

fn number(id: u64) -> i64 {
    i64::try_from(id).expect("63 bits")
}

impl Line {
    async fn open() -> Self {
        Self::open_with(Shards::One).await
    }

    async fn open_with(shards: Shards) -> Self {
        Self::open_waiting(shards, discord::MOST_WAITING).await
    }

    async fn open_waiting(shards: Shards, most_waiting: u64) -> Self {
        let world = World::new(Clock::manual(monday()), Setup::default());
        let people = world.on_discord();
        let ken = number(people.join("ken", "Ken", "en-US", false));
        people.join("lin", "Lin", "zh-CN", true);
        let server = DiscordServer::start_anywhere(world).await.expect("a free port");
        let channel = |name: &str| people.channel(name).expect("a channel");
        let (support, staff) = (channel("support"), channel("staff"));
        let token = people.look(|guild| guild.setup.token.clone());
        let http = discord::connect(&token, Some(&server.url())).expect("a client");
        let desk = Desk { taken: Arc::default(), open: Arc::new(Semaphore::new(1)), places: Arc::default() };
        let (stop, _) = watch::channel(false);
        let heard = Heard::default();
        let mut line = Self {
            people,
            server,
            http,
            desk,
            book: Book::default(),
            heard,
            stop,
            running: tokio::task::JoinSet::new(),
            ken,
            support,
            staff,
            shards,
            most_waiting,
        };
        let (offers, entries) = crate::discord_commands::few();
        discord::offer(&line.http, line.guild(), &offers, &entries).await.expect("commands");
        line.listen().await;
        line
    }

    fn guild(&self) -> u64 {
        self.people.look(|guild| guild.id)
    }

    fn me(&self) -> i64 {
        self.people
            .look(|guild| guild.members.iter().find(|member| member.bot).map(|bot| number(bot.id)))
            .expect("a bot")
    }

    fn threads(&self) -> Threads {
        Threads::new(Arc::clone(&self.http), self.me(), Some(self.guild()), Some(self.support))
    }

    fn places(&self) -> Places {
        Places {
            threads: self.threads(),
            staff: Some(number(self.staff)),
            support: Some(number(self.support)),
            register: Arc::new(self.book.clone()),
        }
    }

    async fn listen(&mut self) {
        let places = self.places();
        let run = discord::run(
            Arc::clone(&self.http),
            places,
            Manner {
                sandbox: true,
                shards: self.shards,
                guild: self.guild(),
                first_tick: 1,
                most_waiting: self.most_waiting,
            },
            self.desk.clone(),
            self.heard.clone(),
            self.stop.subscribe(),
        );
        self.running.spawn(run);
        let begun = self.people.begun_and_resumed().0;
        self.until("the line stands", |line| {
            line.people.begun_and_resumed().0 > begun && line.people.connections() > 0
        })
        .await;
    }

    /// Waits for what other tasks do, with a limit that only a fault reaches.
    async fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        for _ in 0..6_000 {
            if done(self) {
                return;
            }
            // Why real time: what is waited for comes over a socket.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never came true: {what}");
    }

    async fn taken(&self, many: usize) -> Vec<Incoming> {
        let count = |line: &Self| line.desk.taken.lock().expect("no panic").len();
        self.until(&format!("{many} taken"), |line| count(line) >= many).await;
        self.desk.taken.lock().expect("no panic").clone()
    }

    /// Ken's own thread.
    async fn thread(&self) -> u64 {
        let thread = self.threads().open(self.ken, "Ken", &[]).await.expect("a thread");
        u64::try_from(thread.chat()).expect("positive")
    }

    async fn close(mut self) {
        self.stop.send_replace(true);
        while let Some(ended) = self.running.join_next().await {
            ended.expect("it ends");
        }
        let accepted = |call: &Recorded| call.status.is_some_and(|status| status < 400);
        let calls: Vec<_> = self.people.calls().into_iter().filter(accepted).collect();
        assert_eq!(crate::discord_spec::check_calls(&calls), Ok(()));
        self.server.stop().await;
    }
}

fn words(taken: &[Incoming]) -> Vec<String> {
    let word = |one: &Incoming| match &one.input {
        Input::Text(text) => text.text.clone(),
        Input::Edited { words, .. } => format!("edited: {}", words.text),
        Input::File { caption, album, .. } => format!("file {} {}", caption.text, album.is_some()),
        Input::Reacted { was, now } => format!("{was:?} {now:?}"),
        other => format!("{other:?}"),
    };
    taken.iter().map(word).collect()
}

#[tokio::test]
async fn what_is_written_comes_in_the_order_it_was_written() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let mut last = 0;
    for n in 0..200 {
        last = line.people.write("ken", thread, &format!("word {n}")).expect("written");
    }
    line.people.edit("ken", thread, last, "the last **word**").expect("edited");
    line.people.react("ken", thread, last, "👍", true).expect("set");
    let taken = line.taken(202).await;
    let mut wanted: Vec<String> = (0..200).map(|n| format!("word {n}")).collect();
    wanted.extend(["edited: the last word".to_owned(), "[] [\"👍\"]".to_owned()]);
    assert_eq!(words(&taken), wanted);
    let place =
        Address { platform: Platform::Discord, chat: number(line.support), thread: Some(number(thread)) };
    assert!(taken.iter().all(|one| (one.place, one.room) == (place, Room::Private)));
    assert!(taken.iter().all(|one| one.by.account.id == line.ken && one.by.name == "Ken"));
    line.close().await;
}

#[tokio::test]
async fn a_place_is_its_owners_and_what_bots_write_is_nobodys() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let lin_sees = line.people.write("lin", thread, "a moderator").is_ok();
    line.people.write("ken", line.support, "in public").ok();
    line.people.write("lin", line.staff, "among us").expect("written");
    let dm = line.people.dm("ken").expect("a conversation");
    line.people.write("ken", dm, "between us").expect("written");
    let taken = line.taken(2).await;
    assert_eq!(words(&taken), ["among us", "between us"], "a moderator wrote in the thread: {lin_sees}");
    assert_eq!((taken[0].room, taken[0].place.chat), (Room::Staff, number(line.staff)));
    assert_eq!((taken[1].room, taken[1].place.chat), (Room::Private, number(dm)));
    line.close().await;
}

#[tokio::test]
async fn files_of_one_message_are_an_album_with_ids_of_their_own() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let files = [("a.jpg", vec![1, 2]), ("b.jpg", vec![3])];
    let id = line.people.upload("ken", thread, &files, "both").expect("uploaded");
    let taken = line.taken(2).await;
    assert_eq!(words(&taken), ["file both true", "file  true"]);
    assert_eq!(taken[0].message, Some(number(id)));
    assert!(taken[1].message.is_some_and(|other| other != number(id)), "each stands for itself");
    assert_ne!(taken[0].key, taken[1].key);
    line.close().await;
}

#[tokio::test]
async fn a_press_is_acknowledged_whatever_the_database_does() {
    let line = Line::open().await;
    let panel = Panel { text: "Hello".into(), buttons: vec![("Report".into(), "/new")] };
    discord::keep_panel(&line.http, line.support, &panel).await.expect("a panel");
    discord::keep_panel(&line.http, line.support, &panel).await.expect("the same panel");
    let posts =
        line.people.look(|guild| guild.posts.values().filter(|post| post.channel == line.support).count());
    let shut = line.desk.open.clone().acquire_owned().await.expect("open");
    let message = line.people.look(|guild| {
        guild
            .posts
            .values()
            .find(|post| post.channel == line.support && !post.components.is_empty())
            .map(|post| post.id)
    });
    let message = message.expect("the panel stands there");
    let press = line.people.press("ken", line.support, message, "Report").expect("pressed");
    line.until("it is acknowledged", |line| {
        line.people.interaction(press).is_some_and(|asked| asked.answered.is_some())
    })
    .await;
    assert!(line.desk.taken.lock().expect("no panic").is_empty(), "nothing is taken yet");
    drop(shut);
    let taken = line.taken(1).await;
    assert_eq!((words(&taken), taken[0].by.lang.as_deref()), (vec!["/new".to_owned()], Some("en-US")));
    assert_eq!(taken[0].place.holder(), number(line.thread().await), "and the same thread is found again");
    let threads =
        line.people.look(|guild| guild.channels.values().filter(|channel| channel.is_thread()).count());
    assert_eq!((threads, posts), (1, 2), "one thread; the panel and the notice of its pin");
    line.close().await;
}

#[tokio::test]
async fn a_command_is_shown_where_it_was_given_and_its_words_are_told() {
    let line = Line::open().await;
    let given = [("text", json!("Hello *there* <@1>"))];
    let asked = line.people.slash("lin", line.staff, "reply", &given).expect("given");
    let taken = line.taken(1).await;
    let said = words(&taken);
    assert!(said[0].starts_with("/reply Hello there "), "its looks are marks: {said:?}");
    let shown = line.people.answer_to(asked).expect("shown");
    assert_eq!(taken[0].message, Some(number(shown.id)));
    assert_eq!(shown.only_for, None);
    assert!(shown.pings.people.is_empty() && !shown.content.contains("<@1>"), "{}", shown.content);
    line.close().await;
}

#[tokio::test]
async fn what_is_deleted_is_told_once_by_its_message() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let first = line.people.write("ken", thread, "one").expect("written");
    let second = line.people.write("ken", thread, "two").expect("written");
    line.taken(2).await;
    line.people.delete("ken", thread, first).expect("deleted");
    line.people.purge(thread, &[second]);
    let taken = line.taken(4).await;
    assert_eq!(words(&taken[2..]), ["Deleted", "Deleted"]);
    assert_eq!((taken[2].message, taken[3].message), (Some(number(first)), Some(number(second))));
    assert!(taken[2].key != taken[0].key && taken[2].room == Room::Private);
    line.close().await;
}

#[tokio::test]
async fn people_who_are_mentioned_are_called_by_their_names() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let lin = line.people.look(|guild| guild.named("lin").map(|member| member.id)).expect("Lin is there");
    line.people.write("ken", thread, &format!("ask <@{lin}>")).expect("written");
    let said = words(&line.taken(1).await);
    assert!(said[0].contains("Lin") && !said[0].contains(&lin.to_string()), "{said:?}");
    line.close().await;
}

#[tokio::test]
async fn who_types_while_the_database_is_away_is_offered_nothing_and_holds_nobody_up() {
    let line = Line::open().await;
    let typed = line.people.type_into("lin", line.staff, "reply", &[("case", json!("HX"))], "case");
    let typed = typed.expect("it completes itself");
    line.people.write("lin", line.staff, "meanwhile").expect("written");
    assert_eq!(words(&line.taken(1).await), ["meanwhile"]);
    assert_eq!(line.people.choices(typed), Some(Vec::new()), "an empty list, and in time");
    line.close().await;
}
