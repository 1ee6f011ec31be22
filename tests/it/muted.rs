//! Words of muted people are kept without a sound whichever way they come into their case, and a lead's word stands.

use chrono::TimeDelta;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// Two cases of Mei, and she is muted in the second one's room.
const MUTED: &str = "people: mei \"Mei Li\" en consumer, lin \"Lin\" en staff\n\
    mei: /claim\nmei: /human\nmei: /claim\nmei: /human\nlin in room 2: /take\nlin in room 2: /mute writes a lot";

const SHOWN: &str = "select count(*) from outbox where parcel->>'is' = 'relay' and lane like 'r:%'";
const DIGESTS: &str = "select count(*) from outbox where fold like 'muted:%' and lane like 'r:%'";

async fn house(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(MUTED).await;
    stage
}

async fn filed(database: &TestDatabase, words: &str) -> i64 {
    database
        .number(&format!("select count(*) from messages where body = '{words}' and case_id is not null"))
        .await
}

#[tokio::test]
async fn words_nobody_placed_are_filed_as_quietly_as_others() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("mei: Here I am\nmei: Anybody?").await;
    let clocks = "select count(*) from clocks";
    let (shown, owed) = (database.number(SHOWN).await, database.number(clocks).await);
    assert_eq!(filed(&database, "Here I am").await, 0, "they wait for her to say of which case they are");
    stage.play("at +11m").await;
    assert_eq!(filed(&database, "Here I am").await, 1);
    assert_eq!(filed(&database, "Anybody?").await, 1);
    assert_eq!(database.number(SHOWN).await, shown, "no room is shown them");
    assert_eq!(database.number(clocks).await, owed, "and nothing is owed to who is not read");
    let digest = database.texts("select kept::text from restrictions").await;
    assert_eq!((database.number(DIGESTS).await, digest), (1, vec!["2".to_owned()]), "one line for both");
    stage.play("at +1h").await;
    assert_eq!(database.number(SHOWN).await, shown);
    assert_eq!(database.number("select count(*) from outbox where state <> 'sent'").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn words_she_places_herself_make_no_more_noise() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("mei: Here I am").await;
    let shown = database.number(SHOWN).await;
    let button = database
        .texts(
            "select 'f:' || m.id || ':' || c.id from messages m, cases c where m.parked_until is not null \
                                 order by c.id desc limit 1",
        )
        .await
        .remove(0);
    let mut press = stage.updates_of("mei: x");
    press[0].input = aftercare::domain::chat::Input::Press { data: button };
    stage.bureau().take(&press).await;
    assert_eq!(filed(&database, "Here I am").await, 1);
    assert_eq!((database.number(SHOWN).await, database.number(DIGESTS).await), (shown, 1));
    stage.close().await;
}

/// What is kept of somebody and what a lead says of them are two batches of two people: nothing orders them.
#[tokio::test]
async fn a_mute_that_a_lead_ends_meanwhile_does_not_come_back() {
    for (meanwhile, left) in [
        ("delete from restrictions", &[][..]),
        ("update restrictions set kind = 'blocked', at = at + interval '1 second'", &["blocked f 0"][..]),
    ] {
        let database = TestDatabase::new();
        let mut stage = house(&database).await;
        stage.play("mei: /cancel").await;
        database.execute("update cases set state = 'cancelled', closed_at = opened_at where id = (select min(id) from cases)").await;
        database.execute("update restrictions set told = false").await;
        let words = stage.updates_of("mei: Once more");
        let mut other = database.connect().await;
        sqlx::raw_sql("begin; lock table messages in share mode").execute(&mut other).await.expect("locked");
        let end = async {
            // Why it is looked for: she is known to be muted by then, and what comes of her words is not written yet.
            let waits = "select count(*) from pg_stat_activity \
                         where datname = current_database() and wait_event_type = 'Lock'";
            while database.number(waits).await == 0 {
                tokio::task::yield_now().await;
            }
            let ended = format!("{meanwhile}; commit");
            sqlx::raw_sql(sqlx::AssertSqlSafe(ended)).execute(&mut other).await.expect("ended");
        };
        let (taken, ()) = tokio::join!(stage.bureau().desk.receive(&words), end);
        taken.expect("taken");
        let now = "select format('%s %s %s', kind, told, kept) from restrictions";
        assert_eq!(database.texts(now).await, left, "{meanwhile}");
        stage.clock().advance(TimeDelta::hours(1));
        stage.bureau().settle().await;
        stage.close().await;
    }
}
