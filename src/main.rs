//! The command line of Aftercare.

use std::{io::Write, process::ExitCode};

use aftercare::{
    app::{self, AppError},
    clock::Clock,
    config::{self, Config, Environment},
    telemetry,
};
use clap::{Parser, Subcommand};

/// The after-sales desk of a brand, inside the chats its customers already use.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the desk against the real platforms.
    Serve,
    /// Bring the database's schema up to this program.
    Migrate,
    /// Look for everything that can be known to be wrong, and print the configuration without its secrets.
    Check,
    /// Run the whole product on this machine, with nothing set up.
    #[cfg(feature = "sandbox")]
    Demo {
        /// Play a scenario file in the terminal and end.
        #[arg(long, value_name = "FILE")]
        play: Option<std::path::PathBuf>,
        /// Where the page is; another port is taken when this one is not free.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// The desk of the demo, a child of it.
    #[cfg(feature = "sandbox")]
    #[command(hide = true)]
    DemoDesk,
}

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no runtime: {error}")),
    };
    match runtime.block_on(run(Cli::parse().command)) {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    }
}

async fn run(command: Command) -> Result<ExitCode, AppError> {
    match command {
        Command::Serve => {
            let config = load()?;
            logs(&config.log, telemetry::Format::Json)?;
            app::serve(config).await?;
        }
        Command::Migrate => {
            app::migrate(&load()?).await?;
            say("The schema is up to date.");
        }
        Command::Check => {
            let (report, good) = app::check(&load()?).await;
            say(&report);
            return Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        #[cfg(feature = "sandbox")]
        Command::Demo { play, port } => {
            let surroundings = config::Surroundings::from_process();
            logs("warn", telemetry::Format::Human)?;
            match play {
                Some(file) => say(app::demo::play_file(&surroundings, &file).await?.trim_end()),
                None => app::demo::demo(&surroundings, port, say).await?,
            }
        }
        #[cfg(feature = "sandbox")]
        Command::DemoDesk => {
            logs("warn", telemetry::Format::Human)?;
            app::demo::desk(say).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn load() -> Result<Config, AppError> {
    let today = Clock::system().now().date_naive();
    Config::load(&Environment::from_process(), today)
        .map_err(|problems| AppError::Config(config::report(&problems, None)))
}

fn logs(directives: &str, format: telemetry::Format) -> Result<(), AppError> {
    telemetry::init(directives, format).map_err(|error| AppError::doing("starting the log", error))
}

fn say(text: &str) {
    // Why: nobody reads a closed output; there is nothing better to do than go on.
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn fail(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::FAILURE
}
