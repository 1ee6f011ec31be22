//! Ties the server's life to ours, without unsafe code and on every unix: a shell between us and the server waits
//! on a pipe whose other end only we hold. However we end, the system closes our end, and the shell stops the
//! server: fast at first, by force when that takes too long.
//!
//! Both run in a process group of their own, so Ctrl-C in a terminal reaches us first and we decide what stops when.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::error::{At, PostgresError};
use super::folder::{Root, SocketFolder};
use super::{Durability, tail_of};

const SCRIPT: &str = include_str!("supervise.sh");
const START_LIMIT: Duration = Duration::from_mins(1);

/// A server and the shell that watches over it.
#[derive(Debug)]
pub(super) struct Supervised {
    shell: Child,
    /// Open as long as the server shall run.
    lifeline: Option<ChildStdin>,
    pid: u32,
    log: PathBuf,
}

impl Supervised {
    /// Starts `command` as the root folder's owner; its output goes to the folder's log.
    pub(super) fn spawn(
        root: &Root,
        socket: &SocketFolder,
        durability: Durability,
        command: &[OsString],
    ) -> Result<Self, PostgresError> {
        // Why: what is temporary is removed by whoever is last, and after a kill -9 that is the shell.
        let nothing = Path::new("");
        let socket_to_remove = if socket.is_inside(root) { nothing } else { socket.path() };
        let root_to_remove = if root.temporary { root.path() } else { nothing };
        let log = root.log();
        let mut shell = quiet("/bin/sh", socket.path());
        shell.args(["-c", SCRIPT, "aftercare-postgres", durability.closing_seconds()]).arg(&log);
        shell
            .arg(socket_to_remove)
            .arg(root_to_remove)
            .args(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0);
        let mut shell = root.owner.run(&mut shell).spawn().at(Path::new("/bin/sh"))?;
        let lifeline = shell.stdin.take();
        let mut said = String::new();
        if let Some(out) = shell.stdout.take() {
            BufReader::new(out).read_line(&mut said).at(&log)?;
        }
        let Ok(pid) = said.trim().parse() else {
            drop(lifeline);
            let how = shell.wait().at(Path::new("/bin/sh"))?;
            return Err(failed(how, &log));
        };
        Ok(Self { shell, lifeline, pid, log })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits for the word in the pid file that `pg_ctl` waits for too.
    pub(super) fn wait_until_ready(&mut self, data: &Path) -> Result<(), PostgresError> {
        let file = data.join("postmaster.pid");
        let pid = self.pid.to_string();
        let ended = poll(START_LIMIT, || {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let mut lines = text.lines().map(str::trim);
            if lines.next() == Some(&pid) && lines.nth(6) == Some("ready") {
                return Some(None);
            }
            self.shell.try_wait().transpose().map(Some)
        });
        match ended {
            Some(None) => Ok(()),
            Some(Some(status)) => Err(failed(status.at(&file)?, &self.log)),
            None => Err(PostgresError::Failed {
                program: "postgres",
                how: format!("not ready after {} s", START_LIMIT.as_secs()),
                output: tail_of(&self.log),
            }),
        }
    }

    /// Lets the server go and waits for its end; the shell's limits bound the wait.
    pub(super) fn stop(&mut self) -> Result<(), PostgresError> {
        drop(self.lifeline.take());
        let status = self.shell.wait().at(Path::new("/bin/sh"))?;
        if status.success() { Ok(()) } else { Err(failed(status, &self.log)) }
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        if self.lifeline.is_some()
            && let Err(error) = self.stop()
        {
            tracing::warn!(%error, postgres.pid = self.pid, "postgres.ended_badly");
        }
    }
}

/// A command with nothing of our environment but what the programs of PostgreSQL need.
pub(super) fn quiet(program: impl AsRef<std::ffi::OsStr>, tmp: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs([("PATH", "/usr/bin:/bin:/usr/sbin:/sbin"), ("LC_ALL", "C"), ("TZ", "UTC")]);
    command.env("TMPDIR", tmp).stdin(Stdio::null()).stderr(Stdio::null());
    command
}

/// Asks again every 10 ms, for a process outside of ours, until there is an answer or `limit` has passed.
pub(super) fn poll<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        let answer = ask();
        if answer.is_some() || started.elapsed() > limit {
            return answer;
        }
        // Why asked, and in real time: that process is none of our children, and nothing tells of its end or its opening.
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn failed(status: ExitStatus, log: &Path) -> PostgresError {
    PostgresError::Failed { program: "postgres", how: status.to_string(), output: tail_of(log) }
}
