//! Discord on the page: what it shows to whom, and what people do there.

use aftercare::sandbox::discord::DiscordServer;
use aftercare::sandbox::page::{Hooks, Page};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Bench;

struct Both {
    bench: Bench,
    discord: DiscordServer,
    page: Page,
    support: u64,
}

impl Both {
    async fn new() -> Self {
        Self::of(Bench::new().await).await
    }

    async fn of(bench: Bench) -> Self {
        let people = bench.world.on_discord();
        people.join("lao", "Lao Chen", "zh-CN", false);
        people.join("lin", "Lin", "en-US", true);
        let discord = DiscordServer::start_anywhere(bench.world.clone()).await.expect("a free port");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let page = Page::start(bench.world.clone(), Hooks::of(&bench.world), listener).expect("a page");
        Self { support: people.channel("support").expect("a channel"), bench, discord, page }
    }

    fn support(&self) -> String {
        format!("discord:{}", self.support)
    }

    async fn bot(&self, method: Method, path: &str, body: Value) -> Value {
        let token = self.bench.world.on_discord().look(|guild| guild.setup.token.clone());
        let request = self.bench.client.request(method, format!("{}/api/v10{path}", self.discord.url()));
        let answer = request.header("authorization", format!("Bot {token}")).json(&body).send().await;
        let text = answer.expect("an answer").text().await.expect("a body");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    async fn says(&self, body: Value) -> Value {
        self.bot(Method::POST, &format!("/channels/{}/messages", self.support), body).await["id"].clone()
    }

    async fn answers(&self, body: Value) {
        let (id, token) = self.bench.world.on_discord().look(|guild| {
            let (id, asked) = guild.interactions.last_key_value().expect("an interaction");
            (*id, asked.token.clone())
        });
        self.bot(Method::POST, &format!("/interactions/{id}/{token}/callback"), body).await;
    }

    async fn view(&self) -> Value {
        let url = format!("{}api/state", self.page.url());
        self.bench.client.get(url).send().await.expect("an answer").json().await.expect("JSON")
    }

    async fn channel(&self) -> Value {
        let view = self.view().await;
        let channels = view["discord"]["channels"].as_array().expect("channels");
        channels.iter().find(|channel| channel["kind"] == "support").expect("support").clone()
    }

    async fn wish(&self, wish: Value) -> (StatusCode, String) {
        let url = format!("{}api/act", self.page.url());
        let request = self.bench.client.post(url).header("x-sandbox", "1").json(&wish);
        let answer = request.send().await.expect("an answer");
        (answer.status(), answer.text().await.expect("a body"))
    }

    async fn does(&self, wish: Value) {
        let (status, why) = self.wish(wish.clone()).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{wish}: {why}");
    }
}

#[tokio::test]
async fn a_world_without_people_on_discord_shows_nothing_of_it() {
    let bench = Bench::new().await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let page = Page::start(bench.world.clone(), Hooks::of(&bench.world), listener).expect("a page");
    let url = format!("{}api/state", page.url());
    let view: Value = bench.client.get(url).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(view["discord"], Value::Null);
    assert_eq!(view["staff_on"], "telegram");
}

#[tokio::test]
async fn people_press_choose_and_fill_in_on_the_page() {
    let both = Both::new().await;
    let item = |of: u8, more: Value| {
        let mut item = json!({"type": of});
        item.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({"type": 1, "components": [item]})
    };
    let options = json!([{"label": "Bag", "value": "b"}, {"label": "Case", "value": "c"}]);
    let panel = json!({"content": "**What** can we do for you?", "embeds": [{"title": "HX <b>", "color": 255}], "components": [
        item(2, json!({"style": 1, "label": "Report", "custom_id": "r"})),
        item(3, json!({"custom_id": "s", "max_values": 2, "options": options}))]});
    let message = both.says(panel).await;
    let at = |more: Value| {
        let mut wish = json!({"who": "lao@discord", "place": both.support(), "message": message});
        wish.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        wish
    };
    let line = both.channel().await["lines"][0].clone();
    assert_eq!((&line["id"], &line["text"]), (&message, &json!("What can we do for you?")));
    assert_eq!(line["embeds"][0]["title"]["text"], "HX <b>");
    assert_eq!((&line["buttons"][0][0]["text"], &line["selects"][0]["most"]), (&json!("Report"), &json!(2)));
    both.does(at(json!({"deed": "choose", "labels": ["Bag", "Case"]}))).await;
    both.answers(json!({"type": 6})).await;
    both.does(at(json!({"deed": "press", "label": "Report"}))).await;
    let input = item(4, json!({"custom_id": "po", "style": 1, "label": "PO", "max_length": 4}));
    let form = json!({"custom_id": "f", "title": "Order", "components": [input]});
    both.answers(json!({"type": 9, "data": form})).await;
    let open = both.channel().await["forms"].clone();
    assert_eq!((&open[0]["who"], &open[0]["lines"][0]["label"]), (&json!("lao@discord"), &json!("PO")));
    let fill = |text: &str| json!({"deed": "fill", "who": "lao@discord", "form": open[0]["id"], "lines": [["po", text]]});
    assert_eq!(both.wish(fill("12345")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    both.does(fill("7001")).await;
    both.answers(json!({"type": 4, "data": {"content": "for you", "flags": 64}})).await;
    let channel = both.channel().await;
    assert_eq!(channel["forms"], json!([]));
    let lines = channel["lines"].as_array().expect("lines");
    let said: Vec<_> = lines.iter().map(|line| (&line["press"], &line["text"], &line["only"])).collect();
    let (yes, no, none) = (json!(true), json!(false), Value::Null);
    assert_eq!(
        said[1..],
        [
            (&yes, &json!("chooses \"Bag\" \"Case\""), &none),
            (&yes, &json!("Report"), &none),
            (&yes, &json!("PO \"7001\""), &none),
            (&no, &json!("for you"), &json!("lao@discord")),
        ]
    );
    let order: Vec<u64> = lines.iter().filter_map(|line| line["seq"].as_u64()).collect();
    assert!(order.is_sorted() && order.iter().all(|seq| *seq < 1 << 53), "{order:?}");
}

#[tokio::test]
async fn people_write_change_and_send_on_the_page() {
    let both = Both::new().await;
    let at = |who: &str, more: Value| {
        let mut wish = json!({"who": who, "place": both.support()});
        wish.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        wish
    };
    both.does(at("lao@discord", json!({"deed": "say", "text": "broken"}))).await;
    let message = both.channel().await["lines"][0]["id"].clone();
    both.does(at("lin@discord", json!({"deed": "say", "text": "which?", "reply_to": message}))).await;
    both.does(at("lin@discord", json!({"deed": "react", "message": message, "emoji": "👍"}))).await;
    both.does(at("lao@discord", json!({"deed": "edit", "message": message, "text": "it is broken"}))).await;
    let line = both.channel().await["lines"][0].clone();
    assert_eq!((&line["text"], &line["edited"]), (&json!("it is broken"), &json!(true)));
    assert_eq!(line["hands"], json!([["lin@discord", "👍"]]));
    both.does(at("lin@discord", json!({"deed": "react", "message": message, "emoji": "👍"}))).await;
    both.does(at("lao@discord", json!({"deed": "delete", "message": message}))).await;
    both.does(json!({"deed": "say", "who": "lao@discord", "place": "discord:direct", "text": "in private"}))
        .await;
    for (wish, why) in [
        (at("lao@discord", json!({"deed": "say", "text": "/claim"})), "not registered /claim"),
        (at("mei", json!({"deed": "say", "text": "x"})), "nobody is called mei"),
        (
            json!({"deed": "say", "who": "lao@discord", "place": "discord:1", "text": "x"}),
            "the channel is gone",
        ),
        (
            json!({"deed": "say", "who": "lao@discord", "place": "staff", "text": "x"}),
            "nobody is called lao@discord",
        ),
        (at("lao@discord", json!({"deed": "delete", "message": "abc"})), "there is no message abc"),
        (at("lao@discord", json!({"deed": "use", "message": "1", "entry": "Note"})), "the message is gone"),
        (at("lao@discord", json!({"deed": "content", "fields": {}})), "on Discord"),
    ] {
        let (status, said) = both.wish(wish).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && said.contains(why),
            "{status} {said}, not {why}"
        );
    }
    let mut url = reqwest::Url::parse(&format!("{}api/file", both.page.url())).expect("an address");
    let files = json!([{"kind": "photo", "name": "a.png", "size": 3}, {"kind": "document", "name": "b.pdf", "size": 2}]);
    let (place, files) = (both.support(), files.to_string());
    let query = [("who", "lao@discord"), ("place", &place), ("caption", "look"), ("files", &files)];
    url.query_pairs_mut().extend_pairs(query);
    let sent =
        both.bench.client.post(url).header("x-sandbox", "1").body("onetw").send().await.expect("an answer");
    assert_eq!(sent.status(), StatusCode::NO_CONTENT);
    let files =
        both.channel().await["lines"].as_array().and_then(|lines| lines.last()).expect("a line")["files"]
            .clone();
    assert_eq!((&files[0]["kind"], &files[1]["kind"]), (&json!("photo"), &json!("document")));
    let url = format!("{}file/{}", both.page.url(), files[1]["file"].as_str().expect("a name"));
    assert_eq!(
        both.bench.client.get(url).send().await.expect("an answer").bytes().await.expect("bytes"),
        "tw"
    );
}
