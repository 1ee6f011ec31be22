//! Rooms, edits, pins, deletions, signs and reactions.

use aftercare::desk::courier::{Act, Refusal};
use aftercare::domain::{plan::Sign, text::Rich};
use aftercare::sandbox::discord::kind;
use chrono::TimeDelta;

use super::{Bench, at, button, open, post};

#[tokio::test]
async fn a_room_is_a_thread_the_staff_sees_or_a_post_of_a_forum() {
    let bench = Bench::new().await;
    let title = "HX-1 ".repeat(30);
    let opened = bench.deliver(at(bench.staff, None), open(&title)).await.expect("a room");
    let thread = |id: Option<i64>| {
        let id = id.expect("a thread").unsigned_abs();
        bench.people.look(|guild| guild.channels[&id].clone())
    };
    let room = thread(opened.thread);
    assert_eq!((room.kind, room.auto_archive), (kind::PUBLIC_THREAD, 4320));
    let (lin, ken) = (bench.people.write("lin", room.id, "mine"), bench.people.write("ken", room.id, "mine"));
    assert!(
        lin.is_ok() && ken.is_err(),
        "nobody has to be let in who sees the staff channel: {lin:?} {ken:?}"
    );
    assert_eq!(room.name.chars().count(), 100);
    let opened = bench.deliver(at(bench.cases, None), open("HX-2 *Ken*")).await.expect("a room");
    let room = thread(opened.thread);
    assert_eq!((room.kind, room.name.as_str()), (kind::PUBLIC_THREAD, "HX-2 *Ken*"));
    let inside = at(bench.cases, opened.thread);
    assert_eq!(bench.texts(inside), ["HX-2 \\*Ken\\*"]);
    bench.posted(inside, post("card")).await;
    bench.deliver(inside, Act::DropRoom).await.expect("deleted");
    bench.deliver(inside, Act::DropRoom).await.expect("what is gone counts as deleted");
    assert_eq!(bench.refusal(inside, post("x")).await, Refusal::RoomGone);
    assert_eq!(bench.refusal(at(bench.cases, None), Act::DropRoom).await, Refusal::RoomGone);
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_message_gets_new_words_and_buttons_and_is_pinned() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let rows = vec![vec![button("Take", "take:1")]];
    let id = bench.posted(room, Act::Post { text: Rich::plain("card"), rows, reply_to: None }).await;
    bench.deliver(room, Act::Pin { message: id }).await.expect("pinned");
    bench.deliver(room, Act::Pin { message: id }).await.expect("once more does no harm");
    let edit = Act::Edit { message: id, text: Rich::plain("card #2"), rows: Vec::new() };
    bench.deliver(room, edit.clone()).await.expect("edited");
    bench.deliver(room, edit).await.expect("an edit that changes nothing");
    let shown = bench.post(id);
    assert_eq!((shown.content.as_str(), shown.components.len()), ("card #2", 0));
    assert!(shown.pinned.is_some());
    for act in [
        Act::Edit { message: 9_999, text: Rich::plain("x"), rows: Vec::new() },
        Act::EditCaption { message: 9_999, caption: Rich::plain("x") },
        Act::Pin { message: 9_999 },
        Act::Sign { message: 9_999, sign: Sign::Taken },
        Act::React { message: 9_999, emoji: None },
        Act::Pin { message: 0 },
    ] {
        assert_eq!(bench.refusal(room, act).await, Refusal::MessageGone);
    }
    let foreign = bench.people.write("lin", room.holder().unsigned_abs(), "mine").expect("lin writes");
    let edit =
        Act::Edit { message: i64::try_from(foreign).expect("an id"), text: Rich::plain("x"), rows: vec![] };
    assert_eq!(bench.refusal(room, edit).await, Refusal::Content);
    bench.requests_are_proper();
}

#[tokio::test]
async fn messages_are_deleted_together_where_that_can_be_done() {
    let bench = Bench::new().await;
    let (room, dm) = (bench.room().await, at(bench.dm, None));
    let bulk = "POST /channels/{channel_id}/messages/bulk-delete";
    let old = bench.posted(room, post("old")).await;
    bench.clock.advance(TimeDelta::days(15));
    let mut ids = vec![bench.posted(room, post("1")).await, bench.posted(room, post("2")).await, 9_999];
    bench.deliver(room, Act::Delete { messages: ids.clone() }).await.expect("deleted");
    assert_eq!((bench.texts(room), bench.calls_of(bulk).len()), (vec!["old".to_owned()], 1));
    ids.push(old);
    bench.deliver(room, Act::Delete { messages: ids }).await.expect("deleted one by one");
    assert_eq!(bench.texts(room), Vec::<String>::new());
    let ids = vec![bench.posted(dm, post("1")).await, bench.posted(dm, post("2")).await];
    bench.deliver(dm, Act::Delete { messages: ids }).await.expect("deleted");
    assert_eq!(bench.texts(dm), Vec::<String>::new());
    bench.deliver(dm, Act::Delete { messages: vec![9_999] }).await.expect("what is gone counts as deleted");
    bench.deliver(dm, Act::Delete { messages: Vec::new() }).await.expect("nothing to delete");
    bench.people.delete_channel(room.holder().unsigned_abs());
    bench.deliver(room, Act::Delete { messages: vec![1, 2] }).await.expect("gone with their room");
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_sign_takes_the_place_of_the_one_before() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let thread = room.holder().unsigned_abs();
    let id = bench.people.write("lin", thread, "/reply yes").expect("lin writes");
    bench.people.react("lin", thread, id, "⏳", true).expect("lin reacts");
    let message = i64::try_from(id).expect("an id");
    let bot = bench.people.look(|guild| guild.bot);
    let ours = || {
        let reactions = bench.post(message).reactions.into_iter();
        reactions.filter(|(_, who)| who.contains(&bot)).map(|(emoji, _)| emoji).collect::<Vec<_>>()
    };
    for (sign, shown) in
        [(Sign::Taken, "⏳"), (Sign::Failed, "❌"), (Sign::Delivered, "✅"), (Sign::Delivered, "✅")]
    {
        bench.deliver(room, Act::Sign { message, sign }).await.expect("signed");
        assert_eq!(ours(), [shown]);
    }
    assert_eq!(bench.post(message).reactions.len(), 2, "lin's own stays");
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_reaction_takes_the_place_of_the_one_before_and_leaves_signs() {
    let bench = Bench::new().await;
    let dm = at(bench.dm, None);
    let id = bench.people.write("ken", bench.dm.unsigned_abs(), "thanks").expect("ken writes");
    let message = i64::try_from(id).expect("an id");
    let shown = || bench.post(message).reactions.into_iter().map(|(emoji, _)| emoji).collect::<Vec<_>>();
    bench.deliver(dm, Act::Sign { message, sign: Sign::Delivered }).await.expect("signed");
    for (emoji, seen) in [
        (Some("👍"), vec!["✅", "👍"]),
        (Some("❤"), vec!["✅", "❤"]),
        (Some("❤\u{FE0F}"), vec!["✅", "❤"]),
        (Some("✅"), vec!["✅"]),
        (None, vec!["✅"]),
    ] {
        bench.deliver(dm, Act::React { message, emoji: emoji.map(str::to_owned) }).await.expect("reacted");
        assert_eq!(shown(), seen, "{emoji:?}");
    }
    let words = Act::React { message, emoji: Some("no emoji".into()) };
    assert_eq!(bench.refusal(dm, words).await, Refusal::Content);
    bench.requests_are_proper();
}
