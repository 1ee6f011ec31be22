//! The gateway: who is let in, what a session hears, and what becomes of it when the connection goes.

use aftercare::sandbox::discord::{Cut, GuildSetup, intent};
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::socket::{Came, Socket};
use super::{Bench, id};

const USUAL: u64 =
    intent::GUILDS | intent::GUILD_MESSAGES | intent::DIRECT_MESSAGES | intent::MESSAGE_CONTENT;
const CURIOUS: u64 = USUAL | intent::GUILD_MESSAGE_REACTIONS | intent::GUILD_MEMBERS;

#[tokio::test]
async fn those_who_may_not_are_sent_away_by_their_code() {
    let bench = Bench::new().await;
    bench.people.found(GuildSetup { granted_intents: 0, ..GuildSetup::default() });
    let identify = |token: &str, intents: u64| json!({"op": 2, "d": {"token": token, "intents": intents, "properties": {}}});
    let token = bench.token();
    for (said, code) in [
        (identify("wrong", 1), 4004),
        (identify(&token, USUAL), 4014),
        (identify(&token, 1 << 40), 4013),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99}), 4001),
    ] {
        let mut socket = Socket::greeted(&bench).await;
        socket.say(said).await;
        assert_eq!(socket.hear().await, Came::Closed(code));
    }
    let (mut socket, _) = Socket::identified(&bench, intent::GUILDS).await;
    socket.say(identify(&token, 1)).await;
    assert_eq!(socket.hear().await, Came::Closed(4005));
    bench.people.set_gateway_down(true);
    assert!(Socket::connect(&bench).await.is_none());
}

#[tokio::test]
async fn heartbeats_are_answered_and_silence_ends_the_connection() {
    let bench = Bench::new().await;
    bench.people.found(GuildSetup { heartbeat_millis: 150, ..GuildSetup::default() });
    let mut socket = Socket::greeted(&bench).await;
    socket.say(json!({"op": 1, "d": null})).await;
    assert_eq!(socket.payload().await["op"], 11);
    bench.people.cut(Cut::AskBeat);
    assert_eq!(socket.payload().await["op"], 1);
    assert_eq!(bench.people.beats(), 1);
    assert_eq!(socket.hear().await, Came::Closed(4009));
}

#[tokio::test]
async fn a_session_hears_what_its_intents_cover() {
    let bench = Bench::new().await;
    let (mut all, _) = Socket::identified(&bench, CURIOUS).await;
    let (mut bare, _) = Socket::identified(&bench, intent::GUILD_MESSAGES).await;
    let dm = bench.people.dm("ken").expect("a conversation");
    bench.people.write("ken", dm, "in private").expect("ken writes");
    let said =
        bench.people.upload("ken", bench.support, &[("a.jpg", vec![1])], "in public").expect("ken writes");
    let (kind, private) = all.event().await;
    assert_eq!((kind.as_str(), &private["guild_id"]), ("MESSAGE_CREATE", &Value::Null));
    let (_, public) = all.event().await;
    assert_eq!(
        (&public["content"], public["attachments"].as_array().map(Vec::len)),
        (&json!("in public"), Some(1))
    );
    assert_eq!(public["member"]["roles"], json!([]));
    let (_, stripped) = bare.event().await;
    assert_eq!((&stripped["content"], &stripped["attachments"]), (&json!(""), &json!([])));
    let bot = bench.people.look(|guild| guild.bot);
    bench.people.write("ken", bench.support, &format!("<@{bot}> hello")).expect("ken writes");
    assert!(bare.event().await.1["content"].as_str().is_some_and(|text| text.ends_with("hello")));
    all.event().await;
    bench.people.react("ken", bench.support, said, "👍", true).expect("ken reacts");
    bench.people.react("ken", bench.support, said, "👍", false).expect("ken takes it back");
    bench.people.edit("ken", bench.support, said, "changed").expect("ken edits");
    bench.people.preview(bench.support, said);
    bench.people.delete("ken", bench.support, said).expect("ken deletes");
    bench.people.purge(bench.support, &[said]);
    bench.people.join("zoe", "Zoe", "en-US", false);
    bench.people.set_staff("zoe", true).expect("zoe joins the staff");
    bench.people.leave("zoe").expect("zoe leaves");
    let mut kinds = Vec::new();
    for _ in 0..9 {
        let (kind, body) = all.event().await;
        if kind == "MESSAGE_UPDATE" {
            assert_eq!(body["content"], "changed");
        }
        kinds.push(kind.to_lowercase());
    }
    assert_eq!(
        kinds.join(" "),
        "message_reaction_add message_reaction_remove message_update message_update message_delete \
         message_delete_bulk guild_member_add guild_member_update guild_member_remove"
    );
}

#[tokio::test]
async fn threads_and_interactions_are_told() {
    let bench = Bench::new().await;
    bench.register().await;
    let (mut socket, _) = Socket::identified(&bench, USUAL).await;
    let path = format!("/channels/{}/threads", bench.support);
    let thread = id(&bench.ok(Method::POST, &path, json!({"name": "Claim", "type": 12})).await);
    bench.people.set_archived(thread, true, false);
    bench.people.delete_channel(thread);
    bench.people.delete_channel(bench.staff);
    for kind in ["THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "CHANNEL_DELETE"] {
        assert_eq!(socket.event().await.0, kind);
    }
    let given = [("sku", json!("A-1")), ("agent", json!(bench.lin.to_string()))];
    let run = bench.people.slash("ken", bench.support, "claim order", &given).expect("ken runs it");
    let (kind, body) = socket.event().await;
    assert_eq!((kind.as_str(), id(&body)), ("INTERACTION_CREATE", run));
    let inner = &body["data"]["options"][0];
    assert_eq!((&inner["name"], &inner["options"][0]["value"]), (&json!("order"), &json!("A-1")));
    let lin = bench.lin.to_string();
    assert_eq!(body["data"]["resolved"]["users"][&lin]["username"], "lin");
    assert_eq!((&body["locale"], &body["member"]["user"]["username"]), (&json!("en-US"), &json!("ken")));
}

#[tokio::test]
async fn a_session_that_was_cut_off_hears_afterwards_what_it_missed() {
    let bench = Bench::new().await;
    let (mut socket, session) = Socket::identified(&bench, USUAL).await;
    bench.people.write("ken", bench.support, "one").expect("ken writes");
    assert_eq!(socket.payload().await["s"], 3);
    bench.people.cut(Cut::Drop);
    assert_eq!(socket.hear().await, Came::Broken);
    bench.clock.advance(TimeDelta::seconds(5));
    bench.people.write("ken", bench.support, "two").expect("ken writes");
    let mut socket = Socket::resumed(&bench, &session, 2).await;
    for text in ["one", "two"] {
        assert_eq!(socket.event().await.1["content"], text);
    }
    assert_eq!(socket.event().await.0, "RESUMED");
    assert_eq!(bench.people.begun_and_resumed(), (1, 1));
    let mut ahead = Socket::resumed(&bench, &session, 99).await;
    assert_eq!(ahead.hear().await, Came::Closed(4007));
}

#[tokio::test]
async fn what_happens_between_two_sessions_is_told_to_nobody() {
    let bench = Bench::new().await;
    let (mut socket, session) = Socket::identified(&bench, USUAL).await;
    bench.people.cut(Cut::Reconnect);
    assert_eq!(socket.payload().await["op"], 7);
    bench.people.forget_sessions();
    let missed = bench.people.write("ken", bench.support, "missed").expect("ken writes");
    let mut socket = Socket::resumed(&bench, &session, 2).await;
    assert_eq!(socket.payload().await, json!({"op": 9, "d": false, "s": null, "t": null}));
    socket.say(json!({"op": 2, "d": {"token": bench.token(), "intents": USUAL, "properties": {}}})).await;
    assert_eq!((socket.event().await.0, socket.event().await.0), ("READY".into(), "GUILD_CREATE".into()));
    bench.people.write("ken", bench.support, "heard").expect("ken writes");
    assert_eq!(socket.event().await.1["content"], "heard");
    let path = format!("/channels/{}/messages?after={}", bench.support, missed - 1);
    let fetched = bench.ok(Method::GET, &path, Value::Null).await;
    assert_eq!(fetched[1]["content"], "missed");
}

#[tokio::test]
async fn events_can_come_twice_and_out_of_order() {
    let bench = Bench::new().await;
    let (mut socket, _) = Socket::identified(&bench, USUAL).await;
    let write = |text: &str| bench.people.write("ken", bench.support, text).expect("ken writes");
    bench.people.swap_events(1);
    for text in ["one", "two", "three"] {
        write(text);
    }
    bench.people.double_events(true);
    write("four");
    bench.people.double_events(false);
    write("five");
    let mut heard = Vec::new();
    for _ in 0..6 {
        let payload = socket.payload().await;
        heard.push(payload["d"]["content"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(heard.join(" "), "two one three four four five");
}

#[tokio::test]
async fn whole_frames_are_compressed_for_those_who_ask() {
    let bench = Bench::new().await;
    let mut socket = Socket::greeted(&bench).await;
    let said = json!({"token": bench.token(), "intents": 1, "compress": true, "properties": {}});
    socket.say(json!({"op": 2, "d": said})).await;
    let Came::Bytes(frame) = socket.hear().await else { panic!("not a frame of bytes") };
    // One stored block: two bytes of header before it, five of its own, four of a checksum behind it.
    let ready: Value = serde_json::from_slice(&frame[7..frame.len() - 4]).expect("JSON");
    assert_eq!((&frame[..3], &ready["t"]), (&[0x78, 0x01, 0x01][..], &json!("READY")));
}
