//! Interactions: answered at once, and what they ask for.

use aftercare::desk::{Desk, FormWords};
use aftercare::domain::chat::{Aside, Incoming, Input, Room, Token};
use aftercare::domain::command::parse;
use aftercare::frontend::discord::{ENTRIES, Entry, PANEL, words_of};
use aftercare::sandbox::discord::flag;
use serde_json::{Value, json};

use super::hears::incoming;
use super::{Server, id_of, literal};

/// The stream of keys.
const INTERACTIONS: i16 = 3;
/// Kinds of interactions and of answers.
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const SHOWN: u8 = 4;
const LATER: u8 = 5;
const NOTHING_NEW: u8 = 6;
const FORM: u8 = 9;
const SENT: u64 = 5;

impl Server {
    pub(super) fn asked(&self, desk: &Desk, body: &Value) -> Option<Incoming> {
        let (data, channel) = (&body["data"], id_of(&body["channel_id"]));
        let lang = body["locale"].as_str().map(str::to_owned);
        let who = if body["member"].is_object() { &body["member"]["user"] } else { &body["user"] };
        let by = self.person(id_of(&who["id"]), lang)?;
        let place = self.place(channel, by.account.id);
        let take =
            |place, input| incoming((INTERACTIONS, id_of(&body["id"]), 0), place, by.clone(), input, body);
        let said = |words: &str| Input::Text(self.read(words));
        match body["type"].as_u64()? {
            COMPONENT => {
                let id = data["custom_id"].as_str()?;
                if let Some(words) = id.strip_prefix(PANEL) {
                    return Some(take(self.led_home(body, by.account.id, &by.name)?, said(words)));
                }
                if let Some(form) = desk.form_of(id) {
                    self.show_form(body, id, &form);
                    return None;
                }
                self.answer(body, &json!({"type": NOTHING_NEW}));
                let data = data["values"][0].as_str().unwrap_or(id).to_owned();
                let message = Some(id_of(&body["message"]["id"]));
                let aside = is_unseen(body, &data).then(|| alone(body, &by.name, false));
                Some(Incoming { message, aside, ..take(place?, Input::Press { data }) })
            }
            SENT => {
                self.answer(body, &json!({"type": NOTHING_NEW}));
                let lines = data["components"].as_array()?.iter().map(|row| &row["components"][0]);
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let fields = lines.map(|line| (text(&line["custom_id"]), text(&line["value"]))).collect();
                Some(take(place?, Input::Filled { data: text(&data["custom_id"]), fields }))
            }
            COMMAND if data["type"] == 3 => {
                self.answer(body, &json!({"type": LATER, "data": {"flags": flag::EPHEMERAL}}));
                self.later("DELETE", body, &Value::Null);
                let target = data["target_id"].as_str()?;
                let message = &data["resolved"]["messages"][target];
                let (_, entry) = ENTRIES.iter().find(|(name, _)| data["name"] == **name)?;
                // Why not the third: the desk asks there, which is shown where its own line is.
                let Entry::Says(word) = entry else { return None };
                let words = format!("/{} {}", word.name(), message["content"].as_str().unwrap_or_default());
                let place = place.filter(|(_, room)| *room == Room::Staff)?;
                Some(Incoming { message: Some(id_of(&message["id"])), ..take(place, said(&words)) })
            }
            COMMAND => {
                let words = words_of(body)?;
                let Some(place) = place else {
                    return Some(take(self.led_home(body, by.account.id, &by.name)?, said(&words)));
                };
                let looks = parse(&self.read(&words), "").is_some_and(|typed| typed.only_looks());
                if looks && place.1 == Room::Staff {
                    self.answer(body, &json!({"type": LATER, "data": {"flags": flag::EPHEMERAL}}));
                    let aside = Some(alone(body, &by.name, true));
                    return Some(Incoming { aside, ..take(place, said(&words)) });
                }
                let shown = literal(&self.read(&words).text);
                self.answer(body, &json!({"type": SHOWN, "data": {"content": shown}}));
                let message = id_of(&self.later("GET", body, &Value::Null)?["id"]);
                Some(Incoming { message: Some(message), ..take(place, said(&words)) })
            }
            _ => None,
        }
    }

    fn show_form(&self, body: &Value, id: &str, form: &FormWords) {
        let lines = form.fields.iter().map(|(name, label, long)| {
            json!({"type": 1, "components": [{"type": 4, "custom_id": name, "label": label,
                "style": 1 + u8::from(*long), "required": false, "max_length": 1000}]})
        });
        let lines: Vec<Value> = lines.collect();
        let form = json!({"custom_id": id, "title": form.title, "components": lines});
        self.answer(body, &json!({"type": FORM, "data": form}));
    }

    /// Says where somebody's own place is, and only to them.
    fn led_home(&self, body: &Value, account: i64, name: &str) -> Option<(super::Address, Room)> {
        self.answer(body, &json!({"type": LATER, "data": {"flags": flag::EPHEMERAL}}));
        let opened = self.home(account, name).ok();
        let words = opened.map_or_else(|| "⚠️".to_owned(), |thread| format!("→ <#{thread}>"));
        self.later("PATCH", body, &json!({"content": words}));
        self.place(opened?, account)
    }

    /// Why the outcome does not matter, here and below: an answer is a courtesy.
    fn answer(&self, body: &Value, answer: &Value) {
        let token = body["token"].as_str().expect("a token");
        let _ = self.ask("POST", &format!("/interactions/{}/{token}/callback", id_of(&body["id"])), answer);
    }

    fn later(&self, method: &str, body: &Value, answer: &Value) -> Option<Value> {
        let (app, token) = (id_of(&body["application_id"]), body["token"].as_str()?);
        self.ask(method, &format!("/webhooks/{app}/{token}/messages/@original"), answer).ok()
    }
}

/// Whether what a button brings is seen by who pressed it alone: as the message it stands under, or a link to a file.
fn is_unseen(body: &Value, data: &str) -> bool {
    let flags = body["message"]["flags"].as_u64().unwrap_or_default();
    flags & flag::EPHEMERAL != 0
        || data.split(':').nth(2).is_some_and(|verb| verb.starts_with("link.") || verb == "code-show")
}

/// How only they are answered.
fn alone(body: &Value, name: &str, announced: bool) -> Aside {
    Aside {
        interaction: id_of(&body["id"]),
        application: id_of(&body["application_id"]),
        token: Token(body["token"].as_str().expect("a token").to_owned()),
        name: name.to_owned(),
        announced,
    }
}
