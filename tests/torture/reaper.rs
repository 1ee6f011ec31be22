//! No process of ours outlives us, however we end: a shell holds a list of them and waits on a pipe that only we hold.
//!
//! It is told of every process that begins and of every one that has ended, so that it never kills a stranger who was given
//! the same number later.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Reads `+PID` and `-PID`; at the end of its input it kills those that are left.
const SCRIPT: &str = r#"
alive=" "
while read -r word; do
    pid=${word#?}
    case $word in
        +*) alive="$alive$pid " ;;
        -*) case $alive in *" $pid "*) alive="${alive%% $pid *} ${alive#* $pid }" ;; esac ;;
    esac
done
for pid in $alive; do kill -9 "$pid" 2>/dev/null; done
"#;

/// The shell that outlives us for a moment.
pub struct Reaper {
    shell: Child,
    told: Mutex<Option<ChildStdin>>,
}

impl Reaper {
    pub fn start() -> Self {
        let mut shell = Command::new("/bin/sh");
        // Why a group of its own: Ctrl-C in a terminal ends us, and it comes after us.
        shell.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0);
        let mut shell = shell.spawn().expect("a shell starts");
        let told = Mutex::new(shell.stdin.take());
        Self { shell, told }
    }

    pub fn began(&self, pid: u32) {
        self.tell(&format!("+{pid}\n"));
    }

    pub fn ended(&self, pid: u32) {
        self.tell(&format!("-{pid}\n"));
    }

    fn tell(&self, word: &str) {
        if let Some(told) = self.told.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            told.write_all(word.as_bytes()).expect("the shell listens");
        }
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Why the result is dropped: there is nothing left to do about it.
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt as _;

    #[test]
    fn who_is_left_is_killed_and_who_ended_is_not() {
        let sleeper = || Command::new("sleep").arg("60").spawn().expect("a process");
        let (mut left, mut ended, mut never) = (sleeper(), sleeper(), sleeper());
        let reaper = Reaper::start();
        for process in [&left, &ended] {
            reaper.began(process.id());
        }
        reaper.ended(ended.id());
        drop(reaper);
        assert_eq!(left.wait().expect("an end").signal(), Some(9));
        for process in [&mut ended, &mut never] {
            assert!(process.try_wait().expect("a state").is_none(), "it was killed although it was let go");
            process.kill().and_then(|()| process.wait()).expect("an end");
        }
    }
}
