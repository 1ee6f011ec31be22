//! A dump put back gives the same answers, the story goes on, and nothing that was said is said twice. By the scripts operators
//! use: `scripts/backup` and `scripts/restore`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use aftercare::sandbox::{
    script::Stage,
    shown::{Place, Room, Shown},
};
use aftercare::store::pools::{self, Schema};
use chrono::TimeDelta;

use crate::harness::{DirectStage, Setup, TestDatabase};

/// A claim with a photo, an answer to it, and somebody who waits; an answer that could not be sent yet when the dump is made.
const STORY: &str = "people: mei@telegram \"Mei L.\" en consumer, tom@telegram \"Tom\" en consumer, lin@telegram \"Lin\" en staff
at 2026-03-02 10:00 Asia/Shanghai
mei: /claim
mei presses \"It broke or doesn't work\"
mei presses \"Travel case\"
mei: A-4471
mei: 3 November 2024
mei presses \"Zipper\"
mei: The puller came off.
mei presses \"Normal use\"
mei sends photo zipper.jpg \"the puller\"
mei presses \"Done\"
mei presses \"Yes, it can wait\"
mei presses \"Repair\"
mei presses \"Here in the chat\"
mei presses \"Send\"
lin in room 1 presses \"Take\"
lin in room 1: /reply We look at it today.
tom: /human
tom: Is the shop open on Saturday?
fault sendMessage mei 429 600
lin in room 1: /reply The new puller leaves tomorrow.";

/// What somebody asks, and where the answer stands.
const QUESTIONS: [(&str, &str); 5] = [
    ("staff", "lin in staff: /queue"),
    ("staff", "lin in staff: /due"),
    ("room", "lin in room 1: /case"),
    ("room", "lin in room 1: /sla"),
    ("tom", "tom: /cases"),
];

/// Tables the copy is to differ in, or that are filled anew at any time.
const OTHERWISE: [&str; 5] = ["outbox", "leases", "menus", "search_docs", "search_state"];
/// What of the outbox is over.
const SAID: &str = "select o::text from outbox o where state not in ('queued', 'sending') and problem is distinct from 'restored' order by id";

/// Every row of every table but those, as text.
async fn rows(database: &TestDatabase) -> Vec<String> {
    let tables = "select tablename::text from pg_tables where schemaname = 'public' order by 1";
    let mut rows = Vec::new();
    for table in database.texts(tables).await.iter().filter(|table| !OTHERWISE.contains(&table.as_str())) {
        let all = format!("select format('%s %s', '{table}', r::text) from {table} r order by 1");
        rows.extend(database.texts(&all).await);
    }
    rows
}

/// A file that goes when the test ends.
struct Dump(PathBuf);

impl Dump {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("aftercare-{}-{name}.dump", std::process::id())))
    }
}

impl Drop for Dump {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Runs one of the scripts on a database.
async fn run(script: &str, file: &Path, on: &TestDatabase) -> Output {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(script);
    let mut command = Command::new(program);
    command.arg(file).env("DATABASE_URL", on.url());
    let done =
        tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("a shell");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        !said.contains("command not found"),
        "install PostgreSQL's client programs (apt install postgresql-client): {said}"
    );
    done
}

fn well(done: &Output) {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn place(name: &str) -> Place {
    match name {
        "staff" => Place::Staff,
        "room" => Place::Room(Room::Nth(1)),
        who => Place::Chat(who.to_owned()),
    }
}

fn lines(stage: &DirectStage, at: &str) -> Vec<String> {
    stage.transcript(&place(at)).expect("a place").iter().map(Shown::render).collect()
}

/// What the desk answers to each question.
async fn answers(stage: &mut DirectStage) -> Vec<String> {
    let mut answers = Vec::new();
    for (at, question) in QUESTIONS {
        let before = lines(stage, at).len();
        stage.play(question).await;
        let said = lines(stage, at).split_off(before);
        assert!(said.len() > 1, "no answer to {question}");
        answers.extend(said);
    }
    answers
}

fn heard(stage: &DirectStage, who: &str, words: &str) -> usize {
    lines(stage, who).iter().filter(|line| line.contains(words)).count()
}

#[tokio::test]
async fn a_restored_desk_gives_the_same_answers_goes_on_and_says_nothing_twice() {
    const WAITING: &str = "The new puller leaves tomorrow.";
    let (database, copy, dump) = (TestDatabase::new(), TestDatabase::empty(), Dump::new("story"));
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let (kept, said) = (rows(&database).await, database.texts(SAID).await);
    assert!(kept.len() > 30 && said.len() > 10, "the rows were not found");
    assert_eq!(database.number("select count(*) from blob_chunks").await, 1, "evidence is in it");
    well(&run("backup", &dump.0, &database).await);
    let asked_at = stage.clock().now();
    let answered = answers(&mut stage).await;
    // What happens after the dump, and is lost with this database.
    stage.play("fault clear\nat +11m").await;
    assert_eq!(heard(&stage, "mei", WAITING), 1, "what waited was sent after the dump");
    let numbers = database.number("select last_value from id_blocks").await;

    well(&run("restore", &dump.0, &copy).await);
    assert_eq!(pools::schema(&mut copy.connect().await).await.expect("a schema"), Schema::Fits);
    assert_eq!(rows(&copy).await, kept);
    assert_eq!(copy.texts(SAID).await, said);
    assert!(
        copy.number("select last_value from id_blocks").await > numbers + 100_000_000,
        "no number is given twice"
    );
    stage.clock().set(asked_at);
    stage.move_to(copy.options()).await;
    assert_eq!(answers(&mut stage).await, answered);

    stage.play("at +20m").await;
    assert_eq!(heard(&stage, "mei", WAITING), 1, "what may have been said is not said again by itself");
    let doubt = "select count(*) from outbox where state = 'uncertain' and problem = 'restored'";
    assert_eq!(copy.number(doubt).await, 1);
    let before = lines(&stage, "staff").len();
    stage.play("lin in staff: /undelivered").await;
    assert!(lines(&stage, "staff").split_off(before).concat().contains("puller leaves"), "a person finds it");
    stage.play("lin in staff presses \"Send 1 again\"").await;
    assert_eq!(heard(&stage, "mei", WAITING), 2, "and sends it, if they want to");

    stage.play("mei: Thank you!\nlin in room 1: /reply You are welcome.\nlin in room 1: /solve It is on its way.").await;
    assert!(heard(&stage, "room", "Thank you!") > 0 && heard(&stage, "mei", "You are welcome.") == 1);
    stage.play("mei presses \"Yes, solved\"").await;
    assert_eq!(copy.texts("select state from cases order by id").await, ["closed", "new"]);
    let due = copy
        .number("select extract(epoch from min(due_at))::bigint from clocks where state = 'running'")
        .await;
    stage.clock().set(chrono::DateTime::from_timestamp(due, 0).expect("an instant") + TimeDelta::minutes(1));
    stage.play("at +1m").await;
    assert_eq!(
        copy.number("select count(*) from alerts where step = 100").await,
        1,
        "its promises go on as well"
    );
    stage.close().await;
}

#[tokio::test]
async fn a_dump_is_put_back_as_a_whole_or_not_at_all_and_over_nothing() {
    const TABLES: &str = "select count(*) from pg_tables where schemaname = 'public'";
    let (database, copy, dump) = (TestDatabase::new(), TestDatabase::empty(), Dump::new("whole"));
    let said = |done: &Output| String::from_utf8_lossy(&done.stderr).into_owned();
    let none = run("backup", &dump.0, &copy).await;
    assert!(!none.status.success() && said(&none).contains("holds no desk"), "{}", said(&none));
    assert!(!dump.0.exists(), "what is no dump does not look like one");
    well(&run("backup", &dump.0, &database).await);
    let over = run("restore", &dump.0, &database).await;
    assert!(!over.status.success() && said(&over).contains("name a new database"), "{}", said(&over));
    let whole = std::fs::read(&dump.0).expect("a dump");
    std::fs::write(&dump.0, &whole[..whole.len() - whole.len() / 20]).expect("a file");
    let broken = run("restore", &dump.0, &copy).await;
    assert!(!broken.status.success(), "a broken dump is not put back");
    assert_eq!(copy.number(TABLES).await, 0, "not even a part of it");
    std::fs::write(&dump.0, &whole).expect("a file");
    well(&run("restore", &dump.0, &copy).await);
    assert!(copy.number(TABLES).await > 40);
}
