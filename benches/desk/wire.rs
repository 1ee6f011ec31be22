//! The same claims over the wire: the real client against the stand-in of Telegram, beside that client alone.
//!
//! The stand-in and the customers run in this process and on the same processors; they cost both sides the same per
//! request.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use aftercare::{
    app::{self, Blueprint},
    clock::Clock,
    config::{Config, TelegramConfig},
    desk::Entropy,
    domain::catalogue::Catalogue,
    frontend::telegram,
    sandbox::{
        shown::Place,
        telegram::TelegramServer,
        world::{Attachment, Author, MediaKind, Message, Person, Setup, State, World},
    },
};
use anyhow::{Context, Result, anyhow, bail};
use teloxide::{prelude::Requester, types::ChatId};
use tokio::task::JoinSet;

use super::{
    figures::rate,
    ground::Ground,
    house,
    people::{CLAIM, Crowd, Step, account, name},
};

/// A token in the shape of a real one, for the stand-in.
pub const TOKEN: &str = "4200042:SANDBOX-SANDBOX-SANDBOX-SANDBOX-000";

/// A stand-in with nobody in it.
pub async fn stand_in() -> Result<(World, TelegramServer)> {
    let world = World::new(Clock::system(), Setup { token: TOKEN.into(), ..Setup::default() });
    let server = TelegramServer::start_anywhere(world.clone()).await?;
    Ok((world, server))
}

/// What came of a round.
pub struct Round {
    pub messages: usize,
    pub time: Duration,
    /// From a customer's act to the reply in their chat.
    pub replies: Vec<Duration>,
    /// The same, step by step of the claim.
    pub steps: Vec<Vec<Duration>>,
}

/// The real desk behind the real client.
pub async fn desk(
    ground: &Ground,
    config: &Config,
    crowd: &Crowd,
    customers: usize,
    claims: usize,
) -> Result<Round> {
    // Why: every stand-in counts its updates and topics from the same numbers.
    ground.fresh("wire", Some("seeded")).await?;
    let (world, server) = stand_in().await?;
    let pools = house::connections(ground.options("wire"), config);
    pools.open_some().await;
    let running = app::start(Blueprint {
        telegram: Some(TelegramConfig {
            token: TOKEN.to_owned().into(),
            api_url: Some(server.url()),
            staff_chat: Some(world.group_id()),
            webhook: None,
        }),
        discord: None,
        terms: Arc::clone(&config.terms),
        catalogue: Arc::new(Catalogue::embedded()?),
        technical: config.technical.clone(),
        pools: pools.clone(),
        clock: Clock::system(),
        entropy: Entropy::Machine,
        admins: Vec::new(),
        holder: "bench".to_owned(),
        unpaced: true,
        public_url: None,
    })
    .await?;
    let round = Audience::new(&world, crowd, customers, claims).play().await;
    running.stop().await;
    pools.durable.close().await;
    pools.lax.close().await;
    server.stop().await;
    round
}

/// Messages per second of the client alone, sent by so many at once.
pub async fn client(customers: usize, each: usize) -> Result<f64> {
    let (world, server) = stand_in().await?;
    let bot = telegram::connect(TOKEN, Some(&server.url()))?;
    for n in 0..customers {
        let n = i64::try_from(n)?;
        world.join(person(n));
        world.say(&handle(n), &Place::Chat(handle(n)), "/start", None).map_err(|why| anyhow!(why))?;
    }
    let start = Instant::now();
    let mut senders = JoinSet::new();
    for n in 0..customers {
        let (bot, chat) = (bot.clone(), ChatId(account(i64::try_from(n)?)));
        senders.spawn(async move {
            for _ in 0..each {
                let text = "Which part is it? Press a button, or write what you see in your own words.";
                bot.send_message(chat, text).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    let rate = rate(customers * each, start.elapsed());
    server.stop().await;
    Ok(rate)
}

/// The times of so many requests of the client, one after the other.
pub async fn requests(count: usize) -> Result<Vec<Duration>> {
    let (world, server) = stand_in().await?;
    let bot = telegram::connect(TOKEN, Some(&server.url()))?;
    world.join(person(1));
    world.say(&handle(1), &Place::Chat(handle(1)), "/start", None).map_err(|why| anyhow!(why))?;
    let mut times = Vec::new();
    for _ in 0..count {
        let start = Instant::now();
        bot.send_message(ChatId(account(1)), "Which part is it?").await?;
        times.push(start.elapsed());
    }
    server.stop().await;
    Ok(times)
}

fn handle(n: i64) -> String {
    format!("c{n}")
}

fn person(n: i64) -> Person {
    Person::new(&handle(n), &name(n), Some("en")).with_id(account(n))
}

/// A customer in the middle of a claim.
struct Talk {
    who: i64,
    step: usize,
    /// The newest message they have read.
    read: i64,
    acted: Instant,
}

/// Customers who act when they are answered.
pub struct Audience<'a> {
    world: &'a World,
    /// Those at it, by chat.
    talks: HashMap<i64, Talk>,
    /// Those who begin when one of the others is done.
    waiting: Vec<i64>,
    replies: Vec<Duration>,
    steps: Vec<Vec<Duration>>,
}

impl<'a> Audience<'a> {
    pub fn new(world: &'a World, crowd: &Crowd, customers: usize, claims: usize) -> Self {
        let mut waiting: Vec<i64> = (0..customers * claims).map(|_| crowd.one()).collect();
        for n in &waiting {
            world.join(person(*n));
        }
        let first = waiting.split_off(waiting.len() - customers);
        let talk = |who| (account(who), Talk { who, step: 0, read: 0, acted: Instant::now() });
        Self {
            world,
            talks: first.into_iter().map(talk).collect(),
            waiting,
            replies: Vec::new(),
            steps: vec![Vec::new(); CLAIM.len()],
        }
    }

    /// Until everybody has filed their claim.
    pub async fn play(mut self) -> Result<Round> {
        let mut changes = self.world.changes();
        let mut seen = self.world.look(|state| state.calls.len());
        let mut called: HashSet<i64> = HashSet::new();
        let start = Instant::now();
        for chat in self.talks.keys().copied().collect::<Vec<_>>() {
            self.act(chat, None)?;
        }
        while !self.talks.is_empty() {
            let answered = self.world.look(|state| {
                called.extend(state.calls[seen..].iter().filter_map(|(_, parameters)| chat_of(parameters)));
                seen = state.calls.len();
                let fresh = called.iter().filter_map(|chat| Some((*chat, self.unread(state, *chat)?)));
                fresh.collect::<Vec<(i64, Message)>>()
            });
            for (chat, message) in answered {
                called.remove(&chat);
                self.hear(chat, &message)?;
            }
            let moved = tokio::time::timeout(Duration::from_secs(20), changes.changed()).await;
            moved.context("customers are not answered any more")??;
        }
        Ok(Round {
            messages: self.replies.len(),
            time: start.elapsed(),
            replies: self.replies,
            steps: self.steps,
        })
    }

    /// The newest message of the bot in that chat, when it is the answer to the last act.
    fn unread(&self, state: &State, chat: i64) -> Option<Message> {
        let talk = self.talks.get(&chat)?;
        let newest = state.chats.get(&chat)?.messages.last()?;
        (newest.author == Author::Bot && newest.id > talk.read).then(|| newest.clone())
    }

    fn hear(&mut self, chat: i64, message: &Message) -> Result<()> {
        let Some(talk) = self.talks.get_mut(&chat) else { return Ok(()) };
        talk.read = message.id;
        let took = talk.acted.elapsed();
        self.replies.push(took);
        self.steps[talk.step - 1].push(took);
        if talk.step < CLAIM.len() {
            return self.act(chat, Some(message));
        }
        self.talks.remove(&chat);
        let Some(who) = self.waiting.pop() else { return Ok(()) };
        self.talks.insert(account(who), Talk { who, step: 0, read: 0, acted: Instant::now() });
        self.act(account(who), None)
    }

    fn act(&mut self, chat: i64, on: Option<&Message>) -> Result<()> {
        let Some(talk) = self.talks.get_mut(&chat) else { bail!("nobody is there") };
        let (who, place) = (handle(talk.who), Place::Chat(handle(talk.who)));
        talk.acted = Instant::now();
        let done = match CLAIM[talk.step] {
            Step::Say(text) => self.world.say(&who, &place, text, None).map(drop),
            Step::Press(label) => {
                let message = on.context("there is nothing to press")?.id;
                self.world.press_on(&who, &place, message, label)
            }
            Step::Photo => {
                let photo = Attachment::named(MediaKind::Photo, "zipper.jpg");
                self.world.send(&who, &place, photo, "the puller").map(drop)
            }
        };
        talk.step += 1;
        done.map_err(|why| anyhow!("step {}: {why}", talk.step))
    }
}

fn chat_of(parameters: &serde_json::Value) -> Option<i64> {
    let chat = parameters.get("chat_id")?;
    chat.as_i64().or_else(|| chat.as_str()?.parse().ok())
}
