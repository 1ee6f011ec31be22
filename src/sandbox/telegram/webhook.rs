//! The other way updates come: brought to an address, each by a request of its own.
//!
//! Invariants, as of the real server: the next update of a stream (the messages of a chat, the presses of a person) is brought when the one
//! before was answered with 2xx, different streams side by side up to the number of connections; whatever is answered otherwise, or not at
//! all, is brought again, at once for the first time and then ever later. Stricter than the real server: nothing beyond the
//! loopback interface is ever reached. Deliberately not here: certificates, ports, methods called by answering.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::answer::{Answer, Refusal};
use super::methods::Call;
use crate::sandbox::faults::Trouble;
use crate::sandbox::serving::ended;
use crate::sandbox::world::{State, Stream, Webhook, World};

/// An answer is waited for no longer.
const PATIENCE: Duration = Duration::from_mins(1);
/// The longest pause before an update is brought again.
const LONGEST: Duration = Duration::from_mins(1);
/// What troubles of the way there are arranged under, as if it was a method.
const BRINGING: &str = "webhook";

pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let url = call.params.text("url").unwrap_or_default().to_owned();
    if call.params.flag("drop_pending_updates") {
        call.state.queue.drop_pending();
    }
    if url.is_empty() {
        call.state.webhook = None;
        return Ok(json!(true));
    }
    if !["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|here| url.starts_with(here)) {
        return Err(Refusal::bad("bad webhook: the sandbox reaches this machine only"));
    }
    let secret = call.params.text("secret_token").unwrap_or_default().to_owned();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    if secret.len() > 256 || !secret.chars().all(plain) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    if let Some(kinds) = call.params.json("allowed_updates")? {
        let kinds = kinds.as_array().into_iter().flatten().filter_map(Value::as_str);
        let kinds = kinds.map(str::to_owned).collect();
        call.state.queue.allow(kinds);
    }
    let most = call.params.int("max_connections").filter(|most| (1..=100).contains(most)).unwrap_or(40);
    let most = usize::try_from(most).unwrap_or(40);
    call.state.webhook = Some(Webhook { url, secret, most, failed: None });
    // Why: whoever waits for updates is told that they are brought from now on.
    call.state.poll += 1;
    Ok(json!(true))
}

pub(super) fn delete(call: &mut Call<'_>) -> Value {
    if call.params.flag("drop_pending_updates") {
        call.state.queue.drop_pending();
    }
    call.state.webhook = None;
    json!(true)
}

pub(super) fn info(call: &Call<'_>) -> Value {
    let mut info = json!({"url": "", "has_custom_certificate": false,
        "pending_update_count": call.state.queue.len()});
    if let Some(webhook) = &call.state.webhook {
        info["url"] = json!(webhook.url);
        info["max_connections"] = json!(webhook.most);
        if let Some((at, why)) = &webhook.failed {
            info["last_error_date"] = json!(at.timestamp());
            info["last_error_message"] = json!(why);
        }
    }
    info
}

/// What is known of an update that is brought, or was in vain.
struct Turn {
    again_at: Instant,
    pause: Duration,
}

/// How bringing an update ended.
struct Ended {
    stream: Stream,
    id: i64,
    url: String,
    failed: Option<String>,
}

/// Brings updates for as long as a webhook is set, until told to stop.
pub(super) async fn bring(world: World, stop: watch::Receiver<bool>) {
    // Why without a pool: a connection of its own for each, so that none is found half closed by a desk that was killed.
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).pool_max_idle_per_host(0).build();
    let Ok(client) = client else { return };
    let mut changes = world.changes();
    let (mut flying, mut busy) = (JoinSet::new(), HashSet::new());
    let mut turns: HashMap<i64, Turn> = HashMap::new();
    let stopped = ended(stop);
    tokio::pin!(stopped);
    loop {
        changes.mark_unchanged();
        let wake = send_all(&world, &client, &mut flying, &mut busy, &turns);
        tokio::select! {
            () = &mut stopped => return,
            _ = changes.changed() => {}
            Some(Ok(ended)) = flying.join_next(), if !flying.is_empty() => {
                busy.remove(&ended.stream);
                settle(&world, ended, &mut turns);
            }
            // Why real time: pauses are agreed between two programs, not part of the story.
            () = tokio::time::sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {}
        }
    }
}

/// Sends the first update of every stream that is free; when the next one may be, if that is a matter of time.
fn send_all(
    world: &World,
    client: &reqwest::Client,
    flying: &mut JoinSet<Ended>,
    busy: &mut HashSet<Stream>,
    turns: &HashMap<i64, Turn>,
) -> Option<Instant> {
    let (webhook, heads) = world.look(|state| {
        let heads = state.webhook.as_ref().map(|_| state.queue.heads()).unwrap_or_default();
        (state.webhook.clone(), heads)
    });
    let webhook = webhook?;
    let now = Instant::now();
    let mut wake = None;
    for (stream, id, update) in heads {
        if busy.contains(&stream) || flying.len() >= webhook.most {
            continue;
        }
        if let Some(turn) = turns.get(&id).filter(|turn| turn.again_at > now) {
            wake = Some(wake.unwrap_or(turn.again_at).min(turn.again_at));
            continue;
        }
        let trouble = world.change(|state, _| {
            state.queue.given(id);
            state.meet(BRINGING, None)
        });
        busy.insert(stream.clone());
        let (client, webhook) = (client.clone(), webhook.clone());
        flying.spawn(async move {
            let failed = send(&client, &webhook, &update, trouble).await.err();
            Ended { stream, id, url: webhook.url, failed }
        });
    }
    wake
}

async fn send(
    client: &reqwest::Client,
    webhook: &Webhook,
    update: &Value,
    trouble: Option<Trouble>,
) -> Result<(), String> {
    let broke = || "Connection reset by peer".to_owned();
    if trouble.as_ref().is_some_and(|trouble| *trouble != Trouble::DropAfter) {
        return Err(broke());
    }
    let mut request = client.post(&webhook.url).header("content-type", "application/json");
    if !webhook.secret.is_empty() {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret);
    }
    let answer =
        request.body(update.to_string()).send().await.map_err(|_| "Connection refused".to_owned())?;
    match answer.status() {
        _ if trouble.is_some() => Err(broke()),
        status if status.is_success() => Ok(()),
        status => Err(format!("Wrong response from the webhook: {status}")),
    }
}

fn settle(world: &World, ended: Ended, turns: &mut HashMap<i64, Turn>) {
    let Ended { id, url, failed, .. } = ended;
    let Some(why) = failed else {
        turns.remove(&id);
        world.change(|state, _| state.queue.take(id));
        return;
    };
    // Why at once for the first time: so does the server, and it costs whoever lost one answer nothing.
    let before = turns.get(&id).map(|turn| turn.pause);
    let pause = before.map_or(Duration::ZERO, |pause| (pause * 2).clamp(Duration::from_secs(2), LONGEST));
    turns.insert(id, Turn { again_at: Instant::now() + pause, pause });
    world.change(|state: &mut State, now| {
        if let Some(webhook) = state.webhook.as_mut().filter(|webhook| webhook.url == url) {
            webhook.failed = Some((now, why));
        }
    });
}
