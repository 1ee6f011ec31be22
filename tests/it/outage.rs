//! Whatever keeps the database from taking anything at all is waited for: nothing is confirmed, nothing stands aside, and all of it
//! is taken once when it is over.

use std::time::Duration;

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::Theatre;
use aftercare::sandbox::script::{Script, Stage as _};
use aftercare::sandbox::shown::Place;
use aftercare::store::{Fault, StoreError};

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// Of each class of SQLSTATE what it means for the batch it befell: the data is at fault, somebody was faster, or it is waited for.
const CLASSES: [(&str, Fault); 47] = [
    ("01000", Fault::Outage),
    ("02000", Fault::Outage),
    ("03000", Fault::Outage),
    ("08006", Fault::Outage),
    ("09000", Fault::Outage),
    ("0A000", Fault::Outage),
    ("0B000", Fault::Outage),
    ("0F000", Fault::Outage),
    ("0L000", Fault::Outage),
    ("0P000", Fault::Outage),
    ("0Z000", Fault::Outage),
    ("20000", Fault::Outage),
    ("21000", Fault::Poison),
    ("22001", Fault::Poison),
    ("22P05", Fault::Poison),
    ("23502", Fault::Poison),
    ("23503", Fault::Poison),
    ("23505", Fault::Race),
    ("23514", Fault::Poison),
    ("24000", Fault::Outage),
    ("25006", Fault::Outage),
    ("25P03", Fault::Outage),
    ("26000", Fault::Outage),
    ("28000", Fault::Outage),
    ("2B000", Fault::Outage),
    ("2D000", Fault::Outage),
    ("2F000", Fault::Outage),
    ("34000", Fault::Outage),
    ("38000", Fault::Outage),
    ("3D000", Fault::Outage),
    ("3F000", Fault::Outage),
    ("40001", Fault::Race),
    ("40P01", Fault::Race),
    ("42501", Fault::Outage),
    ("42703", Fault::Outage),
    ("42P01", Fault::Outage),
    ("42883", Fault::Outage),
    ("44000", Fault::Outage),
    ("53100", Fault::Outage),
    ("53300", Fault::Outage),
    ("54000", Fault::Poison),
    ("54001", Fault::Outage),
    ("55P03", Fault::Outage),
    ("57014", Fault::Outage),
    ("58030", Fault::Outage),
    ("P0001", Fault::Outage),
    ("XX000", Fault::Outage),
];

#[tokio::test]
async fn what_is_to_be_done_about_an_error_is_told_by_its_class() {
    let database = TestDatabase::empty();
    let mut db = database.connect().await;
    for (code, fault) in CLASSES {
        let raise = format!("do $$ begin raise exception 'it fails' using errcode = '{code}'; end $$");
        let error = sqlx::raw_sql(sqlx::AssertSqlSafe(raise)).execute(&mut db).await.expect_err("it fails");
        let error = StoreError::from(error);
        assert_eq!((error.code().as_str(), error.fault()), (code, fault));
    }
}

/// Everything a pass does that is no part of another: what is missing to one of them is none of the others' business.
#[tokio::test]
async fn a_part_of_a_pass_that_can_not_be_done_holds_up_none_behind_it() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei L.\" en consumer, lin \"Lin\" en staff\nat 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\nlin in room: /take\nlin in room: /solve It is on its way.\nmei presses \"Yes, solved\"",
        )
        .await;
    database
        .execute(
            "alter table access_codes rename to codes; alter table quotes rename column look_at to looked",
        )
        .await;
    stage.clock().advance(chrono::TimeDelta::days(1));
    stage.bureau().desk.follow_up().await.expect_err("two parts of it could not be done");
    assert_eq!(database.number("select count(*) from surveys").await, 1, "what comes last was done");
    assert_eq!(logs.of("desk.pass.stuck").len(), 2, "{:?}", logs.of("desk.pass.stuck"));
    stage.close().await;
}

#[tokio::test]
async fn a_case_that_needs_what_is_missing_holds_up_no_others_promises() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, ida \"Ida\" en consumer, tom \"Tom\" en consumer, lin \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\nmei: /human\nida: /human\ntom: /human",
        )
        .await;
    // Why of linked cases: of others nobody asks what was decided about the same goods.
    database
        .execute(
            "insert into case_links (a, b, by, at) select min(c.id), max(c.id), min(c.customer), now() from cases c \
             join people p on p.id = c.customer where p.name <> 'Tom'; \
             alter table verdicts rename column covered_until to covered",
        )
        .await;
    stage.clock().advance(chrono::TimeDelta::hours(3));
    stage.bureau().desk.follow_up().await.expect("the others are looked at");
    let told = "select distinct p.name from alerts a join clocks k on k.id = a.clock \
                join cases c on c.id = k.case_id join people p on p.id = c.customer";
    assert_eq!(database.texts(told).await, ["Tom"]);
    database.execute("alter table verdicts rename column covered to covered_until").await;
    stage.bureau().desk.follow_up().await.expect("now all are");
    assert_eq!(database.texts(told).await.len(), 3);
    stage.close().await;
}

/// What happens to the database, and what ends it.
const TROUBLES: [(&str, &str, &str); 4] = [
    ("no room for a key", "select full_at('seen')", "select room_at('seen')"),
    ("no room for what is said", "select full_at('outbox')", "select room_at('outbox')"),
    ("a table is gone", "alter table seen rename to seen_before", "alter table seen_before rename to seen"),
    (
        "a column is gone",
        "alter table outbox rename column parcel to contents",
        "alter table outbox rename column contents to parcel",
    ),
];

/// Lets a disk be full for one table, and not full any more.
const DISK: &str = "create function full_disk() returns trigger language plpgsql as $$ \
       begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$; \
     create function full_at(which text) returns void language plpgsql as $$ begin execute format( \
       'create trigger full_disk before insert or update on %I for each row execute function full_disk()', which); end $$; \
     create function room_at(which text) returns void language plpgsql as $$ begin \
       execute format('drop trigger full_disk on %I', which); end $$";

fn chat(handle: &str) -> Place {
    Place::Chat(handle.to_owned())
}

#[tokio::test]
async fn what_befalls_every_update_alike_is_waited_for_and_all_is_taken_once() {
    for (what, trouble, mend) in TROUBLES {
        let database = TestDatabase::new();
        database.execute(DISK).await;
        let logs = Logs::capture();
        let people = "people: mei \"Mei Li\" en consumer, ida \"Ida Berg\" en consumer, lin \"Lin\" en staff";
        let script = Script::parse(&format!("{people}\nmei: /new\nida: /start")).expect("a scenario");
        let mut theatre =
            Theatre::open(rehearsal_of(&script, database.options().clone())).await.expect("the house opens");
        theatre.play(&script).await.expect("it plays");
        theatre.stage().rest().await.expect("it comes to rest");
        database.execute(trouble).await;
        let world = theatre.world().clone();
        for (who, text) in [("mei", "/cancel"), ("ida", "/start"), ("mei", "/cases"), ("ida", "/cases")] {
            world.say(who, &chat(who), text, None).expect("said");
        }
        // Why three: the first may have been only some of what was said. Why so often: a limit only a fault reaches.
        for _ in 0..3_000 {
            if logs.of("intake.waiting").len() >= 3 {
                break;
            }
            // Why real time: what is waited for is the real intake.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(world.unconfirmed(), 4, "{what}: what is not committed is not confirmed");
        assert_eq!(database.number("select count(*) from quarantine").await, 0, "{what}");
        database.execute(mend).await;
        theatre.stage().rest().await.expect("it comes to rest");
        let heard = |who: &str| {
            let lines = world.transcript(&chat(who)).expect("a chat");
            lines.into_iter().filter(|line| line.author == "bot").count()
        };
        assert_eq!((heard("mei"), heard("ida")), (3, 3), "{what}: an answer to each, and one only");
        assert_eq!(database.number("select count(*) from quarantine").await, 0, "{what}");
        assert_eq!(database.number("select count(*) from seen").await, 6, "{what}");
        assert_eq!(world.unconfirmed(), 0, "{what}");
        assert_eq!(logs.errors(), [""; 0], "{what}");
        theatre.close().await;
    }
}
