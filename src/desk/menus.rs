//! Keeps the lists of commands on the platform as they should be: at the start, and when agents come and go.
//!
//! A list is set when it differs from what was set last; the rows remember that over restarts. A list the platform
//! does not take (an agent who never wrote to the bot) is tried again later, and nobody waits for it.

use chrono::TimeDelta;
use tracing::warn;

use super::{
    Desk, DeskError,
    courier::{Act, Courier, Delivery},
    deliver::Couriers,
    fence::Fenced,
};
use crate::{
    domain::{
        catalogue::Reader,
        chat::{Address, Platform},
        lang::Lang,
        menu::{Menu, wanted},
        phrase::Phrase,
    },
    store::{self, StoreError, menus::Known},
};

/// Before a list that was not taken is tried again.
const LATER: TimeDelta = TimeDelta::minutes(10);
/// Most characters of what a command does.
const LONGEST: usize = 256;

impl Desk {
    /// Sets every list that is not as it should be.
    pub async fn keep_menus<T: Courier>(&self, couriers: &Couriers<T>) -> Result<(), DeskError> {
        let platform = Platform::Telegram;
        let (Some(courier), Some(epoch)) = (couriers.telegram.as_ref(), self.epoch()) else { return Ok(()) };
        let courier = &Fenced { desk: self, epoch, courier };
        let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
        let agents = store::menus::agents(&mut db, platform).await?;
        let known = store::menus::known(&mut db, platform).await?;
        drop(db);
        let staff = self.staff_chat(platform);
        let now = self.clock.now();
        for menu in wanted(staff, &agents) {
            let commands = self.described(&menu);
            let list = hash(&commands);
            let before = known.get(&(menu.chat, menu.lang.code().to_owned()));
            if before.is_some_and(|k| k.list == list || k.again_at > now) {
                continue;
            }
            let delivery = Delivery {
                nonce: format!("menu.{}.{}", menu.chat, menu.lang.code()),
                place: Address { platform, chat: menu.chat, thread: None },
                under: None,
                act: Act::Menu { commands, lang: menu.lang },
            };
            let set = match courier.deliver(&delivery).await {
                Ok(_) => Known { list, again_at: now },
                Err(error) => {
                    warn!(
                        event = "desk.menu.refused",
                        chat = menu.chat,
                        "a list of commands was not set: {error}"
                    );
                    Known { list: 0, again_at: now + LATER }
                }
            };
            let mut db = self.pool.acquire().await.map_err(StoreError::from)?;
            store::menus::put(&mut db, platform, (menu.chat, menu.lang), set).await?;
        }
        Ok(())
    }

    /// The words and buttons of the panel customers begin at, in the brand's language.
    pub fn panel(&self) -> (String, Vec<(String, &'static str)>) {
        let lang = self.terms.brand.language;
        let buttons = [
            ("panel-claim", "/new"),
            ("panel-menu", "/start"),
            ("panel-cases", "/cases"),
            ("panel-human", "/human"),
        ];
        let text = Phrase::new("panel").with("brand", self.terms.brand.name.as_str());
        let buttons = buttons.map(|(key, words)| (self.said_in(lang, &Phrase::new(key)), words));
        (self.said_in(lang, &text), buttons.to_vec())
    }

    pub(super) fn said_in(&self, lang: Lang, phrase: &Phrase) -> String {
        let zone = self.terms.calendar.zone();
        self.catalogue.words(phrase, &Reader { lang, zone, zone_is_own: false, now: self.clock.now() })
    }

    fn described(&self, menu: &Menu) -> Vec<(String, String)> {
        let reader = Reader {
            lang: menu.lang,
            zone: self.terms.calendar.zone(),
            zone_is_own: false,
            now: self.clock.now(),
        };
        let one = |(name, what): &(&str, _)| {
            let words = self.catalogue.words(what, &reader);
            ((*name).to_owned(), words.chars().take(LONGEST).collect())
        };
        menu.commands.iter().map(one).collect()
    }
}

/// A number that is another one when the list is; never 0.
fn hash(commands: &[(String, String)]) -> i64 {
    // Why FNV: it tells two of our own lists apart, and is the same in every release.
    let bytes =
        commands.iter().flat_map(|(name, what)| [name.as_bytes(), b"\0", what.as_bytes(), b"\n"]).flatten();
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    i64::from_le_bytes((hash >> 1 | 1).to_le_bytes())
}
