//! Reads what came of a round: the database by a connection of its own, the platforms by their stand-ins, the office by logs.

use std::time::{Duration, Instant};

use aftercare::domain::clocks::Clock;
use aftercare::sandbox::discord::{Post, account_id};
use aftercare::sandbox::world::{Author, Message, person_id};
use aftercare::store;
use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Row as _};

use crate::crowd::{Crowd, Customer, Home};
use crate::history::{Call, History, Place, Reign, Row, Talk};
use crate::house::{House, Seat};
use crate::plan::Staff;
use crate::process::Process;
use crate::server::{RECOVERY, Server};
use crate::words::{self, Side};

/// A message of the bot in some place: its number and everything that can be read in it.
type Line = (i64, String);

/// Where a customer and their case stand.
struct Case {
    person: i64,
    id: Option<i64>,
    cases: i64,
    card: Option<i64>,
    thread: Option<i64>,
}

/// Reads the history of a round at rest.
pub async fn history(house: &House, crowd: &Crowd, server: &Server, swaps: usize) -> History {
    let mut db = connect(house, server).await;
    let mut history = History {
        rows: rows(&mut db).await,
        epoch: number(&mut db, "select epoch from leases").await,
        clocks: clocks(&mut db).await,
        updates: (house.world.look(|state| state.queue.tally().made), taken(&mut db).await),
        quarantined: number(&mut db, "select count(*) from quarantine").await,
        reigns: lasted(reigns(&house.seats), &mut db).await,
        calls: calls(&house.seats),
        blows: house.blows,
        ..History::default()
    };
    for customer in crowd.customers.iter().filter(|customer| customer.began) {
        let case = case_of(&mut db, customer).await;
        history.cases.push((customer.handle.clone(), case.cases));
        let (own, room) = (own_lines(house, customer), room_lines(house, &case));
        let on_discord = matches!(customer.home, Home::Discord(_));
        let platform = if on_discord { 2 } else { 1 };
        let person_lane = format!("p:{}:{platform}", case.person);
        let room_lane = format!("r:{}", case.id.unwrap_or_default());
        let stored = |side| stored(side, &case);
        history.talks.push(Talk {
            name: format!("{} to the desk", customer.handle),
            wrote: customer.wrote.clone(),
            stored: texts(&mut db, &stored("customer"), Side::Customer, customer).await,
            aside: Vec::new(),
            told: 0,
            shown: shown(&room, Side::Customer, customer),
            lane: room_lane.clone(),
            knows_repeats: house.staff == Staff::Discord,
            swaps: if on_discord { swaps } else { 0 },
        });
        history.talks.push(Talk {
            name: format!("the desk to {}", customer.handle),
            wrote: customer.answered.clone(),
            stored: texts(&mut db, &stored("agent"), Side::Agent, customer).await,
            aside: texts(&mut db, &stored("note"), Side::Agent, customer).await,
            told: room.iter().filter(|(_, text)| text.contains("Nothing was sent to the customer")).count(),
            shown: shown(&own, Side::Agent, customer),
            lane: person_lane.clone(),
            knows_repeats: on_discord,
            swaps: if house.staff == Staff::Discord { swaps } else { 0 },
        });
        history.places.push(place(&mut db, person_lane, own, None).await);
        history.places.push(place(&mut db, room_lane, room, case.card).await);
    }
    // Why: a notice may stand where the whole staff is.
    history.places.push(Place { lane: "s".to_owned(), texts: staff_texts(house), ..Place::default() });
    db.close().await.expect("closed");
    history
}

/// A connection past all links.
pub async fn connect(house: &House, server: &Server) -> PgConnection {
    let (options, began) = (server.options(&house.database), Instant::now());
    loop {
        match PgConnection::connect_with(&options).await {
            Ok(db) => return db,
            // Why again, and in real time: a server that threw out all sessions is there again in a moment.
            Err(error) => assert!(began.elapsed() < RECOVERY, "the server does not come back: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn number(db: &mut PgConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.expect("a number")
}

async fn taken(db: &mut PgConnection) -> i64 {
    store::glance::taken(db).await.expect("a number")
}

/// Whether anything is being sent, or waits and is due soon.
pub async fn is_open(db: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let open = "select exists (select from outbox where state = 'sending' \
                or state = 'queued' and not_before < now() + interval '1 minute')";
    sqlx::query_scalar(open).fetch_one(db).await
}

/// How many messages of people are stored.
pub async fn stored_words(db: &mut PgConnection) -> Result<i64, sqlx::Error> {
    let words = "select count(*) from messages where body ~ '^[ca]w.+n[0-9]{3}z$'";
    sqlx::query_scalar(words).fetch_one(db).await
}

async fn rows(db: &mut PgConnection) -> Vec<Row> {
    let sql = "select id, lane, coalesce(parcel->>'is', '') as what, state, epoch, doubts, \
               format('said %s, due %s, ended %s, %s tries, %s', created_at::time, not_before::time, done_at::time, tries, problem) \
               as story, not_before < now() + interval '1 minute' as due from outbox order by id";
    let rows = sqlx::query(sql).fetch_all(db).await.expect("rows");
    let read = |row: sqlx::postgres::PgRow| Row {
        id: row.get("id"),
        lane: row.get("lane"),
        what: row.get("what"),
        state: row.get("state"),
        epoch: row.get("epoch"),
        doubts: row.get::<i16, _>("doubts").into(),
        story: row.get("story"),
        due: row.get("due"),
    };
    rows.into_iter().map(read).collect()
}

async fn clocks(db: &mut PgConnection) -> Vec<Clock> {
    let cases: Vec<i64> =
        sqlx::query_scalar("select id from cases").fetch_all(&mut *db).await.expect("cases");
    store::clocks::of_cases(db, &cases).await.expect("clocks")
}

async fn case_of(db: &mut PgConnection, customer: &Customer) -> Case {
    let (platform, account) = match customer.home {
        Home::Telegram => (1_i16, person_id(&customer.handle)),
        Home::Discord(_) => (2, i64::try_from(account_id(&customer.handle)).expect("a number")),
    };
    let sql = "select i.person, c.id, count(c.id) over () as cases, r.card, r.thread from identities i \
               left join cases c on c.customer = i.person left join rooms r on r.case_id = c.id \
               where i.platform = $1 and i.account = $2 order by c.id limit 1";
    let found = sqlx::query(sql).bind(platform).bind(account).fetch_optional(db).await.expect("a person");
    found.map_or(Case { person: 0, id: None, cases: 0, card: None, thread: None }, |row| Case {
        person: row.get("person"),
        id: row.get("id"),
        cases: row.get("cases"),
        card: row.get("card"),
        thread: row.get("thread"),
    })
}

/// The statement that gives the words of one side of a case, as the desk orders them.
fn stored(side: &str, case: &Case) -> String {
    let case = case.id.unwrap_or_default();
    format!("select body from messages where case_id = {case} and side = '{side}' order by id")
}

async fn texts(db: &mut PgConnection, sql: &str, side: Side, customer: &Customer) -> Vec<String> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let bodies: Vec<String> = sqlx::query_scalar(sql).fetch_all(db).await.expect("texts");
    bodies.iter().flat_map(|body| words::in_text(body, side, &customer.handle)).collect()
}

async fn place(db: &mut PgConnection, lane: String, lines: Vec<Line>, card: Option<i64>) -> Place {
    let sql = "select unnest(remotes) from outbox where lane = $1";
    let mut noted: Vec<i64> = sqlx::query_scalar(sql).bind(&lane).fetch_all(db).await.expect("numbers");
    noted.extend(card);
    let (stand, texts) = lines.into_iter().unzip();
    Place { lane, stand, noted, texts }
}

fn shown(lines: &[Line], side: Side, customer: &Customer) -> Vec<String> {
    lines.iter().flat_map(|(_, text)| words::in_text(text, side, &customer.handle)).collect()
}

fn of_telegram(message: &Message) -> Option<Line> {
    let is_ours = message.author == Author::Bot && !message.deleted && !message.is_service();
    is_ours.then(|| (message.id, message.text().to_owned()))
}

fn of_discord(post: &Post, bot: u64) -> Option<Line> {
    // Why not others: announcements of Discord itself, and what one person alone is shown.
    let is_ours = post.author == bot && [0, 19].contains(&post.kind) && !post.deleted;
    let is_said = is_ours && post.only_for.is_none() && post.interaction.is_none();
    let text = format!("{}\n{}", post.content, Value::from(post.embeds.clone()));
    is_said.then(|| i64::try_from(post.id).ok()).flatten().map(|id| (id, text))
}

/// What the bot says to a customer.
fn own_lines(house: &House, customer: &Customer) -> Vec<Line> {
    match customer.home {
        Home::Telegram => house.world.look(|state| {
            let chat = state.chats.get(&person_id(&customer.handle));
            chat.into_iter().flat_map(|chat| &chat.messages).filter_map(of_telegram).collect()
        }),
        Home::Discord(thread) => lines_in(house, thread),
    }
}

fn lines_in(house: &House, channel: Option<u64>) -> Vec<Line> {
    house.people.look(|guild| {
        let posts = channel.into_iter().flat_map(|channel| guild.posts_in(channel));
        posts.filter_map(|post| of_discord(post, guild.bot)).collect()
    })
}

/// What the bot says in a case's room.
fn room_lines(house: &House, case: &Case) -> Vec<Line> {
    match house.staff {
        Staff::Telegram => house.world.look(|state| {
            let group = state.chats.get(&state.group).into_iter().flat_map(|chat| &chat.messages);
            group.filter(|message| message.thread == case.thread).filter_map(of_telegram).collect()
        }),
        Staff::Discord => lines_in(house, case.thread.and_then(|thread| u64::try_from(thread).ok())),
    }
}

/// What the bot says to the whole staff.
fn staff_texts(house: &House) -> Vec<String> {
    let lines = match house.staff {
        Staff::Telegram => house.world.look(|state| {
            let group = state.chats.get(&state.group).into_iter().flat_map(|chat| &chat.messages);
            group.filter(|message| message.thread.is_none()).filter_map(of_telegram).collect()
        }),
        Staff::Discord => lines_in(house, house.people.channel("staff").ok()),
    };
    lines.into_iter().map(|(_, text)| text).collect()
}

/// What both platforms were asked, in order, for whoever looks for what went wrong.
pub fn platform_logs(house: &House) -> String {
    let on_telegram = house.world.calls().into_iter().filter(|(method, _)| method != "getUpdates");
    let on_telegram = on_telegram.map(|(method, params)| format!("telegram {method} {params}"));
    let on_discord = house.people.calls().into_iter().map(|call| {
        let place = call.path.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>().join("/");
        format!("discord {:?} {} {place} {} {:?}", call.status, call.route, call.body, call.files)
    });
    on_telegram.chain(on_discord).collect::<Vec<_>>().join("\n")
}

/// Who took the office, as the processes themselves say.
pub fn reigns(seats: &[Seat]) -> Vec<Reign> {
    let mut reigns = Vec::new();
    for (seat, at_it) in seats.iter().enumerate() {
        for said in at_it.processes.iter().flat_map(Process::said) {
            if let ("desk.lease.taken", Some(epoch)) = (said.event.as_str(), said.epoch) {
                reigns.push(Reign { at: said.at, until: None, epoch, seat });
            }
        }
    }
    reigns.sort_by_key(|reign| reign.epoch);
    reigns
}

/// The same with until when each lasted, as it stood at last.
async fn lasted(mut reigns: Vec<Reign>, db: &mut PgConnection) -> Vec<Reign> {
    let sql = "select distinct on (epoch) epoch, until from leases_kept order by epoch, n desc";
    for row in sqlx::query(sql).fetch_all(db).await.expect("leases") {
        let epoch: i64 = row.get("epoch");
        for reign in reigns.iter_mut().filter(|reign| reign.epoch == epoch) {
            reign.until = row.get("until");
        }
    }
    reigns
}

/// Requests that say something, by the links they came through.
fn calls(seats: &[Seat]) -> Vec<Call> {
    let mut calls = Vec::new();
    for (seat, at_it) in seats.iter().enumerate() {
        let requests = [at_it.telegram.requests(), at_it.discord.requests()].concat();
        let said = requests.into_iter().filter(|request| says_something(&request.line));
        calls.extend(said.map(|request| Call { at: request.at, seat, line: without_token(&request.line) }));
    }
    calls
}

/// Whether a request puts something before people's eyes. Acknowledgements and questions do not.
fn says_something(line: &str) -> bool {
    let Some((method, path)) = line.split_once(' ') else { return false };
    match path.rsplit_once('/') {
        Some((before, name)) if before.starts_with("/bot") => {
            let name = name.to_ascii_lowercase();
            ["send", "edit", "copy", "forward", "delete", "pin", "create"]
                .iter()
                .any(|verb| name.starts_with(verb))
        }
        Some(_) => path.contains("/channels/") && !path.contains("/typing") && method != "GET",
        None => false,
    }
}

fn without_token(line: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("/bot") { format!("{method} {name}") } else { format!("{method} {path}") }
}

#[test]
fn what_says_something_is_told_from_what_does_not() {
    for said in
        ["POST /bot1:A/SendMessage", "POST /bot1:A/EditMessageText", "POST /api/v10/channels/1/messages"]
    {
        assert!(says_something(said), "{said}");
    }
    for silent in [
        "POST /bot1:A/GetUpdates",
        "GET /api/v10/channels/1/messages",
        "POST /api/v10/interactions/1/a/callback",
    ] {
        assert!(!says_something(silent), "{silent}");
    }
    assert_eq!(without_token("POST /bot1:A/SendMessage"), "POST SendMessage");
}
