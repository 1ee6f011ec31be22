//! What can go wrong on the way to Discord, on demand. A fault waits until requests meet it, the oldest first, and wears
//! off by its count.

use super::guild::Guild;

/// What a request meets instead of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestTrouble {
    /// 429; no effect. `global` closes all routes in words; how many calls meet it is the fault's count.
    TooManyRequests { millis: u32, global: bool },
    /// 502 of a proxy in front; with `after` everything has happened all the same.
    BadGateway { after: bool },
    /// The connection breaks and nothing has happened.
    DropBefore,
    /// The connection breaks although everything has happened.
    DropAfter,
    /// No answer for as long as a network takes to give up, then the connection breaks; nothing has happened.
    Stall,
    /// A refusal with this code, for instance 50013, 160006, 30013; 0 is a 401.
    Refused(u32),
}

/// A trouble for the next `times` requests of a route, as [`Recorded`](super::Recorded) writes it; `*` is every route,
/// `POST *` every one of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestFault {
    pub route: String,
    /// Only in this channel.
    pub channel: Option<u64>,
    pub times: u32,
    pub trouble: RestTrouble,
}

impl Guild {
    /// The trouble the next request of this route meets; uses up one time of its fault.
    pub(crate) fn meet(&mut self, route: &str, channel: Option<u64>) -> Option<RestTrouble> {
        let at = self.faults.iter().position(|fault| {
            let fits = match fault.route.strip_suffix('*') {
                Some(beginning) => route.starts_with(beginning),
                None => fault.route == route,
            };
            fits && (fault.channel.is_none() || fault.channel == channel)
        })?;
        let fault = self.faults.get_mut(at)?;
        let trouble = fault.trouble.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.faults.remove(at);
        }
        Some(trouble)
    }
}
