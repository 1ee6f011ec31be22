//! Messages, files, reactions, pins, lists, limits, and what goes wrong on the way.

use aftercare::sandbox::discord::{RestFault, RestTrouble, permission};
use chrono::TimeDelta;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Bench, id};

#[tokio::test]
async fn a_message_is_written_changed_listed_and_deleted() {
    let bench = Bench::new().await;
    let asked = bench.people.write("ken", bench.support, "hello").expect("ken writes");
    let reply = json!({"content": "yes", "message_reference": {"message_id": asked.to_string()}});
    let sent = bench.post(bench.support, reply).await;
    assert_eq!(sent["referenced_message"]["content"], "hello");
    assert_eq!((&sent["type"], &sent["author"]["bot"]), (&json!(19), &json!(true)));
    let path = format!("/channels/{}/messages/{}", bench.support, id(&sent));
    let changed = bench.ok(Method::PATCH, &path, json!({"content": "no"})).await;
    assert_eq!(changed["content"], "no");
    assert!(changed["edited_timestamp"].is_string());
    let foreign = format!("/channels/{}/messages/{asked}", bench.support);
    assert_eq!(bench.refused(Method::PATCH, &foreign, json!({"content": "x"})).await, (403, 50005));
    bench.ok(Method::DELETE, &path, Value::Null).await;
    assert_eq!(bench.refused(Method::GET, &path, Value::Null).await, (404, 10008));
    assert_eq!(bench.refused(Method::GET, "/channels/5", Value::Null).await, (404, 10003));
    bench.check();
}

#[tokio::test]
async fn pages_go_by_ids_and_are_newest_first() {
    let bench = Bench::new().await;
    let mut ids = Vec::new();
    for n in 0..5 {
        bench.clock.advance(TimeDelta::seconds(1));
        ids.push(bench.people.write("ken", bench.support, &n.to_string()).expect("ken writes"));
    }
    assert!(ids.is_sorted());
    let page = async |query: String| {
        let path = format!("/channels/{}/messages?{query}", bench.support);
        let page = bench.ok(Method::GET, &path, Value::Null).await;
        let texts = page
            .as_array()
            .expect("a list")
            .iter()
            .map(|post| post["content"].as_str().unwrap_or("").to_owned());
        texts.collect::<String>()
    };
    assert_eq!(page("limit=2".into()).await, "43");
    assert_eq!(page(format!("after={}&limit=2", ids[0])).await, "21");
    assert_eq!(page(format!("before={}", ids[2])).await, "10");
    assert_eq!(page(format!("around={}&limit=3", ids[2])).await, "321");
    let far = format!("/channels/{}/messages?limit=101", bench.support);
    assert_eq!(bench.refused(Method::GET, &far, Value::Null).await, (400, 50035));
    bench.check();
}

#[tokio::test]
async fn a_nonce_brings_the_same_message_back_for_some_minutes() {
    let bench = Bench::new().await;
    let body = json!({"content": "once", "nonce": "r1", "enforce_nonce": true});
    let first = bench.post(bench.support, body.clone()).await;
    assert_eq!(id(&bench.post(bench.support, body.clone()).await), id(&first));
    let unforced = bench.post(bench.support, json!({"content": "once", "nonce": "r1"})).await;
    assert_ne!(id(&unforced), id(&first));
    bench.clock.advance(TimeDelta::minutes(10));
    assert_ne!(id(&bench.post(bench.support, body.clone()).await), id(&first));
    let again = json!({"content": "x", "nonce": "r2", "enforce_nonce": true});
    let sent = bench.post(bench.support, again.clone()).await;
    let path = format!("/channels/{}/messages", bench.support);
    bench.ok(Method::DELETE, &format!("{path}/{}", id(&sent)), Value::Null).await;
    assert_eq!(bench.refused(Method::POST, &path, again).await, (404, 10008));
    bench.check();
}

#[tokio::test]
async fn what_is_too_much_is_refused_at_its_place() {
    let bench = Bench::new().await;
    let path = format!("/channels/{}/messages", bench.support);
    let button = |id: &str| json!({"type": 2, "style": 1, "label": "A", "custom_id": id});
    let row = |items: Vec<Value>| json!({"type": 1, "components": items});
    let option = |n: usize| json!({"label": "o", "value": n.to_string()});
    let select =
        |n: usize| json!({"type": 3, "custom_id": "s", "options": (0..n).map(option).collect::<Vec<_>>()});
    let rows = |rows: Vec<Value>| json!({"content": "x", "components": rows});
    let one = |n: usize| row(vec![button(&n.to_string())]);
    let embeds = json!({"embeds": [{"description": "x".repeat(4000)}, {"description": "x".repeat(2001)}]});
    let refused = [
        (json!({"content": "x".repeat(2001)}), "/content"),
        (rows((0..6).map(one).collect()), "/components"),
        (rows(vec![row((0..6).map(|n| button(&n.to_string())).collect())]), "/components/0/components"),
        (rows(vec![row(vec![button(&"i".repeat(101))])]), "/components/0/components/0/custom_id"),
        (rows(vec![row(vec![button("same"), button("same")])]), "/components/0/components/1/custom_id"),
        (rows(vec![row(vec![select(26)])]), "/components/0/components/0/options"),
        (embeds, "/embeds"),
        (json!({"content": "x", "flags": 64}), "/flags"),
        (json!({"content": "x", "message_reference": {"message_id": "5"}}), "/message_reference"),
    ];
    for (body, place) in refused {
        let (status, answer) = bench.raw(Method::POST, &path, body).await;
        assert_eq!((status, &answer["code"]), (400, &json!(50035)), "{answer}");
        assert!(answer["errors"].pointer(&format!("{place}/_errors/0/code")).is_some(), "{place}: {answer}");
    }
    assert_eq!(bench.refused(Method::POST, &path, json!({"content": " "})).await, (400, 50006));
    bench
        .post(
            bench.support,
            rows(vec![row(vec![select(25)]), row((0..5).map(|n| button(&n.to_string())).collect())]),
        )
        .await;
    bench.check();
}

#[tokio::test]
async fn files_come_back_by_links_that_end() {
    let bench = Bench::new().await;
    let about = json!({"content": "two", "attachments": [{"id": "0", "description": "the zipper"}]});
    let part = |name: &str, bytes: &[u8]| Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let form = Form::new()
        .text("payload_json", about.to_string())
        .part("files[0]", part("a b.jpg", b"jpeg"))
        .part("files[1]", part("list.csv", b"sku,1"));
    let path = format!("/channels/{}/messages", bench.support);
    let sent = bench.request(Method::POST, &path).multipart(form).send().await.expect("an answer");
    let sent: Value = sent.json().await.expect("JSON");
    let first = &sent["attachments"][0];
    assert_eq!((&first["filename"], &first["description"]), (&json!("a_b.jpg"), &json!("the zipper")));
    let url = sent["attachments"][1]["url"].as_str().expect("a link").to_owned();
    let get = async |url: &str| {
        let answer = bench.client.get(url).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    };
    assert_eq!(get(&url).await, (200, "sku,1".to_owned()));
    assert_eq!(get(&url.replace("ex=", "ex=f")).await.0, 404);
    bench.clock.advance(TimeDelta::hours(25));
    assert_eq!(get(&url).await.0, 404);
    let again = bench.ok(Method::GET, &format!("{path}/{}", id(&sent)), Value::Null).await;
    assert_eq!(get(again["attachments"][1]["url"].as_str().expect("a link")).await.0, 200);
    let large = Form::new().part("files[0]", part("big.mp4", &vec![0; (10 << 20) + 1]));
    let refused = bench.request(Method::POST, &path).multipart(large).send().await.expect("an answer");
    assert_eq!(refused.status().as_u16(), 413);
    bench.check();
}

#[tokio::test]
async fn reactions_and_pins_stand_until_taken_back() {
    let bench = Bench::new().await;
    let asked = bench.people.write("ken", bench.support, "hello").expect("ken writes");
    let path = format!("/channels/{}/messages/{asked}", bench.support);
    let heart = format!("{path}/reactions/%E2%9C%85");
    for _ in 0..2 {
        bench.ok(Method::PUT, &format!("{heart}/@me"), Value::Null).await;
    }
    bench.people.react("ken", bench.support, asked, "✅", true).expect("ken reacts");
    let seen = bench.ok(Method::GET, &path, Value::Null).await;
    let set = &seen["reactions"][0];
    assert_eq!((&set["count"], &set["me"], &set["emoji"]["name"]), (&json!(2), &json!(true), &json!("✅")));
    bench.ok(Method::DELETE, &format!("{heart}/@me"), Value::Null).await;
    assert_eq!(id(&bench.ok(Method::GET, &heart, Value::Null).await[0]), bench.ken);
    let words = format!("{path}/reactions/heart/@me");
    assert_eq!(bench.refused(Method::PUT, &words, Value::Null).await, (400, 10014));
    let pin = format!("/channels/{}/messages/pins", bench.support);
    bench.ok(Method::PUT, &format!("{pin}/{asked}"), Value::Null).await;
    let pinned = bench.ok(Method::GET, &pin, Value::Null).await;
    assert_eq!(id(&pinned["items"][0]["message"]), asked);
    bench.ok(Method::DELETE, &format!("{pin}/{asked}"), Value::Null).await;
    let pins = bench.ok(Method::GET, &format!("/channels/{}/pins", bench.support), Value::Null).await;
    assert_eq!(pins, json!([]));
    bench.check();
}

#[tokio::test]
async fn nobody_is_called_who_was_not_allowed_to_be() {
    let bench = Bench::new().await;
    let text = format!("@everyone <@{}> hello", bench.ken);
    let loud = bench.post(bench.support, json!({"content": text})).await;
    assert_eq!((&loud["mention_everyone"], id(&loud["mentions"][0])), (&json!(true), bench.ken));
    let quiet = json!({"content": text, "allowed_mentions": {"parse": []}});
    let quiet = bench.post(bench.support, quiet).await;
    assert_eq!((&quiet["mention_everyone"], &quiet["mentions"]), (&json!(false), &json!([])));
    bench.check();
}

#[tokio::test]
async fn closed_doors_are_told_by_their_codes() {
    let bench = Bench::new().await;
    let dm =
        bench.ok(Method::POST, "/users/@me/channels", json!({"recipient_id": bench.ken.to_string()})).await;
    let path = format!("/channels/{}/messages", id(&dm));
    bench.post(id(&dm), json!({"content": "hello"})).await;
    bench.people.set_open("ken", false).expect("ken closes");
    assert_eq!(bench.refused(Method::POST, &path, json!({"content": "x"})).await, (403, 50007));
    let path = format!("/channels/{}/messages", bench.support);
    bench.people.deny(bench.support, permission::SEND_MESSAGES);
    assert_eq!(bench.refused(Method::POST, &path, json!({"content": "x"})).await, (403, 50013));
    bench.people.deny(bench.support, permission::VIEW_CHANNEL);
    assert_eq!(bench.refused(Method::POST, &path, json!({"content": "x"})).await, (403, 50001));
    let forum = format!("/channels/{}/messages", bench.cases);
    assert_eq!(bench.refused(Method::POST, &forum, json!({"content": "x"})).await, (400, 50008));
    bench.people.revoke_token();
    assert_eq!(bench.refused(Method::GET, "/users/@me", Value::Null).await, (401, 0));
    assert!(bench.people.write("ken", bench.staff, "x").is_err(), "ken does not see the staff channel");
}

#[tokio::test]
async fn faults_come_with_and_without_effect() {
    let bench = Bench::new().await;
    let path = format!("/channels/{}/messages", bench.support);
    let route = "POST /channels/{channel_id}/messages";
    let arrange = |trouble: RestTrouble| {
        bench.people.fault(RestFault { route: route.into(), channel: None, times: 1, trouble });
    };
    let there = || bench.people.look(|guild| guild.posts_in(bench.support).count());
    let send = async || bench.request(Method::POST, &path).json(&json!({"content": "x"})).send().await;
    arrange(RestTrouble::TooManyRequests { millis: 1500, global: false });
    let answer = send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 429);
    assert_eq!(
        (&answer.headers()["retry-after"], &answer.headers()["x-ratelimit-scope"]),
        (&"2".parse().expect("a header"), &"user".parse().expect("a header"))
    );
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!((&body["retry_after"], &body["global"]), (&json!(1.5), &json!(false)));
    arrange(RestTrouble::TooManyRequests { millis: 500, global: true });
    assert!(send().await.expect("an answer").headers().contains_key("x-ratelimit-global"));
    arrange(RestTrouble::BadGateway { after: false });
    assert_eq!(send().await.expect("an answer").status().as_u16(), 502);
    arrange(RestTrouble::DropBefore);
    assert!(send().await.is_err());
    assert_eq!(there(), 0);
    arrange(RestTrouble::BadGateway { after: true });
    assert_eq!(send().await.expect("an answer").status().as_u16(), 502);
    arrange(RestTrouble::DropAfter);
    assert!(send().await.is_err());
    assert_eq!(there(), 2);
    arrange(RestTrouble::Refused(160_006));
    assert_eq!(bench.refused(Method::POST, &path, json!({"content": "x"})).await, (400, 160_006));
    let good = send().await.expect("an answer");
    assert!(good.headers().contains_key("x-ratelimit-bucket") && good.status().is_success());
    bench.check();
}

#[tokio::test]
async fn people_and_places_can_be_asked_for() {
    let bench = Bench::new().await;
    assert_eq!(id(&bench.ok(Method::GET, "/users/@me", Value::Null).await), bench.application);
    let application = bench.ok(Method::GET, "/applications/@me", Value::Null).await;
    assert_ne!(application["flags"].as_u64().unwrap_or_default() & (1 << 19), 0);
    let guild = format!("/guilds/{}", bench.guild);
    let channels = bench.ok(Method::GET, &format!("{guild}/channels"), Value::Null).await;
    assert_eq!(channels.as_array().map(Vec::len), Some(3));
    let lin = bench.ok(Method::GET, &format!("{guild}/members/{}", bench.lin), Value::Null).await;
    assert_eq!(lin["roles"].as_array().map(Vec::len), Some(1));
    bench.people.leave("ken").expect("ken leaves");
    let ken = format!("{guild}/members/{}", bench.ken);
    assert_eq!(bench.refused(Method::GET, &ken, Value::Null).await, (404, 10007));
    assert_eq!(bench.refused(Method::GET, "/guilds/5", Value::Null).await, (404, 10004));
    assert_eq!(bench.refused(Method::GET, "/nowhere", Value::Null).await, (404, 0));
    bench.check();
}
