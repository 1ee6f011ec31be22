//! Everything that can go wrong on Discord in a scenario, as one thing to be done.

use chrono::{DateTime, Utc};

use super::acts::Visitors;
use super::guild::Guild;
use super::{Cut, RestFault, permission};

/// Something to go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upset {
    /// Coming requests meet trouble.
    Calls(RestFault),
    /// Something happens to every connection of the gateway.
    Cut(Cut),
    /// Every session is lost; its connection breaks, and a new one has to begin.
    Lost,
    /// The gateway takes no new connections and breaks those it has, or takes them again.
    Down(bool),
    /// Every event comes twice, or no longer does.
    Doubles(bool),
    /// So many pairs of events come in the wrong order.
    Swaps(u32),
    /// A thread is archived; a locked one can't be written to.
    Archive { locked: bool },
    /// The bot may not write somewhere any more, or may again.
    Deny(bool),
    /// The bot's token becomes worthless.
    Revoke,
    /// Requests that would have met trouble don't.
    Clear,
}

impl Visitors {
    /// Lets this go wrong; in one channel, where it is about one.
    pub fn upset(&self, upset: Upset, channel: Option<u64>) {
        self.act(|guild, now| guild.upset(upset, channel, now));
    }
}

impl Guild {
    pub(crate) fn upset(&mut self, upset: Upset, channel: Option<u64>, now: DateTime<Utc>) {
        match upset {
            Upset::Calls(fault) => {
                self.faults.push(RestFault { channel: channel.or(fault.channel), ..fault });
            }
            Upset::Cut(cut) => self.sessions.order(cut),
            Upset::Lost => {
                self.sessions.open.clear();
                self.sessions.order(Cut::Drop);
            }
            Upset::Down(down) => {
                self.sessions.down = down;
                if down {
                    self.sessions.order(Cut::Drop);
                }
            }
            Upset::Doubles(on) => self.sessions.doubled = on,
            Upset::Swaps(times) => self.sessions.swaps = times,
            Upset::Archive { locked } => {
                let Some(id) = channel else { return };
                if let Some(thread) = self.channels.get_mut(&id).filter(|channel| channel.is_thread()) {
                    (thread.archived, thread.locked, thread.archive_changed) = (true, locked, now);
                }
                self.tell_thread("THREAD_UPDATE", id);
            }
            Upset::Deny(denied) => {
                let Some(id) = channel else { return };
                let rights = permission::SEND_MESSAGES | permission::SEND_MESSAGES_IN_THREADS;
                let Some(channel) = self.channels.get_mut(&id) else { return };
                channel.denied = if denied { rights } else { 0 };
                let what = if channel.is_thread() { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" };
                self.tell_thread(what, id);
            }
            Upset::Revoke => self.revoked = true,
            Upset::Clear => self.faults.clear(),
        }
    }
}
