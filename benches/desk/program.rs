//! The program itself: how soon it answers after its start, and how much memory it holds.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use aftercare::sandbox::{
    shown::Place,
    world::{Person, World},
};
use anyhow::{Context, Result, anyhow, ensure};

use super::{
    figures::{Spread, millis, rate, say},
    ground::{Ground, memory},
    people::Crowd,
    wire::{Audience, TOKEN, stand_in},
};

/// Ends the program with this one.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // Why: it may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A customer of the bench says in a second what one of life says in an hour.
const UNBOUNDED: &str = "[caps]\ninputs = { per_minute = 1_000_000, per_hour = 1_000_000 }\n";

/// No pace, so that the load is the program's limit and not the platform's.
const UNPACED: &str = "[telegram]
per_chat_per_second = 100000.0
group_per_minute = 1000000
overall_per_second = 100000
";

/// Starts the program several times, the one that was built with this bench or the one at `built`; the last one works
/// under load.
pub async fn measure(ground: &Ground, cases: i64, starts: usize, built: Option<&Path>) -> Result<()> {
    let folder = tempfolder()?;
    std::fs::write(folder.join("default.toml"), UNPACED)?;
    std::fs::write(folder.join("terms.toml"), UNBOUNDED)?;
    let mut first = Vec::new();
    for n in 0..starts {
        ground.fresh("program", Some("seeded")).await?;
        let (world, server) = stand_in().await?;
        world.join(Person::new("zoe", "Zoe", Some("en")));
        world.say("zoe", &Place::Chat("zoe".into()), "/start", None).map_err(|why| anyhow!(why))?;
        let start = Instant::now();
        let program = serve(ground, &world, &server.url(), (&folder, built))?;
        let patience = Duration::from_secs(20);
        let answered = world.wait(patience, |s| s.calls.iter().any(|(name, _)| name == "sendMessage"));
        ensure!(answered.await, "the program does not answer");
        first.push(millis(start.elapsed()));
        if n + 1 == starts {
            under_load(&program, &world, cases).await?;
        }
        drop(program);
        server.stop().await;
    }
    std::fs::remove_dir_all(&folder)?;
    say(&format!("Start to first answer: {} ms", Spread::of(first).show(0)));
    Ok(())
}

async fn under_load(program: &Killed, world: &World, cases: i64) -> Result<()> {
    // Why real time: what is measured is the memory of another process once its start is behind it.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let resident = || memory(program.0.id()).context("the program is gone");
    let idle = resident()?;
    let crowd = Crowd::new(cases);
    let mut peak = idle;
    for _ in 0..4 {
        let round = Audience::new(world, &crowd, 64, 4).play().await?;
        peak = f64::max(peak, resident()?);
        say(&format!(
            "The program with 64 customers: {:.0} messages/s, {:.1} MB",
            rate(round.messages, round.time),
            resident()?
        ));
    }
    say(&format!("Memory: {idle:.1} MB idle, {peak:.1} MB at most under load"));
    Ok(())
}

fn serve(
    ground: &Ground,
    world: &World,
    url: &str,
    (folder, built): (&Path, Option<&Path>),
) -> Result<Killed> {
    let mut command = Command::new(built.unwrap_or(Path::new(env!("CARGO_BIN_EXE_aftercare"))));
    command.arg("serve").env_clear();
    command.env("DATABASE_URL", ground.url("program")).env("TELEGRAM_BOT_TOKEN", TOKEN);
    command.env("TELEGRAM_API_URL", url).env("TELEGRAM_STAFF_CHAT", world.group_id().to_string());
    command.env("AFTERCARE_CONFIG", folder).env("RUST_LOG", "error");
    Ok(Killed(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?))
}

fn tempfolder() -> Result<std::path::PathBuf> {
    let folder = std::env::temp_dir().join(format!("aftercare-bench-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
