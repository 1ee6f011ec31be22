//! A client of the gateway without a library: frames of a WebSocket by hand, as few as the tests need.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Bench;

/// Real time the stand-in may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came.
#[derive(Debug, PartialEq)]
pub enum Came {
    Text(Value),
    /// A frame with these bytes.
    Bytes(Vec<u8>),
    Closed(u16),
    /// The connection broke.
    Broken,
}

pub struct Socket {
    stream: TcpStream,
}

impl Socket {
    /// Connects; nothing when the gateway does not take it.
    pub async fn connect(bench: &Bench) -> Option<Self> {
        let address = bench.server.url().replace("http://", "");
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        let hello = format!(
            "GET /gateway/?v=10&encoding=json HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(hello.as_bytes()).await.expect("a request");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("an answer"));
        }
        head.starts_with(b"HTTP/1.1 101").then_some(Self { stream })
    }

    /// Says something, its length in two bytes (126 and the bit of the mask). A mask of zeros changes nothing.
    pub async fn say(&mut self, payload: Value) {
        let text = payload.to_string();
        let length = u16::try_from(text.len()).expect("a short payload").to_be_bytes();
        let mut frame = vec![0x81, 0xfe];
        frame.extend(length);
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).await.expect("the frame leaves");
    }

    pub async fn hear(&mut self) -> Came {
        let frame = tokio::time::timeout(PATIENCE, self.frame()).await.expect("the gateway says something");
        match frame {
            Ok((1, payload)) => Came::Text(serde_json::from_slice(&payload).expect("JSON")),
            Ok((2, payload)) => Came::Bytes(payload),
            Ok((8, payload)) => {
                Came::Closed(payload.try_into().map_or(0, |code: [u8; 2]| u16::from_be_bytes(code)))
            }
            Ok((other, _)) => panic!("a frame of the kind {other}"),
            Err(_) => Came::Broken,
        }
    }

    async fn frame(&mut self) -> std::io::Result<(u8, Vec<u8>)> {
        let kind = self.stream.read_u8().await? & 0x0f;
        let length = match self.stream.read_u8().await? {
            126 => u64::from(self.stream.read_u16().await?),
            127 => self.stream.read_u64().await?,
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).expect("a payload")];
        self.stream.read_exact(&mut payload).await?;
        if kind == 8 {
            payload.truncate(2);
        }
        Ok((kind, payload))
    }

    /// The next payload, which is one of text.
    pub async fn payload(&mut self) -> Value {
        match self.hear().await {
            Came::Text(payload) => payload,
            other => panic!("no payload: {other:?}"),
        }
    }

    /// The kind and the body of the next event.
    pub async fn event(&mut self) -> (String, Value) {
        let payload = self.payload().await;
        assert_eq!(payload["op"], 0, "{payload}");
        (payload["t"].as_str().expect("a kind").to_owned(), payload["d"].clone())
    }

    /// Connected and greeted.
    pub async fn greeted(bench: &Bench) -> Self {
        let mut socket = Self::connect(bench).await.expect("the gateway takes it");
        assert_eq!(socket.payload().await["op"], 10);
        socket
    }

    /// Identified with these intents; tells the session as well.
    pub async fn identified(bench: &Bench, intents: u64) -> (Self, String) {
        let mut socket = Self::greeted(bench).await;
        socket
            .say(json!({"op": 2, "d": {"token": bench.token(), "intents": intents, "properties": {}}}))
            .await;
        let (kind, ready) = socket.event().await;
        assert_eq!(kind, "READY");
        let session = ready["session_id"].as_str().expect("a session").to_owned();
        if intents & 1 != 0 {
            assert_eq!(socket.event().await.0, "GUILD_CREATE");
        }
        (socket, session)
    }

    /// Takes a session up again after the payload with this number.
    pub async fn resumed(bench: &Bench, session: &str, after: u64) -> Self {
        let mut socket = Self::greeted(bench).await;
        let said = json!({"token": bench.token(), "session_id": session, "seq": after});
        socket.say(json!({"op": 6, "d": said})).await;
        socket
    }
}
