//! Lines of scenarios, done in the Discord server while the bot is a bare HTTP client: what each does, what it refuses,
//! and what people are shown.

use aftercare::sandbox::script::{Script, Step};
use aftercare::sandbox::shown::{Place, Room, render};
use reqwest::Method;
use serde_json::{Value, json};

use super::socket::Socket;
use super::{Bench, id};
use aftercare::sandbox::discord::{Upset, intent};

fn chat(who: &str) -> Place {
    Place::Chat(who.to_owned())
}

impl Bench {
    /// Does one line of a scenario.
    fn play(&self, line: &str) -> Result<(), String> {
        match Script::parse(line).expect(line).lines.remove(0).step {
            Step::Act(act) => self.people.perform(&act.who, &act.place, &act.deed),
            other => panic!("nobody acts: {other:?}"),
        }
    }

    fn does(&self, line: &str) {
        self.play(line).unwrap_or_else(|why| panic!("{line}: {why}"));
    }

    fn fails(&self, line: &str) -> String {
        self.play(line).expect_err(line)
    }

    fn shows(&self, place: &Place) -> String {
        render(&place.to_string(), &self.people.transcript(place).expect("a place"))
    }

    /// The newest interaction.
    fn asked(&self) -> u64 {
        self.people.look(|guild| guild.interactions.keys().next_back().copied()).expect("an interaction")
    }

    async fn responds(&self, body: Value) {
        let asked = self.asked();
        let token = self.people.interaction(asked).expect("an interaction").token;
        self.ok(Method::POST, &format!("/interactions/{asked}/{token}/callback"), body).await;
    }

    async fn thread(&self, parent: u64, of: u8, name: &str) -> u64 {
        let body = json!({"name": name, "type": of});
        id(&self.ok(Method::POST, &format!("/channels/{parent}/threads"), body).await)
    }

    async fn add(&self, thread: u64, who: u64) {
        self.ok(Method::PUT, &format!("/channels/{thread}/thread-members/{who}"), Value::Null).await;
    }
}

fn row(items: &Value) -> Value {
    json!({"type": 1, "components": items})
}

fn button(label: &str) -> Value {
    json!({"type": 2, "style": 1, "label": label, "custom_id": label})
}

#[tokio::test]
async fn the_panel_leads_to_a_form_and_an_answer_only_its_reader_sees() {
    let bench = Bench::new().await;
    let panel = json!({"content": "What can we do for you?", "components":
        [row(&json!([button("Report a problem"), button("My cases")]))]});
    bench.post(bench.support, panel).await;
    bench.does(r#"ken in support presses "Report a problem""#);
    let input = |name: &str, required: bool| {
        row(&json!([{"type": 4, "custom_id": name, "style": 1, "label": name, "required": required}]))
    };
    let form = json!({"custom_id": "f", "title": "Your order", "components":
        [input("Company", true), input("PO", false)]});
    bench.responds(json!({"type": 9, "data": form})).await;
    assert_eq!(bench.fails(r#"lin in support fills "Company" with "x""#), "no form is open");
    assert_eq!(
        bench.fails(r#"ken in support fills "Firm" with "x""#),
        "the form has no line \"Firm\"; there is Company, PO"
    );
    bench.fails(r#"ken in support fills "PO" with "7""#);
    bench.does(r#"ken in support fills "Company" with "Acme"; "PO" with "7""#);
    let answer =
        json!({"content": "Thank you, **Ken**.", "flags": 64, "components": [row(&json!([button("Undo")]))]});
    bench.responds(json!({"type": 4, "data": answer})).await;
    assert_eq!(bench.fails(r#"ken in support fills "Company" with "Acme""#), "no form is open");
    let expected = "\
== support
bot     What can we do for you?
        [Report a problem] [My cases]
ken     presses \"Report a problem\"
bot     (only ken sees this)
        (form)
        Your order
        Company: ____
        PO: ____
ken     fills in Company \"Acme\"; PO \"7\"
bot     (only ken sees this)
        Thank you, Ken.
        [Undo]
";
    assert_eq!(bench.shows(&Place::Support), expected);
    let elsewhere = "support has no button \"Undo\"; there is [Report a problem] [My cases] [Undo]";
    assert_eq!(bench.fails(r#"lin in support presses "Undo""#), elsewhere);
    bench.check();
}

#[tokio::test]
async fn somebodys_place_is_their_newest_thread_and_before_that_their_direct_messages() {
    let bench = Bench::new().await;
    bench.does("ken: hello");
    bench.does("ken sends photos a.jpg b.jpg \"two\"");
    let direct = Place::Direct("ken".to_owned());
    assert_eq!(
        bench.shows(&chat("ken")).lines().skip(1).collect::<Vec<_>>(),
        bench.shows(&direct).lines().skip(1).collect::<Vec<_>>()
    );
    let first = bench.thread(bench.support, 12, "HX-1 · Ken").await;
    bench.add(first, bench.ken).await;
    bench.does("ken: in the first");
    let second = bench.thread(bench.support, 12, "HX-2 · Ken").await;
    bench.add(second, bench.ken).await;
    bench.does("ken: in the second");
    bench.does("ken in thread 1: back to that one");
    bench.does("ken in thread \"HX-1\" replies to \"in the first\": and an answer");
    bench.does("ken in dm: last");
    assert_eq!(bench.shows(&chat("ken")), "== ken\nken     in the second\n");
    let shown = bench.shows(&Place::Thread("ken".to_owned(), Room::Nth(1)));
    let expected = "== ken thread 1\nken     in the first\nken     back to that one\nken     > in the first\n        and an answer\n";
    assert_eq!(shown, expected);
    assert_eq!(
        bench.shows(&direct),
        "== ken dm\nken     hello\nken     (photo a.jpg)\n        (photo b.jpg)\n        two\nken     last\n"
    );
    assert_eq!(bench.fails("ken in thread 3: x"), "there is no ken thread 3");
    assert_eq!(bench.fails("ken in staff: x"), "ken does not see this channel");
    assert_eq!(bench.fails("ken in room: x"), "there is no room");
    bench.people.upset(Upset::Archive { locked: true }, Some(second));
    assert_eq!(bench.fails("ken: x"), "nobody can write there");
    bench.check();
}

#[tokio::test]
async fn messages_are_found_by_their_words_and_changed() {
    let bench = Bench::new().await;
    let thread = bench.thread(bench.staff, 11, "HX-7 · Ken").await;
    let fields = json!([{"name": "Has it", "value": "nobody"}]);
    let embed = json!({"title": "HX-7", "description": "A *bag*", "fields": fields});
    let card = json!({"content": "", "embeds": [embed], "components": [row(&json!([button("Take")]))]});
    let card = id(&bench.post(thread, card).await);
    let pin = format!("/channels/{thread}/messages/pins/{card}");
    bench.ok(Method::PUT, &pin, Value::Null).await;
    bench.does("lin in room replies to \"Has it\": a note");
    bench.does("lin in room edits \"a note\" to \"another\"");
    bench.does("lin in room reacts 👍 to \"nobody\"");
    bench.does("lin in room: too much");
    bench.does("lin in room deletes \"too much\"");
    bench.does("lin in room presses \"Take\"");
    let expected = "\
== room
bot     HX-7
        A bag
        Has it: nobody
        [Take]
        lin:👍 (pinned)
lin     > HX-7
        another
        (edited)
lin     presses \"Take\" (no answer)
";
    assert_eq!(bench.shows(&Place::Room(Room::Newest)), expected);
    bench.does("lin in room reacts nothing to \"nobody\"");
    assert!(!bench.shows(&Place::Room(Room::Newest)).contains("👍"));
    assert_eq!(bench.fails("lin in room edits \"Has it\" to \"x\""), "no message there holds \"Has it\"");
    assert_eq!(bench.fails("lin in room replies to \"gone\": x"), "no message there holds \"gone\"");
    bench.does("lin in room \"HX-7\" deletes the topic");
    assert_eq!(bench.fails("lin in room: x"), "there is no room");
    bench.check();
}

#[tokio::test]
async fn typed_commands_become_options_as_far_as_they_are_registered() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.fails("ken in support: /claim"),
        "the bot has not registered /claim here; there is no commands at all"
    );
    let text = |name: &str, required: bool| json!({"type": 3, "name": name, "description": name, "required": required});
    let choices = json!([{"name": "the customer", "value": "customer"}, {"name": "goods", "value": "goods"}]);
    let commands = json!([
        {"name": "reply", "description": "d", "description_localizations": {"zh-CN": "回复"}, "options":
            [text("text", true), text("case", false), {"type": 11, "name": "photo", "description": "p"}]},
        {"name": "wait", "description": "d", "options":
            [{"type": 3, "name": "for", "description": "d", "required": true, "choices": choices}, text("why", false)]},
        {"name": "give", "description": "d", "options": [{"type": 1, "name": "case", "description": "d", "options":
            [{"type": 6, "name": "to", "description": "d", "required": true},
            {"type": 4, "name": "pieces", "description": "d", "min_value": 1}, text("why", false)]}]},
        {"name": "Note", "type": 3}]);
    let server = format!("/applications/{}/guilds/{}/commands", bench.application, bench.guild);
    bench.ok(Method::PUT, &server, commands).await;
    for (typed, shown) in [
        ("/reply We send: a new one.", "/reply text:We send: a new one."),
        ("/reply case:HX-1 text:a new one photo:b.jpg", "/reply text:a new one case:HX-1 photo:b.jpg"),
        ("/wait the customer for a photo", "/wait for:customer why:for a photo"),
        ("/wait goods", "/wait for:goods"),
        ("/give case ken 3 for fun", "/give case to:@ken pieces:3 why:for fun"),
        ("/give case @ken for fun", "/give case to:@ken why:for fun"),
    ] {
        bench.does(&format!("lin in staff: {typed}"));
        let last = bench.people.transcript(&Place::Staff).expect("a place").pop().expect("a line");
        assert_eq!(last.text, format!("{shown} (no answer)"));
    }
    for (typed, why) in [
        ("/reply", "text is required"),
        ("/wait forever", "/wait: \"forever\" is nothing for for; it takes the customer, goods"),
        ("/wait goods case:1", "/wait goods case:1"),
        ("/give ken", "/give needs one of its subcommands, not \"ken\""),
        ("/give case nobody", "/give case: \"nobody\" is nothing for to"),
        ("/give case ken 0", "0 is nothing for pieces"),
        ("/take", "the bot has not registered /take here; there is /reply /wait /give"),
    ] {
        if typed == why {
            bench.does(&format!("lin in staff: {typed}"));
        } else {
            assert_eq!(bench.fails(&format!("lin in staff: {typed}")), why);
        }
    }
    let unknown = "the bot has not registered /reply here; there is no commands at all";
    assert_eq!(bench.fails("ken: /reply x"), unknown, "commands of the server are not offered in private");
    let menu = bench.people.menu("lin", &Place::Staff).expect("a menu");
    assert_eq!(menu.first(), Some(&("reply".to_owned(), "回复".to_owned())));
    bench.does("lin in staff: look at this");
    bench.does("lin in staff uses \"Note\" on \"look\"");
    assert_eq!(bench.fails("lin in staff uses \"Quote\" on \"look\""), "no command is called Quote here");
    let last = bench.people.transcript(&Place::Staff).expect("a place").pop().expect("a line");
    assert_eq!(last.text, "uses \"Note\" on \"look at this\" (no answer)");
    bench.check();
}

#[tokio::test]
async fn lists_are_chosen_from_by_their_words() {
    let bench = Bench::new().await;
    let option = |label: &str| json!({"label": label, "value": label.to_lowercase()});
    let select = |name: &str, most: u8, options: Value| {
        row(
            &json!([{"type": 3, "custom_id": name, "placeholder": name, "max_values": most, "options": options}]),
        )
    };
    let rows = json!([
        select("Family", 2, json!([option("Bag"), option("Case")])),
        select("Fault", 1, json!([option("Zipper")]))
    ]);
    bench.post(bench.support, json!({"content": "?", "components": rows})).await;
    bench.does(r#"ken in support chooses "Case" "Bag""#);
    bench.responds(json!({"type": 6})).await;
    bench.does(r#"ken in support chooses "Zipper""#);
    let nothing = "nothing in support offers \"Hat\"";
    assert_eq!(bench.fails(r#"ken in support chooses "Hat""#), nothing);
    assert_eq!(
        bench.fails(r#"ken in support chooses "Bag" "Zipper""#),
        "nothing in support offers \"Bag\", \"Zipper\""
    );
    let expected = "\
== support
bot     ?
        {Family: Bag, Case}
        {Fault: Zipper}
ken     chooses \"Case\" \"Bag\"
ken     chooses \"Zipper\" (no answer)
";
    assert_eq!(bench.shows(&Place::Support), expected);
    bench.check();
}

#[tokio::test]
async fn what_only_telegram_has_is_refused() {
    let bench = Bench::new().await;
    bench.does("ken: hello");
    for line in [
        "ken sends location 31 121",
        r#"ken swaps "hello" for photo b.jpg"#,
        r#"ken forwards from channel "News": x"#,
        r#"ken replies to "hello" quoting "h": x"#,
        "ken deletes the topic",
        "tom: hello",
    ] {
        bench.fails(line);
    }
    bench.does("ken blocks the bot");
    let dm = bench.people.dm("ken").expect("a conversation");
    assert_eq!(
        bench.refused(Method::POST, &format!("/channels/{dm}/messages"), json!({"content": "x"})).await,
        (403, 50007)
    );
}

#[tokio::test]
async fn what_a_session_was_told_is_counted_from_its_beginning() {
    let bench = Bench::new().await;
    assert_eq!(bench.people.dispatched(), 0);
    let deaf = intent::GUILDS | intent::GUILD_MESSAGES | intent::MESSAGE_CONTENT;
    let (_first, _) = Socket::identified(&bench, deaf).await;
    bench.does("ken in support: hello");
    bench.does("ken in support reacts 👍 to \"hello\"");
    bench.does("ken in dm: in private");
    assert_eq!(bench.people.dispatched(), 1, "the others were not asked for");
    bench.does("ken in support edits \"hello\" to \"good morning\"");
    bench.does("ken in support deletes \"good morning\"");
    bench.post(bench.support, json!({"content": "x", "components": [row(&json!([button("A")]))]})).await;
    bench.does("ken in support presses \"A\"");
    bench.thread(bench.support, 12, "no work").await;
    assert_eq!(bench.people.dispatched(), 5);
    let all = deaf | intent::GUILD_MESSAGE_REACTIONS | intent::DIRECT_MESSAGES;
    let (_second, _) = Socket::identified(&bench, all).await;
    assert_eq!(bench.people.dispatched(), 0, "another session, another count");
    bench.people.upset(Upset::Doubles(true), None);
    bench.does("ken in support reacts 👍 to \"x\"");
    bench.does("ken in dm: in private");
    assert_eq!(bench.people.dispatched(), 4);
    bench.people.upset(Upset::Lost, None);
    assert_eq!(bench.people.dispatched(), 0);
}
