//! What happens to the desk in one round, and when: drawn from the round's seed before anything begins.
//!
//! A blow that lasts is two events, so that blows overlap as they like: a database that dies while a process is stopped, a
//! process killed while its answers are being lost. At the end of the storm everything is lifted, whatever was drawn.

use std::time::Duration;

use crate::chance::Chance;

/// Where a connection leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Telegram,
    Discord,
    Gateway,
    Database,
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Telegram, Self::Discord, Self::Gateway, Self::Database];
}

/// How the database server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// `kill -9` of the server.
    Killed,
    /// An immediate shutdown: nothing is written out.
    Immediate,
    /// `kill -9` of one session's process; the server throws out all others and recovers.
    OneSession,
}

/// Whom a signal meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The process in office at that moment.
    InOffice,
    /// The one at this place, whatever it does.
    At(usize),
}

/// What can be done to the desk from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// `kill -9`.
    Kill(Who),
    /// Processes that are gone are started.
    Start,
    /// SIGSTOP.
    Stop(Who),
    /// SIGCONT for every process that stands still.
    Continue,
    /// The database server ends.
    Fell(Fall),
    /// It is started again.
    Raise,
    /// Connections break now.
    Cut(Way),
    /// No connection is let through, or all again.
    Dark(Way, bool),
    /// Connections stand still with what is in them, or go on.
    Freeze(Way, bool),
    /// So many coming answers are lost, their effects are not.
    LoseAnswers(Way, u32),
    /// So many sends have their effect and no answer, at the platform itself.
    DropSends(u32),
    /// So many sends are answered by a bad gateway and have no effect.
    RefuseSends(u32),
    /// So many sends are told to wait a second.
    Throttle(u32),
    /// The gateway forgets all sessions: nobody can resume.
    Forget,
    /// The gateway asks to connect again.
    Reconnect,
    /// So many pairs of Discord's events change places.
    Swap(u32),
}

/// Where the staff of a round works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    Telegram,
    Discord,
}

/// A round, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub staff: Staff,
    /// How many processes share the work.
    pub processes: usize,
    /// What happens, in the order of its time from the storm's beginning.
    pub blows: Vec<(Duration, Blow)>,
    /// How long people act and blows fall.
    pub storm: Duration,
}

impl Plan {
    /// Draws a round. `lease` is how long a lease lasts: a process that is stopped for longer loses it.
    pub fn draw(chance: &mut Chance, lease: Duration) -> Self {
        let staff = chance.pick(&[Staff::Telegram, Staff::Discord]);
        let processes = chance.pick(&[1, 2, 2]);
        let storm = Duration::from_millis(chance.between(6_000, 9_000)) + lease;
        let mut blows = Vec::new();
        // Why always: this is what the program is for.
        draw_kill(chance, processes, storm, &mut blows);
        for _ in 0..chance.between(3, 7) {
            draw_blow(chance, processes, storm, lease, &mut blows);
        }
        blows.sort_by_key(|(at, _)| *at);
        Self { staff, processes, blows, storm }
    }
}

impl Plan {
    /// Whether another process takes the office while its holder sleeps, and the sleeper wakes up afterwards.
    pub fn deposes(&self) -> bool {
        let first =
            |fits: fn(&Blow) -> bool| self.blows.iter().find(|(_, blow)| fits(blow)).map(|(at, _)| *at);
        let asleep = first(|blow| matches!(blow, Blow::Stop(Who::InOffice)));
        let woken = first(|blow| *blow == Blow::Continue).filter(|at| *at < self.storm);
        let nap = asleep.zip(woken).and_then(|(asleep, woken)| woken.checked_sub(asleep));
        self.processes > 1 && nap > Some(Duration::from_secs(4))
    }
}

fn instant(chance: &mut Chance, storm: Duration) -> Duration {
    Duration::from_micros(chance.between(100_000, u64::try_from(storm.as_micros()).unwrap_or(u64::MAX)))
}

fn millis(chance: &mut Chance, from: u64, to: u64) -> Duration {
    Duration::from_millis(chance.between(from, to))
}

fn whom(chance: &mut Chance, processes: usize) -> Who {
    if chance.percent(75) { Who::InOffice } else { Who::At(chance.index(processes)) }
}

fn draw_kill(chance: &mut Chance, processes: usize, storm: Duration, blows: &mut Vec<(Duration, Blow)>) {
    let at = instant(chance, storm);
    blows.push((at, Blow::Kill(whom(chance, processes))));
    blows.push((at + millis(chance, 50, 1_500), Blow::Start));
}

fn draw_blow(
    chance: &mut Chance,
    processes: usize,
    storm: Duration,
    lease: Duration,
    blows: &mut Vec<(Duration, Blow)>,
) {
    let (at, way) = (instant(chance, storm), chance.pick(&Way::ALL));
    let lasting = at + millis(chance, 100, 2_000);
    match chance.between(0, 16) {
        0..4 => draw_kill(chance, processes, storm, blows),
        4 | 5 => {
            // Why both: a nap shorter than the lease costs nobody the office, a longer one does.
            let over = millis(chance, 500, 2_500);
            let nap = if chance.percent(70) { lease + over } else { over };
            blows.extend([(at, Blow::Stop(whom(chance, processes))), (at + nap, Blow::Continue)]);
        }
        6 | 7 => {
            let fall = chance.pick(&[Fall::Killed, Fall::Immediate, Fall::OneSession]);
            blows.extend([(at, Blow::Fell(fall)), (lasting, Blow::Raise)]);
        }
        8 => blows.push((at, Blow::Cut(way))),
        9 => blows.extend([(at, Blow::Dark(way, true)), (lasting, Blow::Dark(way, false))]),
        10 => blows.extend([(at, Blow::Freeze(way, true)), (lasting, Blow::Freeze(way, false))]),
        11 => {
            let way = chance.pick(&[Way::Telegram, Way::Discord, Way::Database]);
            blows.push((at, Blow::LoseAnswers(way, u32::try_from(chance.between(1, 4)).unwrap_or(1))));
        }
        12 => blows.push((at, Blow::DropSends(u32::try_from(chance.between(1, 4)).unwrap_or(1)))),
        13 => blows.push((at, chance.pick(&[Blow::RefuseSends(2), Blow::Throttle(2)]))),
        14 => blows.push((at, chance.pick(&[Blow::Forget, Blow::Reconnect]))),
        _ => blows.push((at, Blow::Swap(u32::try_from(chance.between(1, 3)).unwrap_or(1)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(number: u64) -> Plan {
        Plan::draw(&mut Chance::of(1, number), Duration::from_secs(3))
    }

    #[test]
    fn a_round_is_the_same_whenever_it_is_drawn() {
        assert_eq!(round(5), round(5));
        assert_ne!(round(5), round(6));
    }

    #[test]
    fn every_round_kills_and_every_kind_of_blow_comes_up() {
        let rounds: Vec<Plan> = (0..300).map(round).collect();
        let kills = |plan: &Plan| plan.blows.iter().any(|(_, blow)| matches!(blow, Blow::Kill(_)));
        assert!(rounds.iter().all(kills));
        let all: Vec<Blow> =
            rounds.iter().flat_map(|plan| plan.blows.iter().map(|(_, blow)| *blow)).collect();
        let kinds: std::collections::BTreeSet<String> = all
            .iter()
            .map(|blow| format!("{blow:?}").split('(').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(kinds.len(), 16, "{kinds:?}");
        for fall in [Fall::Killed, Fall::Immediate, Fall::OneSession] {
            assert!(all.contains(&Blow::Fell(fall)), "{fall:?}");
        }
    }

    #[test]
    fn blows_stand_in_the_order_of_their_time() {
        assert!((0..100).map(round).all(|plan| plan.blows.is_sorted_by_key(|(at, _)| *at)));
    }
}
