//! One round: a house, a crowd, a storm, then calm, rest and reckoning.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aftercare::config::Config;
use chrono::TimeDelta;

use crate::chance::Chance;
use crate::checks;
use crate::crowd::Crowd;
use crate::gather;
use crate::history::History;
use crate::house::House;
use crate::plan::{Blow, Plan};
use crate::process::now;
use crate::reaper::Reaper;
use crate::server::Server;

/// How long the desk may take to open.
const OPENING: Duration = Duration::from_mins(1);
/// How long everything may take to come to rest after the storm, before the round is judged as it is.
const RESTING: Duration = Duration::from_secs(150);
/// How long nothing may be open before it counts as rest.
const QUIET: Duration = Duration::from_millis(700);

/// What came of a round.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub number: u64,
    pub wrong: Vec<String>,
    pub kills: usize,
    pub falls: usize,
    pub cuts: usize,
    pub blows: usize,
    pub updates: u64,
    pub words: usize,
    pub rows: usize,
    pub repeats: usize,
    pub shown_bad: usize,
    pub lost_answers: u32,
    /// From a death in office to the next one in office.
    pub takeovers: Vec<Duration>,
    /// From the end of the storm to rest.
    pub rest: Duration,
    /// The slowest clean end.
    pub end: Option<Duration>,
    /// Where logs and history are, where something is wrong.
    pub kept: Option<PathBuf>,
}

/// What a round is played with.
pub struct Run {
    pub seed: u64,
    pub lease: Duration,
    pub reaper: Arc<Reaper>,
}

/// Plays one round in a folder of its own.
pub async fn play(run: &Run, number: u64, server: &mut Server, folder: &Path) -> Outcome {
    let mut chance = Chance::of(run.seed, number);
    let plan = Plan::draw(&mut chance, run.lease);
    let database = format!("aftercare_torture_{number}");
    let mut house = House::open(&plan, server, (&database, folder), run.lease, &run.reaper).await;
    let mut crowd = Crowd::gather(&house, 4, 3);
    house.fill_seats();
    let mut outcome = Outcome { number, ..Outcome::default() };
    if open(&mut house, &mut crowd).await {
        storm(&plan, &mut chance, &mut house, &mut crowd, server).await;
        rest(&mut outcome, &mut house, &crowd, server).await;
        let history = reckon(&mut outcome, &plan, &mut house, &crowd, server).await;
        if !outcome.wrong.is_empty() {
            let wrong = outcome.wrong.join("\n");
            let seen = format!("{wrong}\n{plan:#?}\n{history:#?}\n{}", gather::platform_logs(&house));
            std::fs::write(folder.join("history.txt"), seen).expect("written down");
            outcome.kept = Some(folder.to_owned());
        }
    } else {
        outcome.wrong.push("the desk did not open".to_owned());
    }
    house.close().await;
    server.drop_database(&database).await;
    outcome
}

async fn open(house: &mut House, crowd: &mut Crowd) -> bool {
    let began = Instant::now();
    while began.elapsed() < OPENING {
        if house.in_office().is_some() && crowd.open_threads() {
            return true;
        }
        // Why real time: what is waited for are other processes.
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    false
}

async fn storm(plan: &Plan, chance: &mut Chance, house: &mut House, crowd: &mut Crowd, server: &mut Server) {
    let began = Instant::now();
    let mut blows = plan.blows.iter().peekable();
    let mut next_act = Duration::ZERO;
    while began.elapsed() < plan.storm {
        if began.elapsed() >= next_act {
            crowd.act(chance);
            next_act = began.elapsed() + Duration::from_millis(chance.between(20, 160));
        }
        while let Some((_, blow)) = blows.next_if(|(at, _)| *at <= began.elapsed()) {
            house.suffer(*blow, server).await;
        }
        // Why real time: the storm falls upon other processes, in their time.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // Why to the end: everybody has said what they came to say, and the last words meet the desk as it recovers.
    house.calm(server);
    while crowd.speak_on(chance) {}
}

/// Waits until nothing is open any more, everything written stands somewhere, and nothing happens.
async fn rest(outcome: &mut Outcome, house: &mut House, crowd: &Crowd, server: &Server) {
    let began = Instant::now();
    let mut quiet_since = None;
    let mut db = gather::connect(house, server).await;
    let written: usize = crowd.customers.iter().map(|one| one.wrote.len() + one.answered.len()).sum();
    while began.elapsed() < RESTING {
        let asked = (gather::stored_words(&mut db).await, gather::is_open(&mut db).await);
        let (Ok(stored), Ok(open)) = asked else {
            // Why: a server that throws out all sessions throws out this one, too.
            db = gather::connect(house, server).await;
            continue;
        };
        let all = usize::try_from(stored).is_ok_and(|stored| stored >= written);
        if open || !all || house.world.unconfirmed() > 0 || house.in_office().is_none() {
            quiet_since = None;
        } else if *quiet_since.get_or_insert_with(Instant::now) + QUIET < Instant::now() {
            outcome.rest = began.elapsed().saturating_sub(QUIET);
            return;
        }
        // Why real time: other processes come to rest in theirs.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    outcome.rest = began.elapsed();
}

async fn reckon(
    outcome: &mut Outcome,
    plan: &Plan,
    house: &mut House,
    crowd: &Crowd,
    server: &mut Server,
) -> History {
    let ended = house.ended_by_themselves();
    let taken = takeovers(house);
    outcome.end = house.close_desks().await;
    let swaps = plan.blows.iter().map(|(_, blow)| if let Blow::Swap(pairs) = blow { *pairs } else { 0 });
    let swaps: usize = swaps.map(|pairs| usize::try_from(pairs).unwrap_or_default()).sum();
    let mut history = gather::history(house, crowd, server, swaps).await;
    history.failures = ended + house.panics();
    history.orphans = tokio::task::block_in_place(|| server.orphans()).len();
    let Ok(Config { terms, .. }) = Config::with_terms("", now().date_naive()) else {
        panic!("the terms can be read")
    };
    outcome.wrong.extend(checks::wrong(&history, &terms.calendar, now()));
    if outcome.end.is_none() {
        outcome.wrong.push("a process did not end well within ten seconds of SIGTERM".to_owned());
    }
    outcome.kills = house.kills;
    outcome.falls = house.falls;
    outcome.cuts = house.cuts;
    outcome.blows = house.blows;
    outcome.updates = history.updates.0;
    outcome.words = crowd.customers.iter().map(|one| one.wrote.len() + one.answered.len()).sum();
    outcome.rows = history.rows.len();
    outcome.repeats = checks::repeats(&history);
    let bad = |state: &str| matches!(state, "undelivered" | "uncertain");
    outcome.shown_bad = history.rows.iter().filter(|row| bad(&row.state)).count();
    outcome.lost_answers = house.lost_answers();
    outcome.takeovers = taken;
    history
}

/// How long the office stood empty after each death in it.
fn takeovers(house: &House) -> Vec<Duration> {
    let reigns = gather::reigns(&house.seats);
    let next = |at| reigns.iter().map(|reign| reign.at).filter(|taken| *taken > at).min();
    let waits = house.vacancies.iter().filter_map(|vacancy| Some(next(vacancy.at)? - vacancy.at));
    waits.filter_map(|wait: TimeDelta| wait.to_std().ok()).collect()
}
