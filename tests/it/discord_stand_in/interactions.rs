//! Commands, buttons, selects, forms: what people do, and when and how it may be answered.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Bench, id};

impl Bench {
    /// Answers an interaction.
    async fn answer(&self, interaction: u64, body: Value) -> (u16, u64) {
        let token = self.people.interaction(interaction).expect("an interaction").token;
        let path = format!("/interactions/{interaction}/{token}/callback");
        let (status, answer) = self.raw(Method::POST, &path, body).await;
        (status, answer["code"].as_u64().unwrap_or_default())
    }

    fn webhook(&self, interaction: u64) -> String {
        let token = self.people.interaction(interaction).expect("an interaction").token;
        format!("/webhooks/{}/{token}", self.application)
    }
}

fn row(items: &[Value]) -> Value {
    json!({"content": "?", "components": [{"type": 1, "components": items}]})
}

fn button(label: &str) -> Value {
    json!({"type": 2, "style": 1, "label": label, "custom_id": format!("b:{label}")})
}

#[tokio::test]
async fn commands_are_registered_whole_and_keep_their_ids() {
    let bench = Bench::new().await;
    let first = bench.register().await;
    let again = bench.register().await;
    assert_eq!(first[0]["id"], again[0]["id"]);
    let path = format!("/applications/{}/guilds/{}/commands", bench.application, bench.guild);
    let listed = bench.ok(Method::GET, &format!("{path}?with_localizations=true"), Value::Null).await;
    assert_eq!(listed[0]["name_localizations"]["zh-CN"], "申请");
    let command = |name: &str| json!({"name": name, "description": "d"});
    for wrong in [
        json!([command("Claim")]),
        json!([command("a b")]),
        json!([{"name": "claim"}]),
        json!([command("a"), command("a")]),
        json!((0..101).map(|n| command(&format!("c{n}"))).collect::<Vec<_>>()),
        json!([{"name": "a", "description": "d", "name_localizations": {"xx": "b"}}]),
    ] {
        assert_eq!(bench.refused(Method::PUT, &path, wrong).await, (400, 50035));
    }
    bench.check();
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_within_three_seconds() {
    let bench = Bench::new().await;
    bench.register().await;
    let given = [("sku", json!("A-1")), ("pieces", json!(3)), ("agent", json!(bench.lin.to_string()))];
    let run = || bench.people.slash("ken", bench.support, "claim order", &given).expect("ken runs it");
    let first = run();
    let reply = json!({"type": 4, "data": {"content": "only you", "flags": 64}});
    assert_eq!(bench.answer(first, reply.clone()).await, (204, 0));
    assert_eq!(bench.answer(first, reply.clone()).await, (400, 40060));
    let seen = bench.people.answer_to(first).expect("an answer");
    assert_eq!((seen.content.as_str(), seen.only_for), ("only you", Some(bench.ken)));
    let listed = bench.ok(Method::GET, &format!("/channels/{}/messages", bench.support), Value::Null).await;
    assert_eq!(listed, json!([]));
    let late = run();
    bench.clock.advance(TimeDelta::seconds(4));
    assert_eq!(bench.answer(late, reply.clone()).await, (404, 10062));
    assert_eq!(bench.answer(run(), json!({"type": 7, "data": {}})).await, (400, 50035));
    let unknown = "/interactions/5/none/callback";
    assert_eq!(bench.refused(Method::POST, unknown, reply).await, (404, 10062));
    bench.check();
}

#[tokio::test]
async fn a_deferred_answer_is_filled_in_while_its_token_holds() {
    let bench = Bench::new().await;
    bench.register().await;
    let asked =
        bench.people.slash("ken", bench.support, "claim order", &[("sku", json!("A"))]).expect("ken runs it");
    let webhook = bench.webhook(asked);
    let body = json!({"content": "done"});
    assert_eq!(bench.refused(Method::POST, &webhook, body.clone()).await, (404, 10015));
    assert_eq!(bench.answer(asked, json!({"type": 5, "data": {"flags": 64}})).await, (204, 0));
    let original = format!("{webhook}/messages/@original");
    bench.ok(Method::PATCH, &original, body.clone()).await;
    assert_eq!(
        bench.people.answer_to(asked).map(|post| (post.content, post.flags)),
        Some(("done".into(), 64))
    );
    let more = bench.ok(Method::POST, &webhook, json!({"content": "more"})).await;
    bench.ok(Method::PATCH, &format!("{webhook}/messages/{}", id(&more)), json!({"content": "less"})).await;
    bench.ok(Method::DELETE, &original, Value::Null).await;
    assert_eq!(bench.refused(Method::GET, &original, Value::Null).await, (404, 10008));
    bench.clock.advance(TimeDelta::minutes(16));
    assert_eq!(bench.refused(Method::POST, &webhook, body).await, (401, 50027));
    bench.check();
}

#[tokio::test]
async fn buttons_selects_and_forms_lead_from_one_to_the_next() {
    let bench = Bench::new().await;
    let options = json!([{"label": "Bag", "value": "1"}, {"label": "Case", "value": "2"}]);
    let select = json!({"type": 3, "custom_id": "s", "max_values": 2, "options": options});
    let asked = id(&bench.post(bench.support, row(&[select])).await);
    assert!(bench.people.choose("ken", bench.support, asked, &["Hat"]).is_err());
    let chosen = bench.people.choose("ken", bench.support, asked, &["Bag", "Case"]).expect("ken chooses");
    let mut update = row(&[button("More")]);
    update["content"] = json!("chosen");
    assert_eq!(bench.answer(chosen, json!({"type": 7, "data": update})).await, (204, 0));
    let pressed = bench.people.press("ken", bench.support, asked, "More").expect("ken presses");
    let input = json!({"type": 4, "custom_id": "qty", "style": 1, "label": "Pieces", "max_length": 4});
    let modal =
        json!({"custom_id": "m", "title": "How many", "components": [{"type": 1, "components": [input]}]});
    assert_eq!(bench.answer(pressed, json!({"type": 9, "data": modal})).await, (204, 0));
    assert!(bench.people.submit("ken", pressed, &[("qty", "12345")]).is_err());
    assert!(bench.people.submit("lin", pressed, &[("qty", "12")]).is_err());
    let submitted = bench.people.submit("ken", pressed, &[("qty", "12")]).expect("ken submits");
    let again = json!({"type": 9, "data": modal});
    assert_eq!(bench.answer(submitted, again).await, (400, 50035), "a form does not lead to a form");
    assert_eq!(bench.answer(submitted, json!({"type": 6})).await, (204, 0));
    bench.check();
}

#[tokio::test]
async fn commands_take_only_what_fits_their_options() {
    let bench = Bench::new().await;
    bench.register().await;
    let run = |given: &[(&str, Value)]| bench.people.slash("ken", bench.support, "claim order", given);
    assert!(run(&[]).is_err(), "sku is required");
    assert!(run(&[("sku", json!("A")), ("pieces", json!(501))]).is_err());
    assert!(run(&[("sku", json!("A")), ("urgent", json!("yes"))]).is_err());
    assert!(bench.people.slash("ken", bench.support, "claim", &[]).is_err(), "needs a subcommand");
    let typed = bench
        .people
        .type_into("ken", bench.support, "claim order", &[("sku", json!("A-"))], "sku")
        .expect("ken types");
    let choices = json!({"choices": [{"name": "A-1", "value": "A-1"}]});
    assert_eq!(bench.answer(typed, json!({"type": 8, "data": choices})).await, (204, 0));
    assert_eq!(bench.people.choices(typed).map(|choices| choices.len()), Some(1));
    let said = bench.people.write("ken", bench.support, "broken").expect("ken writes");
    bench.people.on_message("lin", bench.support, said, "Add to case").expect("lin uses the menu");
    bench.people.on_person("lin", bench.support, "ken", "Look up").expect("lin uses the menu");
    assert!(bench.people.on_person("lin", bench.support, "ken", "Add to case").is_err());
    bench.check();
}
