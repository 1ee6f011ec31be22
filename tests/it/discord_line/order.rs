//! What the gateway does to events: a connection that breaks, a session that is lost, events twice and out of order.

use aftercare::domain::chat::{Address, Platform, Room};
use aftercare::frontend::discord::{self, Known, Panel};
use aftercare::sandbox::discord::Cut;

use super::{Line, number, words};

#[tokio::test]
async fn a_broken_connection_is_resumed_without_a_loss() {
    let line = Line::open().await;
    let thread = line.thread().await;
    line.people.write("ken", thread, "before").expect("written");
    line.taken(1).await;
    line.people.cut(Cut::Drop);
    line.people.write("ken", thread, "meanwhile").expect("written");
    line.taken(2).await;
    line.people.write("ken", thread, "after").expect("written");
    assert_eq!(words(&line.taken(3).await), ["before", "meanwhile", "after"]);
    line.close().await;
}

#[tokio::test]
async fn what_a_lost_session_swallowed_is_fetched() {
    let line = Line::open().await;
    let (thread, dm) = (line.thread().await, line.people.dm("ken").expect("a conversation"));
    let before = line.people.write("ken", thread, "before").expect("written");
    line.taken(1).await;
    let known = |channel, newest: u64| Known {
        address: Address { platform: Platform::Discord, chat: number(channel), thread: None },
        room: Room::Private,
        newest: Some(number(newest)),
    };
    line.desk.places.lock().expect("no panic").extend([known(thread, before), known(dm, before)]);
    line.people.set_gateway_down(true);
    line.people.cut(Cut::Drop);
    line.until("the line is cut", |line| line.people.connections() == 0).await;
    line.people.forget_sessions();
    line.people.edit("ken", thread, before, "before, put right").expect("edited");
    let last = line.people.write("ken", thread, "in haste").expect("written");
    line.people.edit("ken", thread, last, "at leisure").expect("edited");
    for n in 0..120 {
        line.people.write("ken", dm, &format!("meanwhile {n}")).expect("written");
    }
    line.people.set_gateway_down(false);
    let mut wanted =
        vec!["before".to_owned(), "edited: before, put right".to_owned(), "at leisure".to_owned()];
    wanted.extend((0..120).map(|n| format!("meanwhile {n}")));
    assert_eq!(words(&line.taken(wanted.len()).await), wanted);
    line.close().await;
}

#[tokio::test]
async fn events_that_come_twice_bear_the_same_keys() {
    let line = Line::open().await;
    let thread = line.thread().await;
    line.people.double_events(true);
    line.people.write("ken", thread, "once").expect("written");
    let taken = line.taken(2).await;
    assert_eq!(taken[0].key, taken[1].key);
    line.close().await;
}

#[tokio::test]
async fn what_comes_in_the_wrong_order_is_put_right_while_it_waits() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let shut = line.desk.open.clone().acquire_owned().await.expect("open");
    line.people.write("ken", thread, "this keeps the desk busy").expect("written");
    line.until("it is on its way", |line| !line.heard.is_idle()).await;
    line.people.swap_events(2);
    let first = line.people.write("ken", thread, "frist").expect("written");
    line.people.edit("ken", thread, first, "first").expect("edited");
    line.people.write("ken", thread, "second").expect("written");
    line.people.write("ken", thread, "third").expect("written");
    // Why a press last: its acknowledgement shows that all before it has come in.
    let panel = Panel { text: "Hello".into(), buttons: vec![("Report".into(), "/new")] };
    discord::keep_panel(&line.http, line.support, &panel).await.expect("a panel");
    let message =
        line.people.look(|guild| guild.posts.values().find(|p| !p.components.is_empty()).map(|p| p.id));
    let press = line.people.press("ken", line.support, message.expect("there"), "Report").expect("pressed");
    line.until("it is acknowledged", |line| {
        line.people.interaction(press).is_some_and(|asked| asked.answered.is_some())
    })
    .await;
    drop(shut);
    let wanted = ["this keeps the desk busy", "frist", "edited: first", "second", "third", "/new"];
    assert_eq!(words(&line.taken(wanted.len()).await), wanted);
    line.close().await;
}

#[tokio::test]
async fn a_sign_the_bot_takes_back_is_nobodys_reaction() {
    let line = Line::open().await;
    let id = line.people.write("lin", line.staff, "marked").expect("written");
    line.taken(1).await;
    let (channel, message) = (line.staff.into(), id.into());
    let sign = serenity::all::ReactionType::Unicode("⏳".into());
    line.http.create_reaction(channel, message, &sign).await.expect("set");
    line.http.delete_reaction_me(channel, message, &sign).await.expect("taken back");
    line.people.write("lin", line.staff, "after").expect("written");
    assert_eq!(words(&line.taken(2).await), ["marked", "after"]);
    line.close().await;
}
