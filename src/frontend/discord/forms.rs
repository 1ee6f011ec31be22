//! Forms: opened by the press of a button that names one, and read when they are sent.
//!
//! Discord takes a form as the first answer to a press or not at all, so what is in it follows from the button alone. A press
//! that opens one asks for nothing else: nothing is handed over before the form is sent.

use serde_json::{Value, json};
use serenity::http::Http;

use super::{
    inbound::{filled, id, presser},
    interactions::answer,
    places::Places,
};
use crate::domain::chat::Incoming;

/// A form as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What stands over it.
    pub title: String,
    /// Its fields: by what their text comes back, what stands over them, and whether they take several lines.
    pub fields: Vec<(&'static str, String, bool)>,
}

/// Discord's numbers of answers.
const UPDATED_LATER: u8 = 6;
const FORM: u8 = 9;
/// Discord's numbers of interactions.
const COMPONENT: u64 = 3;
const SENT: u64 = 5;
/// Discord's numbers of components.
const ROW: u8 = 1;
const INPUT: u8 = 4;
/// Characters of a title and of what stands over a field.
const LONGEST_LABEL: usize = 45;
/// Characters of a field.
const LONGEST: usize = 1000;
/// Fields of a form.
const MOST: usize = 5;

/// Opens the form a button names, or reads the one that was sent; `None` where it is neither. `shown` tells what a button's
/// form looks like.
pub(super) async fn read(
    http: &Http,
    places: &Places,
    interaction: &Value,
    shown: impl FnOnce(&str) -> Option<Shown>,
) -> Option<Vec<Incoming>> {
    let data = interaction["data"]["custom_id"].as_str()?;
    match interaction["type"].as_u64()? {
        COMPONENT => {
            let body = json!({"type": FORM, "data": form(data, &shown(data)?)});
            // Why the result is dropped: whoever sees no form presses once more.
            let _ = answer(http, interaction, body).await;
            Some(Vec::new())
        }
        SENT => {
            answer(http, interaction, json!({"type": UPDATED_LATER})).await;
            let channel = id(&interaction["channel_id"])?;
            let place = places.of(channel, presser(interaction).map(|by| by.account.id)).await?;
            Some(filled(interaction, place).into_iter().collect())
        }
        _ => None,
    }
}

fn form(data: &str, shown: &Shown) -> Value {
    let short = |text: &str| text.chars().take(LONGEST_LABEL).collect::<String>();
    let row = |(name, label, long): &(&'static str, String, bool)| {
        json!({"type": ROW, "components": [{"type": INPUT, "custom_id": name, "label": short(label),
            "style": if *long { 2 } else { 1 }, "required": false, "max_length": LONGEST}]})
    };
    let rows: Vec<Value> = shown.fields.iter().take(MOST).map(row).collect();
    json!({"custom_id": data, "title": short(&shown.title), "components": rows})
}
