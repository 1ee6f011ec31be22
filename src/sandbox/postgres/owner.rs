//! The user the server runs as: ourselves, or whom root drops to. PostgreSQL refuses to run as root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::{At, PostgresError};

/// A user and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

pub(super) fn uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

pub(super) fn is_root() -> bool {
    uid() == 0
}

impl Owner {
    /// Who runs a server started by us.
    pub(super) fn of_server() -> Result<Self, PostgresError> {
        if !is_root() {
            return Ok(Self { uid: uid(), gid: rustix::process::getegid().as_raw() });
        }
        let path = Path::new("/etc/passwd");
        let users = std::fs::read_to_string(path).at(path)?;
        ["postgres", "_postgres", "nobody"]
            .iter()
            .find_map(|name| users.lines().find_map(|line| Self::in_line(line, name)))
            .ok_or(PostgresError::NoOwner)
    }

    fn in_line(line: &str, name: &str) -> Option<Self> {
        let mut fields = line.split(':');
        let found = fields.next() == Some(name);
        let uid = number(fields.nth(1)?)?;
        let gid = number(fields.next()?)?;
        (found && uid != 0).then_some(Self { uid, gid })
    }

    /// Makes `command` run as this user, without any of root's groups.
    pub(super) fn run(self, command: &mut Command) -> &mut Command {
        if is_root() {
            // Why: given a uid, the standard library also clears the supplementary groups before the switch.
            command.gid(self.gid).uid(self.uid);
        }
        command
    }

    /// Gives `path` to this user.
    pub(super) fn give(self, path: &Path) -> Result<(), PostgresError> {
        if is_root() {
            std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).at(path)?;
        }
        Ok(())
    }
}

/// An id as /etc/passwd writes it; macOS writes `nobody` as -2.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| text.parse().ok().map(i32::cast_unsigned))
}
