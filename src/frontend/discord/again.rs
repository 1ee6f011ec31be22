//! Whether something was said already: looked up among the messages of its channel.
//!
//! Discord tells repeats apart by name for some minutes; after those it can only be asked what stands there. A message is
//! the one that is looked for when it is ours, was said since the first try, says the same and holds files of the same
//! sizes, and no other delivery is known to have made it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use serenity::http::{LightMethod, Route};

use super::{
    body,
    failure::{Answer, Case},
    inbound::id,
    outbound::{DiscordCourier, holder, on_the_map},
};
use crate::desk::courier::{Act, Attached, Delivery, DeliveryError};

/// Messages of one answer, the most there are, and answers that are read.
const PAGE: usize = 100;
const PAGES: usize = 10;
/// The beginning of Discord's time, in milliseconds, and the bits below the time of an id.
pub(super) const EPOCH_MS: i64 = 1_420_070_400_000;
pub(super) const BELOW_TIME: u32 = 22;

/// What is looked for.
struct Sought {
    content: String,
    sizes: Vec<u64>,
}

impl DiscordCourier {
    /// See [`crate::desk::courier::Courier::find`]; `me` is the bot's own number.
    pub async fn find_again(
        &self,
        me: i64,
        delivery: &Delivery,
        since: DateTime<Utc>,
        known: &[i64],
    ) -> Result<Option<i64>, DeliveryError> {
        let Some(sought) = sought(&delivery.act) else { return Ok(None) };
        let case = Case { what: "looking for a message", in_thread: false, harmless: true, aside: false };
        let found = self.look_through(me, delivery, &sought, (since, known)).await;
        match found {
            // Why: where nothing is any more, nothing was said that could be seen.
            Err(trouble) if trouble.is_channel_gone() => Ok(None),
            found => found.map_err(|trouble| case.error(trouble)),
        }
    }

    async fn look_through(
        &self,
        me: i64,
        delivery: &Delivery,
        sought: &Sought,
        (since, known): (DateTime<Utc>, &[i64]),
    ) -> Answer<Option<i64>> {
        let channel_id = holder(delivery.place)?;
        let mut after = (since.timestamp_millis() - EPOCH_MS).max(0) << BELOW_TIME;
        for _ in 0..PAGES {
            let params = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let route = Route::ChannelMessages { channel_id };
            let page = self.ask_with(LightMethod::Get, route, None, Some(params)).await?;
            let mut messages: Vec<&Value> = page.as_array().into_iter().flatten().collect();
            messages.sort_by_key(|message| id(&message["id"]));
            let fits = |message: &&&Value| {
                id(&message["author"]["id"]) == Some(me)
                    && id(&message["id"]).is_some_and(|id| !known.contains(&id))
                    && sought.is(message)
            };
            if let Some(found) = messages.iter().find(fits) {
                return Ok(id(&found["id"]));
            }
            if messages.len() < PAGE {
                break;
            }
            after = messages.last().and_then(|last| id(&last["id"])).unwrap_or(after).max(after);
        }
        Ok(None)
    }
}

impl Sought {
    fn is(&self, message: &Value) -> bool {
        let files = message["attachments"].as_array().into_iter().flatten();
        let mut sizes: Vec<u64> = files.filter_map(|file| file["size"].as_u64()).collect();
        sizes.sort_unstable();
        message["content"].as_str().unwrap_or_default().trim() == self.content && sizes == self.sizes
    }
}

fn sought(act: &Act) -> Option<Sought> {
    let of_files = |files: &[Attached], content: String| {
        let mut sizes: Vec<u64> =
            files.iter().map(|file| u64::try_from(file.bytes.0.len()).unwrap_or(u64::MAX)).collect();
        sizes.sort_unstable();
        Some(Sought { content: content.trim().to_owned(), sizes })
    };
    match act {
        Act::Post { text, .. } => of_files(&[], body::content(text)),
        Act::Place { latitude, longitude, name } => {
            of_files(&[], body::content(&on_the_map((*latitude, *longitude), name.as_ref())))
        }
        Act::Upload { file, caption, .. } => of_files(std::slice::from_ref(file), body::under_files(caption)),
        Act::UploadAlbum { files, caption, .. } => of_files(files, body::under_files(caption)),
        _ => None,
    }
}
