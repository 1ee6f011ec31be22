//! One process of the desk: the program as it is shipped, started with `serve`, hit by signals, read by its log.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aftercare::clock::Clock;
use chrono::{DateTime, Utc};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::process::{Child, Command};

use crate::reaper::Reaper;

/// A line of a log that says something about the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub at: DateTime<Utc>,
    pub event: String,
    pub epoch: Option<i64>,
}

/// A running process, or one that ended.
pub struct Process {
    child: Child,
    pid: u32,
    log: PathBuf,
    reaper: Arc<Reaper>,
    is_stopped: bool,
    alive: bool,
}

impl Process {
    /// Starts the program with these variables and no others.
    pub fn start(environment: &BTreeMap<&'static str, String>, log: &Path, reaper: &Arc<Reaper>) -> Self {
        let out = File::create(log).expect("a log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_aftercare"));
        command
            .arg("serve")
            .env_clear()
            .envs(environment)
            .stdin(Stdio::null())
            .stderr(Stdio::from(out.try_clone().expect("a second handle")))
            .stdout(Stdio::from(out))
            .process_group(0)
            .kill_on_drop(true);
        let child = command.spawn().expect("the program starts");
        let pid = child.id().expect("it runs");
        reaper.began(pid);
        Self { child, pid, log: log.to_owned(), reaper: Arc::clone(reaper), is_stopped: false, alive: true }
    }

    pub const fn is_alive(&self) -> bool {
        self.alive
    }

    pub const fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    fn signal(&self, signal: Signal) {
        if self.alive {
            // Why the result is dropped: it may have ended by itself, which shows elsewhere.
            let _ = Pid::from_raw(self.pid.cast_signed()).map(|pid| kill_process(pid, signal));
        }
    }

    /// `kill -9`; returns when it is gone.
    pub async fn kill(&mut self) {
        self.signal(Signal::KILL);
        // Why the result is dropped: it says that it was killed.
        let _ = self.child.wait().await;
        self.is_gone();
    }

    fn is_gone(&mut self) {
        if std::mem::replace(&mut self.alive, false) {
            self.reaper.ended(self.pid);
        }
    }

    pub fn stop(&mut self) {
        self.signal(Signal::STOP);
        self.is_stopped = true;
    }

    pub fn go_on(&mut self) {
        self.signal(Signal::CONT);
        self.is_stopped = false;
    }

    /// Notices an end nobody asked for.
    pub fn has_ended_by_itself(&mut self) -> bool {
        let ended = self.alive && self.child.try_wait().is_ok_and(|status| status.is_some());
        if ended {
            self.is_gone();
        }
        ended
    }

    /// SIGTERM, and how long it took to end well; `None` when it did not within this time, or not well.
    pub async fn ask_to_end(&mut self, patience: Duration) -> Option<Duration> {
        let began = Instant::now();
        self.signal(Signal::TERM);
        let ended = tokio::time::timeout(patience, self.child.wait()).await;
        let well = matches!(ended, Ok(Ok(status)) if status.success());
        if ended.is_err() {
            self.kill().await;
        }
        self.is_gone();
        well.then(|| began.elapsed())
    }

    /// What it has said about the office so far.
    pub fn said(&self) -> Vec<Said> {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        text.lines().filter_map(said).collect()
    }

    /// How many panics its log tells of.
    pub fn panics(&self) -> usize {
        std::fs::read_to_string(&self.log).unwrap_or_default().matches("process.panicked").count()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
        self.is_gone();
    }
}

/// One line of a log, where it is about the office.
fn said(line: &str) -> Option<Said> {
    let json: Value = serde_json::from_str(line).ok()?;
    let event = json["event"].as_str()?;
    let about = ["desk.lease.", "office."].iter().any(|area| event.starts_with(area));
    let at = DateTime::parse_from_rfc3339(json["timestamp"].as_str()?).ok()?.to_utc();
    about.then(|| Said { at, event: event.to_owned(), epoch: json["epoch"].as_i64() })
}

/// The machine's time, which the logs are dated by as well.
pub fn now() -> DateTime<Utc> {
    Clock::system().now()
}

#[test]
fn a_line_about_the_office_is_read_and_others_are_not() {
    let line = r#"{"timestamp":"2026-11-26T18:00:00.5Z","level":"INFO","event":"desk.lease.taken","epoch":3,"message":"m"}"#;
    let read = said(line).expect("it is about the office");
    assert_eq!((read.event.as_str(), read.epoch), ("desk.lease.taken", Some(3)));
    assert_eq!(read.at.timestamp_subsec_millis(), 500);
    assert_eq!(said(r#"{"timestamp":"2026-11-26T18:00:00Z","event":"stopped"}"#), None);
    assert_eq!(said("thread 'main' panicked"), None);
}
