//! Customers' places: private threads in the support channel, one for each case and one for what is no case's; or their
//! private messages where there is no such channel.
//!
//! Whose a thread is, and which case's, the desk knows; its name only serves to find one again that was opened by a process
//! which died on the way, and of threads somebody else opened no name is believed. What is kept here are answers of the
//! platform and of the desk, and can be asked for again.

use std::{sync::Arc, time::Duration};

use dashmap::DashMap;
use serde_json::{Value, json};
use serenity::{
    all::{ChannelId, GuildId, UserId},
    http::{Http, LightMethod, Request, Route},
};
use tracing::warn;

use super::{failure::Trouble, inbound::id};
use crate::{
    desk::courier::{DeliveryError, Opened, Refusal},
    domain::chat::{Address, Platform},
};

/// Discord's number for private threads.
const PRIVATE_THREAD: u8 = 12;
/// Before a quiet thread is folded away, in minutes. Writing to it opens it again.
const FOLDED_AFTER: u16 = 10_080;
/// Characters of a title before whose thread it is.
const LONGEST_TITLE: usize = 80;
/// Between the name and whose it is.
const BETWEEN: &str = " · ";
/// Pages of folded threads that are looked through: what is looked for was opened by a process that died on the way.
const PAGES: usize = 2;
/// Between two tries to learn what a channel is, at first and at most.
const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(10);
/// Nobody waits longer for an answer about a place.
const PATIENCE: Duration = Duration::from_secs(10);

/// Finds and opens customers' places.
#[derive(Clone)]
pub struct Threads {
    http: Arc<Http>,
    guild: Option<u64>,
    support: Option<u64>,
    me: i64,
    channels: Arc<DashMap<i64, Channel>>,
    owners: Arc<DashMap<i64, i64>>,
    turns: Arc<DashMap<i64, Arc<tokio::sync::Mutex<()>>>>,
}

/// What is known of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Somebody's private messages with the bot.
    Private,
    /// A thread of that channel; `ours` = a private one that the bot has opened, `named` = for whom, by its name.
    Thread { parent: i64, ours: bool, named: Option<i64> },
    /// Any other.
    Plain,
}

impl Threads {
    /// `support` is the channel that customers' threads are in, `me` the bot's own number.
    pub fn new(http: Arc<Http>, me: i64, guild: Option<u64>, support: Option<u64>) -> Self {
        let (channels, owners, turns) = (Arc::default(), Arc::default(), Arc::default());
        Self { http, guild, support, me, channels, owners, turns }
    }

    /// The bot's own account.
    pub const fn me(&self) -> i64 {
        self.me
    }

    /// Whose thread that is, as far as it was asked before.
    pub(super) fn known_owner(&self, thread: i64) -> Option<i64> {
        self.owners.get(&thread).map(|owner| *owner)
    }

    /// That thread is theirs, until it changes.
    pub(super) fn note_owner(&self, thread: i64, owner: i64) {
        self.owners.insert(thread, owner);
    }

    /// Whether that account is the bot's own.
    pub const fn is_me(&self, account: i64) -> bool {
        self.me == account
    }

    /// The thread that account has for what is no case's: the one the desk knows, else found or opened now. They are let
    /// in each time: whoever left, or was never let in because that call failed, reads again.
    ///
    /// # Errors
    /// When Discord does not let the bot open one.
    pub async fn home(&self, account: i64, name: &str, home: &Home) -> Result<Address, DeliveryError> {
        if let Some(lobby) = home.lobby {
            let answer = tokio::time::timeout(PATIENCE, self.entered(lobby, account)).await;
            if let Some(known) = answer.map_err(|_| not_now("no answer about a thread"))?? {
                return Ok(known);
            }
        }
        Ok(match self.open(account, name, &home.taken).await? {
            Opened::Chat(chat) => address(chat, None),
            Opened::Thread { parent, thread } => address(parent, Some(thread)),
        })
    }

    /// That thread with the account let in; `None` where it is gone or not theirs.
    async fn entered(&self, thread: i64, account: i64) -> Result<Option<Address>, DeliveryError> {
        let support = self.support.and_then(|id| i64::try_from(id).ok());
        let found = self.channel(thread).await;
        // Why not asked whose it is: the desk says so.
        let Channel::Thread { parent, ours: true, .. } = found else { return Ok(None) };
        if Some(parent) != support {
            return Ok(None);
        }
        match self.let_in(thread, account).await {
            Ok(()) => Ok(Some(address(parent, Some(thread)))),
            Err(DeliveryError::Refused { refusal: Refusal::ChatGone, .. }) => {
                self.forget(thread);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A thread of that account's with that title: one that was opened before and is none of `taken`, else a new one.
    /// Where there are no threads, their private messages.
    ///
    /// # Errors
    /// When Discord does not let the bot open one.
    pub async fn open(&self, account: i64, title: &str, taken: &[i64]) -> Result<Opened, DeliveryError> {
        let turn = Arc::clone(&self.turns.entry(account).or_default());
        // Why one at a time: two presses in a row would open two threads.
        let _turn = turn.lock().await;
        let asked = async {
            let (Some(guild), Some(support)) = (self.guild, self.support) else {
                return self.direct(account).await.map(Opened::Chat);
            };
            let name = named(title, &tag(account));
            let thread = match self.find(guild, support, &name, taken).await? {
                Some(found) => found,
                None => self.begin(support, &name).await?,
            };
            self.let_in(thread, account).await?;
            let parent = i64::try_from(support).unwrap_or_default();
            Ok(Opened::Thread { parent, thread })
        };
        let answer = tokio::time::timeout(PATIENCE, asked).await;
        answer.map_err(|_| not_now("no answer about a thread"))?
    }

    /// What is known of a place that is gone counts no more.
    pub fn forget(&self, place: i64) {
        self.channels.remove(&place);
        self.owners.remove(&place);
    }

    /// What kind of channel that is. Waits until Discord says: what was said there must neither be lost nor taken for
    /// somebody else's.
    pub async fn channel(&self, channel: i64) -> Channel {
        let mut pause = SHORT;
        loop {
            if let Some(known) = self.channels.get(&channel).map(|known| *known) {
                return known;
            }
            let Ok(number) = u64::try_from(channel) else { return Channel::Plain };
            let route = Route::Channel { channel_id: ChannelId::new(number.max(1)) };
            let asked = self.http.fire::<Value>(Request::new(route, LightMethod::Get));
            match tokio::time::timeout(PATIENCE, asked).await {
                Ok(Ok(found)) => return self.learn(&found),
                // Why not kept: it may be let in later.
                Ok(Err(error)) if is_shut(&error) => return Channel::Plain,
                _ => warn!(
                    event = "discord.channel.unknown",
                    channel, "Discord does not say what channel that is"
                ),
            }
            // Why real time: what is waited for is Discord, or the way to it.
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONG);
        }
    }

    /// Takes note of a channel as Discord shows it. Whose a thread of ours is, is asked anew after it changed.
    pub fn learn(&self, channel: &Value) -> Channel {
        let found = match (channel["type"].as_u64(), id(&channel["parent_id"])) {
            (Some(1), _) => Channel::Private,
            (Some(kind @ 10..=12), Some(parent)) => {
                let ours = kind == u64::from(PRIVATE_THREAD) && id(&channel["owner_id"]) == Some(self.me);
                let named = channel["name"].as_str().filter(|_| ours).and_then(owner_in);
                Channel::Thread { parent, ours, named }
            }
            _ => Channel::Plain,
        };
        if let Some(id) = id(&channel["id"]) {
            self.channels.insert(id, found);
            self.owners.remove(&id);
        }
        found
    }

    async fn direct(&self, account: i64) -> Result<i64, DeliveryError> {
        let body = json!({"recipient_id": account.to_string()});
        let channel = self.http.create_private_channel(&body).await;
        channel
            .map(|channel| i64::try_from(channel.id.get()).unwrap_or_default())
            .map_err(|error| refusal(&error))
    }

    async fn find(
        &self,
        guild: u64,
        support: u64,
        name: &str,
        taken: &[i64],
    ) -> Result<Option<i64>, DeliveryError> {
        let active = Route::GuildThreadsActive { guild_id: GuildId::new(guild) };
        let list = self.http.fire::<Value>(Request::new(active, LightMethod::Get)).await;
        if let Some(found) = self.called(&list.map_err(|error| refusal(&error))?, support, name, taken) {
            return Ok(Some(found));
        }
        let mut before: Option<String> = None;
        for _ in 0..PAGES {
            let folded = Route::ChannelArchivedPrivateThreads { channel_id: ChannelId::new(support) };
            let params = before.take().map(|before| vec![("before", before)]);
            let list = self.http.fire::<Value>(Request::new(folded, LightMethod::Get).params(params)).await;
            let list = list.map_err(|error| refusal(&error))?;
            if let Some(found) = self.called(&list, support, name, taken) {
                return Ok(Some(found));
            }
            let last = list["threads"].as_array().and_then(|threads| threads.last());
            before = last
                .and_then(|last| last["thread_metadata"]["archive_timestamp"].as_str().map(str::to_owned));
            if list["has_more"] != true || before.is_none() {
                break;
            }
        }
        Ok(None)
    }

    /// The thread among these that is ours and called so. Why the whole name: it says what it was opened for.
    fn called(&self, list: &Value, support: u64, name: &str, taken: &[i64]) -> Option<i64> {
        let threads = list["threads"].as_array()?;
        let found = threads.iter().filter(|thread| {
            matches!(self.learn(thread), Channel::Thread { parent, ours: true, .. }
                if u64::try_from(parent) == Ok(support) && thread["name"] == name)
        });
        found.filter_map(|thread| id(&thread["id"])).find(|thread| !taken.contains(thread))
    }

    /// Lets somebody into their thread; whoever is in it stays so.
    async fn let_in(&self, place: i64, account: i64) -> Result<(), DeliveryError> {
        let (channel, user) = (u64::try_from(place).unwrap_or(1), u64::try_from(account).unwrap_or(1));
        let add = || self.http.add_thread_channel_member(ChannelId::new(channel), UserId::new(user));
        let Err(error) = add().await else { return Ok(()) };
        if !is_folded(&error) {
            return Err(refusal(&error));
        }
        let route = Route::Channel { channel_id: ChannelId::new(channel) };
        let body = json!({"archived": false}).to_string().into_bytes();
        let unfold = Request::new(route, LightMethod::Patch).body(Some(body));
        self.http.fire::<Value>(unfold).await.map_err(|error| refusal(&error))?;
        add().await.map_err(|error| refusal(&error))
    }

    async fn begin(&self, support: u64, name: &str) -> Result<i64, DeliveryError> {
        let body = json!({
            "name": name,
            "type": PRIVATE_THREAD,
            "invitable": false,
            "auto_archive_duration": FOLDED_AFTER,
        });
        let route = Route::ChannelThreads { channel_id: ChannelId::new(support) };
        let mut request = Request::new(route, LightMethod::Post);
        request = request.body(Some(body.to_string().into_bytes()));
        let thread = self.http.fire::<Value>(request).await.map_err(|error| refusal(&error))?;
        self.learn(&thread);
        id(&thread["id"]).ok_or_else(|| not_now("a thread without a number"))
    }
}

/// What an account has of threads, as the desk knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Where they are talked to about what is no case's.
    pub lobby: Option<i64>,
    /// The threads their cases have or had.
    pub taken: Vec<i64>,
}

const fn address(chat: i64, thread: Option<i64>) -> Address {
    Address { platform: Platform::Discord, chat, thread }
}

/// The name of a thread with that title, whose owner's number is written so.
fn named(title: &str, tag: &str) -> String {
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    format!("{}{BETWEEN}{tag}", title.trim())
}

/// The same thread's name with another title.
pub(super) fn renamed(name: &str, title: &str) -> Option<String> {
    owner_in(name)?;
    let (_, tag) = name.rsplit_once(BETWEEN)?;
    Some(named(title, tag))
}

/// An account's number as it stands in a name.
fn tag(account: i64) -> String {
    format!("{account:x}")
}

/// Whose thread of that name is.
fn owner_in(name: &str) -> Option<i64> {
    let (_, tag) = name.rsplit_once(BETWEEN)?;
    i64::from_str_radix(tag, 16).ok().filter(|account| *account > 0)
}

fn not_now(why: &str) -> DeliveryError {
    DeliveryError::NotSent { retry_after: None, why: why.to_owned() }
}

/// Whether the bot is not let in, or nothing is there.
pub(super) fn is_shut(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(answer))
        if matches!(answer.status_code.as_u16(), 401 | 403 | 404))
}

/// Whether a thread is folded away.
fn is_folded(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(answer))
        if answer.error.code == 50_083)
}

fn refusal(error: &serenity::Error) -> DeliveryError {
    let serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(answer)) = error else {
        let why = "a place could not be opened".to_owned();
        return match Trouble::of(error) {
            Trouble::NotReached => DeliveryError::Unreached { why },
            _ => DeliveryError::NotSent { retry_after: None, why },
        };
    };
    let why = format!("a place could not be opened: {}", answer.status_code);
    let refusal = match (answer.status_code.as_u16(), answer.error.code) {
        (401, _) => Refusal::Token,
        (_, 50_007 | 50_278) => Refusal::Blocked,
        (403, _) => Refusal::Forbidden,
        (404, _) => Refusal::ChatGone,
        _ => return DeliveryError::NotSent { retry_after: None, why },
    };
    DeliveryError::Refused { refusal, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_whose_thread_it_is() {
        assert_eq!(owner_in(&format!("Lao · Chen{BETWEEN}{}", tag(998_877_665_544))), Some(998_877_665_544));
        assert_eq!(owner_in("Lao Chen"), None);
        assert_eq!(owner_in("Lao · -1"), None);
        let name = named("Lao Chen", &tag(998_877_665_544));
        let case = renamed(&name, "AC-7K2M9 · vanity case").expect("it is somebody's");
        assert_eq!(owner_in(&case), Some(998_877_665_544));
        assert_eq!(case, named("AC-7K2M9 · vanity case", &tag(998_877_665_544)));
        assert_eq!(renamed("Lao Chen", "x"), None);
        assert!(named(&"x".repeat(300), &tag(i64::MAX)).chars().count() <= 100);
    }
}
