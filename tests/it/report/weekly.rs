//! The report of each week that comes by itself: to each group that has something to read, once, whatever restarts.

use aftercare::desk::Act;
use aftercare::sandbox::world::person_id;

use crate::{
    config::{Folder, errors},
    harness::{DirectStage, Setup, TestDatabase},
};

const TERMS: &str = "[reports]\ndigest = \"mon 09:00\"\n";

const STORY: &str = "people: mei \"Mei\" en consumer, lin \"Lin\" en staff, lea \"Lea\" en staff\n\
     at 2026-03-02 10:00 Asia/Shanghai\nlea in staff: hello\nmei: /human\nlin in room: /reply On its way.\n\
     at 2026-03-08 23:00 Asia/Shanghai\n";

async fn house(database: &TestDatabase) -> DirectStage {
    let setup = Setup { terms: TERMS.to_owned(), ..Setup::new(database.options()) };
    let mut stage = DirectStage::open(setup).await;
    stage.play(STORY).await;
    stage.play(&format!("lin in staff: /agent add {} lead after-sales", person_id("lea"))).await;
    stage.courier().take_calls();
    stage
}

/// Reports said since the last time.
fn reports(stage: &DirectStage) -> Vec<String> {
    let words = stage.courier().take_calls().into_iter().filter_map(|call| match call.delivery.act {
        Act::Post { text, .. } => Some(text.text),
        Act::Upload { caption, .. } => Some(caption.text),
        _ => None,
    });
    words.filter(|words| words.contains("Cases of")).collect()
}

#[tokio::test]
async fn it_comes_once_on_its_day_to_groups_that_have_something_to_read() {
    let database = TestDatabase::new();
    let mut stage = house(&database).await;
    stage.play("at 2026-03-09 08:59 Asia/Shanghai").await;
    let early = reports(&stage);
    assert!(!early.iter().any(|words| words.contains("8 March")), "{early:?}");
    stage.play("at 2026-03-09 09:00 Asia/Shanghai").await;
    let sent = reports(&stage);
    let [words] = sent.as_slice() else { panic!("one report, not {sent:?}") };
    for line in [
        "The week, 2 March 2026 to 8 March 2026",
        "Cases of After-sales",
        "For Lea",
        "first answer: 100 % kept, 1 of 1",
    ] {
        assert!(words.contains(line), "{line} is not in {words}");
    }
    stage
        .play("restart\nat 2026-03-09 12:00 Asia/Shanghai\nrestart\nat 2026-03-12 12:00 Asia/Shanghai")
        .await;
    assert_eq!(reports(&stage), [""; 0], "once a week");
    stage.play("at 2026-03-16 10:00 Asia/Shanghai").await;
    assert_eq!(reports(&stage).len(), 1, "and each week");
    let told = "select count(*) from notices where key like 'digest:2026-03-02:%'";
    assert_eq!(
        database.number(told).await,
        database.number("select count(*) from notices where key like 'digest:2026-03-09:%'").await
    );
    stage.close().await;
}

#[tokio::test]
async fn two_desks_that_look_at_once_tell_it_once() {
    let database = TestDatabase::new();
    let stage = house(&database).await;
    stage.clock().set("2026-03-09T01:00:00Z".parse().expect("an instant"));
    let desk = &stage.bureau().desk;
    let (a, b, c) = tokio::join!(desk.follow_up(), desk.follow_up(), desk.follow_up());
    for passed in [a, b, c] {
        passed.expect("a pass");
    }
    let sql = "select count(*) from outbox where parcel->>'is' = 'report' and parcel->'filter'->>'group' = 'after-sales' \
               and parcel->'days'->>'first' = '2026-03-02'";
    assert_eq!(database.number(sql).await, 1);
    stage.bureau().settle().await;
    stage.close().await;
}

#[test]
fn the_day_and_the_time_are_read_strictly() {
    let with = |digest: &str| {
        Folder::of("reports", &[("terms.toml", &format!("[reports]\ndigest = {digest}\n"))]).load()
    };
    let loaded = with("\"tue 08:30\"").expect("terms");
    assert!(loaded.terms.reports.digest.is_some());
    assert_eq!(with("\"off\"").expect("terms").terms.reports.digest, None);
    for wrong in ["\"monday\"", "\"mon 25:00\"", "\"\"", "7"] {
        let problems = errors(with(wrong));
        assert!(problems[0].0.contains("reports.digest"), "{wrong}: {problems:?}");
    }
}
