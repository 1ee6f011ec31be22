//! The command line of Aftercare.

use std::{io::Write, process::ExitCode};

use aftercare::{
    app::{
        self, AppError,
        orders::{Told, Wish},
    },
    clock::Clock,
    config::{self, Config, Environment},
    domain::order::import::DateForm,
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
    /// Say when a promise is due, and why: what counts of it, stretch by stretch.
    Due(Due),
    /// Tell the desk about orders and contracts.
    Orders {
        #[command(subcommand)]
        what: Orders,
    },
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

#[derive(clap::Args)]
struct Due {
    /// The promise: first-response, next-reply, solution, solution-complex or enquiry-reply.
    #[arg(long, value_name = "NAME", required_unless_present = "hours", conflicts_with = "hours")]
    promise: Option<String>,
    /// Or any number of hours; half hours are written 0.5.
    #[arg(long)]
    hours: Option<f64>,
    /// How those are counted: service-hours, service-days or wall.
    #[arg(long, value_name = "HOW", default_value = "service-hours")]
    count: String,
    /// When it starts: 2026-11-26 18:30 in the desk's zone, or with a zone as in 2026-11-26T10:30:00Z. Now when left out.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// A time that does not count, as FROM/TO; once for each.
    #[arg(long, value_name = "FROM/TO")]
    pause: Vec<String>,
}

#[derive(Subcommand)]
enum Orders {
    /// Read a list in. The same list twice changes nothing; what is not in it stays as it is.
    #[command(
        after_help = "Exit status: 0 all of the list is in, 1 nothing was written, 3 a part of it is in."
    )]
    Import {
        /// The list, separated by commas or semicolons, in UTF-8; - reads standard input.
        file: std::path::PathBuf,
        /// Say what would happen and write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Take the orders that fit, even where others don't.
        #[arg(long)]
        keep_good: bool,
        /// How days are written, such as DD/MM/YYYY; YYYY-MM-DD fits always.
        #[arg(long, value_name = "FORM", value_parser = date_form)]
        dates: Option<DateForm>,
    },
    /// Print a list to begin with.
    Template,
}

fn date_form(text: &str) -> Result<DateForm, String> {
    let help = "name day, month and year with signs between, such as DD/MM/YYYY or M/D/YYYY";
    DateForm::read(text).ok_or_else(|| help.to_owned())
}

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no runtime: {error}")),
    };
    let code = match runtime.block_on(run(Cli::parse().command)) {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    };
    // Why not waited for: a platform's connection that does not answer would hold up the end.
    runtime.shutdown_background();
    code
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
        Command::Due(Due { promise, hours, count, from, pause }) => {
            let question = app::Question { promise, hours, count, from, pauses: pause };
            say(&app::due(&load()?.terms, &question, Clock::system().now())?);
        }
        Command::Orders { what } => return orders(what).await,
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

async fn orders(what: Orders) -> Result<ExitCode, AppError> {
    let config = load()?;
    match what {
        Orders::Template => {
            say(app::orders::template(&config.terms).trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Orders::Import { file, dry_run, keep_good, dates } => {
            logs(&config.log, telemetry::Format::Human)?;
            let wish = Wish { dry_run, keep_good, dates: dates.unwrap_or_default() };
            let mut tell = |told| match told {
                Told::Trouble(text) => complain(&text),
                Told::Result(text) => say(&text),
            };
            let ending = app::orders::import_file(&config, &file, &wish, &mut tell).await?;
            Ok(ExitCode::from(ending.status()))
        }
    }
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

fn complain(text: &str) {
    // Why: as above.
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn fail(text: &str) -> ExitCode {
    complain(text);
    ExitCode::FAILURE
}
