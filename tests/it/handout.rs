//! Files too large for Discord: a button there, a link for who presses it, and what the link opens, over a real socket.

use std::sync::Arc;
use std::time::Duration;

use aftercare::app::rehearsal::FILES;
use aftercare::desk::Act;
use aftercare::domain::chat::{Incoming, Input, Platform};
use aftercare::handout;
use aftercare::health;
use aftercare::sandbox::world::{content_of, person_id};
use chrono::{DateTime, TimeDelta};
use reqwest::{Client, Method, Response};
use tokio::sync::oneshot;

use crate::across::PEOPLE;
use crate::harness::board::Board;
use crate::harness::{DirectStage, Setup, TestDatabase};

/// The staff on Discord, Mei on Telegram with a case that Lin has.
struct House {
    stage: DirectStage,
    database: TestDatabase,
    events: i64,
}

impl House {
    async fn with_links(public_url: Option<&str>) -> Self {
        let database = TestDatabase::new();
        let setup = Setup {
            staff_on: Platform::Discord,
            public_url: public_url.map(str::to_owned),
            ..Setup::new(database.options())
        };
        let mut house = Self { stage: DirectStage::open(setup).await, database, events: 500 };
        house.stage.play(&format!("{PEOPLE}mei: /human\nmei: It broke.")).await;
        let board = house.board();
        house.take(board.says("lin", Some(board.room()), "/take", None)).await;
        house
    }

    /// The staff on Telegram, Mei on Discord with a case that Lin has.
    async fn for_a_customer(public_url: &str) -> Self {
        let database = TestDatabase::new();
        let setup = Setup { public_url: Some(public_url.to_owned()), ..Setup::new(database.options()) };
        let mut house = Self { stage: DirectStage::open(setup).await, database, events: 500 };
        house.stage.play(PEOPLE).await;
        for words in ["/human", "It broke."] {
            let said = house.board().says("mei", None, words, None);
            house.take(said).await;
        }
        house.stage.play("lin in room: /take").await;
        house
    }

    /// The customer presses a button in their own place.
    async fn customer_presses(&mut self, data: &str) {
        self.events += 1;
        let input = Input::Press { data: data.to_owned() };
        self.take(Board::does("mei", None, 1, self.events, input)).await;
    }

    /// What a link to the newest file of that name would be asked for with.
    async fn forged(&self, name: &str) -> String {
        let sql = format!(
            "select 'c:' || c.id || ':link.' || m.id from media m, cases c where m.name = '{name}' order by m.id desc limit 1"
        );
        self.database.texts(&sql).await.pop().expect("such a file")
    }

    fn board(&self) -> Board {
        self.stage.courier().board().clone()
    }

    async fn take(&self, what: Incoming) {
        self.stage.bureau().take(&[what]).await;
    }

    /// Somebody presses a button in the room.
    async fn press(&mut self, who: &str, data: &str) {
        self.events += 1;
        let input = Input::Press { data: data.to_owned() };
        let pressed = Board::does(who, Some(self.board().room()), 1, self.events, input);
        self.take(pressed).await;
    }

    /// The buttons of calls since the last look.
    fn buttons(&self) -> Vec<(String, String)> {
        let calls = self.stage.courier().take_calls().into_iter();
        let rows = calls.filter_map(|call| match call.delivery.act {
            Act::Post { rows, .. } => Some(rows),
            _ => None,
        });
        rows.flatten().flatten().map(|button| (button.label, button.data)).collect()
    }

    /// The button under a file that is too large.
    async fn sends_a_large_file(&mut self) -> String {
        self.stage.courier().take_calls();
        self.stage.play("mei sends video tour-12mb.mp4 \"the whole bag\"").await;
        self.stage.bureau().settle().await;
        let buttons = self.buttons();
        let link = buttons.iter().find(|(_, data)| data.contains(":link."));
        let (label, data) = link.unwrap_or_else(|| panic!("no link among {buttons:?}"));
        assert_eq!(label, "Get tour-12mb.mp4");
        data.clone()
    }

    /// What stands in the newest link that was said in the room.
    fn code(&self) -> String {
        let board = self.board();
        let said = board.find(board.room(), FILES).text;
        let (_, code) = said.rsplit_once("/file/").expect("a link");
        code.trim().to_owned()
    }

    async fn ask(&self, method: Method, path: &str, header: Option<(&str, &str)>) -> Response {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let desk = Arc::clone(&self.stage.bureau().desk);
        let vitals = Arc::new(health::Vitals::new(true, None));
        let figures =
            health::metrics(Arc::clone(&desk), vitals, DateTime::UNIX_EPOCH, Duration::from_secs(5));
        let router = health::status(Arc::clone(&desk), true).merge(figures).merge(handout::router(desk));
        let serving = health::serve(listener, handout::guarded(router, Some(FILES), None), async move {
            drop(stopped.await);
        });
        let asking = async {
            let client = Client::builder().no_proxy().build().expect("a client");
            let mut request = client.request(method, format!("http://{address}{path}"));
            if let Some((name, value)) = header {
                request = request.header(name, value);
            }
            let answer = request.send().await.expect("an answer");
            let (head, bytes) = {
                let parts = (answer.status(), answer.headers().clone());
                (parts, answer.bytes().await.expect("a whole body"))
            };
            drop((client, stop));
            let mut whole = axum::http::Response::new(bytes.to_vec());
            (*whole.status_mut(), *whole.headers_mut()) = head;
            Response::from(whole)
        };
        let (served, answer) = tokio::join!(serving, asking);
        served.expect("it ends when it is told to");
        answer
    }

    async fn get(&self, code: &str) -> Response {
        self.ask(Method::GET, &format!("/file/{code}"), None).await
    }
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map_or_else(String::new, |value| value.to_str().expect("text").to_owned())
}

#[tokio::test]
async fn a_file_too_large_for_discord_is_got_by_a_link_for_who_presses() {
    let mut house = House::with_links(Some(FILES)).await;
    let button = house.sends_a_large_file().await;
    house.press("lin", &button).await;
    let answer = house.get(&house.code()).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(header(&answer, "content-type"), "video/mp4");
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename*=UTF-8''tour-12mb.mp4");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    assert_eq!(header(&answer, "cache-control"), "private, no-store");
    let bytes = answer.bytes().await.expect("a body");
    assert!(bytes == content_of("tour-12mb.mp4"), "{} bytes", bytes.len());
    let head = house.ask(Method::HEAD, &format!("/file/{}", house.code()), None).await;
    assert_eq!((head.status().as_u16(), header(&head, "content-length")), (200, bytes.len().to_string()));
    let kept = "select count(*) from passes where position(encode(hash, 'hex') in $$CODE$$) > 0";
    assert_eq!(house.database.number(&kept.replace("CODE", &house.code())).await, 0, "a hash is kept");
    house.stage.close().await;
}

#[tokio::test]
async fn a_link_ends_and_what_opens_nothing_is_answered_alike() {
    let mut house = House::with_links(Some(FILES)).await;
    let button = house.sends_a_large_file().await;
    house.press("lin", &button).await;
    let (code, clock) = (house.code(), house.stage.clock().clone());
    clock.advance(TimeDelta::minutes(15) - TimeDelta::seconds(1));
    assert_eq!(house.get(&code).await.status(), 200);
    clock.advance(TimeDelta::seconds(1));
    let told = async |code: &str| {
        let answer = house.get(code).await;
        let mut headers = answer.headers().clone();
        headers.remove("date");
        (answer.status().as_u16(), format!("{headers:?}"), answer.text().await.expect("a body"))
    };
    let over = told(&code).await;
    assert_eq!(over.0, 404);
    for never in ["0123456789abcdef0123456789abcdef", "x", "join-0123456789abcdef0123456789abcdef", "%00"] {
        assert_eq!(told(never).await, over, "{never}");
    }
    house.stage.close().await;
}

#[tokio::test]
async fn only_who_sees_the_case_gets_a_link_and_each_press_makes_another() {
    let mut house = House::with_links(Some(FILES)).await;
    let button = house.sends_a_large_file().await;
    house.press("ken", &button).await;
    house.events += 1;
    let input = Input::Press { data: button.clone() };
    house.take(Board::does("wei", None, 1, house.events, input)).await;
    assert_eq!(house.database.number("select count(*) from passes").await, 0, "strangers get none");
    let told = house.board().said(person_id("wei")).pop().expect("an answer").text;
    assert!(told.contains("no such case among yours"), "{told}");
    house.press("lin", &button).await;
    let first = house.code();
    house.press("lin", &button).await;
    assert_eq!(house.database.number("select count(distinct hash) from passes").await, 2);
    assert_ne!(house.code(), first);
    house.stage.close().await;
}

#[tokio::test]
async fn from_outside_nothing_is_reached_but_files() {
    let house = House::with_links(Some(FILES)).await;
    let inside = house.ask(Method::GET, "/status?detail=1", None).await;
    assert_eq!(inside.status(), 200);
    assert_eq!(house.ask(Method::GET, "/metrics", None).await.status(), 200);
    for outside in [("x-forwarded-for", "203.0.113.9"), ("via", "1.1 proxy"), ("host", "desk.example")] {
        for path in ["/status", "/status?detail=1", "/metrics", "/healthz", "/", "/file", "/files/x"] {
            let answer = house.ask(Method::GET, path, Some(outside)).await;
            assert_eq!(answer.status(), 404, "{path} with {outside:?}");
        }
    }
    house.stage.close().await;
}

#[tokio::test]
async fn what_is_not_kept_is_said_to_be_so_and_without_an_address_there_is_no_button() {
    let mut house = House::with_links(Some(FILES)).await;
    house.stage.play("mei sends video tour-25mb.mp4 \"the whole shop\"").await;
    let copy = house.board().find(house.board().room(), "the whole shop").text;
    assert!(
        copy.contains("larger than 10 MB") && copy.contains("too large to be kept here as well"),
        "{copy}"
    );
    assert!(house.buttons().iter().all(|(_, data)| !data.contains(":link.")));
    house.stage.close().await;
    let mut house = House::with_links(None).await;
    house.stage.play("mei sends video tour-12mb.mp4 \"the whole bag\"").await;
    house.stage.bureau().settle().await;
    assert!(house.buttons().iter().all(|(_, data)| !data.contains(":link.")), "no address, no button");
    house.stage.close().await;
}

#[tokio::test]
async fn a_large_file_of_an_album_stands_by_itself_with_its_button() {
    let mut house = House::with_links(Some(FILES)).await;
    house.stage.courier().take_calls();
    house.stage.play("mei sends videos a.mp4 b-12mb.mp4 c.mp4 \"three tours\"\nat +3s").await;
    house.stage.bureau().settle().await;
    let buttons = house.buttons();
    let links = buttons.iter().filter(|(_, data)| data.contains(":link."));
    assert_eq!(links.map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["Get b-12mb.mp4"], "{buttons:?}");
    house.stage.close().await;
}

#[tokio::test]
async fn a_customer_gets_what_was_sent_to_them_by_a_link_and_nothing_staff_keeps_among_itself() {
    let mut house = House::for_a_customer(FILES).await;
    house.stage.courier().take_calls();
    house.stage.play("lin in room sends video fit-12mb.mp4 \"/reply How it fits.\"").await;
    house.stage.bureau().settle().await;
    let buttons = house.buttons();
    let found = buttons.iter().find(|(_, data)| data.contains(":link."));
    let button = found.unwrap_or_else(|| panic!("no link among {buttons:?}")).1.clone();
    assert_eq!(button, house.forged("fit-12mb.mp4").await, "a forged one would be told apart by nothing");
    house.customer_presses(&button).await;
    let links = "select count(*) from passes";
    assert_eq!(house.database.number(links).await, 1);
    let said = house.board().find(person_id("mei"), FILES).text;
    let code = said.rsplit_once("/file/").expect("a link").1.trim().to_owned();
    assert_eq!(house.get(&code).await.status(), 200);
    house.stage.play("lin in room sends video doubts-12mb.mp4 \"Looks dropped to me.\"").await;
    house.stage.bureau().settle().await;
    let note = house.forged("doubts-12mb.mp4").await;
    house.customer_presses(&note).await;
    assert_eq!(house.database.number(links).await, 1, "the note's file is not hers to see");
    let told = house.board().said(person_id("mei")).pop().expect("an answer").text;
    assert!(!told.contains("doubts"), "{told}");
    house.stage.close().await;
}

#[tokio::test]
async fn links_of_somebody_who_works_here_no_more_open_nothing_from_that_moment_on() {
    let mut house = House::with_links(Some(FILES)).await;
    let button = house.sends_a_large_file().await;
    house.press("lin", &button).await;
    let code = house.code();
    assert_eq!(house.get(&code).await.status(), 200);
    house.stage.bureau().desk.set_floor(&[]).await.expect("named");
    assert_eq!(house.get(&code).await.status(), 404);
    house.stage.close().await;
}
