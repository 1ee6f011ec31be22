//! A server for answers of the platform the sandbox does not give.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aftercare::frontend::telegram::connect;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use teloxide::Bot;

/// A server that gives these answers in order, whatever it is asked, and then none any more.
pub struct Scripted {
    url: String,
    script: Arc<Script>,
    _serving: tokio::task::JoinSet<()>,
}

struct Script {
    answers: Mutex<VecDeque<Value>>,
    requests: Mutex<Vec<Value>>,
}

impl Scripted {
    pub async fn start(answers: impl IntoIterator<Item = Value>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        let script = Arc::new(Script { answers, requests: Mutex::default() });
        let app = axum::Router::new().fallback(Self::answer).with_state(Arc::clone(&script));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let mut serving = tokio::task::JoinSet::new();
        serving.spawn(async move { axum::serve(listener, app).await.expect("served") });
        Self { url, script, _serving: serving }
    }

    async fn answer(State(script): State<Arc<Script>>, body: Bytes) -> Response {
        let params = serde_json::from_slice(&body).unwrap_or_default();
        script.requests.lock().expect("no panic").push(params);
        let answer = script.answers.lock().expect("no panic").pop_front();
        match answer {
            Some(Value::String(text)) => text.into_response(),
            Some(answer) => Json(answer).into_response(),
            None => std::future::pending().await,
        }
    }

    pub fn bot(&self) -> Bot {
        connect("1:SANDBOX-TOKEN", Some(&self.url)).expect("a bot")
    }

    /// The parameters of all requests so far.
    pub fn requests(&self) -> Vec<Value> {
        self.script.requests.lock().expect("no panic").clone()
    }
}
