//! What was said while nobody listened: the messages after the newest one the desk has, place by place.

use std::time::Duration;

use serde_json::Value;
use serenity::{
    all::ChannelId,
    http::{Http, LightMethod, Request, Route},
};
use tracing::warn;

use super::{
    gateway::Known,
    inbound::{self, Place},
    places::Places,
    threads::is_shut,
};
use crate::domain::chat::Incoming;

/// Between two tries at a page, at first and at most.
const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(10);
/// Messages of one answer, the most there are.
const PAGE: usize = 100;
/// Answers per place; more was said only if nobody looked after the desk for very long.
const PAGES: usize = 20;

/// Everything said in these places since, in order, and what was edited among the last messages of each. What was taken
/// already is told apart by its keys.
pub async fn fetch(http: &Http, places: &Places, known: Vec<Known>) -> Vec<Incoming> {
    let mut all = Vec::new();
    for one in known {
        let channel = one.address.holder();
        let mut after = one.newest.unwrap_or_default();
        for message in page(http, channel, None).await {
            // Why no newer ones: those are fetched below, with the words they have now.
            if inbound::id(&message["id"]).is_some_and(|id| id <= after) {
                after_edit(places, channel, &message, &mut all).await;
            }
        }
        for _ in 0..PAGES {
            let mut messages = page(http, channel, Some(after)).await;
            messages.sort_by_key(|message| inbound::id(&message["id"]));
            for message in &messages {
                after = inbound::id(&message["id"]).unwrap_or(after).max(after);
                if let Some(place) = place(places, channel, message).await {
                    all.extend(inbound::written(message, place));
                }
            }
            if messages.len() < PAGE {
                break;
            }
        }
    }
    all
}

async fn after_edit(places: &Places, channel: i64, message: &Value, all: &mut Vec<Incoming>) {
    if message["edited_timestamp"].is_null() {
        return;
    }
    if let Some(place) = place(places, channel, message).await {
        all.extend(inbound::edited(message, place));
    }
}

async fn place(places: &Places, channel: i64, message: &Value) -> Option<Place> {
    places.of(channel, inbound::id(&message["author"]["id"])).await
}

async fn page(http: &Http, channel: i64, after: Option<i64>) -> Vec<Value> {
    let Ok(number) = u64::try_from(channel) else { return Vec::new() };
    let route = Route::ChannelMessages { channel_id: ChannelId::new(number.max(1)) };
    let mut params = vec![("limit", PAGE.to_string())];
    params.extend(after.map(|after| ("after", after.to_string())));
    let mut pause = SHORT;
    loop {
        let request = Request::new(route, LightMethod::Get).params(Some(params.clone()));
        match http.fire::<Vec<Value>>(request).await {
            Ok(messages) => return messages,
            Err(error) if is_shut(&error) => return Vec::new(),
            Err(_) => warn!(
                event = "discord.catch_up",
                channel, "what was said in a place could not be fetched yet"
            ),
        }
        // Why real time: what is waited for is Discord, or the way to it; a page passed over would be lost.
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONG);
    }
}
