//! Everything one round happens in: a world with its stand-ins, links with their weather, processes of the desk.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aftercare::app::rehearsal::TOKEN;
use aftercare::clock::Clock;
use aftercare::sandbox::discord::{Cut, DiscordServer, RestFault, RestTrouble, Visitors, account_id};
use aftercare::sandbox::faults::{Fault, Trouble};
use aftercare::sandbox::telegram::TelegramServer;
use aftercare::sandbox::world::{Person, Setup, World, person_id};
use chrono::{DateTime, TimeDelta, Utc};

use crate::link::{Far, Link};
use crate::plan::{Blow, Plan, Staff, Way, Who};
use crate::process::{Process, now};
use crate::reaper::Reaper;
use crate::server::Server;

/// The agent of every round.
pub const AGENT: &str = "lin";
/// How long a clean end may take (N13).
const CLEAN_END: Duration = Duration::from_secs(10);

/// How the desk is set up: as shipped, but for waits that would only make rounds longer.
fn settings(lease: Duration) -> String {
    let ttl = lease.as_secs();
    let renew = if ttl >= 15 { 5 } else { 1 };
    format!(
        "[telegram]\nper_chat_per_second = 50.0\ngroup_per_minute = 6000\noverall_per_second = 1000\ncard_edit_s = 1\n\
         poll_timeout_s = 10\nrequest_timeout_s = 4\n[delivery]\nbackoff_s = [1, 1, 2, 3]\n\
         [lease]\nttl_s = {ttl}\nrenew_s = {renew}\n[database]\npool = 5\nacquire_timeout_s = 2\nstatement_timeout_s = 10\n"
    )
}

/// The place of one process: its links, and whoever is there.
pub struct Seat {
    pub telegram: Link,
    pub discord: Link,
    pub database: Link,
    environment: BTreeMap<&'static str, String>,
    /// Every process that was ever there; the last one may be alive.
    pub processes: Vec<Process>,
}

/// What was done to somebody in office, and when.
#[derive(Clone, Copy, Debug)]
pub struct Vacancy {
    pub at: DateTime<Utc>,
}

/// The house of one round.
pub struct House {
    pub world: World,
    pub people: Visitors,
    pub staff: Staff,
    pub seats: Vec<Seat>,
    pub gateway: Link,
    pub database: String,
    folder: PathBuf,
    reaper: Arc<Reaper>,
    telegram: TelegramServer,
    discord: DiscordServer,
    /// When the office was made vacant by force.
    pub vacancies: Vec<Vacancy>,
    /// Everything that may excuse a message said twice.
    pub blows: usize,
    pub kills: usize,
    pub falls: usize,
    pub cuts: usize,
}

impl House {
    /// Opens a house for a round, with nobody at work yet.
    pub async fn open(
        plan: &Plan,
        server: &Server,
        (database, folder): (&str, &Path),
        lease: Duration,
        reaper: &Arc<Reaper>,
    ) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(folder.join("default.toml"), settings(lease)).expect("settings");
        server.make_database(database).await;
        let world = World::new(
            Clock::shifted(TimeDelta::zero()),
            Setup { token: TOKEN.to_owned(), ..Setup::default() },
        );
        let telegram = TelegramServer::start_anywhere(world.clone()).await.expect("a stand-in");
        let discord = DiscordServer::start_anywhere(world.clone()).await.expect("a stand-in");
        let gateway = Link::open(Far::Tcp(address_of(&discord.url()))).await.expect("a link");
        let people = world.on_discord();
        people.reached_at(&format!("http://{}", gateway.address()));
        world.join(Person::new(AGENT, "Lin", Some("en")).staff());
        people.join(AGENT, "Lin", "en-US", true);
        // Why from the start: every update and every event comes twice, all round long.
        world.fault(Fault::Duplicates(true));
        people.double_events(true);
        let mut house = Self {
            world,
            people,
            staff: plan.staff,
            seats: Vec::new(),
            gateway,
            database: database.to_owned(),
            folder: folder.to_owned(),
            reaper: Arc::clone(reaper),
            telegram,
            discord,
            vacancies: Vec::new(),
            blows: 0,
            kills: 0,
            falls: 0,
            cuts: 0,
        };
        for _ in 0..plan.processes {
            let seat = house.seat(server).await;
            house.seats.push(seat);
        }
        house
    }

    async fn seat(&self, server: &Server) -> Seat {
        let link = async |far| Link::open(far).await.expect("a link");
        let telegram = link(Far::Tcp(address_of(&self.telegram.url()))).await;
        let discord = link(Far::Tcp(address_of(&self.discord.url()))).await;
        let database = link(Far::Socket(server.socket())).await;
        let channel = |name| self.people.channel(name).expect("a channel").to_string();
        let (token, guild) = self.people.look(|guild| (guild.setup.token.clone(), guild.id));
        let (group, channels, admin) = match self.staff {
            Staff::Telegram => {
                (self.world.group_id().to_string(), String::new(), format!("telegram:{}", person_id(AGENT)))
            }
            Staff::Discord => (String::new(), channel("staff"), format!("discord:{}", account_id(AGENT))),
        };
        let url = format!("postgres://aftercare@{}/{}?sslmode=disable", database.address(), self.database);
        let environment = BTreeMap::from([
            ("DATABASE_URL", url),
            ("TELEGRAM_BOT_TOKEN", TOKEN.to_owned()),
            ("TELEGRAM_API_URL", format!("http://{}", telegram.address())),
            ("TELEGRAM_STAFF_CHAT", group),
            ("DISCORD_TOKEN", token),
            ("DISCORD_API_URL", format!("http://{}", discord.address())),
            ("DISCORD_GUILD", guild.to_string()),
            ("DISCORD_SUPPORT_CHANNEL", channel("support")),
            ("DISCORD_STAFF_CHANNEL", channels),
            ("AFTERCARE_ADMINS", admin),
            ("AFTERCARE_CONFIG", self.folder.display().to_string()),
        ]);
        Seat { telegram, discord, database, environment, processes: Vec::new() }
    }

    /// Starts a process wherever there is none.
    pub fn fill_seats(&mut self) {
        for (number, seat) in self.seats.iter_mut().enumerate() {
            if !seat.processes.last().is_some_and(Process::is_alive) {
                let log = self.folder.join(format!("desk-{number}-{}.log", seat.processes.len()));
                seat.processes.push(Process::start(&seat.environment, &log, &self.reaper));
            }
        }
    }

    /// Who took the office last, and is alive.
    pub fn in_office(&self) -> Option<usize> {
        let taken = |seat: &Seat| {
            let process = seat.processes.last().filter(|process| process.is_alive())?;
            process
                .said()
                .into_iter()
                .filter(|said| said.event == "desk.lease.taken")
                .filter_map(|said| said.epoch)
                .max()
        };
        let last = self.seats.iter().enumerate().filter_map(|(at, seat)| Some((taken(seat)?, at))).max();
        last.map(|(_, at)| at)
    }

    fn seat_of(&self, who: Who) -> Option<usize> {
        match who {
            Who::InOffice => self.in_office(),
            Who::At(seat) => Some(seat),
        }
    }

    fn links(&self, way: Way) -> Vec<&Link> {
        match way {
            Way::Telegram => self.seats.iter().map(|seat| &seat.telegram).collect(),
            Way::Discord => self.seats.iter().map(|seat| &seat.discord).collect(),
            Way::Database => self.seats.iter().map(|seat| &seat.database).collect(),
            Way::Gateway => vec![&self.gateway],
        }
    }

    /// Lets a blow fall. Blocks for as long as a database server takes to die or to rise.
    pub async fn suffer(&mut self, blow: Blow, server: &mut Server) {
        self.blows += 1;
        let send = |trouble, times| Fault::Calls { method: "send*".to_owned(), chat: None, times, trouble };
        let post = |trouble, times| RestFault {
            route: "POST /channels/{channel_id}/messages".to_owned(),
            channel: None,
            times,
            trouble,
        };
        match blow {
            Blow::Kill(who) => self.kill(who).await,
            Blow::Start => self.fill_seats(),
            Blow::Stop(who) => self.stop(who),
            Blow::Continue => self.wake(),
            Blow::Fell(fall) => {
                self.falls += 1;
                tokio::task::block_in_place(|| server.fall(fall));
            }
            Blow::Raise => tokio::task::block_in_place(|| server.raise()),
            Blow::Cut(way) => {
                self.cuts += 1;
                self.links(way).into_iter().for_each(Link::cut);
            }
            Blow::Dark(way, on) => {
                self.cuts += usize::from(on);
                self.links(way).into_iter().for_each(|link| link.set_dark(on));
            }
            Blow::Freeze(way, on) => self.links(way).into_iter().for_each(|link| link.set_frozen(on)),
            Blow::LoseAnswers(way, count) => {
                self.links(way).into_iter().for_each(|link| link.lose_answers(count));
            }
            Blow::DropSends(times) => {
                self.world.fault(send(Trouble::DropAfter, times));
                self.people.fault(post(RestTrouble::DropAfter, times));
            }
            Blow::RefuseSends(times) => {
                self.world.fault(send(Trouble::BadGateway, times));
                self.people.fault(post(RestTrouble::BadGateway { after: false }, times));
            }
            Blow::Throttle(times) => {
                self.world.fault(send(Trouble::TooManyRequests(1), times));
                self.people.fault(post(RestTrouble::TooManyRequests { millis: 900, global: false }, times));
            }
            Blow::Forget => {
                self.people.forget_sessions();
                self.people.cut(Cut::Drop);
            }
            Blow::Reconnect => self.people.cut(Cut::Reconnect),
            Blow::Swap(pairs) => self.people.swap_events(pairs),
        }
    }

    async fn kill(&mut self, who: Who) {
        let (seat, holder) = (self.seat_of(who), self.in_office());
        let Some(seat) = seat else { return };
        let Some(process) = self.seats[seat].processes.last_mut().filter(|process| process.is_alive()) else {
            return;
        };
        process.kill().await;
        self.kills += 1;
        if holder == Some(seat) {
            self.vacancies.push(Vacancy { at: now() });
        }
    }

    fn stop(&mut self, who: Who) {
        let (seat, holder) = (self.seat_of(who), self.in_office());
        let Some(seat) = seat else { return };
        if let Some(process) = self.seats[seat].processes.last_mut().filter(|process| process.is_alive()) {
            process.stop();
        }
        // Why among several alone: nobody takes over from the only one.
        if holder == Some(seat) && self.seats.len() > 1 {
            self.vacancies.push(Vacancy { at: now() });
        }
    }

    fn wake(&mut self) {
        let all = self.seats.iter_mut().filter_map(|seat| seat.processes.last_mut());
        all.filter(|process| process.is_stopped()).for_each(Process::go_on);
    }

    /// The storm is over: nothing is in the way any more, and everybody is at work.
    pub fn calm(&mut self, server: &mut Server) {
        tokio::task::block_in_place(|| server.raise());
        for way in Way::ALL {
            self.links(way).into_iter().for_each(Link::clear);
        }
        self.world.fault(Fault::Clear);
        self.people.clear_faults();
        self.people.swap_events(0);
        self.wake();
        self.fill_seats();
    }

    /// Ends of processes that nobody asked for.
    pub fn ended_by_themselves(&mut self) -> usize {
        let all = self.seats.iter_mut().filter_map(|seat| seat.processes.last_mut());
        all.map(|process| usize::from(process.has_ended_by_itself())).sum()
    }

    /// Asks every process to end. How long the slowest took; `None` when one did not end well.
    pub async fn close_desks(&mut self) -> Option<Duration> {
        let mut slowest = Some(Duration::ZERO);
        for process in self.seats.iter_mut().filter_map(|seat| seat.processes.last_mut()) {
            slowest = slowest.max(process.ask_to_end(CLEAN_END).await).filter(|_| slowest.is_some());
        }
        slowest
    }

    /// How many panics the logs tell of.
    pub fn panics(&self) -> usize {
        self.seats.iter().flat_map(|seat| &seat.processes).map(Process::panics).sum()
    }

    /// Answers that were lost on the way.
    pub fn lost_answers(&self) -> u32 {
        Way::ALL.into_iter().flat_map(|way| self.links(way)).map(Link::lost).sum()
    }

    /// Closes the stand-ins.
    pub async fn close(self) {
        drop(self.seats);
        self.telegram.stop().await;
        self.discord.stop().await;
    }
}

fn address_of(url: &str) -> SocketAddr {
    url.trim_start_matches("http://").parse().expect("an address")
}
