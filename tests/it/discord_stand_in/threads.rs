//! Threads: private, public, posts of a forum; archived, locked, deleted; too many.

use aftercare::sandbox::discord::GuildSetup;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Bench, id};

async fn private(bench: &Bench, name: &str) -> u64 {
    let path = format!("/channels/{}/threads", bench.support);
    let body = json!({"name": name, "type": 12, "auto_archive_duration": 10080, "invitable": false});
    let thread = bench.ok(Method::POST, &path, body).await;
    assert_eq!((&thread["type"], &thread["thread_metadata"]["invitable"]), (&json!(12), &json!(false)));
    id(&thread)
}

#[tokio::test]
async fn a_private_thread_is_seen_by_those_who_were_added() {
    let bench = Bench::new().await;
    let thread = private(&bench, "Claim 12").await;
    assert!(bench.people.write("ken", thread, "hello").is_err());
    bench.ok(Method::PUT, &format!("/channels/{thread}/thread-members/{}", bench.ken), Value::Null).await;
    bench.people.write("ken", thread, "hello").expect("ken is in it now");
    let members = bench.ok(Method::GET, &format!("/channels/{thread}/thread-members"), Value::Null).await;
    assert_eq!(members.as_array().map(Vec::len), Some(2));
    bench.ok(Method::DELETE, &format!("/channels/{thread}/thread-members/{}", bench.ken), Value::Null).await;
    assert!(bench.people.write("ken", thread, "hello").is_err());
    let other = bench.people.join("zoe", "Zoe", "en-US", false);
    let staff =
        bench.ok(Method::POST, &format!("/channels/{}/threads", bench.staff), json!({"name": "x"})).await;
    let path = format!("/channels/{}/thread-members/{other}", id(&staff));
    assert_eq!(bench.refused(Method::PUT, &path, Value::Null).await, (403, 50001));
    bench.check();
}

#[tokio::test]
async fn an_archived_thread_is_opened_by_a_message_unless_it_is_locked() {
    let bench = Bench::new().await;
    let thread = private(&bench, "Claim 12").await;
    let path = format!("/channels/{thread}");
    let sent = bench.post(thread, json!({"content": "x"})).await;
    bench.ok(Method::PATCH, &path, json!({"archived": true})).await;
    let lists = async || {
        let active =
            bench.ok(Method::GET, &format!("/guilds/{}/threads/active", bench.guild), Value::Null).await;
        let archived = format!("/channels/{}/threads/archived/private", bench.support);
        let archived = bench.ok(Method::GET, &archived, Value::Null).await;
        let count = |page: &Value| page["threads"].as_array().map_or(0, Vec::len);
        (count(&active), count(&archived))
    };
    assert_eq!(lists().await, (0, 1));
    let post = format!("{path}/messages/{}", id(&sent));
    assert_eq!(bench.refused(Method::PATCH, &post, json!({"content": "y"})).await, (400, 50083));
    let member = format!("{path}/thread-members/{}", bench.ken);
    assert_eq!(bench.refused(Method::PUT, &member, Value::Null).await, (400, 50083));
    bench.post(thread, json!({"content": "y"})).await;
    assert_eq!(lists().await, (1, 0));
    bench.people.set_archived(thread, true, true);
    let messages = format!("{path}/messages");
    assert_eq!(bench.refused(Method::POST, &messages, json!({"content": "z"})).await, (400, 50083));
    bench.ok(Method::PATCH, &path, json!({"archived": false, "locked": false})).await;
    bench.post(thread, json!({"content": "z"})).await;
    bench.people.delete_channel(thread);
    assert_eq!(bench.refused(Method::POST, &messages, json!({"content": "z"})).await, (404, 10003));
    bench.check();
}

#[tokio::test]
async fn a_post_of_a_forum_is_a_thread_with_its_first_message() {
    let bench = Bench::new().await;
    let path = format!("/channels/{}/threads", bench.cases);
    let post = bench.ok(Method::POST, &path, json!({"name": "HX-1", "message": {"content": "card"}})).await;
    assert_eq!(
        (&post["type"], &post["message"]["content"], &post["message"]["id"]),
        (&json!(11), &json!("card"), &post["id"])
    );
    assert_eq!(bench.refused(Method::POST, &path, json!({"name": "HX-2"})).await, (400, 50035));
    bench.people.write("lin", id(&post), "mine").expect("lin sees the forum");
    assert!(bench.people.write("ken", id(&post), "mine").is_err());
    let sent = bench.post(bench.support, json!({"content": "x"})).await;
    let hung = format!("/channels/{}/messages/{}/threads", bench.support, id(&sent));
    assert_eq!(id(&bench.ok(Method::POST, &hung, json!({"name": "x"})).await), id(&sent));
    assert_eq!(bench.refused(Method::POST, &hung, json!({"name": "x"})).await, (400, 160_004));
    bench.check();
}

#[tokio::test]
async fn the_server_bears_only_so_many_threads_and_channels() {
    let bench = Bench::new().await;
    bench.people.found(GuildSetup { most_threads: 1, most_channels: 3, ..GuildSetup::default() });
    let support = bench.people.channel("support").expect("a channel");
    let guild = bench.people.look(|guild| guild.id);
    let path = format!("/channels/{support}/threads");
    let first = bench.ok(Method::POST, &path, json!({"name": "a"})).await;
    assert_eq!(bench.refused(Method::POST, &path, json!({"name": "b"})).await, (400, 160_006));
    bench.ok(Method::PATCH, &format!("/channels/{}", id(&first)), json!({"archived": true})).await;
    bench.ok(Method::POST, &path, json!({"name": "b"})).await;
    let channels = format!("/guilds/{guild}/channels");
    assert_eq!(bench.refused(Method::POST, &channels, json!({"name": "more"})).await, (400, 30013));
    bench.check();
}
