//! `aftercare orders`: a list of orders into the database, as often as one likes.
//!
//! A list is read twice: once to find everything that doesn't fit, and only then to be written, in batches of one
//! transaction each. It may be of any length: one batch of it is held at a time. Deliberately not here: what may stand
//! in a list (`domain::order::import`), and the statements (`store::orders`).

mod lines;
mod write;

use std::{
    fs::File,
    io::{self, Read, Seek, Write as _},
    path::Path,
};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgPool;

use super::{AppError, serve};
use crate::{
    clock::Clock,
    config::Config,
    domain::{
        chat::Platform,
        order::import::{self, Columns, DateForm, Fault, Form, Reading},
        terms::Terms,
    },
    store::{self, pools::Schema},
};

pub use write::Count;

use lines::Lines;

/// What is asked of an import.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Say what would happen and write nothing.
    pub dry_run: bool,
    /// Take the orders that fit, even where others don't.
    pub keep_good: bool,
    /// How days are written.
    pub dates: DateForm,
}

/// What is told while a list is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Something to mend.
    Trouble(String),
    /// What was done.
    Result(String),
}

/// How an import ended; each is an exit status of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of the list is in.
    Whole,
    /// Nothing was written.
    Nothing,
    /// A part of the list is in.
    Part,
}

impl Ending {
    /// The exit status of the program.
    pub const fn status(self) -> u8 {
        match self {
            Self::Whole => 0,
            Self::Nothing => 1,
            Self::Part => 3,
        }
    }
}

/// Where orders go, and what is known there.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The brand's terms.
    pub terms: &'a Terms,
    /// Connections that commit durably.
    pub pool: &'a PgPool,
    /// Where cards of cases stand, if anywhere.
    pub cards: Option<Platform>,
    /// When it is.
    pub now: DateTime<Utc>,
}

impl Desk<'_> {
    fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.terms.calendar.zone()).date_naive()
    }
}

/// A list to begin with, in the families of the terms.
pub fn template(terms: &Terms) -> String {
    let family =
        |place: usize| terms.families.get(place).or(terms.families.first()).map_or("", |f| f.id.as_str());
    import::template(family(2), family(0), &terms.brand.order_example)
}

/// Reads the file in; `-` is standard input.
pub async fn import_file(
    config: &Config,
    file: &Path,
    wish: &Wish,
    tell: &mut (impl FnMut(Told) + Send),
) -> Result<Ending, AppError> {
    let url = config.database_url.as_ref().ok_or_else(|| {
        AppError::Other("DATABASE_URL is not set; write postgres://USER:PASSWORD@HOST/DATABASE".into())
    })?;
    let source =
        open(file).map_err(|error| AppError::doing(&format!("reading {}", file.display()), error))?;
    let pools = serve::connect(config, url, false)?;
    known_schema(&pools.durable).await?;
    let staffed = config.telegram.as_ref().is_some_and(|t| t.staff_chat.is_some());
    let desk = Desk {
        terms: &config.terms,
        pool: &pools.durable,
        cards: staffed.then_some(Platform::Telegram),
        now: Clock::system().now(),
    };
    import(desk, source, wish, tell).await
}

/// Reads a list in that is a text; an error says everything that is wrong with it.
#[cfg(feature = "sandbox")]
pub async fn import_text(
    database: &sqlx::postgres::PgConnectOptions,
    terms: &Terms,
    now: DateTime<Utc>,
    list: &str,
) -> Result<(), String> {
    let seconds = std::time::Duration::from_secs;
    let settings = store::pools::PoolSettings {
        size: 1,
        acquire: seconds(5),
        idle: seconds(60),
        statement: seconds(30),
        ready: false,
    };
    let pools = store::pools::open(database.clone(), settings);
    let desk = Desk { terms, pool: &pools.durable, cards: Some(Platform::Telegram), now };
    let mut wrong = Vec::new();
    let mut tell = |told| match told {
        Told::Trouble(text) => wrong.push(text),
        Told::Result(_) => {}
    };
    let list = io::Cursor::new(list.as_bytes().to_vec());
    let ending = import(desk, list, &Wish::default(), &mut tell).await;
    pools.durable.close().await;
    pools.lax.close().await;
    match ending {
        Ok(Ending::Whole) => Ok(()),
        Ok(Ending::Nothing | Ending::Part) => Err(wrong.join("\n")),
        Err(error) => Err(error.to_string()),
    }
}

async fn known_schema(pool: &PgPool) -> Result<(), AppError> {
    let away = |error: &dyn std::fmt::Display| {
        AppError::Other(format!("the database of DATABASE_URL does not answer: {error}; nothing was written"))
    };
    let mut db = pool.acquire().await.map_err(|error| away(&error))?;
    match store::pools::schema(&mut db).await.map_err(|error| away(&error))? {
        Schema::Fits => Ok(()),
        Schema::Older { has, needs } => Err(AppError::Schema(format!(
            "the database is at step {has} and this program needs step {needs}: run `aftercare migrate` first"
        ))),
        Schema::Newer { has } => Err(AppError::Schema(format!(
            "the database is at step {has}, more than one ahead of this program: run a newer release"
        ))),
    }
}

/// The file, or what comes in, kept in a file without a name: a list is read twice.
fn open(path: &Path) -> io::Result<File> {
    if path != Path::new("-") {
        let file = File::open(path)?;
        return if file.metadata()?.is_file() { Ok(file) } else { kept(file) };
    }
    kept(io::stdin())
}

fn kept(mut from: impl Read) -> io::Result<File> {
    let name =
        format!("aftercare-orders-{:016x}", getrandom::u64().map_err(|e| io::Error::other(e.to_string()))?);
    let path = std::env::temp_dir().join(name);
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path)?;
    // Why first: whatever happens from here on, no list of customers is left behind.
    std::fs::remove_file(&path)?;
    io::copy(&mut from, &mut file)?;
    file.flush()?;
    Ok(file)
}

/// Reads a list in.
///
/// # Errors
/// When the list can't be read at all. A database that goes away is an ending, told in words.
pub async fn import(
    desk: Desk<'_>,
    mut source: impl Read + Seek + Send,
    wish: &Wish,
    tell: &mut (impl FnMut(Told) + Send),
) -> Result<Ending, AppError> {
    let unreadable = |error: io::Error| AppError::doing("reading the list", error);
    let form = Form { terms: desk.terms, dates: &wish.dates, today: desk.today() };
    let found = look_through(&mut source, form, tell).map_err(unreadable)?;
    let Some(Found { columns, orders, bad, places }) = found else { return Ok(Ending::Nothing) };
    if !columns.passed_over.is_empty() {
        tell(Told::Trouble(format!(
            "passed over, as no column is called so: {}",
            columns.passed_over.join(", ")
        )));
    }
    if bad > 0 && !wish.keep_good {
        let of = plural(orders, "order");
        tell(Told::Trouble(format!(
            "{bad} of {of} {} not fit, in {}. Nothing was written: correct the list, or take what fits with --keep-good.",
            if bad == 1 { "does" } else { "do" },
            plural(places, "place"),
        )));
        return Ok(Ending::Nothing);
    }
    let mut broken = None;
    let mut lines = Lines::of(&mut source, &mut broken).map_err(unreadable)?;
    // Why: the first line was read above; only its place has to be passed.
    lines.next();
    let reading = Reading::new(lines, &columns, form).filter_map(Result::ok);
    let count = write::write(desk, reading, wish.dry_run).await;
    if let Some(error) = broken {
        tell(Told::Trouble(format!("the list could not be read to its end: {error}")));
        return Ok(if count.written == 0 { Ending::Nothing } else { Ending::Part });
    }
    Ok(tell_end(&count, bad, wish, tell))
}

/// What looking through a list found.
struct Found {
    columns: Columns,
    orders: u64,
    bad: u64,
    places: u64,
}

/// Reads all of a list and tells everything that doesn't fit; `None` when its first line already doesn't.
fn look_through(
    source: &mut (impl Read + Seek),
    form: Form<'_>,
    tell: &mut impl FnMut(Told),
) -> io::Result<Option<Found>> {
    let mut broken = None;
    let mut lines = Lines::of(source, &mut broken)?;
    let header = lines.next().unwrap_or_else(|| Ok(String::new()));
    let read = header
        .map_err(|_| vec![Fault::of_line(1, "no UTF-8", "save the file as UTF-8, in Excel as “CSV UTF-8”")]);
    let columns = match read.and_then(|header| Columns::read(&header)) {
        Ok(columns) => columns,
        Err(faults) => {
            for fault in &faults {
                tell(Told::Trouble(fault.to_string()));
            }
            let help = "Nothing was written. `aftercare orders template` prints a list to begin with.";
            tell(Told::Trouble(help.to_owned()));
            return broken.map_or(Ok(None), Err);
        }
    };
    let (mut orders, mut bad, mut places) = (0, 0, 0);
    for order in Reading::new(lines, &columns, form) {
        orders += 1;
        if let Err(wrong) = order {
            bad += 1;
            places += wrong.faults.len() as u64;
            for fault in &wrong.faults {
                tell(Told::Trouble(fault.to_string()));
            }
        }
    }
    broken.map_or(Ok(Some(Found { columns, orders, bad, places })), Err)
}

fn tell_end(count: &Count, bad: u64, wish: &Wish, tell: &mut impl FnMut(Told)) -> Ending {
    let Count { new, changed, same, written, up_to, stopped } = count;
    let all = plural(new + changed + same, "order");
    if let Some(why) = stopped {
        let (is, far) = match written {
            0 => ("Nothing is in".to_owned(), String::new()),
            _ => (format!("{} in", plural_is(*written, "order")), format!(", up to line {up_to}")),
        };
        tell(Told::Trouble(format!(
            "stopped: {why}. {is}{far}. Run the same command again: what is in stays as it is, the rest follows."
        )));
        return if *written == 0 { Ending::Nothing } else { Ending::Part };
    }
    tell(Told::Result(if wish.dry_run {
        format!(
            "{all}, nothing written: {new} would be new, {changed} would change, {same} are as they were."
        )
    } else {
        format!("{all}: {new} new, {changed} changed, {same} as they were.")
    }));
    if bad == 0 {
        return Ending::Whole;
    }
    tell(Told::Trouble(format!("{} left out, told above.", plural_is(bad, "order"))));
    if new + changed + same == 0 { Ending::Nothing } else { Ending::Part }
}

fn plural(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn plural_is(count: u64, what: &str) -> String {
    format!("{} {}", plural(count, what), if count == 1 { "is" } else { "are" })
}
