//! A new connection made ready: what every message takes is done once and taken back, so that no customer waits while
//! Postgres reads its catalogue and plans statements it will never plan again.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection};

use super::{StoreError, cases, dialogues, intake, messages, outbox, rooms, said};
use crate::domain::{
    chat::{Account, EventKey, Platform},
    id::{CaseId, MessageId, PersonId},
    plan::{Parcel, Rank, To},
};

/// A stream of ids no platform has.
const NOBODYS: i16 = -1;

/// Makes a connection ready. What it writes is gone when it returns.
pub(super) async fn make(db: &mut PgConnection) -> Result<(), StoreError> {
    // Why a number for each: connections that are opened at once would wait for each other's keys.
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let key = EventKey { source: NOBODYS, key: NEXT.fetch_add(1, Ordering::Relaxed), sub: 0 };
    let mut tx = db.begin().await?;
    let done = once(&mut tx, key, DateTime::UNIX_EPOCH).await;
    tx.rollback().await?;
    done
}

/// One message of nobody: taken, answered, the answer marked; and what the room of a case takes, of no case.
async fn once(db: &mut PgConnection, key: EventKey, at: DateTime<Utc>) -> Result<(), StoreError> {
    let account = Account { platform: Platform::Telegram, id: 0 };
    intake::admit(db, &[key], &[account], at).await?;
    dialogues::affairs(db, &[(PersonId(0), Platform::Telegram)]).await?;
    let row = said::NewRow {
        lane: String::new(),
        platform: Platform::Telegram,
        to: To::Staff,
        urgency: Rank::Later,
        by_hand: false,
        parcel: Parcel::Card,
        leased: false,
        not_before: at,
        fold: None,
        replaces: None,
    };
    let ids = said::put(db, &[row], &[], 0, at).await?;
    let marks = ids.into_iter().map(|id| outbox::Mark {
        id,
        state: outbox::SENT,
        remotes: Vec::new(),
        problem: None,
        why: None,
    });
    outbox::mark(db, &marks.collect::<Vec<_>>(), 0, at).await?;
    rooms::of_cases(db, &[CaseId(0)]).await?;
    cases::files(db, &[CaseId(0)]).await?;
    messages::shown(db, &[MessageId(0)]).await?;
    Ok(())
}
