//! Messages deleted where they were written: the words stay, every copy says so, once, and an agent is told what the
//! customer has.

use aftercare::sandbox::world::person_id;

use crate::across::House;
use crate::harness::board::Board;

const MARK: &str = "(the original was deleted)";

fn mine(board: &Board, part: &str) -> i64 {
    board.find(person_id("mei"), part).id
}

#[tokio::test]
async fn what_a_customer_deletes_stays_with_the_desk_and_says_so_once() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    house.customer("The seam is open.").await;
    let gone = Board::deleted(None, mine(&board, "The seam is open."));
    house.take(gone.clone()).await;
    let room = house.on_telegram(true).concat();
    assert!(room.contains(&format!("{MARK}\n        The seam is open.")), "{room}");
    assert_eq!(
        house.database.texts("select body from messages where deleted_at is not null").await,
        ["The seam is open."]
    );
    house.stage.courier().take_calls();
    house.take(gone.clone()).await;
    let mut again = gone;
    again.key.sub = -2;
    house.take(again).await;
    assert_eq!(house.stage.courier().take_calls().len(), 0, "once");
    assert_eq!(house.database.number("select count(*) from case_events where kind = 'deleted'").await, 1);
    let mut house = house;
    house.stage.play("lin in room: /history").await;
    assert!(house.on_telegram(true).concat().contains("a message was deleted where it was written"));
    house.end().await;
}

#[tokio::test]
async fn an_answer_an_agent_deletes_stays_with_the_customer_and_the_agent_is_told_so() {
    let house = House::staff_on_discord().await;
    let board = house.board();
    house.agent_answers("It broke.", "We replace the puller.").await;
    let answer = board.find(board.room(), "We replace the puller.").id;
    house.take(Board::deleted(Some(board.room()), answer)).await;
    let chat = house.on_telegram(false).concat();
    assert!(chat.contains(&format!("Lin:\n        {MARK}\n        We replace the puller.")), "{chat}");
    let told = board.said(board.room()).pop().expect("a line");
    assert!(
        told.text.contains("“We replace the puller.”") && told.text.contains("Mei has it"),
        "{}",
        told.text
    );
    house.end().await;
}

#[tokio::test]
async fn a_note_that_is_deleted_is_nobodys_news() {
    let house = House::staff_on_discord().await;
    let board = house.board();
    house.agent("Ask the workshop.").await;
    let note = board.find(board.room(), "Ask the workshop.").id;
    let before = (house.on_discord(true).len(), house.on_telegram(false).len());
    house.take(Board::deleted(Some(board.room()), note)).await;
    assert_eq!((house.on_discord(true).len(), house.on_telegram(false).len()), before);
    assert_eq!(house.database.number("select count(*) from messages where deleted_at is not null").await, 1);
    house.end().await;
}

#[tokio::test]
async fn files_of_one_message_are_deleted_together() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    let photos = board.sends_photos("mei", None, &["a.jpg", "b.jpg"], "both");
    house.stage.bureau().take(&photos).await;
    let mut house = house;
    house.stage.play("at +3s").await;
    house.take(Board::deleted(None, mine(&board, "both"))).await;
    let room = house.on_telegram(true).concat();
    assert_eq!(room.matches(MARK).count(), 2, "each of the photos stands alone there: {room}");
    house.end().await;
}

#[tokio::test]
async fn an_answer_of_an_open_draft_and_what_nobody_knows_may_be_deleted() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    house.customer("/new").await;
    house.customer("a green bag").await;
    let rows = "select count(*) from messages where deleted_at is not null";
    let draft = "select draft::text from dialogues";
    let before = house.database.texts(draft).await;
    house.take(Board::deleted(None, mine(&board, "a green bag"))).await;
    house.take(Board::deleted(None, 12_345)).await;
    assert_eq!(house.database.texts(draft).await, before);
    assert_eq!(house.database.number(rows).await, 0);
    let copy = house.database.texts("select remote::text from links where platform = 1 and not source").await;
    assert!(!copy.is_empty());
    house.end().await;
}
