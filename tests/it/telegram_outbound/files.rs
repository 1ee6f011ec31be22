//! Bytes to Telegram and from it.

use std::sync::Arc;

use aftercare::desk::courier::{Act, Attached, Bytes, Courier, FetchError};
use aftercare::domain::{
    chat::{File, FileKind},
    text::Rich,
};
use aftercare::frontend::telegram::{TelegramCourier, connect};
use aftercare::sandbox::{
    faults::{Fault, Trouble},
    world::{Attachment, MediaKind, content_of},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

use super::{Bench, PATIENCE, at, chat, mei};

const MOST: u64 = 20 * 1024 * 1024;

fn file(id: &str) -> File {
    File {
        kind: FileKind::Document,
        id: id.into(),
        unique: String::new(),
        name: None,
        mime: None,
        size: None,
        spoiler: false,
    }
}

/// What is fetched, as a whole.
async fn fetch(courier: &TelegramCourier, id: &str, most: u64) -> Result<Vec<u8>, FetchError> {
    let (into, mut pieces) = mpsc::channel(1);
    let wanted = file(id);
    let gather = async {
        let mut all = Vec::new();
        while let Some(piece) = pieces.recv().await {
            all.extend(piece);
        }
        all
    };
    let (size, all) = tokio::join!(courier.fetch(&wanted, most, into), gather);
    if let Err(error) = &size {
        let said = format!("{error} {error:?}");
        assert!(!said.contains("SANDBOX-TOKEN") && !said.contains("http:"), "{said}");
    }
    assert_eq!(
        size.clone().unwrap_or_default(),
        u64::try_from(all.len()).expect("a length") * u64::from(size.is_ok())
    );
    size.map(|_| all)
}

impl Bench {
    /// Mei sends a file; its id.
    fn sent(&self, name: &str) -> String {
        let file = Attachment::named(MediaKind::Document, name);
        self.world.send("mei", &chat("mei"), file, "").expect("sent");
        self.world.look(|state| state.files.last().map(|file| file.id.clone())).expect("a file")
    }

    fn courier(&self) -> TelegramCourier {
        TelegramCourier::new(self.bot.clone(), PATIENCE)
    }
}

#[tokio::test]
async fn bytes_are_uploaded_under_their_name() {
    let bench = Bench::new().await;
    for (kind, name) in
        [(FileKind::Document, "export.json"), (FileKind::Photo, "seam.jpg"), (FileKind::Video, "tour.mp4")]
    {
        let bytes = Bytes(Arc::from(content_of(name)));
        let file = Attached { kind, name: name.into(), bytes, spoiler: false };
        let act = Act::Upload { file, caption: Rich::plain("yours"), reply_to: None };
        assert!(!format!("{act:?}").contains("bytes of"), "content in a debug line");
        let id = bench.posted(at(mei(), None), act).await;
        assert_eq!(bench.message(at(mei(), None), id).body["caption"], "yours");
        let kept = bench.world.look(|state| state.files.last().cloned()).expect("a file");
        assert_eq!((kept.name.as_str(), kept.bytes), (name, content_of(name)));
    }
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_file_is_fetched_as_it_was_sent() {
    let bench = Bench::new().await;
    let id = bench.sent("count sheet-3mb.pdf");
    assert_eq!(fetch(&bench.courier(), &id, MOST).await.expect("fetched"), content_of("count sheet-3mb.pdf"));
    bench.requests_are_proper();
}

#[tokio::test]
async fn what_is_too_big_or_gone_is_told_apart_from_what_may_come_later() {
    let bench = Bench::new().await;
    let courier = bench.courier();
    let id = bench.sent("tour-21mb.mp4");
    assert_eq!(
        fetch(&courier, &id, MOST).await,
        Err(FetchError::TooBig),
        "the platform hands it out to nobody"
    );
    let id = bench.sent("tour-2mb.mp4");
    assert_eq!(fetch(&courier, &id, 1024).await, Err(FetchError::TooBig));
    assert!(matches!(fetch(&courier, "file-document-99", MOST).await, Err(FetchError::Gone(_))));
    for trouble in [Trouble::BadGateway, Trouble::DropBefore, Trouble::TooManyRequests(7)] {
        let waits = matches!(trouble, Trouble::TooManyRequests(_));
        bench.world.fault(Fault::Calls { method: "getFile".into(), chat: None, times: 1, trouble });
        let Err(FetchError::NotNow { retry_after, .. }) = fetch(&courier, &id, MOST).await else {
            panic!("it may come later")
        };
        assert_eq!(retry_after.map(|wait| wait.as_secs()), waits.then_some(7));
    }
    fetch(&courier, &id, MOST).await.expect("it did");
}

/// A server that gives a path for any file, and these bytes for whatever else it is asked.
async fn raw(path: &'static str, size: usize, answer: Vec<u8>) -> TelegramCourier {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let mut request = vec![0; 64 * 1024];
            let read = peer.read(&mut request).await.unwrap_or_default();
            let asks_path = String::from_utf8_lossy(&request[..read]).to_lowercase().contains("/getfile");
            let told = format!(
                r#"{{"ok":true,"result":{{"file_id":"x","file_path":"{path}","file_size":{size}}}}}"#
            );
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{told}",
                told.len()
            );
            let said = if asks_path { head.into_bytes() } else { answer.clone() };
            let _ = peer.write_all(&said).await;
            let _ = peer.shutdown().await;
        }
    });
    TelegramCourier::new(connect("1:SANDBOX-TOKEN", Some(&url)).expect("a bot"), PATIENCE)
}

fn ok(length: usize, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn a_download_that_is_not_whole_is_nothing() {
    let later = |answer: Result<Vec<u8>, FetchError>| matches!(answer, Err(FetchError::NotNow { .. }));
    let cut = raw("documents/a.pdf", 10, ok(10, "%PDF-")).await;
    assert!(later(fetch(&cut, "x", MOST).await), "cut in the middle");
    let short = raw("documents/a.pdf", 10, ok(5, "%PDF-")).await;
    assert!(later(fetch(&short, "x", MOST).await), "shorter than announced");
    let silent = raw("documents/a.pdf", 10, Vec::new()).await;
    assert!(later(fetch(&silent, "x", MOST).await), "no answer at all");
    let busy =
        raw("documents/a.pdf", 5, b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    assert!(later(fetch(&busy, "x", MOST).await), "a bad gateway");
}

#[tokio::test]
async fn neither_a_path_nor_a_redirection_leads_away() {
    let gone = |answer: Result<Vec<u8>, FetchError>| matches!(answer, Err(FetchError::Gone(_)));
    for path in ["../../etc/passwd", "//evil.example/a.pdf", "https://evil.example/a.pdf", "/etc/passwd"] {
        let courier = raw(path, 5, ok(5, "%PDF-")).await;
        assert!(gone(fetch(&courier, "x", MOST).await), "{path}");
    }
    let away =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/a.pdf\r\ncontent-length: 0\r\n\r\n".to_vec();
    let courier = raw("documents/a.pdf", 5, away).await;
    assert!(
        matches!(fetch(&courier, "x", MOST).await, Err(FetchError::NotNow { why, .. }) if why.contains("302"))
    );
    let endless = raw("documents/a.pdf", 5, ok(5_000_000, &"x".repeat(5_000_000))).await;
    assert_eq!(fetch(&endless, "x", 1_000).await, Err(FetchError::TooBig), "whatever was announced");
}
