//! Files in the background: streamed in bounds, whole or not at all, the same content once, and gone when nobody needs
//! it.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use aftercare::{
    desk::{
        Courier, Couriers, Delivery, DeliveryError, FetchError, Receipt,
        keep::{AHEAD, CHUNK},
    },
    domain::chat::File,
};
use chrono::TimeDelta;
use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};
use tokio::sync::{Notify, mpsc};

use crate::harness::{DirectStage, Logs, Setup, TestDatabase};

/// The size of a piece as it comes.
const PIECE: usize = 64 * 1024;

/// A platform with one file, which may stop in the middle of it.
#[derive(Clone)]
struct Source(Arc<Inner>);

struct Inner {
    bytes: Vec<u8>,
    /// After so many pieces it hangs, for ever.
    hangs_after: Mutex<Option<usize>>,
    hung: Notify,
    /// Where stored chunks are counted, while pieces are given.
    database: Option<PgConnectOptions>,
    furthest: AtomicU64,
}

impl Source {
    fn new(bytes: Vec<u8>, database: Option<&TestDatabase>) -> Self {
        Self(Arc::new(Inner {
            bytes,
            hangs_after: Mutex::default(),
            hung: Notify::new(),
            database: database.map(|database| database.options().clone()),
            furthest: AtomicU64::new(0),
        }))
    }

    fn couriers(&self) -> Arc<Couriers<Self>> {
        Arc::new(Couriers { telegram: Some(self.clone()), discord: None })
    }
}

impl Courier for Source {
    async fn deliver(&self, _: &Delivery) -> Result<Receipt, DeliveryError> {
        Err(DeliveryError::NotSent { retry_after: None, why: "files only".to_owned() })
    }

    async fn fetch(&self, _: &File, _: u64, into: mpsc::Sender<Vec<u8>>) -> Result<u64, FetchError> {
        let hangs_after = *self.0.hangs_after.lock().expect("no panic");
        let mut given = 0_u64;
        for (n, piece) in self.0.bytes.chunks(PIECE).enumerate() {
            if hangs_after == Some(n) {
                self.0.hung.notify_one();
                std::future::pending::<()>().await;
            }
            into.send(piece.to_vec()).await.expect("somebody takes it");
            given += u64::try_from(piece.len()).expect("small");
            if let Some(options) = &self.0.database {
                let mut db = options.connect().await.expect("a connection");
                let sql = "select coalesce(sum(octet_length(bytes)), 0)::bigint from blob_chunks";
                let stored: i64 = sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number");
                let ahead = given - u64::try_from(stored).expect("positive");
                self.0.furthest.fetch_max(ahead, Ordering::Relaxed);
            }
        }
        if hangs_after.is_some_and(|after| after >= self.0.bytes.len().div_ceil(PIECE)) {
            self.0.hung.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(given)
    }
}

/// A picture of that size.
fn picture(size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..size).map(|n| u8::try_from(n * 7 % 251).expect("small")).collect();
    bytes[..4].copy_from_slice(b"\xff\xd8\xff\xe0");
    bytes
}

/// A case with one file that is not fetched yet.
async fn waiting(database: &TestDatabase) -> DirectStage {
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play("people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nmei: /human").await;
    let batch = stage.updates_of("mei sends photo seam.jpg");
    stage.bureau().desk.receive(&batch).await.expect("taken");
    stage
}

async fn content(database: &TestDatabase) -> Vec<u8> {
    let mut db = database.connect().await;
    let sql = "select c.bytes from media f join blob_chunks c on c.blob = f.blob order by c.n";
    sqlx::query_scalar::<_, Vec<u8>>(sql).fetch_all(&mut db).await.expect("chunks").concat()
}

#[tokio::test]
async fn a_large_file_is_never_in_memory_as_a_whole() {
    let database = TestDatabase::new();
    let stage = waiting(&database).await;
    let source = Source::new(picture(5 * 1024 * 1024 + 1), Some(&database));
    assert_eq!(stage.bureau().desk.keep_files(&source.couriers()).await.expect("kept"), 1);
    assert_eq!(content(&database).await, source.0.bytes);
    let most = CHUNK + (AHEAD + 2) * PIECE;
    let furthest = source.0.furthest.load(Ordering::Relaxed);
    assert!(furthest <= u64::try_from(most).expect("small"), "{furthest} bytes were ahead of the store");
    assert!(furthest > 0, "nothing was measured");
    let hash = "select count(*) from blobs where sha256 = sha256((select string_agg(bytes, ''::bytea order by n) \
                from blob_chunks where blob = blobs.id)) and kind = 'jpeg' and size = 5242881";
    assert_eq!(database.number(hash).await, 1);
    stage.close().await;
}

#[tokio::test]
async fn a_process_that_dies_anywhere_in_a_file_leaves_nothing_half_to_be_seen() {
    let database = TestDatabase::new();
    let stage = waiting(&database).await;
    let source = Source::new(picture(3 * CHUNK + 5), None);
    let desk = &stage.bureau().desk;
    let pieces = source.0.bytes.len().div_ceil(PIECE);
    let mut halves = 0;
    for after in [0, 1, CHUNK / PIECE + 1, pieces - 1, pieces] {
        *source.0.hangs_after.lock().expect("no panic") = Some(after);
        let couriers = source.couriers();
        tokio::select! {
            kept = desk.keep_files(&couriers) => panic!("it went on: {kept:?}"),
            () = source.0.hung.notified() => {}
        }
        let visible = "select count(*) from media where keeping <> 'waiting' or blob is not null";
        assert_eq!(database.number(visible).await, 0, "died after {after} pieces");
        halves = halves.max(database.number("select count(*) from blobs where sha256 is null").await);
        assert_eq!(desk.keep_files(&couriers).await.expect("looked"), 0, "not before its time");
        stage.clock().advance(TimeDelta::minutes(11));
    }
    assert!(halves > 0, "nobody died with half a file");
    *source.0.hangs_after.lock().expect("no panic") = None;
    assert_eq!(desk.keep_files(&source.couriers()).await.expect("kept"), 1);
    assert_eq!(content(&database).await, source.0.bytes);
    stage.clock().advance(TimeDelta::minutes(11));
    desk.tidy().await.expect("tidied");
    assert_eq!(database.number("select count(*) from blobs where sha256 is null").await, 0);
    assert_eq!(database.number("select count(*) from blobs").await, 1);
    assert_eq!(content(&database).await, source.0.bytes, "what is whole stays");
    stage.close().await;
}

#[tokio::test]
async fn the_same_file_of_two_people_is_stored_once_and_goes_with_the_last_of_them() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, wei \"Wei\" en consumer, lin \"Lin\" en staff\n\
             mei: /human\nwei: /human\nmei sends photo seam.jpg\nwei sends photo seam.jpg",
        )
        .await;
    let blobs = "select count(*) from blobs";
    assert_eq!(database.number("select count(*) from media where keeping = 'kept'").await, 2);
    assert_eq!(database.number(blobs).await, 1);
    for left in [1, 0] {
        let one = "(select min(id) from media)";
        database
            .execute(&format!(
                "update messages set media = null where media = {one}; delete from media where id = {one}"
            ))
            .await;
        stage.bureau().desk.tidy().await.expect("tidied");
        assert_eq!(database.number(blobs).await, left);
        assert_eq!(database.number("select count(distinct blob) from blob_chunks").await, left);
    }
    stage.close().await;
}

#[tokio::test]
async fn files_of_a_dropped_draft_go_a_day_later() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\n\
             mei: /new\nmei sends photo seam.jpg",
        )
        .await;
    stage.clock().advance(TimeDelta::hours(25));
    stage.bureau().desk.tidy().await.expect("tidied");
    let kept = "select count(*) from media where keeping = 'kept'";
    assert_eq!(database.number(kept).await, 1, "the draft is still there");
    database.execute("delete from dialogues").await;
    stage.bureau().desk.tidy().await.expect("tidied");
    assert_eq!(database.number(kept).await, 0);
    assert_eq!(database.number("select count(*) from blobs").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn what_cant_be_fetched_is_given_up_and_told_and_nothing_of_it_is_logged_as_an_error() {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\nmei: /human\nfault getFile file-gone x3\n\
             mei sends document seam.pdf\nexpect no room \"no longer has\"\nat +3s\nat +6s\n\
             expect room \"the platform no longer has seam.pdf\"\n\
             fault getFile 502 x99\nmei sends document lining.pdf\nat +5h\nat +5h\nat +5h\nat +5h\nat +5h\nat +5h\n\
             at +5h\nat +5h\nat +5h\nexpect room \"lining.pdf couldn't be fetched\"",
        )
        .await;
    assert_eq!(database.number("select count(*) from media where keeping = 'lost'").await, 2);
    assert_eq!(logs.errors(), [""; 0]);
    stage.close().await;
}
