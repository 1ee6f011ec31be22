//! What can be arranged for the gateway: cut connections, lost sessions, an outage, events twice or out of order.

use super::acts::Visitors;
use super::sessions::Sessions;

/// What happens to open connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The connection breaks without a word.
    Drop,
    /// It is closed with this code.
    Close(u16),
    /// The client is asked to connect again (op 7).
    Reconnect,
    /// The session is called invalid (op 9).
    Invalid { resumable: bool },
    /// A heartbeat is asked for (op 1).
    AskBeat,
}

impl Sessions {
    /// A new connection's number.
    pub(crate) fn connect(&mut self) -> u64 {
        self.connected += 1;
        self.orders.insert(self.connected, Vec::new());
        self.connected
    }

    /// This is to happen to every open connection.
    pub(crate) fn order(&mut self, cut: Cut) {
        self.orders.values_mut().for_each(|orders| orders.push(cut));
    }

    pub(crate) fn has_orders(&self, connection: u64) -> bool {
        self.orders.get(&connection).is_some_and(|orders| !orders.is_empty())
    }

    pub(crate) fn take_orders(&mut self, connection: u64) -> Vec<Cut> {
        self.orders.get_mut(&connection).map(std::mem::take).unwrap_or_default()
    }
}

impl Visitors {
    /// Does this to every open connection.
    pub fn cut(&self, cut: Cut) {
        self.act(|guild, _| guild.sessions.order(cut));
    }

    /// All sessions are forgotten: nobody can resume, and what happens until a new one begins is told to nobody.
    pub fn forget_sessions(&self) {
        self.act(|guild, _| guild.sessions.open.clear());
    }

    /// The gateway takes no new connections, or takes them again. Sessions go on.
    pub fn set_gateway_down(&self, down: bool) {
        self.act(|guild, _| guild.sessions.down = down);
    }

    /// From now on every event comes twice, or no longer does.
    pub fn double_events(&self, on: bool) {
        self.act(|guild, _| guild.sessions.doubled = on);
    }

    /// The next `times` pairs of events come in the wrong order.
    pub fn swap_events(&self, times: u32) {
        self.act(|guild, _| guild.sessions.swaps = times);
    }

    /// What the role *Staff* adds to what everybody may, from now on.
    pub fn set_staff_rights(&self, rights: u64) {
        self.act(|guild, _| guild.staff_rights = rights);
    }

    /// How many connections are open now.
    pub fn connections(&self) -> usize {
        self.look(|guild| guild.sessions.orders.len())
    }

    /// How many sessions have begun, and how often one was resumed.
    pub fn begun_and_resumed(&self) -> (u64, u64) {
        self.look(|guild| (guild.sessions.begun, guild.sessions.resumed))
    }

    /// How many events of messages (the bot's own included), interactions and reactions the session that began last has been
    /// told, as far as its intents cover them; nothing once it is lost, and while no client can be reached. An event that comes
    /// twice counts twice. A client that counts the same kinds from its `READY` on has taken everything once its count is this.
    pub fn dispatched(&self) -> u64 {
        self.look(|guild| {
            let newest = guild.sessions.newest().filter(|_| !guild.sessions.down);
            newest.map_or(0, |session| session.work)
        })
    }

    /// The name of the session that began last; nothing once it is lost, and while no client can be reached.
    pub fn session(&self) -> Option<String> {
        self.look(|guild| {
            let sessions = &guild.sessions;
            sessions.newest().filter(|_| !sessions.down).map(|_| Sessions::name(sessions.begun))
        })
    }

    /// How many heartbeats have come.
    pub fn beats(&self) -> u64 {
        self.look(|guild| guild.sessions.beats)
    }
}
