//! What fits what somebody is typing. Loss is tolerated: who gets nothing in time types on.
//!
//! Invariant: something is told on the staff side alone, and who may see it is asked of the desk each time.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::Http;

use super::{
    gateway::Intake,
    inbound::{id, presser},
    interactions::answer,
    options::{LONGEST, cut},
    places::Places,
};
use crate::{
    desk::Suggested,
    domain::{
        chat::Room,
        command::{Lookable, Word},
        suggest::{MOST, Typing},
    },
};

/// Discord's number of an answer that is a list of choices.
const CHOICES: u8 = 8;
/// Discord waits three seconds, and the answer has to get there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers with what fits, or with nothing.
pub(super) async fn complete<H: Intake>(http: &Http, places: &Places, intake: &H, interaction: &Value) {
    let found = tokio::time::timeout(PATIENCE, fitting(places, intake, interaction)).await;
    let fits = found.ok().flatten().unwrap_or_default().fits;
    let choices: Vec<Value> = fits
        .into_iter()
        .filter(|(_, value)| value.chars().count() <= LONGEST)
        .take(MOST)
        .map(|(shown, value)| json!({"name": cut(&shown, LONGEST), "value": value}))
        .collect();
    answer(http, interaction, json!({"type": CHOICES, "data": {"choices": choices}})).await;
}

async fn fitting<H: Intake>(places: &Places, intake: &H, interaction: &Value) -> Option<Suggested> {
    let data = &interaction["data"];
    let option = data["options"].as_array()?.iter().find(|option| option["focused"] == true)?;
    let of = Word::from_name(data["name"].as_str()?)?.lookable(option["name"].as_str()?)?;
    let text = option["value"].as_str().unwrap_or_default();
    asked(places, intake, interaction, of, text).await
}

/// What the desk says that fits, for whoever uses the interaction, where they use it.
pub(super) async fn asked<H: Intake>(
    places: &Places,
    intake: &H,
    interaction: &Value,
    of: Lookable,
    text: &str,
) -> Option<Suggested> {
    let by = presser(interaction)?.account;
    let place = places.of(id(&interaction["channel_id"])?, Some(by.id)).await;
    let on_staff_side = place.is_some_and(|place| place.room == Room::Staff);
    Some(intake.suggest(Typing { by, on_staff_side, of, text: text.to_owned() }).await)
}
