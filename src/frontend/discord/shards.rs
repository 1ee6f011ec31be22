//! Which connections there are to the gateway. Discord splits the servers of a large bot over several, its shards; what happens on one
//! server comes by one of them, private messages by the first.
//!
//! A desk serves one server. So of however many shards it is heard by two at most: that of its server and the first. The
//! others are kept open because Discord counts them, and say nothing that matters here.

/// Where the number of a server ends that says its shard.
const BELOW_SHARD: u32 = 22;

/// Which shards this process connects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shards {
    /// One connection, and all comes by it.
    #[default]
    One,
    /// As many as Discord recommends.
    Auto,
    /// From the first to the last, counted from 0, of so many.
    Range {
        /// The first.
        first: u32,
        /// The last.
        last: u32,
        /// How many there are in all.
        of: u32,
    },
}

impl Shards {
    /// The first, the last, and how many there are; `recommended` is how many Discord wants.
    pub(super) fn settled(self, recommended: u32) -> (u32, u32, u32) {
        match self {
            Self::One => (0, 0, 1),
            Self::Auto => (0, recommended.max(1) - 1, recommended.max(1)),
            Self::Range { first, last, of } => (first, last, of),
        }
    }
}

/// The shard what happens on that server comes by.
pub(super) fn of_guild(guild: u64, of: u32) -> u32 {
    let shard = (guild >> BELOW_SHARD) % u64::from(of.max(1));
    u32::try_from(shard).unwrap_or_default()
}

/// Whether something of that server's, or private messages, come by a shard.
pub(super) fn matters(shard: u32, of: u32, guild: u64) -> bool {
    shard == 0 || shard == of_guild(guild, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_has_one_shard_and_private_messages_the_first() {
        let guild = 81_384_788_765_712_384;
        assert_eq!([1, 2, 3, 16].map(|of| of_guild(guild, of)), [0, 0, 1, 2]);
        let heard = |of| (0..of).filter(|shard| matters(*shard, of, guild)).collect::<Vec<_>>();
        assert_eq!((heard(1), heard(3), heard(16)), (vec![0], vec![0, 1], vec![0, 2]));
    }

    #[test]
    fn what_is_not_said_is_one_or_what_discord_recommends() {
        assert_eq!(Shards::One.settled(5), (0, 0, 1));
        assert_eq!((Shards::Auto.settled(5), Shards::Auto.settled(0)), ((0, 4, 5), (0, 0, 1)));
        assert_eq!(Shards::Range { first: 2, last: 3, of: 8 }.settled(5), (2, 3, 8));
    }
}
