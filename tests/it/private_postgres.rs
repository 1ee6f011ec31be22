//! The private server: it starts anywhere, keeps what it promised to keep, and never outlives its program.

#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use std::ffi::OsString;
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aftercare::sandbox::postgres::{
    Durability, Places, PostgresError, PrivatePostgres, create_database, demo_root, drop_database,
};
use rustix::process::{Pid, Signal, geteuid, kill_process, test_kill_process};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

/// Names the folder that [`program_with_a_server`] works in; an empty name stands for a temporary one.
const PROGRAM_ROOT: &str = "AFTERCARE_TEST_PROGRAM_ROOT";

/// A folder that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("aftercare-it-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        // The user that root drops to must be able to pass through.
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    fn root(&self) -> PathBuf {
        self.0.join("server")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn places() -> Places {
    Places::new(std::env::var_os("PATH"), std::env::temp_dir(), None)
}

/// A machine without any PostgreSQL, whose programs are those in `path`.
fn bare_places(scratch: &Scratch, path: OsString) -> Places {
    let kept = scratch.0.join("kept");
    Places { path: Some(path), tmp: scratch.0.clone(), kept, installations: vec![] }
}

fn start(root: &Path, durability: Durability) -> PrivatePostgres {
    PrivatePostgres::start(&places(), root, durability).unwrap()
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

async fn connect(options: &PgConnectOptions) -> PgConnection {
    options.connect().await.unwrap()
}

fn execute(options: &PgConnectOptions, sql: &'static str) {
    block_on(async { sqlx::raw_sql(sql).execute(&mut connect(options).await).await }).unwrap();
}

fn text(options: &PgConnectOptions, sql: &'static str) -> String {
    block_on(async { sqlx::query_scalar(sql).fetch_one(&mut connect(options).await).await }).unwrap()
}

fn alive(pid: u32) -> bool {
    test_kill_process(Pid::from_raw(pid.cast_signed()).unwrap()).is_ok()
}

fn kill(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), signal).unwrap();
}

/// Waits for another process to do something, with a limit that only a fault reaches.
fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(30), "never came true: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn uid_of(pid: u32) -> u32 {
    if let Ok(process) = Path::new("/proc").join(pid.to_string()).metadata() {
        return process.uid();
    }
    let ps = Command::new("ps").args(["-o", "uid=", "-p", &pid.to_string()]).output().unwrap();
    String::from_utf8(ps.stdout).unwrap().trim().parse().unwrap()
}

#[test]
fn it_answers_keeps_its_data_and_stops() {
    let scratch = Scratch::new("answers");
    let server = start(&scratch.root(), Durability::Durable);
    execute(&server.options("postgres"), "create table kept as select 'still here' as word");
    let pid = server.pid();
    server.stop().unwrap();
    assert!(!alive(pid));

    let server = start(&scratch.root(), Durability::Demo);
    let postgres = server.options("postgres");
    assert_eq!(text(&postgres, "select word from kept"), "still here");
    let settings = "select current_setting('listen_addresses') || current_setting('server_encoding') \
                    || current_setting('fsync') || current_setting('synchronous_commit')";
    assert_eq!(text(&postgres, settings), "UTF8offon");
    assert_eq!(text(&postgres, "select upper('é') || current_setting('lc_collate')"), "ÉC");
}

#[test]
fn its_url_leads_to_the_same_server() {
    let server = PrivatePostgres::start_temporary(&places(), Durability::Test).unwrap();
    let options: PgConnectOptions = server.url("postgres").parse().unwrap();
    assert_eq!(text(&options, "select current_user::text"), "aftercare");
    assert_eq!(text(&options, "select current_setting('fsync')"), "off");
}

#[test]
fn a_temporary_server_leaves_nothing_behind() {
    let server = PrivatePostgres::start_temporary(&places(), Durability::Test).unwrap();
    let (root, socket) = (server.root().to_owned(), server.socket_dir().to_owned());
    assert!(root.exists() && socket.exists());
    drop(server);
    assert!(!root.exists() && !socket.exists());
}

#[test]
fn only_its_user_may_enter_its_folders_and_root_does_not_run_it() {
    let server = PrivatePostgres::start_temporary(&places(), Durability::Test).unwrap();
    let runs_as = uid_of(server.pid());
    assert_ne!(runs_as, 0);
    for folder in [server.root(), server.socket_dir()] {
        let about = folder.metadata().unwrap();
        assert_eq!((about.mode() & 0o777, about.uid()), (0o700, runs_as));
    }
}

#[test]
fn a_long_path_gets_its_socket_elsewhere() {
    let scratch = Scratch::new("long");
    let deep = scratch.0.join("x".repeat(100));
    std::fs::create_dir(&deep).unwrap();
    let server = start(&deep.join("server"), Durability::Test);
    assert_eq!(text(&server.options("postgres"), "select 'in'"), "in");
    assert!(!server.socket_dir().starts_with(&scratch.0));
    let mode = server.socket_dir().metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_folder_is_used_by_one_program_at_a_time() {
    let scratch = Scratch::new("twice");
    let first = start(&scratch.root(), Durability::Test);
    let second = PrivatePostgres::start(&places(), &scratch.root(), Durability::Test);
    assert!(matches!(second, Err(PostgresError::InUse { .. })), "{second:?}");
    drop(first);
    start(&scratch.root(), Durability::Test).stop().unwrap();
}

#[test]
fn a_folder_that_is_open_or_holds_other_things_is_left_alone() {
    let scratch = Scratch::new("other");
    std::fs::write(scratch.0.join("letter"), "dear").unwrap();
    let refused = PrivatePostgres::start(&places(), &scratch.0, Durability::Test);
    assert!(matches!(refused, Err(PostgresError::Folder { .. })), "{refused:?}");
    assert_eq!(scratch.0.metadata().unwrap().mode() & 0o777, 0o755);
}

#[test]
fn an_unfinished_data_folder_is_made_anew() {
    let scratch = Scratch::new("unfinished");
    start(&scratch.root(), Durability::Test).stop().unwrap();
    let data = scratch.root().read_dir().unwrap().map(|entry| entry.unwrap().path());
    let data = data.into_iter().find(|path| path.join("PG_VERSION").exists()).unwrap();
    // What a killed `initdb` leaves: the folder under its passing name, incomplete.
    let unfinished = scratch.root().join("data.new-1");
    std::fs::rename(&data, &unfinished).unwrap();
    std::fs::remove_file(unfinished.join("PG_VERSION")).unwrap();

    let server = start(&scratch.root(), Durability::Test);
    assert_eq!(text(&server.options("postgres"), "select 'whole'"), "whole");
    assert!(!unfinished.exists());
}

#[test]
fn a_pid_file_that_names_a_strangers_process_is_stale() {
    let scratch = Scratch::new("stale");
    let server = start(&scratch.root(), Durability::Demo);
    let data = PathBuf::from(text(&server.options("postgres"), "select current_setting('data_directory')"));
    kill(server.pid(), Signal::KILL);
    assert!(matches!(server.stop(), Err(PostgresError::Failed { .. })));
    let pid_file = data.join("postmaster.pid");
    let left = std::fs::read_to_string(&pid_file).unwrap();
    let (_, rest) = left.split_once('\n').unwrap();
    std::fs::write(&pid_file, format!("{}\n{rest}", std::process::id())).unwrap();

    start(&scratch.root(), Durability::Demo).stop().unwrap();
}

/// Not a test: the program that others kill. It starts a server, says its pid and its root, and waits for ever.
#[test]
#[ignore = "run as a process of its own by the tests that kill it"]
fn program_with_a_server() {
    let Some(root) = std::env::var_os(PROGRAM_ROOT) else { return };
    let server = if root.is_empty() {
        PrivatePostgres::start_temporary(&places(), Durability::Test).unwrap()
    } else {
        start(Path::new(&root), Durability::Demo)
    };
    println!("\nserver {} {}", server.pid(), server.root().display());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

fn start_program(root: &Path) -> (Child, u32, PathBuf) {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["private_postgres::program_with_a_server", "--exact", "--ignored", "--nocapture"]);
    program.env(PROGRAM_ROOT, root).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
    let mut program = program.spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said = lines.find(|line| line.starts_with("server ")).unwrap();
    let mut words = said.splitn(3, ' ').skip(1);
    let (pid, root) = (words.next().unwrap().parse().unwrap(), words.next().unwrap().into());
    (program, pid, root)
}

#[test]
fn killing_the_program_ends_its_server_and_loses_no_committed_row() {
    let scratch = Scratch::new("killed");
    let (mut program, pid, _) = start_program(&scratch.root());
    assert!(alive(pid));
    let folder = scratch.root().join("socket");
    let options = PgConnectOptions::new_without_pgpass().socket(&folder).port(5432).username("aftercare");
    execute(&options.database("postgres"), "create table kept as select 'committed' as word");
    program.kill().unwrap();
    program.wait().unwrap();

    // At once, while the killed program's server is perhaps still closing.
    let server = start(&scratch.root(), Durability::Demo);
    assert_eq!(text(&server.options("postgres"), "select word from kept"), "committed");
    assert_ne!(server.pid(), pid);
    eventually("the first server is gone", || !alive(pid));
}

#[test]
fn killing_the_program_removes_its_temporary_server() {
    let (mut program, pid, root) = start_program(Path::new(""));
    assert!(alive(pid) && root.join("lock").exists());
    program.kill().unwrap();
    program.wait().unwrap();
    eventually("the server and its folder are gone", || !alive(pid) && !root.exists());
}

#[test]
fn ctrl_c_in_the_terminal_does_not_reach_the_server() {
    let scratch = Scratch::new("group");
    let server = start(&scratch.root(), Durability::Test);
    let ours = rustix::process::getpgrp();
    let pid = Pid::from_raw(server.pid().cast_signed()).unwrap();
    assert_ne!(rustix::process::getpgid(Some(pid)).unwrap(), ours);
}

#[test]
fn a_server_that_hangs_is_killed() {
    let scratch = Scratch::new("hangs");
    let server = start(&scratch.root(), Durability::Test);
    let pid = server.pid();
    kill(pid, Signal::STOP);
    let stopped = server.stop();
    assert!(matches!(stopped, Err(PostgresError::Failed { .. })), "{stopped:?}");
    assert!(!alive(pid));
}

#[test]
fn databases_are_created_copied_and_dropped() {
    let server = PrivatePostgres::start_temporary(&places(), Durability::Test).unwrap();
    let postgres = server.options("postgres");
    block_on(async {
        create_database(&postgres, "form", None).await.unwrap();
        let mut form = connect(&server.options("form")).await;
        sqlx::raw_sql("create table t as select 'copied' as word").execute(&mut form).await.unwrap();
        form.close().await.unwrap();
        let (one, two) = tokio::join!(
            create_database(&postgres, "copy_1", Some("form")),
            create_database(&postgres, "copy_2", Some("form")),
        );
        one.and(two).unwrap();
    });
    assert_eq!(text(&server.options("copy_2"), "select word from t"), "copied");
    block_on(async {
        let _busy = connect(&server.options("copy_1")).await;
        drop_database(&postgres, "copy_1").await.unwrap();
        drop_database(&postgres, "copy_1").await.unwrap();
        for name in ["", "Form", "a\"b", "a b", &"x".repeat(64)] {
            let refused = create_database(&postgres, name, None).await;
            assert!(matches!(refused, Err(PostgresError::Name(_))), "{refused:?}");
        }
    });
    assert_eq!(
        text(
            &postgres,
            "select string_agg(datname, ' ' order by datname) from pg_database where datname ~ 'copy|form'"
        ),
        "copy_2 form"
    );
}

#[test]
fn without_an_installation_one_line_says_what_to_install() {
    let scratch = Scratch::new("missing");
    let places = bare_places(&scratch, "/nowhere".into());
    let message = PrivatePostgres::start(&places, &scratch.root(), Durability::Test).unwrap_err().to_string();
    for part in ["PostgreSQL 14", "apt install postgresql", "brew install postgresql@17", "DATABASE_URL"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn a_fetched_build_with_another_checksum_is_not_unpacked() {
    let scratch = Scratch::new("forged");
    let programs = scratch.0.join("bin");
    std::fs::create_dir(&programs).unwrap();
    let npm = programs.join("npm");
    std::fs::write(&npm, "#!/bin/sh\necho forged >forged.tgz\n").unwrap();
    std::fs::set_permissions(&npm, Permissions::from_mode(0o755)).unwrap();
    for digest in ["sha512sum", "shasum"] {
        symlink(Path::new("/usr/bin").join(digest), programs.join(digest)).unwrap();
    }
    let places = bare_places(&scratch, programs.into());
    let refused = PrivatePostgres::start(&places, &scratch.root(), Durability::Test).unwrap_err();
    assert!(refused.to_string().contains("checksum"), "{refused}");
    assert_eq!(places.kept.read_dir().unwrap().count(), 0);
}

#[test]
#[ignore = "needs npm and a network, and fetches 23 MB"]
fn the_pinned_build_is_fetched_once_and_runs() {
    let scratch = Scratch::new("fetched");
    let path = std::env::var_os("PATH").unwrap();
    let without = std::env::split_paths(&path).filter(|folder| !folder.join("initdb").exists());
    let mut places = bare_places(&scratch, std::env::join_paths(without).unwrap());
    PrivatePostgres::start_temporary(&places, Durability::Test).unwrap().stop().unwrap();

    places.path = None;
    let server = PrivatePostgres::start_temporary(&places, Durability::Test).unwrap();
    let options = server.options("postgres");
    assert_eq!(text(&options, "select current_setting('server_version_num')"), "170010");
    execute(&options, "create extension pg_trgm");
}

#[test]
fn the_demo_has_a_folder_of_its_own_outside_of_roots_home() {
    let places = Places::new(None, std::env::temp_dir(), Some("/home/someone/.cache".into()));
    let expected =
        if geteuid().is_root() { "/var/lib/aftercare/demo" } else { "/home/someone/.cache/aftercare/demo" };
    assert_eq!(demo_root(&places), Path::new(expected));
}
