//! Where the staff works: on which platforms, which of them is a group's home, and how cases are kept apart there.
//!
//! A room is a topic where there are topics, and the chain of replies under the case's card everywhere else: in a plain
//! group, and in the chat of one agent with the bot.

use chrono::{DateTime, Utc};

use super::{
    chat::{Address, Platform},
    terms::Terms,
};

/// The platforms with a place for the staff. Each group has its home on one of them: its cases' rooms are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Homes {
    /// There is one on Telegram.
    pub telegram: bool,
    /// There is one on Discord.
    pub discord: bool,
}

impl Homes {
    /// Those platforms.
    pub fn on(platforms: impl IntoIterator<Item = Platform>) -> Self {
        let mut homes = Self::default();
        for platform in platforms {
            match platform {
                Platform::Telegram => homes.telegram = true,
                Platform::Discord => homes.discord = true,
            }
        }
        homes
    }

    /// Whether the staff has a place there.
    pub const fn has(self, platform: Platform) -> bool {
        match platform {
            Platform::Telegram => self.telegram,
            Platform::Discord => self.discord,
        }
    }

    /// The platform meant by what a group's `home` says; `None` where the staff has no place there.
    pub fn meant(self, home: &str) -> Option<Platform> {
        let named = [Platform::Telegram, Platform::Discord].into_iter().find(|one| one.name() == home);
        match named {
            Some(platform) => Some(platform).filter(|platform| self.has(*platform)),
            None => self.usual(),
        }
    }

    /// The home of groups that name none: the only one there is, and of two Telegram.
    pub fn usual(self) -> Option<Platform> {
        [Platform::Telegram, Platform::Discord].into_iter().find(|platform| self.has(*platform))
    }

    /// The home of a group. One that is no more, or whose home is none, has the usual one: nothing said is lost over it.
    pub fn of_group(self, group: &str, terms: &Terms) -> Option<Platform> {
        let home = terms.group(group).map_or("auto", |group| group.home.as_str());
        self.meant(home).or(self.usual())
    }

    /// The home of every group, where they have but one.
    pub fn only(self, terms: &Terms) -> Option<Platform> {
        let usual = self.usual();
        let all = terms.groups.iter().all(|group| self.of_group(&group.id, terms) == usual);
        usual.filter(|_| all)
    }
}

/// What kind of chat the staff side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A group with topics: a room is a topic.
    Topics,
    /// A group without: a room is what hangs under a card.
    Group,
    /// One agent's chat with the bot: a room is what hangs under a card.
    Private,
}

impl Shape {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::Group => "group",
            Self::Private => "private",
        }
    }

    /// The shape of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Topics, Self::Group, Self::Private].into_iter().find(|s| s.name() == name)
    }
}

/// Numbers below are supergroups; only those can have topics.
const SUPERGROUPS: i64 = -1_000_000_000_000;

/// The staff side as the desk knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSide {
    /// Where.
    pub platform: Platform,
    /// The chat's number as it is now.
    pub chat: i64,
    /// What it was when the platform was last asked.
    pub shape: Option<Shape>,
    /// Since when the bot can't write there.
    pub lost_at: Option<DateTime<Utc>>,
    /// When the agent who is the whole staff side was last told how rooms work there.
    pub hinted_at: Option<DateTime<Utc>>,
}

impl StaffSide {
    /// A staff side of which no more is known than its number.
    pub const fn new(platform: Platform, chat: i64) -> Self {
        Self { platform, chat, shape: None, lost_at: None, hinted_at: None }
    }

    /// The chat itself.
    pub const fn place(&self) -> Address {
        Address { platform: self.platform, chat: self.chat, thread: None }
    }

    /// What it is; while the platform has not been asked, what its number lets one suppose.
    pub fn shape(&self) -> Shape {
        self.shape.unwrap_or(match (self.platform, self.chat) {
            (Platform::Discord, _) => Shape::Topics,
            (Platform::Telegram, person) if person > 0 => Shape::Private,
            (Platform::Telegram, supergroup) if supergroup < SUPERGROUPS => Shape::Topics,
            (Platform::Telegram, _) => Shape::Group,
        })
    }

    /// Whether rooms are opened as topics now.
    pub fn has_topics(&self) -> bool {
        self.shape() == Shape::Topics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(chat: i64) -> Shape {
        StaffSide::new(Platform::Telegram, chat).shape()
    }

    #[test]
    fn a_home_is_the_one_that_is_named_or_the_only_one_and_of_two_telegram() {
        let (telegram, discord) = (Some(Platform::Telegram), Some(Platform::Discord));
        let both = Homes { telegram: true, discord: true };
        let alone = Homes { discord: true, ..Homes::default() };
        assert_eq!(
            ["telegram", "discord", "auto"].map(|home| both.meant(home)),
            [telegram, discord, telegram]
        );
        assert_eq!(["telegram", "discord", "auto"].map(|home| alone.meant(home)), [None, discord, discord]);
        assert_eq!(Homes::default().meant("auto"), None);
    }

    #[test]
    fn until_it_is_asked_the_number_says_what_it_may_be() {
        assert_eq!(shape(123_456_789), Shape::Private);
        assert_eq!(shape(-4_100_200_300), Shape::Group);
        assert_eq!(shape(-1_002_100_300_400), Shape::Topics);
    }

    #[test]
    fn what_the_platform_said_counts_more_than_the_number() {
        let side =
            StaffSide { shape: Some(Shape::Group), ..StaffSide::new(Platform::Telegram, -1_002_100_300_400) };
        assert!(!side.has_topics());
    }

    #[test]
    fn names_lead_back_to_their_shapes() {
        for shape in [Shape::Topics, Shape::Group, Shape::Private] {
            assert_eq!(Shape::from_name(shape.name()), Some(shape));
        }
        assert_eq!(Shape::from_name("circle"), None);
    }
}
