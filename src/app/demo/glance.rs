//! What the demo's page shows of the desk: what the desk says of itself, and what became of it when its plug was pulled.
//!
//! Invariant: an outage is judged once everything is at rest again, from what both sides counted: the platform what it
//! handed over and what stands in its chats, the desk what it took and what it knows to be accepted.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use crate::{
    domain::calendar::Calendar,
    sandbox::{
        page::{After, Balance, Board, Outage, Work, twice},
        world::World,
    },
};

/// What an open desk says about itself: the detailed answer of its status endpoint, as far as it is used here.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct News {
    in_office: bool,
    deliveries: Value,
    next_promise: Option<DateTime<Utc>>,
    taken: i64,
    rows: Value,
    clocks: Value,
}

/// What is known of the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Seen {
    work: Work,
    news: Option<News>,
    process: Option<u32>,
    /// Updates taken, also those whose keys are not kept any more.
    taken: i64,
    pub(super) armed: bool,
    outages: Vec<Outage>,
    balance: Option<Balance>,
    /// Updates made and handed over again, when the last report found everything at rest.
    calm: Option<(u64, u64)>,
    pulled: Option<Pulled>,
}

/// The counts at the moment of the last pull.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pulled {
    when: Instant,
    handed: u64,
    doubts: i64,
    twice: usize,
}

impl Seen {
    /// A desk was started.
    pub(super) fn started(&mut self, process: Option<u32>) {
        (self.work, self.process) = (Work::Starting, process);
    }

    /// There is no desk.
    pub(super) fn off(&mut self) {
        self.work = Work::Off;
    }

    /// It has opened since it was started.
    pub(super) fn has_opened(&self) -> bool {
        matches!(self.work, Work::Open | Work::Standby)
    }

    /// The plug is pulled now.
    pub(super) fn pulled(&mut self, world: &World) {
        let (unconfirmed, held, tally) =
            world.look(|state| (state.queue.len(), state.held, state.queue.tally()));
        let count = |name: &str| {
            let news = self.news.as_ref();
            news.and_then(|news| news.deliveries[name].as_u64())
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(0)
        };
        self.outages.push(Outage {
            at: world.clock().now(),
            process: self.process,
            unconfirmed,
            sending: count("sending").max(held),
            queued: count("queued"),
            down_ms: None,
            after: None,
        });
        self.pulled = Some(Pulled {
            when: Instant::now(),
            handed: tally.repeated,
            doubts: self.news.as_ref().map_or(0, News::doubts),
            twice: world.look(|state| self.news.as_ref().map_or(0, |news| twice(state, &news.rows))),
        });
        (self.balance, self.calm) = (None, None);
    }

    /// The desk says this about itself.
    pub(super) fn hear(&mut self, news: News, world: &World) {
        self.work = if news.in_office { Work::Open } else { Work::Standby };
        // Why: keys are forgotten after some days, and what was taken stays taken.
        let before = self.news.as_ref().map_or(0, |news| news.taken);
        self.taken += (news.taken - before).max(0);
        self.judge(&news, world);
        self.news = Some(news);
    }

    /// Draws the balance when everything is at rest, and writes down how the last outage ended.
    fn judge(&mut self, news: &News, world: &World) {
        let (waiting, tally) = world.look(|state| (state.queue.len(), state.queue.tally()));
        let busy = news.deliveries["sending"].as_i64().unwrap_or(0) + news.in_doubt();
        let now = Some((tally.made, tally.repeated)).filter(|_| waiting == 0 && busy == 0 && news.in_office);
        // Why: what the desk says is a little older than what the platform counts; only what it says after a rest
        // speaks of the same moment.
        let rests = now.is_some() && now == self.calm;
        self.calm = now;
        self.balance = rests.then(|| Balance {
            made: tally.made,
            lost: (i64::try_from(tally.made).unwrap_or(i64::MAX) - self.taken).max(0),
            twice: world.look(|state| twice(state, &news.rows)),
        });
        let (Some(pulled), Some(outage)) = (self.pulled, self.outages.last_mut()) else { return };
        if outage.down_ms.is_none() && news.in_office {
            outage.down_ms = u64::try_from(pulled.when.elapsed().as_millis()).ok();
        }
        if let (Some(balance), None) = (self.balance, outage.after) {
            outage.after = Some(After {
                handed_again: tally.repeated.saturating_sub(pulled.handed),
                sent_again: (news.doubts() - pulled.doubts).max(0),
                lost: balance.lost,
                twice: balance.twice.saturating_sub(pulled.twice),
            });
        }
    }

    /// All of it for the page.
    pub(super) fn board(&self, now: DateTime<Utc>, calendar: &Calendar) -> Board {
        let in_hours = calendar.is_open(now);
        let mut board = Board {
            work: self.work,
            in_hours,
            hours_change_at: if in_hours { calendar.closes_at(now) } else { calendar.next_open(now) },
            taken: self.taken,
            balance: self.balance,
            armed: self.armed,
            outages: self.outages.clone(),
            ..Board::default()
        };
        if let Some(news) = &self.news {
            board.next_deadline = news.next_promise;
            board.counts = news.deliveries.clone();
            board.rows = news.rows.clone();
            board.clocks = news.clocks.clone();
        }
        board
    }
}

impl News {
    /// How often nobody knew whether a message had arrived.
    fn doubts(&self) -> i64 {
        self.each().filter_map(|row| row["doubts"].as_i64()).sum()
    }

    /// Messages that are still in doubt.
    fn in_doubt(&self) -> i64 {
        let open = self.each().filter(|row| row["state"] == "queued" && row["doubts"].as_i64() > Some(0));
        i64::try_from(open.count()).unwrap_or(i64::MAX)
    }

    fn each(&self) -> impl Iterator<Item = &Value> {
        self.rows.as_array().into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        clock::Clock,
        sandbox::world::{Author, Draft, Setup, State},
    };

    fn news(taken: i64, sending: u64, rows: &Value) -> News {
        let deliveries = json!({"sending": sending});
        serde_json::from_value(
            json!({"now": "x", "in_office": true, "deliveries": deliveries, "next_promise": null,
            "taken": taken, "rows": rows, "clocks": []}),
        )
        .unwrap()
    }

    fn world() -> World {
        World::new(Clock::manual(DateTime::from_timestamp(1_772_413_200, 0).unwrap()), Setup::default())
    }

    #[test]
    fn an_outage_is_judged_when_everything_is_at_rest_and_not_before() {
        let (world, mut seen) = (world(), Seen::default());
        seen.hear(news(0, 1, &json!([])), &world);
        seen.pulled(&world);
        seen.off();
        world.inject("message", json!({}));
        seen.hear(news(0, 0, &json!([{"state": "queued", "doubts": 1}])), &world);
        assert_eq!((seen.outages[0].sending, seen.outages[0].after), (1, None), "an update waits");
        world.change(|state, _| state.queue.confirm(i64::MAX));
        seen.hear(news(1, 0, &json!([{"state": "queued", "doubts": 1}])), &world);
        assert_eq!(seen.outages[0].after, None, "a message is in doubt");
        seen.hear(news(1, 0, &json!([{"state": "sent", "doubts": 1}])), &world);
        assert_eq!(seen.outages[0].after, None, "what was said may be older than the rest");
        seen.hear(news(1, 0, &json!([{"state": "sent", "doubts": 1}])), &world);
        let after = After { handed_again: 0, sent_again: 1, lost: 0, twice: 0 };
        assert_eq!(seen.outages[0].after, Some(after));
    }

    #[test]
    fn what_was_lost_or_came_twice_is_said() {
        let (world, mut seen) = (world(), Seen::default());
        world.inject("message", json!({}));
        let say = |state: &mut State, now| {
            let body = serde_json::Map::from_iter([("text".to_owned(), json!("hello"))]);
            state.post(now, Draft::new(1, None, Author::Bot, body))
        };
        let (known, copy) = world.change(|state, now| {
            state.queue.confirm(i64::MAX);
            (say(state, now), say(state, now) + 1)
        });
        let again = world.change(say);
        assert_eq!(again, copy, "three alike: one known from before, one nobody heard of, one sent again");
        seen.pulled(&world);
        let rows = json!([{"chat": 1, "doubts": 1, "messages": [again]}, {"chat": 1, "doubts": 0, "messages": [known]}]);
        seen.hear(news(0, 0, &rows), &world);
        seen.hear(news(0, 0, &rows), &world);
        let after = seen.outages[0].after.unwrap();
        assert_eq!((after.lost, after.twice), (1, 1));
    }

    #[test]
    fn keys_that_are_forgotten_were_taken_all_the_same() {
        let (world, mut seen) = (world(), Seen::default());
        for taken in [5, 7, 0, 2] {
            seen.hear(news(taken, 0, &json!([])), &world);
        }
        assert_eq!(seen.taken, 9);
    }

    #[test]
    fn the_board_knows_the_hours() {
        let monday_nine = DateTime::from_timestamp(1_772_413_200, 0).unwrap();
        let environment = crate::config::Environment::of::<String, String>([]);
        let Ok(config) = crate::config::Config::load(&environment, monday_nine.date_naive()) else {
            panic!("the terms that come with the program can be read")
        };
        let calendar = &config.terms.calendar;
        let board = Seen::default().board(monday_nine, calendar);
        assert_eq!((board.work, board.in_hours), (Work::Starting, calendar.is_open(monday_nine)));
        assert!(board.hours_change_at > Some(monday_nine));
    }
}
