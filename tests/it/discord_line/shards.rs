//! Several connections side by side: what comes by which, and what a break of one of them does.

use aftercare::domain::chat::{Address, Platform, Room};
use aftercare::frontend::discord::{Known, Shards};
use aftercare::sandbox::discord::Cut;

use super::{Line, number, words};

/// Of two: the server is on the second, as the stand-in's number has it, or on the first.
const TWO: Shards = Shards::Range { first: 0, last: 1, of: 2 };

/// Both connections stand: the library opens one each five seconds.
async fn both(line: &Line) {
    line.until("both connections stand", |line| line.people.connections() == 2).await;
}

#[tokio::test]
async fn what_happens_on_the_server_and_in_private_is_heard_once_and_in_order_whatever_breaks() {
    let line = Line::open_with(TWO).await;
    both(&line).await;
    let (thread, dm) = (line.thread().await, line.people.dm("ken").expect("a conversation"));
    line.people.write("ken", thread, "on the server").expect("written");
    line.taken(1).await;
    line.people.write("ken", dm, "in private").expect("written");
    assert_eq!(words(&line.taken(2).await), ["on the server", "in private"]);
    let (begun, _) = line.people.begun_and_resumed();
    line.people.cut(Cut::Drop);
    for n in 0..20 {
        line.people.write("ken", thread, &format!("server {n}")).expect("written");
        line.people.write("ken", dm, &format!("private {n}")).expect("written");
    }
    let taken = words(&line.taken(42).await);
    for place in ["server", "private"] {
        let heard: Vec<&String> =
            taken.iter().filter(|word| word.starts_with(&format!("{place} "))).collect();
        let wanted: Vec<String> = (0..20).map(|n| format!("{place} {n}")).collect();
        assert_eq!(heard, wanted.iter().collect::<Vec<_>>(), "each place keeps its order");
    }
    assert_eq!(line.people.begun_and_resumed(), (begun, 2), "both are resumed, none begins anew");
    line.close().await;
}

#[tokio::test]
async fn what_was_said_while_sessions_were_lost_is_fetched_by_the_shards_that_matter() {
    let line = Line::open_with(Shards::Range { first: 0, last: 2, of: 3 }).await;
    line.until("all connections stand", |line| line.people.connections() == 3).await;
    let (thread, dm) = (line.thread().await, line.people.dm("ken").expect("a conversation"));
    let before = line.people.write("ken", thread, "before").expect("written");
    line.taken(1).await;
    let known = |channel| Known {
        address: Address { platform: Platform::Discord, chat: number(channel), thread: None },
        room: Room::Private,
        newest: Some(number(before)),
    };
    line.desk.places.lock().expect("no panic").extend([known(thread), known(dm)]);
    line.people.set_gateway_down(true);
    line.people.cut(Cut::Drop);
    line.until("the line is cut", |line| line.people.connections() == 0).await;
    line.people.forget_sessions();
    line.people.write("ken", thread, "meanwhile").expect("written");
    line.people.write("ken", dm, "meanwhile, in private").expect("written");
    line.people.set_gateway_down(false);
    line.until("all connections stand again", |line| line.people.connections() == 3).await;
    line.taken(3).await;
    let mut taken = line.desk.taken.lock().expect("no panic").clone();
    // Why without repeats: each shard that matters fetches all places, and the keys tell what was fetched twice.
    taken.sort_by_key(|one| one.key.key);
    taken.dedup_by_key(|one| one.key);
    assert_eq!(words(&taken), ["before", "meanwhile", "meanwhile, in private"]);
    line.close().await;
}

#[tokio::test]
async fn as_many_as_discord_recommends_are_one_here() {
    let line = Line::open_with(Shards::Auto).await;
    assert_eq!(line.people.connections(), 1);
    let thread = line.thread().await;
    line.people.write("ken", thread, "hello").expect("written");
    assert_eq!(words(&line.taken(1).await), ["hello"]);
    line.close().await;
}
