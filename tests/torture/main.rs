//! Killing it: the real program, a real PostgreSQL and both platforms' stand-ins, hit by everything that can be arranged
//! from outside, round after round; then what people wrote is held against what everybody was shown and what the desk
//! remembers.
//!
//! A round is drawn from a seed (`plan`), played (`round`), read (`gather`) and judged (`checks`, which know a `history` and
//! nothing else). `cargo test --test torture` tries the checks on histories made up by hand; `scripts/torture` plays rounds, as
//! many as one likes. What has come of it stands in `docs/reliability.md`.

mod chance;
mod checks;
mod crowd;
mod gather;
mod history;
mod house;
mod link;
mod plan;
mod process;
mod reaper;
mod report;
mod round;
mod server;
mod words;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chance::Chance;
use plan::{Blow, Plan};
use reaper::Reaper;
use report::Report;
use round::{Outcome, Run};
use server::Server;

/// Rounds of a run, so many at a time.
struct Wish {
    seed: u64,
    rounds: Vec<u64>,
    at_once: u64,
    lease: Duration,
}

/// A folder that goes away with the run, unless something in it is worth a look.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let path = std::env::temp_dir().join(format!("aftercare-torture-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        // Why: the user that root's server runs as has to pass through.
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("rights");
        Self(path)
    }
}

fn run(wish: &Wish, tell: impl Fn(&Outcome) + Sync) -> Report {
    let scratch = Scratch::new();
    let reaper = Arc::new(Reaper::start());
    let next = AtomicUsize::new(0);
    let work = |worker: u64| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let mut server = Server::start(&scratch.0.join(format!("server-{worker}")));
        runtime.block_on(server.make_template());
        let run = Run { seed: wish.seed, lease: wish.lease, reaper: Arc::clone(&reaper) };
        let mut outcomes = Vec::new();
        loop {
            let Some(number) = wish.rounds.get(next.fetch_add(1, Ordering::Relaxed)).copied() else {
                return outcomes;
            };
            let folder = scratch.0.join(format!("round-{number}"));
            let outcome = runtime.block_on(round::play(&run, number, &mut server, &folder));
            if outcome.wrong.is_empty() {
                // Why the result is dropped: what stays there harms nobody.
                let _ = std::fs::remove_dir_all(&folder);
            }
            tell(&outcome);
            outcomes.push(outcome);
        }
    };
    let outcomes = std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (0..wish.at_once).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    let report = Report::of(wish.seed, wish.lease, outcomes);
    if report.is_right() {
        let _ = std::fs::remove_dir_all(&scratch.0);
    }
    report
}

fn tell(outcome: &Outcome) {
    // Why the result is dropped: nobody reads a closed output.
    let _ = writeln!(std::io::stdout(), "{}", report::line(outcome));
}

/// A round of each kind that matters most: one process that is killed, two of which one sleeps past its lease, a database that falls.
#[test]
fn a_few_rounds_lose_nothing_double_nothing_and_keep_the_order() {
    let (seed, lease) = (1, Duration::from_secs(3));
    let first = |fits: fn(&Plan) -> bool| {
        (0..1_000)
            .find(|number| fits(&Plan::draw(&mut Chance::of(seed, *number), lease)))
            .expect("some round")
    };
    let falls = |plan: &Plan| plan.blows.iter().any(|(_, blow)| matches!(blow, Blow::Fell(_)));
    let rounds = BTreeSet::from([first(|plan| plan.processes == 1), first(Plan::deposes), first(falls)]);
    let wish = Wish { seed, rounds: rounds.into_iter().collect(), at_once: 3, lease };
    let report = run(&wish, tell);
    assert!(report.is_right(), "{report}");
}

/// What `scripts/torture` runs: its wishes stand in the environment.
#[test]
#[ignore = "takes as long as it is asked to: scripts/torture"]
#[expect(clippy::disallowed_methods, reason = "how long to run is the caller's choice")]
fn as_many_rounds_as_one_likes() {
    let given = |name: &str, usual: u64| {
        let text = std::env::var(name).unwrap_or_default();
        text.parse().unwrap_or_else(|_| {
            assert!(text.is_empty(), "{name} is a number");
            usual
        })
    };
    let first = given("TORTURE_FIRST", 0);
    let wish = Wish {
        seed: given("TORTURE_SEED", 1),
        rounds: (first..first + given("TORTURE_ROUNDS", 10)).collect(),
        at_once: given("TORTURE_AT_ONCE", 3),
        lease: Duration::from_secs(given("TORTURE_LEASE_S", 3)),
    };
    let report = run(&wish, tell);
    println!("{report}");
    assert!(report.is_good(), "{report}");
}
