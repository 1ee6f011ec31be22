//! `getUpdates`: long polling for one poller at a time.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::answer::{Answer, Refusal};
use super::body::Params;
use crate::sandbox::world::World;

/// The server's own ceiling of a poll, in seconds.
const LONGEST: i64 = 50;

/// Confirms what the offset confirms, then waits for updates until the timeout, a rival or `stopped`.
pub(super) async fn updates(world: &World, params: &Params, stopped: impl Future<Output = ()>) -> Answer {
    let allowed = params.json("allowed_updates")?.map(|list| names(&list)).transpose()?;
    let offset = params.int("offset").unwrap_or(0);
    let limit = params.int("limit").filter(|limit| (1..=100).contains(limit)).unwrap_or(100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let seconds = params.int("timeout").unwrap_or(0).clamp(0, LONGEST);
    if world.look(|state| state.webhook.is_some()) {
        return Err(Refusal::webhook());
    }
    let mut changes = world.changes();
    let mine = world.change(|state, _| {
        state.poll += 1;
        if let Some(kinds) = allowed {
            state.queue.allow(kinds);
        }
        if offset != 0 {
            state.queue.confirm(offset);
        }
        state.poll
    });
    let end = Instant::now() + Duration::from_secs(seconds.unsigned_abs());
    tokio::pin!(stopped);
    loop {
        changes.mark_unchanged();
        let (latest, found) = world.look(|state| (state.poll, state.queue.front(limit)));
        if latest != mine {
            let by_webhook = world.look(|state| state.webhook.is_some());
            return Err(if by_webhook { Refusal::set_webhook() } else { Refusal::conflict() });
        }
        if !found.is_empty() || Instant::now() >= end {
            if !found.is_empty() {
                world.change(|state, _| state.queue.give(found.len()));
            }
            return Ok(json!(found));
        }
        tokio::select! {
            _ = changes.changed() => {}
            // Why real time: how long a poll waits is agreed between two programs, not part of the story.
            () = tokio::time::sleep_until(end) => {}
            () = &mut stopped => return Ok(json!([])),
        }
    }
}

fn names(list: &Value) -> Result<Vec<String>, Refusal> {
    let names =
        list.as_array().ok_or_else(|| Refusal::bad("array of strings expected as allowed_updates"))?;
    Ok(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}
