//! Which of the desk's places a channel is, and for whom.

use std::{pin::Pin, sync::Arc};

use super::{
    inbound::Place,
    threads::{Channel, Home, Threads},
};
use crate::{
    desk::courier::DeliveryError,
    domain::chat::{Address, Platform, Room},
};

/// What has to be known to place a channel. Cheap to clone.
#[derive(Clone)]
pub struct Places {
    /// Customers' places.
    pub threads: Threads,
    /// The channel the staff works in.
    pub staff: Option<i64>,
    /// The channel customers begin in.
    pub support: Option<i64>,
    /// What the desk knows of people's threads.
    pub register: Arc<dyn Register>,
}

/// Something that comes later.
pub type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What the desk knows of people's threads; it waits out outages itself.
pub trait Register: Send + Sync {
    /// What an account has of threads.
    fn home(&self, account: i64) -> Later<Home>;
    /// The account a thread was opened for.
    fn owner(&self, thread: i64) -> Later<Option<i64>>;
    /// A thread was opened for that account, if it is nobody's yet; the account whose it is.
    fn own(&self, account: i64, thread: i64) -> Later<i64>;
}

impl Places {
    /// Where that account is talked to about what is no case's, opened if it must be.
    ///
    /// # Errors
    /// When Discord does not let the bot open it.
    pub async fn home(&self, account: i64, name: &str) -> Result<Place, DeliveryError> {
        let mut home = self.register.home(account).await;
        loop {
            let address = self.threads.home(account, name, &home).await?;
            let theirs = match address.thread {
                Some(thread) if !home.taken.contains(&thread) => {
                    self.register.own(account, thread).await == account
                }
                _ => true,
            };
            if theirs {
                return Ok(Place { address, room: Room::Private });
            }
            // Why: it is called as theirs would be, and is another's.
            home.lobby = None;
            home.taken.extend(address.thread);
        }
    }

    /// Whose thread that is. Its name counts for what the desk has not written down: it was opened a moment ago.
    async fn owner(&self, thread: i64, named: Option<i64>) -> Option<i64> {
        if let Some(known) = self.threads.known_owner(thread) {
            return Some(known);
        }
        let Some(owner) = self.register.owner(thread).await else { return named };
        self.threads.note_owner(thread, owner);
        Some(owner)
    }

    /// The place somebody's words in that channel belong to; `None` where nothing is done. A thread is its owner's alone.
    pub async fn of(&self, channel: i64, by: Option<i64>) -> Option<Place> {
        if self.staff == Some(channel) {
            return Some(staff(channel, None));
        }
        match self.threads.channel(channel).await {
            Channel::Private => Some(private(channel)),
            Channel::Thread { parent, .. } if self.staff == Some(parent) => {
                Some(staff(parent, Some(channel)))
            }
            Channel::Thread { parent, ours: true, named } if self.support == Some(parent) => {
                let owner = self.owner(channel, named).await;
                (owner.is_some() && owner == by).then(|| own_thread(parent, channel))
            }
            Channel::Thread { .. } | Channel::Plain => None,
        }
    }

    /// The place of a channel whoever is meant, and whose it is where that is known.
    pub async fn whole(&self, channel: i64) -> Option<(Place, Option<i64>)> {
        let owner = match self.threads.channel(channel).await {
            Channel::Thread { parent, ours: true, named } if self.support == Some(parent) => {
                self.owner(channel, named).await
            }
            Channel::Thread { .. } | Channel::Private | Channel::Plain => None,
        };
        Some((self.of(channel, owner).await?, owner))
    }
}

/// A thread of somebody's own.
const fn own_thread(parent: i64, thread: i64) -> Place {
    let address = Address { platform: Platform::Discord, chat: parent, thread: Some(thread) };
    Place { address, room: Room::Private }
}

/// Somebody's private messages.
const fn private(channel: i64) -> Place {
    Place {
        address: Address { platform: Platform::Discord, chat: channel, thread: None },
        room: Room::Private,
    }
}

const fn staff(channel: i64, thread: Option<i64>) -> Place {
    Place { address: Address { platform: Platform::Discord, chat: channel, thread }, room: Room::Staff }
}
