//! Customers' threads: opened once, found again, and believed only where the bot opened them.

use aftercare::desk::courier::{Act, Courier as _, Delivery, Opened};
use aftercare::frontend::discord::{self, DiscordCourier, Home, Threads};
use serde_json::json;

use super::*;

async fn opened(threads: &Threads, account: i64, title: &str, taken: &[i64]) -> i64 {
    match threads.open(account, title, taken).await.expect("a thread") {
        Opened::Thread { thread, .. } => thread,
        Opened::Chat(chat) => panic!("no thread: {chat}"),
    }
}

fn open_threads(line: &Line) -> usize {
    line.people.look(|guild| {
        let threads = guild.channels.values().filter(|channel| channel.is_thread());
        threads.filter(|channel| guild.channel(channel.id).is_some()).count()
    })
}

#[tokio::test]
async fn a_thread_that_was_deleted_is_opened_anew() {
    let line = Line::open().await;
    let first = line.thread().await;
    line.people.delete_channel(first);
    let threads = line.threads();
    let second = opened(&threads, line.ken, "Ken", &[]).await;
    assert_ne!(number(first), second);
    assert_eq!(opened(&threads, line.ken, "Ken", &[]).await, second, "and found from then on");
    line.close().await;
}

#[tokio::test]
async fn a_thread_somebody_else_opened_is_nobodys_whatever_its_name() {
    let line = Line::open().await;
    let name = format!("Ken · {:x}", line.ken);
    let body = |owner: i64| json!({"id": "77", "type": 12, "parent_id": line.support.to_string(), "owner_id": owner.to_string(), "name": name});
    let threads = line.threads();
    let owner = |of: i64| match threads.learn(&body(of)) {
        discord::Channel::Thread { named, ours, .. } => named.filter(|_| ours),
        other => panic!("{other:?}"),
    };
    assert_eq!(owner(line.me()), Some(line.ken));
    assert_eq!(owner(line.ken + 1), None, "a stranger's thread that bears Ken's number");
    line.close().await;
}

#[tokio::test]
async fn two_presses_in_a_row_open_one_thread_and_a_folded_one_is_found() {
    let line = Line::open().await;
    let threads = line.threads();
    let (one, two) =
        tokio::join!(opened(&threads, line.ken, "Ken", &[]), opened(&threads, line.ken, "Ken", &[]));
    assert_eq!((one, open_threads(&line)), (two, 1));
    let thread = line.thread().await;
    line.people.set_archived(thread, true, false);
    assert_eq!(line.thread().await, thread, "another process finds it folded");
    line.close().await;
}

#[tokio::test]
async fn a_thread_that_is_a_cases_is_not_opened_again_for_anything_else() {
    let line = Line::open().await;
    let threads = line.threads();
    let first = opened(&threads, line.ken, "Ken", &[]).await;
    let second = opened(&threads, line.ken, "Ken", &[first]).await;
    assert_ne!(first, second, "its name does not say yet that it is a case's");
    let case = opened(&threads, line.ken, "AC-1 · vanity case", &[first]).await;
    assert!(case != first && case != second, "a title of its own is a thread of its own");
    assert_eq!(opened(&threads, line.ken, "AC-1 · vanity case", &[first]).await, case);
    line.close().await;
}

#[tokio::test]
async fn a_home_is_the_one_the_desk_knows_while_it_is_theirs() {
    let line = Line::open().await;
    let threads = line.threads();
    let lobby = opened(&threads, line.ken, "AC-1 · vanity case", &[]).await;
    let home = |lobby| Home { lobby: Some(lobby), taken: Vec::new() };
    let found = threads.home(line.ken, "Ken", &home(lobby)).await.expect("a thread");
    assert_eq!((found.chat, found.thread), (number(line.support), Some(lobby)));
    let dm = number(line.people.dm("ken").expect("a conversation"));
    let own = threads.home(line.ken, "Ken", &home(dm)).await.expect("a thread");
    assert!(own.thread.is_some_and(|thread| thread != lobby), "private messages are no thread");
    line.people.delete_channel(u64::try_from(lobby).expect("positive"));
    let anew = threads.home(line.ken, "Ken", &home(lobby)).await.expect("a thread");
    assert_ne!(anew.thread, Some(lobby));
    line.close().await;
}

#[tokio::test]
async fn a_new_title_keeps_whose_a_thread_is_and_a_folded_one_opens_with_a_word() {
    let line = Line::open().await;
    let thread = line.thread().await;
    let courier = DiscordCourier::new(Arc::clone(&line.http), Duration::from_secs(5));
    let place = Address { platform: Platform::Discord, chat: number(thread), thread: None };
    let deliver = |act: Act| {
        let delivery = Delivery { nonce: format!("{act:?}").len().to_string(), place, under: None, act };
        let courier = courier.clone();
        async move { courier.deliver(&delivery).await.expect("done") }
    };
    let name = || line.people.look(|guild| guild.channel(thread).map(|one| (one.name.clone(), one.archived)));
    deliver(Act::Rename { title: "AC-1 · vanity case".to_owned(), owned: true }).await;
    assert_eq!(name(), Some((format!("AC-1 · vanity case · {:x}", line.ken), false)));
    deliver(Act::Fold).await;
    assert!(name().is_some_and(|(_, folded)| folded));
    deliver(Act::Post { text: aftercare::domain::text::Rich::plain("on"), rows: Vec::new(), reply_to: None })
        .await;
    assert!(name().is_some_and(|(_, folded)| !folded), "the next word opens it");
    line.people.write("ken", thread, "mine").expect("written");
    assert_eq!(words(&line.taken(1).await), ["mine"], "and it is its owner's still");
    deliver(Act::Rename { title: "—".to_owned(), owned: false }).await;
    assert_eq!(name().map(|(name, _)| name).as_deref(), Some("—"));
    line.close().await;
}

#[tokio::test]
async fn whose_a_thread_is_is_what_was_written_down_whatever_it_is_called() {
    let line = Line::open().await;
    let lin = number(line.people.look(|guild| guild.named("lin").expect("Lin").id));
    let thread = line.thread().await;
    assert_eq!(line.book.own(line.ken, number(thread)).await, line.ken);
    line.people.rename(thread, &format!("Lin's now · {lin:x}"));
    line.people.write("ken", thread, "mine all the same").expect("written");
    line.people.write("lin", thread, "I moderate here").expect("written");
    line.people.write("ken", thread, "still").expect("written");
    assert_eq!(words(&line.taken(2).await), ["mine all the same", "still"]);
    let places = line.places();
    let home = places.home(lin, "Lin's now").await.expect("a place");
    assert_ne!(home.address.thread, Some(number(thread)), "what is called hers is passed over");
    assert_eq!(line.book.owner(home.address.thread.expect("a thread")).await, Some(lin));
    line.close().await;
}
