//! What waits in memory while nothing can be taken is bounded.

use aftercare::domain::chat::{Address, Platform, Room};
use aftercare::frontend::discord::{Known, Shards};

use super::{Line, number, words};

#[tokio::test]
async fn while_too_much_waits_nobody_listens_and_what_was_written_is_fetched_once_it_is_taken() {
    let line = Line::open_waiting(Shards::One, 3).await;
    let thread = line.thread().await;
    let address =
        Address { platform: Platform::Discord, chat: number(line.support), thread: Some(number(thread)) };
    let shut = line.desk.open.clone().acquire_owned().await.expect("open");
    let write = |n: i32| line.people.write("ken", thread, &format!("word {n}")).expect("written");
    let heard: Vec<u64> = (0..4).map(write).collect();
    line.until("nobody listens", |line| line.people.connections() == 0).await;
    let newest = heard.last().map(|id| number(*id));
    line.desk.places.lock().expect("no panic").push(Known { address, room: Room::Private, newest });
    for n in 4..10 {
        write(n);
    }
    let begun = line.people.begun_and_resumed();
    assert!(line.desk.taken.lock().expect("no panic").is_empty(), "nothing is taken yet");
    drop(shut);
    let taken = line.taken(10).await;
    assert_eq!(words(&taken), (0..10).map(|n| format!("word {n}")).collect::<Vec<_>>());
    let (new, resumed) = line.people.begun_and_resumed();
    assert_eq!((new, resumed), (begun.0 + 1, begun.1), "a session that was lost is not gone on with");
    line.people.write("ken", thread, "and then").expect("written");
    assert_eq!(words(&line.taken(11).await).last().map(String::as_str), Some("and then"));
    line.close().await;
}
