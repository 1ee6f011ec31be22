//! Which of the desk's places a channel is, and for whom.

use super::{
    inbound::Place,
    threads::{Channel, Threads},
};
use crate::domain::chat::{Address, Platform, Room};

/// What has to be known to place a channel. Cheap to clone.
#[derive(Clone)]
pub struct Places {
    /// Customers' places.
    pub threads: Threads,
    /// The channel the staff works in.
    pub staff: Option<i64>,
    /// The channel customers begin in.
    pub support: Option<i64>,
}

impl Places {
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
            Channel::Thread { parent, owner } if self.support == Some(parent) => {
                (owner.is_some() && owner == by).then(|| private(channel))
            }
            Channel::Thread { .. } | Channel::Plain => None,
        }
    }

    /// The place of a channel whoever is meant, and whose it is where that is known.
    pub async fn whole(&self, channel: i64) -> Option<(Place, Option<i64>)> {
        let owner = match self.threads.channel(channel).await {
            Channel::Thread { owner, .. } => owner,
            Channel::Private | Channel::Plain => None,
        };
        Some((self.of(channel, owner).await?, owner))
    }
}

/// Somebody's own place.
pub fn private(channel: i64) -> Place {
    Place {
        address: Address { platform: Platform::Discord, chat: channel, thread: None },
        room: Room::Private,
    }
}

const fn staff(channel: i64, thread: Option<i64>) -> Place {
    Place { address: Address { platform: Platform::Discord, chat: channel, thread }, room: Room::Staff }
}
