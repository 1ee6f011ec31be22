//! Every scenario file, played twice: on the direct stage (the desk, chats in memory, and Discord's server without a wire)
//! and over the wire (the real client libraries against the stand-ins). Both transcripts must be the same, and the one that
//! was agreed on.
//!
//! What every scenario is held to besides, on both stages:
//! - Everything the bot said was looked at: printed by `show`, or seen by an `expect` of that place. A scenario that
//!   leaves something unread has not decided whether it is right.
//! - The outbox is empty of what is still to do. Undelivered and uncertain rows may stay only where the scenario makes
//!   trouble itself (`fault`, `blocks the bot`).
//! - On Discord the bot called nobody to their screen whatever somebody had written: people of the staff alone, where the
//!   staff works, and their role only for a broken promise or by an agent's word.
//! - Every request to Discord with words in it says whom it may call, whatever the words are.
//! - No line was logged as an error, and no line at any level holds the token, or words of eight characters and more
//!   that somebody said, sent or is called.
//! - Over the wire: every request fits the description of its platform, and nothing runs on after the house is closed.
//!
//! A changed transcript is agreed on with `INSTA_UPDATE=always cargo test --test it scenarios`, and read in the diff.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aftercare::app::demo::rehearsal_of;
use aftercare::app::rehearsal::{Rehearsal, Theatre};
use aftercare::sandbox::discord::{Pings, Post, Recorded, Visitors};
use aftercare::sandbox::script::{Deed, Parcel, Player, Script, Stage, Step};
use serde_json::json;

use crate::api_spec::check_calls;
use crate::discord_spec;
use crate::harness::{DirectStage, Logs, Setup, TestDatabase, alone, each};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");

/// What a stage made of a scenario.
struct Outcome {
    transcript: String,
    complaints: Vec<String>,
}

#[test]
fn every_scenario_plays_alike_on_both_stages_and_as_agreed() {
    each(files(), |file| name_of(file), |file| check(&file));
}

/// How long a reference is.
const REFERENCE: usize = "HX-0000-0000-000".len();

/// Scenarios that play once more with two processes: Telegram brings its updates to one, and the other delivers. Those in which it could
/// matter: repeats, quick texts, questions overtaken, cards, albums, what is read in the order of its ids, a group that moves or throws the
/// bot out, waits, a restart. Not those whose script names a reference or an id: each process draws its own.
const BY_WEBHOOK: [&str; 17] = [
    "alerts",
    "claim",
    "crowd",
    "evidence",
    "homes",
    "migrated",
    "next_reply",
    "overtaken",
    "parked_answer",
    "quick_texts",
    "relay",
    "removed",
    "repeats",
    "slips",
    "verdict_first",
    "verdict_partial_telegram",
    "waits",
];

#[test]
fn scenarios_play_as_agreed_when_updates_are_brought_to_a_process_that_stands_by() {
    let named = !only().is_empty();
    let chosen = files().into_iter().filter(|file| named || BY_WEBHOOK.contains(&name_of(file).as_str()));
    each(chosen, |file| name_of(file), |file| check_by_webhook(&file));
}

/// What differs from what was agreed on.
fn check_by_webhook(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a readable file");
    let script = Script::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    if !script.is_on_telegram() {
        return Vec::new();
    }
    let outcome = alone(wire(&script, true));
    let agreed = Path::new(FOLDER).join("snapshots").join(format!("{}.snap", name_of(file)));
    let agreed = std::fs::read_to_string(agreed).expect("it was agreed on");
    let agreed = counted_through(agreed.splitn(3, "---\n").nth(2).unwrap_or_default());
    let played = counted_through(&outcome.transcript);
    let mut complaints = outcome.complaints;
    if agreed.trim_end() != played.trim_end() {
        let differs = difference(&agreed, &played);
        complaints.push(format!("agreed is -, by webhook is +\n{differs}"));
    }
    complaints
}

/// A transcript with the number of its turn in the place of each reference. Why: they are drawn by whoever takes what was said, and
/// of two processes each draws its own.
fn counted_through(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let (mut left, mut out) = (text, String::new());
    while let Some(at) = left.find("HX-") {
        let (before, from) = left.split_at(at);
        let code = |piece: &str| piece.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        let whole = from
            .get(..REFERENCE)
            .filter(|whole| whole.split('-').map(str::len).eq([2, 4, 4, 3]) && whole.split('-').all(code));
        out.push_str(before);
        let Some(whole) = whole else {
            out.push_str("HX-");
            left = &from[3..];
            continue;
        };
        let turn = known.iter().position(|other| other == whole).unwrap_or_else(|| {
            known.push(whole.to_owned());
            known.len() - 1
        });
        let _ = write!(out, "HX#{turn}");
        left = &from[REFERENCE..];
    }
    out + left
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).expect("the folder of scenarios");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let only = only();
    let wanted = |path: &PathBuf| only.is_empty() || only.split(',').any(|part| name_of(path).contains(part));
    files.retain(|path| path.extension().is_some_and(|end| end == "txt") && wanted(path));
    files.sort();
    files
}

/// Parts of the names of the scenarios to be played; nothing = all.
#[expect(clippy::disallowed_methods, reason = "one is written at a time, and all of them take minutes")]
fn only() -> String {
    std::env::var("ONLY").unwrap_or_default()
}

fn name_of(file: &Path) -> String {
    file.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// Everything that is wrong with a scenario.
fn check(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a readable file");
    let script = Script::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let wire = alone(wire(&script, false));
    let mut complaints: Vec<String> = wire.complaints.iter().map(|c| format!("wire: {c}")).collect();
    let direct = alone(direct(&script));
    complaints.extend(direct.complaints.iter().map(|c| format!("direct: {c}")));
    if direct.transcript != wire.transcript {
        complaints.push(format!(
            "the stages differ; direct is -, wire is +\n{}",
            difference(&direct.transcript, &wire.transcript)
        ));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(FOLDER).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    if complaints.is_empty() {
        settings.bind(|| insta::assert_snapshot!(name_of(file), wire.transcript));
    }
    complaints
}

async fn direct(script: &Script) -> Outcome {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let setup = Setup::of(&rehearsal_of(script, database.options().clone()));
    let mut stage = DirectStage::open(setup).await;
    let mut outcome = perform(script, &mut stage).await;
    outcome.complaints.extend(stage.server().ok().and_then(|server| called(&server.people)));
    stage.close().await;
    outcome.complaints.extend(leftovers(script, &database).await);
    outcome.complaints.extend(in_logs(script, &logs));
    outcome
}

async fn wire(script: &Script, webhook: bool) -> Outcome {
    let database = TestDatabase::new();
    let logs = Logs::capture();
    let rehearsal = Rehearsal { webhook, ..rehearsal_of(script, database.options().clone()) };
    let mut theatre = Theatre::open(rehearsal).await.expect("the house opens");
    let mut outcome = perform(script, theatre.stage()).await;
    outcome.complaints.extend(called(&theatre.world().on_discord()));
    let calls = theatre.world().calls();
    let discord = theatre.world().on_discord().calls();
    theatre.close().await;
    outcome.complaints.extend(check_calls(&calls).err().into_iter().flatten());
    let accepted = |call: &Recorded| call.status.is_some_and(|status| status < 400);
    let accepted: Vec<Recorded> = discord.into_iter().filter(accepted).collect();
    outcome.complaints.extend(discord_spec::check_calls(&accepted).err().into_iter().flatten());
    outcome.complaints.extend(accepted_calls_that_may_ping(&accepted));
    outcome.complaints.extend(still_running().await);
    outcome.complaints.extend(leftovers(script, &database).await);
    outcome.complaints.extend(in_logs(script, &logs));
    outcome
}

async fn perform(script: &Script, stage: &mut impl Stage) -> Outcome {
    let mut player = Player::new(stage);
    let mut complaints = Vec::new();
    if let Err(error) = player.run(script).await {
        complaints.push(format!("{error}\nuntil then:\n{}", error.transcript));
    }
    let unread = player.unread();
    if !unread.is_empty() {
        complaints.push(format!("the bot said what nobody looked at:\n{unread}"));
    }
    Outcome { transcript: player.transcript().to_owned(), complaints }
}

/// What the bot said on Discord that called people to their screens and must not: it calls people of the staff where the
/// staff works, a role for a promise that is broken or by an agent's word, and customers never.
fn called(people: &Visitors) -> Option<String> {
    let staff = people.channel("staff").ok();
    let calling = people.look(|guild| {
        let with_staff = |post: &Post| {
            let parent = guild.channels.get(&post.channel).and_then(|channel| channel.parent);
            staff.is_some() && (staff == Some(post.channel) || staff == parent)
        };
        let may = |post: &Post| {
            let pressing = post.content.starts_with('❌') || post.content.starts_with('📣');
            with_staff(post) && !post.pings.everyone && (post.pings.roles.is_empty() || pressing)
        };
        let own =
            guild.posts.values().filter(|post| post.author == guild.bot && post.pings != Pings::default());
        own.filter(|post| !may(post)).map(|post| post.content.clone()).collect::<Vec<_>>()
    });
    (!calling.is_empty()).then(|| format!("the bot called somebody: {calling:?}"))
}

/// Requests with words that leave it to Discord whom they call: messages, edits and answers to interactions alike.
fn accepted_calls_that_may_ping(calls: &[Recorded]) -> Vec<String> {
    let open = |call: &&Recorded| {
        let bodies = [&call.body, &call.body["message"], &call.body["data"]];
        bodies
            .into_iter()
            .any(|body| body["content"].is_string() && body["allowed_mentions"]["parse"] != json!([]))
    };
    calls
        .iter()
        .filter(open)
        .map(|call| format!("whom it calls is left to Discord: {}", call.route))
        .collect()
}

/// Rows of the outbox that should not be there any more.
async fn leftovers(script: &Script, database: &TestDatabase) -> Vec<String> {
    let troubled = script.lines.iter().any(|line| match &line.step {
        Step::Fault(_) | Step::Turn(_) => true,
        Step::Act(act) => matches!(act.deed, Deed::Block(true)),
        _ => false,
    });
    let allowed = if troubled { "'sent', 'undelivered', 'uncertain'" } else { "'sent'" };
    let sql = format!(
        "select format('row %s of lane %s is %s: %s', id, lane, state, coalesce(problem, '')) from outbox \
         where state not in ({allowed})"
    );
    let mut left = database.texts(&sql).await;
    left.extend(database.texts("select 'in quarantine: ' || why from quarantine").await);
    left
}

fn in_logs(script: &Script, logs: &Logs) -> Vec<String> {
    let words = words_of(script);
    let errors = logs.errors().into_iter().map(|line| format!("logged as an error: {line}"));
    let leaks = logs.leaks(words.iter().map(String::as_str)).into_iter();
    errors.chain(leaks.map(|line| format!("words of people or a secret in the log: {line}"))).collect()
}

/// Everything people said, sent, or are called.
fn words_of(script: &Script) -> Vec<String> {
    let mut words = Vec::new();
    for line in &script.lines {
        match &line.step {
            Step::Join(cast) => words.extend(cast.iter().map(|c| c.name.clone())),
            Step::Act(act) => words.extend(match &act.deed {
                Deed::Say { text, .. } => vec![text.clone()],
                Deed::Edit { new, .. } => vec![new.clone()],
                Deed::Send { parcel: Parcel::Files { names, caption, .. }, .. } => {
                    names.iter().chain([caption]).cloned().collect()
                }
                Deed::Send { parcel: Parcel::Contact { phone, name }, .. } => {
                    vec![phone.clone(), name.clone()]
                }
                Deed::Send { parcel: Parcel::Venue { title, address, .. }, .. } => {
                    vec![title.clone(), address.clone()]
                }
                Deed::Send { parcel: Parcel::Poll { question: head, options: items }, .. }
                | Deed::Send { parcel: Parcel::Checklist { title: head, tasks: items }, .. } => {
                    items.iter().chain([head]).cloned().collect()
                }
                Deed::Forward { name, text, .. } => vec![name.clone(), text.clone()],
                Deed::Fill { lines } => lines.iter().map(|(_, text)| text.clone()).collect(),
                _ => Vec::new(),
            }),
            _ => {}
        }
    }
    words
}

/// Tasks that outlive their house. Sessions take a moment to be closed, so they get one.
async fn still_running() -> Option<String> {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    for _ in 0..500 {
        if tasks() == 0 {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Some(format!("{} task(s) run on after everything was closed", tasks()))
}

/// The lines that are in one text only, around the first place where they differ.
fn difference(direct: &str, wire: &str) -> String {
    let (direct, wire): (Vec<&str>, Vec<&str>) = (direct.lines().collect(), wire.lines().collect());
    let same = direct.iter().zip(&wire).take_while(|(a, b)| a == b).count();
    let context = direct[same.saturating_sub(5)..same].iter().map(|line| format!("  {line}"));
    let minus = direct[same..].iter().take(10).map(|line| format!("- {line}"));
    let plus = wire[same..].iter().take(10).map(|line| format!("+ {line}"));
    context.chain(minus).chain(plus).collect::<Vec<_>>().join("\n")
}
