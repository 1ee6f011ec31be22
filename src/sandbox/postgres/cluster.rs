//! The data folder: created whole or not at all, and never opened while an earlier server still closes in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::Pid;

use super::binaries::Binaries;
use super::error::{At, PostgresError};
use super::folder::Root;
use super::supervisor::{poll, quiet};
use super::{Durability, ROLE};

/// Longer than the supervisor takes to end a server by force.
const CLOSING_LIMIT: Duration = Duration::from_secs(30);

/// Makes the data folder ready for a start and returns it. Each major version has its own: they cannot read each
/// other's.
pub(super) fn prepare(
    binaries: &Binaries,
    root: &Root,
    durability: Durability,
) -> Result<PathBuf, PostgresError> {
    let data = root.path().join(format!("data-{}", binaries.major));
    if data.join("PG_VERSION").exists() {
        wait_for_previous(&data)?;
    } else {
        create(binaries, root, durability, &data)?;
    }
    std::fs::write(root.log(), "").at(&root.log())?;
    root.owner.give(&root.log())?;
    Ok(data)
}

/// `initdb` into a folder of another name, renamed when complete: a killed one leaves no half cluster.
fn create(
    binaries: &Binaries,
    root: &Root,
    durability: Durability,
    data: &Path,
) -> Result<(), PostgresError> {
    remove_unfinished(root.path())?;
    // Why: the name is new each time, so an `initdb` whose program was killed cannot write into ours.
    let new = root.path().join(format!("data.new-{}", std::process::id()));
    // Why: plain byte order sorts alike everywhere; macOS has no C.UTF-8, and letters need some UTF-8 locale.
    let letters = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };
    let mut initdb = quiet(binaries.initdb(), root.path());
    initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "-U", ROLE, "-D"]);
    initdb.arg(&new).arg(format!("--lc-ctype={letters}")).current_dir(root.path()).stderr(Stdio::piped());
    if durability != Durability::Durable {
        initdb.arg("--no-sync");
    }
    let done = root.owner.run(&mut initdb).output().at(&binaries.initdb())?;
    if !done.status.success() {
        return Err(PostgresError::Failed {
            program: "initdb",
            how: done.status.to_string(),
            output: String::from_utf8_lossy(&done.stderr).trim().to_owned(),
        });
    }
    std::fs::rename(&new, data).at(data)
}

fn remove_unfinished(root: &Path) -> Result<(), PostgresError> {
    for entry in root.read_dir().at(root)? {
        let entry = entry.at(root)?;
        if entry.file_name().as_encoded_bytes().starts_with(b"data.new-") {
            std::fs::remove_dir_all(entry.path()).at(&entry.path())?;
        }
    }
    Ok(())
}

/// We hold the lock, so the program of any server still in `data` is dead and that server is on its way out.
fn wait_for_previous(data: &Path) -> Result<(), PostgresError> {
    let file = data.join("postmaster.pid");
    let Some(pid) = first_number(&file) else { return Ok(()) };
    let gone = poll(CLOSING_LIMIT, || (!serves(pid, data)).then_some(()));
    gone.ok_or_else(|| PostgresError::StillClosing {
        pid: pid.as_raw_nonzero().get().cast_unsigned(),
        path: data.to_path_buf(),
    })?;
    // Why: after a crash the number may have passed to another process, and then PostgreSQL would not start.
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at(&file),
        _ => Ok(()),
    }
}

fn first_number(file: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(file).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether `pid` is a process whose command line names `data`. What has died but was not yet collected is not.
fn serves(pid: Pid, data: &Path) -> bool {
    let line = if Path::new("/proc/self/cmdline").exists() {
        std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default()
    } else {
        let ps = Command::new("/bin/ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
        ps.map(|ps| ps.stdout).unwrap_or_default()
    };
    contains(&line, data.as_os_str())
}

fn contains(line: &[u8], part: &OsStr) -> bool {
    let part = part.as_encoded_bytes();
    line.windows(part.len()).any(|window| window == part)
}
