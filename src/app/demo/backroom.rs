//! The desk of the demo as a child of it: started, told the time, unplugged, started again.
//!
//! Invariants: the child is in a process group of its own, so that Ctrl-C in a terminal reaches the parent alone, and
//! ends when its standard input does, however the parent ended. It knows its clock's offset before it does anything.
//! What it says of itself are lines of JSON on its standard output, the detailed answer of its status endpoint; its log goes to standard error. Deliberately not
//! here: what the page makes of it (`glance`).

use std::{
    collections::BTreeMap,
    process::{ExitStatus, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::{Notify, watch},
};
use tracing::warn;

use super::glance::{News, Seen};
use crate::{
    app::{
        AppError,
        serve::{self, Manner},
    },
    clock::Clock,
    config::{Config, Environment},
    sandbox::{
        faults::{Fault, Trouble},
        page::Pull,
        world::{State, World},
    },
};

/// Before a desk that ended is started again.
const BREATHER: Duration = Duration::from_secs(1);
/// How long a desk may take to finish what is on its way.
const LAST_CALLS: Duration = Duration::from_secs(10);
/// Desks in a row that end before they open: then another start would not help.
const MOST_FAILED_STARTS: u32 = 3;
/// Between two lines of the child about itself.
const GLANCE: Duration = Duration::from_millis(250);

/// The child that is the desk, and what the page knows of it.
pub(super) struct Backroom {
    world: World,
    clock_moved: Notify,
    plug: Notify,
    /// A pull waits for the next message.
    armed: watch::Sender<bool>,
    seen: Mutex<Seen>,
}

/// How a desk ended.
enum End {
    /// The demo closes.
    Closed,
    /// Its plug was pulled.
    Unplugged,
    /// Nobody asked it to.
    ByItself(ExitStatus),
}

impl Backroom {
    pub(super) fn new(world: World) -> Self {
        Self {
            world,
            clock_moved: Notify::new(),
            plug: Notify::new(),
            armed: watch::Sender::new(false),
            seen: Mutex::default(),
        }
    }

    /// Kills the desk, now or in the middle of the next message it sends; it is started again.
    pub(super) fn unplug(&self, when: Pull) {
        match when {
            Pull::Now => self.plug.notify_one(),
            Pull::Sending => self.arm(true),
            Pull::Never => self.arm(false),
        }
    }

    /// Sets or takes back the trap: the next message hangs on its way, and then the plug is pulled.
    fn arm(&self, on: bool) {
        if self.armed.send_replace(on) == on {
            return;
        }
        let trap = Fault::Calls { method: "send*".to_owned(), chat: None, times: 1, trouble: Trouble::Stall };
        if on {
            self.world.fault(trap);
        } else {
            self.world.change(|state, _| state.faults.retain(|fault| *fault != trap));
        }
        self.see(|seen| seen.armed = on);
    }

    /// Returns when a message hangs in the trap.
    async fn trapped(&self) {
        let mut armed = self.armed.subscribe();
        // Why the results are dropped: the senders live in `self`.
        let _ = armed.wait_for(|armed| *armed).await;
        let mut changes = self.world.changes();
        while !self.world.look(State::is_holding) {
            let _ = changes.changed().await;
        }
    }

    /// The clock was moved: the desk is told.
    pub(super) fn tell_time(&self) {
        self.clock_moved.notify_one();
    }

    /// What is known of the desk now.
    pub(super) fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whoever looks on is woken when there is something new to see.
    fn see(&self, change: impl FnOnce(&mut Seen)) {
        let news = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let before = seen.clone();
            change(&mut seen);
            *seen != before
        };
        if news {
            self.world.touch();
        }
    }

    /// The plug is pulled: what was under way is written down first.
    async fn pull(&self, child: &mut Child) -> Result<End, AppError> {
        self.see(|seen| seen.pulled(&self.world));
        let killed = child.kill().await;
        self.arm(false);
        killed.map(|()| End::Unplugged).map_err(|error| AppError::doing("pulling the plug", error))
    }

    /// Keeps a desk running until told to stop: starts it again whenever it ends. An error when it does not come to
    /// open.
    pub(super) async fn keep(
        &self,
        environment: BTreeMap<&'static str, String>,
        mut stop: watch::Receiver<bool>,
    ) -> Result<(), AppError> {
        let mut failed = 0;
        loop {
            let child = spawn(&environment)?;
            self.see(|seen| seen.started(child.id()));
            let end = self.run(child, &mut stop).await?;
            let opened = self.seen().has_opened();
            self.see(Seen::off);
            match end {
                End::Closed => return Ok(()),
                End::Unplugged => failed = 0,
                End::ByItself(how) => {
                    failed = if opened { 0 } else { failed + 1 };
                    if failed == MOST_FAILED_STARTS {
                        return Err(AppError::Other(format!(
                            "the desk ended {failed} times before it opened ({how}); what it said stands above"
                        )));
                    }
                    warn!(event = "demo.desk.ended", "the desk ended by itself ({how}) and is started again");
                }
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
                // Why real time: whoever pulled the plug is to see that the desk is gone, and a desk that can't start is
                // not started as fast as the machine can.
                () = tokio::time::sleep(BREATHER) => {}
            }
        }
    }

    /// One desk, from its start to its end.
    async fn run(&self, mut child: Child, stop: &mut watch::Receiver<bool>) -> Result<End, AppError> {
        let mut tell = child.stdin.take();
        let mut news = child.stdout.take().map(|out| BufReader::new(out).lines());
        self.tell_offset(&mut tell).await;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {
                    drop(tell);
                    // Why: one that does not end in time is killed when its handle is dropped.
                    let _ = tokio::time::timeout(LAST_CALLS, child.wait()).await;
                    return Ok(End::Closed);
                }
                () = self.clock_moved.notified() => self.tell_offset(&mut tell).await,
                () = self.plug.notified() => return self.pull(&mut child).await,
                () = self.trapped() => return self.pull(&mut child).await,
                line = next_line(&mut news) => match serde_json::from_str::<News>(&line) {
                    Ok(news) => self.see(|seen| seen.hear(news, &self.world)),
                    Err(error) => warn!(event = "demo.news", "the desk said something nobody understands: {error}"),
                },
                how = child.wait() => {
                    return how.map(End::ByItself).map_err(|error| AppError::doing("waiting for the desk", error));
                }
            }
        }
    }

    /// Tells the child how far the clock was moved.
    async fn tell_offset(&self, tell: &mut Option<ChildStdin>) {
        let Some(stdin) = tell else { return };
        let line = format!("offset {}\n", self.world.clock().offset().num_milliseconds());
        if stdin.write_all(line.as_bytes()).await.is_err() {
            *tell = None;
        }
    }
}

async fn next_line(news: &mut Option<Lines<BufReader<ChildStdout>>>) -> String {
    if let Some(lines) = news
        && let Ok(Some(line)) = lines.next_line().await
    {
        return line;
    }
    // Why: an ended child closes its output; its exit is waited for beside this.
    std::future::pending().await
}

fn spawn(environment: &BTreeMap<&'static str, String>) -> Result<Child, AppError> {
    let program = std::env::current_exe().map_err(|error| AppError::doing("finding this program", error))?;
    let mut command = Command::new(program);
    command
        .arg("demo-desk")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .process_group(0)
        .kill_on_drop(true)
        .envs(environment);
    command.spawn().map_err(|error| AppError::doing("starting the desk", error))
}

/// The child: a desk whose clock is moved by its parent, which ends when its standard input does.
pub async fn desk(say: impl Fn(&str)) -> Result<(), AppError> {
    let clock = Clock::shifted(TimeDelta::zero());
    let mut orders = BufReader::new(tokio::io::stdin()).lines();
    // Why: a desk that works at the wrong time for a moment dates what it does then wrongly for good.
    if !obey_next(&mut orders, &clock).await {
        return Ok(());
    }
    let config = Config::load(&Environment::from_process(), clock.now().date_naive())
        .map_err(|problems| AppError::Config(crate::config::report(&problems, None)))?;
    let manner = Manner { clock: clock.clone(), holder: "demo".to_owned(), unpaced: false };
    // Why: the endpoint answers as long as its handle lives.
    let (running, _http) = tokio::select! {
        opened = serve::open(&config, manner) => opened?,
        () = obey(&mut orders, &clock) => return Ok(()),
    };
    let report = async {
        // Why in real time, and asked: what the page shows of the desk are rows, and whoever looks on has no part in them.
        let mut glance = tokio::time::interval(GLANCE);
        loop {
            glance.tick().await;
            match running.desk().detail().await {
                Ok(detail) => say(&serde_json::to_string(&detail).unwrap_or_default()),
                Err(error) => warn!(event = "demo.status", "no status: {error}"),
            }
        }
    };
    tokio::select! {
        () = obey(&mut orders, &clock) => {}
        () = report => {}
    }
    running.stop().await;
    Ok(())
}

/// Obeys until the parent lets go.
async fn obey<R: AsyncBufRead + Unpin>(orders: &mut Lines<R>, clock: &Clock) {
    while obey_next(orders, clock).await {}
}

/// Waits for one order and obeys it; false when the parent has let go.
async fn obey_next<R: AsyncBufRead + Unpin>(orders: &mut Lines<R>, clock: &Clock) -> bool {
    let Ok(Some(order)) = orders.next_line().await else { return false };
    match order.strip_prefix("offset ").and_then(|ms| ms.parse().ok()).and_then(TimeDelta::try_milliseconds) {
        Some(offset) => clock.set_offset(offset),
        None => warn!(event = "demo.order", "an order nobody understands"),
    }
    true
}
