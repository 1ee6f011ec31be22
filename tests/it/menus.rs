//! The platform's lists of commands: set once, when agents come and go, and again after a refusal.

use aftercare::desk::Act;
use aftercare::sandbox::world::person_id;
use chrono::TimeDelta;

use crate::harness::chats::GROUP;
use crate::harness::{DirectStage, Setup, TestDatabase};

/// The lists that are set now: in which chat, in how many languages, whether they hold that command.
async fn set(stage: &DirectStage, command: &str) -> Vec<(i64, bool)> {
    stage.courier().take_calls();
    let bureau = stage.bureau();
    bureau.desk.keep_menus(&bureau.couriers).await.expect("kept");
    let calls = stage.courier().take_calls().into_iter();
    calls
        .filter_map(|call| match call.delivery.act {
            Act::Menu { commands, .. } => {
                assert!(commands.iter().all(|(_, what)| (1..=256).contains(&what.chars().count())));
                Some((call.delivery.place.chat, commands.iter().any(|(name, _)| name == command)))
            }
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn lists_of_commands_are_set_once_and_follow_the_list_of_agents() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    let (lin, gao) = (person_id("lin"), person_id("gao"));
    stage.play("people: lin \"Lin\" en staff, gao \"Gao\" zh staff\nlin: /start").await;
    let first = set(&stage, "take").await;
    assert_eq!(first, [(0, false), (0, false), (GROUP, true), (GROUP, true), (lin, true), (lin, true)]);
    assert_eq!(set(&stage, "take").await, [], "nothing has changed");
    stage.play(&format!("lin in staff: /agent add {gao} agent")).await;
    assert_eq!(set(&stage, "take").await, [(gao, true), (gao, true)], "asked, and refused: he never wrote");
    assert_eq!(set(&stage, "take").await, [], "not at once again");
    stage.play("gao: /start").await;
    stage.clock().advance(TimeDelta::minutes(11));
    assert_eq!(set(&stage, "take").await, [(gao, true), (gao, true)]);
    stage.play(&format!("lin in staff: /agent remove {gao}")).await;
    assert_eq!(set(&stage, "take").await, [(gao, false), (gao, false)], "what customers see");
    assert_eq!(set(&stage, "take").await, []);
    stage.close().await;
}
