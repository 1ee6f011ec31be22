//! The stage without wires: the real desk on a real database, with chats in memory on the other side, and the stand-in's
//! server where somebody is on Discord.

use aftercare::app::orders;
use aftercare::clock::Clock;
use aftercare::domain::chat::{Incoming, Platform};
use aftercare::sandbox::faults::Fault;
use aftercare::sandbox::script::{Act, Cast, FaultOrder, Moment, Player, Role, Script, Stage, Step, Turn};
use aftercare::sandbox::shown::{Place, Shown, Site};
use aftercare::sandbox::wire::locale_of;
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use super::chats::{Chats, Waiting};
use super::courier::Recorder;
use super::desk::{Bureau, Setup, configured};
use super::server::Server;

/// Rounds after which a desk that never rests is given up.
const MOST_ROUNDS: usize = 100;

/// A stage whose desk can be reached from tests.
pub struct DirectStage {
    setup: Setup,
    chats: Chats,
    /// Where somebody is on Discord.
    server: Option<Server>,
    courier: Recorder,
    bureau: Option<Bureau>,
    starts: u64,
    /// Rows a process that died was sending, or had sent without writing it down.
    in_the_air: Vec<String>,
}

impl DirectStage {
    pub async fn open(mut setup: Setup) -> Self {
        let chats = Chats::new(setup.clock.clone(), &setup.staff);
        let server = setup.discord.then(|| Server::new(setup.clock.clone()));
        setup.server = server.as_ref().map(Server::staff);
        setup.role = server.as_ref().map(Server::role);
        let courier = Recorder::new(chats.clone(), server.clone());
        let (bureau, in_the_air) = (None, Vec::new());
        let mut stage = Self { setup, chats, server, courier, bureau, starts: 0, in_the_air };
        stage.begin().await;
        stage
    }

    async fn begin(&mut self) {
        self.starts += 1;
        let bureau = Bureau::open(&self.setup, self.courier.clone(), self.starts).await;
        self.server.iter().for_each(|server| server.begin(&bureau.desk));
        self.bureau = Some(bureau);
    }

    pub fn bureau(&self) -> &Bureau {
        self.bureau.as_ref().expect("the desk is open between steps")
    }

    pub fn chats(&self) -> &Chats {
        &self.chats
    }

    pub fn courier(&self) -> &Recorder {
        &self.courier
    }

    pub fn clock(&self) -> &Clock {
        &self.setup.clock
    }

    /// Plays lines of a scenario, to be followed by others.
    pub async fn play(&mut self, lines: &str) -> String {
        let script = Script::parse(lines).unwrap_or_else(|error| panic!("{error}"));
        let mut player = Player::new(self);
        player.run(&script).await.unwrap_or_else(|error| panic!("{error}"));
        player.transcript().to_owned()
    }

    /// Lets people act without the desk hearing of it: what it would be told.
    pub fn updates_of(&mut self, lines: &str) -> Vec<Incoming> {
        for line in Script::parse(lines).unwrap_or_else(|error| panic!("{error}")).lines {
            match line.step {
                Step::Join(cast) => cast.iter().for_each(|one| self.chats.join(one)),
                Step::Act(act) => self.chats.act(&act).unwrap_or_else(|why| panic!("{}: {why}", line.text)),
                _ => panic!("{}: nobody acts", line.text),
            }
        }
        self.chats.take_updates()
    }

    /// Another process takes the desk's place; the one before ends where it is.
    pub async fn crash(&mut self) {
        drop(self.bureau.take());
        let mut db = self.setup.database.connect().await.expect("a connection");
        let sending = "select id::text from outbox where state = 'sending'";
        self.in_the_air = sqlx::query_scalar(sending).fetch_all(&mut db).await.expect("rows");
        self.begin().await;
    }

    /// The desk goes on over another database; chats and clock stay as they are.
    pub async fn move_to(&mut self, database: &PgConnectOptions) {
        if let Some(bureau) = self.bureau.take() {
            bureau.close().await;
        }
        self.setup.database = database.clone();
        self.begin().await;
    }

    /// One round of what a desk does, to its end; false when the courier stopped before.
    async fn round(&self) -> Result<bool, String> {
        let bureau = self.bureau();
        bureau.desk.receive(&self.chats.take_updates()).await.map_err(|error| error.to_string())?;
        if let Some(server) = &self.server {
            let heard = server.hear(&bureau.desk).await;
            bureau.desk.receive(&heard).await.map_err(|error| error.to_string())?;
        }
        tokio::select! {
            () = bureau.desk.deliver_due(&bureau.couriers) => {}
            () = self.courier.stopped() => return Ok(false),
        }
        bureau.desk.follow_up().await.map_err(|error| error.to_string())?;
        bureau.desk.keep_files(&bureau.couriers).await.map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// The server of Discord, if somebody is there.
    pub fn server(&self) -> Result<&Server, String> {
        self.server.as_ref().ok_or_else(|| "nobody of this scenario is on Discord".to_owned())
    }

    /// Where somebody's account is, and how they are called there.
    fn account(&self, who: &str) -> Result<(Site, String), String> {
        let (handle, named) = who.split_once('@').map_or((who, None), |(name, site)| (name, Site::of(site)));
        let telegram = self.chats.lock().person(handle).is_ok();
        let discord = self.server.as_ref().is_some_and(|s| s.people.look(|g| g.named(handle).is_some()));
        match (named, telegram, discord) {
            (Some(site), ..) => Ok((site, handle.to_owned())),
            (None, true, false) => Ok((Site::Telegram, handle.to_owned())),
            (None, false, true) => Ok((Site::Discord, handle.to_owned())),
            _ => Err(format!("{handle} is nobody, or on both")),
        }
    }

    fn locate(&self, place: &Place) -> Result<(Site, Place), String> {
        Ok(match place {
            Place::Chat(who) => {
                let (site, handle) = self.account(who)?;
                (site, Place::Chat(handle))
            }
            Place::Direct(who) => (Site::Discord, Place::Direct(self.account(who)?.1)),
            Place::Thread(who, room) => (Site::Discord, Place::Thread(self.account(who)?.1, room.clone())),
            Place::Support => (Site::Discord, Place::Support),
            Place::Staff | Place::Room(_) if self.setup.staff_on == Platform::Discord => {
                (Site::Discord, place.clone())
            }
            Place::Staff | Place::Room(_) => (Site::Telegram, place.clone()),
            Place::On(site, place) => (*site, (**place).clone()),
        })
    }

    /// The rows that were in the air at the last crash.
    pub fn in_the_air(&self) -> &[String] {
        &self.in_the_air
    }

    pub async fn close(mut self) {
        if let Some(bureau) = self.bureau.take() {
            bureau.close().await;
        }
    }
}

impl Stage for DirectStage {
    async fn join(&mut self, cast: &Cast) -> Result<(), String> {
        if cast.site == Site::Discord {
            let locale = locale_of(cast.language.as_deref());
            self.server()?.people.join(&cast.handle, &cast.name, &locale, cast.role == Role::Staff);
            return Ok(());
        }
        self.chats.join(cast);
        Ok(())
    }

    async fn act(&mut self, act: &Act) -> Result<(), String> {
        let (site, who) = self.account(&act.who)?;
        let (at, place) = self.locate(&act.place)?;
        if at != site {
            return Err(format!("{} is on {}, and {} is not", act.who, site.name(), act.place));
        }
        match site {
            Site::Telegram => self.chats.act(&Act { who, place, deed: act.deed.clone() }),
            Site::Discord => self.server()?.people.perform(&who, &place, &act.deed),
        }
    }

    async fn move_clock(&mut self, to: Moment) -> Result<(), String> {
        match to {
            Moment::By(span) => self.setup.clock.advance(span),
            Moment::To(at) => self.setup.clock.set(at),
        }
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), String> {
        if let Some(bureau) = self.bureau.take() {
            bureau.close().await;
        }
        self.begin().await;
        Ok(())
    }

    async fn menu(&mut self, who: &str, place: &Place) -> Result<Vec<(String, String)>, String> {
        let bureau = self.bureau();
        bureau.desk.keep_menus(&bureau.couriers).await.map_err(|error| error.to_string())?;
        match self.locate(place)? {
            (Site::Telegram, place) => self.chats.menu(&self.account(who)?.1, &place),
            (Site::Discord, place) => self.server()?.people.menu(&self.account(who)?.1, &place),
        }
    }

    async fn turn(&mut self, turn: Turn) -> Result<(), String> {
        self.chats.lock().turn(turn)
    }

    async fn orders(&mut self, list: &str) -> Result<(), String> {
        let now = self.setup.clock.now();
        let (terms, _) = configured(&self.setup.terms, now);
        orders::import_text(&self.setup.database, &terms, now, list).await
    }

    async fn fault(&mut self, order: &FaultOrder) -> Result<(), String> {
        let place = order.place.as_ref().map(|place| self.locate(place)).transpose()?;
        if let Fault::Discord(upset) = &order.fault {
            let people = &self.server()?.people;
            let channel = place.map(|(_, place)| people.spot(&place)).transpose()?;
            people.upset(upset.clone(), channel);
            return Ok(());
        }
        let mut state = self.chats.lock();
        let to = place.map(|(_, place)| state.resolve(&place)).transpose()?;
        match order.fault.clone() {
            Fault::Calls { method, times, trouble, .. } => {
                let chat = to.map(|(chat, _)| chat);
                state.faults.push(Waiting { method, chat, times, trouble });
            }
            Fault::Duplicates(on) => state.duplicates = on,
            Fault::Redeliver(count) => {
                let from = state.past.len().saturating_sub(count);
                let again = state.past.split_off(from);
                again.into_iter().rev().for_each(|incoming| state.waiting.push_front(incoming));
            }
            Fault::Clear => state.faults.clear(),
            Fault::Discord(_) => {}
        }
        Ok(())
    }

    async fn rest(&mut self) -> Result<(), String> {
        for _ in 0..MOST_ROUNDS {
            if !self.round().await? {
                self.crash().await;
                continue;
            }
            let rests = self.bureau().desk.is_at_rest().await.map_err(|error| error.to_string())?;
            if rests && !self.chats.has_updates() {
                return Ok(());
            }
        }
        Err("the desk does not come to rest".to_owned())
    }

    fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        match self.locate(place)? {
            (Site::Telegram, place) => self.chats.transcript(&place),
            (Site::Discord, place) => self.server()?.people.transcript(&place),
        }
    }
}
