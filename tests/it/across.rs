//! One case on two platforms: what crosses between them, in parts, with files, replies and edits, and what is said where
//! something can't.

use aftercare::desk::{Act, Attached};
use aftercare::domain::chat::{FileKind, Incoming, Input, Platform};
use aftercare::domain::plan::Sign;
use aftercare::domain::text::Rich;
use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{content_of, person_id};

use crate::harness::board::{Board, Post};
use crate::harness::courier::Call;
use crate::harness::{DirectStage, Setup, TestDatabase};

pub const PEOPLE: &str = "people: mei \"Mei\" en consumer, lin \"Lin\" en staff\n";

/// The staff on one platform, Mei on the other, and a case of hers that Lin has.
pub struct House {
    pub stage: DirectStage,
    pub database: TestDatabase,
}

impl House {
    /// Mei on Telegram.
    pub async fn staff_on_discord() -> Self {
        let database = TestDatabase::new();
        let setup = Setup { staff_on: Platform::Discord, ..Setup::new(database.options()) };
        let mut house = Self { stage: DirectStage::open(setup).await, database };
        house.stage.play(&format!("{PEOPLE}mei: /human\nmei: It broke.")).await;
        house.agent("/take").await;
        house
    }

    /// Mei on Discord.
    pub async fn staff_on_telegram() -> Self {
        let database = TestDatabase::new();
        let mut house = Self { stage: DirectStage::open(Setup::new(database.options())).await, database };
        house.stage.play(PEOPLE).await;
        house.customer("/human").await;
        house.customer("It broke.").await;
        house.stage.play("lin in room: /take").await;
        house
    }

    /// Everybody on Telegram.
    pub async fn telegram_alone() -> Self {
        let database = TestDatabase::new();
        let mut house = Self { stage: DirectStage::open(Setup::new(database.options())).await, database };
        house.stage.play(&format!("{PEOPLE}mei: /human\nmei: It broke.\nlin in room: /take")).await;
        house
    }

    /// Everybody on Discord.
    pub async fn discord_alone() -> Self {
        let database = TestDatabase::new();
        let setup = Setup { staff_on: Platform::Discord, ..Setup::new(database.options()) };
        let house = Self { stage: DirectStage::open(setup).await, database };
        house.customer("/human").await;
        house.customer("It broke.").await;
        house.agent("/take").await;
        house
    }

    pub fn board(&self) -> Board {
        self.stage.courier().board().clone()
    }

    /// Takes what somebody did on Discord, and does what follows.
    pub async fn take(&self, what: Incoming) {
        self.stage.bureau().take(&[what]).await;
    }

    /// Mei writes on Discord.
    pub async fn customer(&self, text: &str) {
        self.take(self.board().says("mei", None, text, None)).await;
    }

    /// Lin writes in the room on Discord.
    pub async fn agent(&self, text: &str) {
        let board = self.board();
        self.take(board.says("lin", Some(board.room()), text, None)).await;
    }

    /// Lin answers what holds that on Discord.
    pub async fn agent_answers(&self, part: &str, text: &str) {
        let board = self.board();
        let to = board.find(board.room(), part).id;
        self.take(board.says("lin", Some(board.room()), text, Some(to))).await;
    }

    /// What the bot has said on Discord, to Mei or in the room.
    pub fn on_discord(&self, room: bool) -> Vec<Post> {
        let board = self.board();
        board.said(if room { board.room() } else { person_id("mei") })
    }

    /// What the bot has said on Telegram, to Mei or in the room, as it is shown.
    pub fn on_telegram(&self, room: bool) -> Vec<String> {
        let place = if room { Place::Room(Room::Newest) } else { Place::Chat("mei".to_owned()) };
        let lines = self.stage.chats().transcript(&place).expect("a place");
        let of_bot = lines.iter().filter(|line| line.author == aftercare::sandbox::shown::BOT);
        of_bot.map(aftercare::sandbox::shown::Shown::render).collect()
    }

    /// The files that went along with calls since the last look, and the number of calls they went in.
    pub fn uploads(&self) -> (Vec<Attached>, usize) {
        let mut calls = 0;
        let mut files = Vec::new();
        for Call { delivery, .. } in self.stage.courier().take_calls() {
            match delivery.act {
                Act::Upload { file, .. } => files.push(file),
                Act::UploadAlbum { files: several, .. } => files.extend(several),
                _ => continue,
            }
            calls += 1;
        }
        (files, calls)
    }

    pub async fn end(self) {
        let undelivered = "select format('%s: %s', parcel, problem) from outbox where state <> 'sent'";
        assert_eq!(self.database.texts(undelivered).await, [""; 0]);
        assert_eq!(self.database.texts("select why from quarantine").await, [""; 0]);
        self.stage.close().await;
    }
}

/// A text with a word at its end, so long that it takes two messages on Discord and one on Telegram.
fn long(end: &str) -> String {
    format!("{}{end}", "leather ".repeat(350))
}

#[tokio::test]
async fn words_cross_both_ways_with_replies_to_each_of_their_parts() {
    let mut house = House::staff_on_discord().await;
    house.stage.play(&format!("mei: {}", long("THE-END"))).await;
    let parts: Vec<Post> =
        house.on_discord(true).into_iter().filter(|p| p.text.contains("leather")).collect();
    assert_eq!(parts.len(), 2, "one message of Telegram is two of Discord");
    assert!(parts[0].text.starts_with("Customer Mei:") && parts[1].text.ends_with("THE-END"));
    house.agent_answers("THE-END", "We know that batch.").await;
    let answers = house.on_telegram(false);
    let answer = answers.last().expect("an answer");
    assert!(
        answer.contains("We know that batch.") && answer.contains("leather"),
        "in reply to hers: {answer}"
    );
    house.stage.play("mei replies to \"We know that batch.\": Good.").await;
    let board = house.board();
    let hers = board.find(board.room(), "Good.");
    let lins = board.find(board.room(), "We know that batch.");
    assert_eq!(hers.reply_to, Some(lins.id), "in reply to what the agent wrote there");
    assert_eq!(lins.mark.as_deref(), Some(Sign::Delivered.emoji()));
    house.end().await;
}

#[tokio::test]
async fn an_edit_goes_into_every_part_and_on_in_another_where_it_has_grown() {
    let mut house = House::staff_on_discord().await;
    house.stage.play("mei: The seam is open.").await;
    house.stage.play(&format!("mei edits \"The seam is open.\" to \"{}\"", long("GROWN"))).await;
    let parts: Vec<Post> =
        house.on_discord(true).into_iter().filter(|p| p.text.contains("leather")).collect();
    assert_eq!(parts.len(), 2);
    assert!(parts[1].text.contains("GROWN") && parts[1].text.ends_with("(edited)"), "{}", parts[1].text);
    house.stage.play("mei edits \"leather\" to \"Only the lining.\"").await;
    let board = house.board();
    let (first, second) =
        (board.find(board.room(), "Only the lining."), board.find(board.room(), "(continued)"));
    assert_eq!((first.id, second.id), (parts[0].id, parts[1].id), "the same messages");
    house.end().await;
}

#[tokio::test]
async fn an_edit_on_discord_goes_into_the_copy_on_telegram() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    house.customer("The seam is open.").await;
    let id = board.find(person_id("mei"), "The seam is open.").id;
    let words = Rich::plain("The lining is torn.");
    house.take(Board::does("mei", None, id, 77, Input::Edited { words, file: None })).await;
    let room = house.on_telegram(true).concat();
    assert!(room.contains("The lining is torn.") && !room.contains("The seam is open."), "{room}");
    house.end().await;
}

#[tokio::test]
async fn files_are_uploaded_to_the_other_platform_with_their_words_and_author() {
    let house = House::staff_on_telegram().await;
    house.stage.courier().take_calls();
    let board = house.board();
    house.take(board.sends("mei", None, FileKind::Photo, "seam.jpg", "here")).await;
    let room = house.on_telegram(true);
    let copy = room.iter().find(|line| line.contains("seam.jpg")).expect("a copy");
    assert!(copy.contains("photo seam.jpg") && copy.contains("Customer Mei:\n        here"), "{copy}");
    let (files, _) = house.uploads();
    assert_eq!(files[0].bytes.0.to_vec(), content_of("seam.jpg"));
    // Why forgotten: what is kept goes out of the store, whatever its platform still has.
    board.forget_files();
    house.stage.bureau().settle().await;
    let files = house.database.texts("select keeping from media").await;
    assert_eq!(files, ["kept"]);
    house.end().await;
}

#[tokio::test]
async fn an_album_is_one_message_on_discord_and_every_reply_to_it_finds_it() {
    let mut house = House::staff_on_discord().await;
    house.stage.courier().take_calls();
    house.stage.play("mei sends photos a.jpg b.jpg c.jpg \"all three\"\nat +3s").await;
    let (files, calls) = house.uploads();
    assert_eq!((files.len(), calls), (3, 1), "{files:?}");
    let board = house.board();
    let album = board.find(board.room(), "all three");
    assert_eq!(album.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["photo.jpeg"; 3]);
    house.agent_answers("all three", "The second one shows it.").await;
    let answer = house.on_telegram(false).pop().expect("an answer");
    assert!(answer.contains("all three"), "in reply to the first of them: {answer}");
    house.stage.play("mei edits \"all three\" to \"all of them\"").await;
    assert!(board.find(board.room(), "all of them").files.len() == 3);
    let linked = "select count(*) from (select from links where platform = 2 and not source group by remote \
                  having count(*) = 3) albums";
    assert_eq!(house.database.number(linked).await, 1, "all three stand there");
    house.end().await;
}

#[tokio::test]
async fn what_the_other_platform_does_not_take_is_said_to_who_reads_and_to_who_sent_it() {
    let mut house = House::staff_on_discord().await;
    house.stage.play("mei sends video tour-12mb.mp4 \"the whole bag\"").await;
    let board = house.board();
    let copy = board.find(board.room(), "the whole bag");
    assert!(copy.files.is_empty() && copy.text.contains("larger than 10 MB"), "{}", copy.text);
    let told = house.on_telegram(false).pop().expect("a line");
    assert!(told.contains("I couldn't pass on") && told.contains("larger than 10 MB"), "{told}");
    house.stage.play("mei edits \"the whole bag\" to \"the bag\"").await;
    let copy = board.find(board.room(), "the bag");
    assert!(copy.text.contains("can't be shown here"), "still said: {}", copy.text);
    house.end().await;
}

#[tokio::test]
async fn an_agents_file_that_the_customer_can_not_be_shown_is_no_answer() {
    let house = House::staff_on_telegram().await;
    let met = "select count(*) from clock_events where kind = 'meet'";
    assert_eq!(house.database.number(met).await, 0);
    let mut house = house;
    house.stage.play("lin in room replies to \"It broke.\" sends video tour-12mb.mp4").await;
    let line = house.on_discord(false).pop().expect("a line");
    assert!(line.text.starts_with("Lin:") && line.text.contains("larger than 10 MB"), "{}", line.text);
    let room = house.on_telegram(true).pop().expect("a line");
    assert!(room.contains("Not shown to the customer") && room.contains("tour-12mb.mp4"), "{room}");
    assert_eq!(house.database.number(met).await, 0, "nobody was answered");
    house.stage.play("lin in room replies to \"It broke.\" sends photo seam.jpg").await;
    assert_eq!(house.database.number(met).await, 1);
    assert!(house.on_discord(false).last().is_some_and(|post| post.files.len() == 1));
    house.end().await;
}

#[tokio::test]
async fn what_is_of_no_kept_kind_crosses_nowhere_whatever_it_is_called() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    house.take(board.sends("mei", None, FileKind::Document, "setup.exe.jpg", "look")).await;
    let room = house.on_telegram(true).concat();
    assert!(room.contains("can't be shown here") && room.contains("look"), "{room}");
    let told = house.on_discord(false).pop().expect("a line");
    assert!(told.text.contains("I couldn't pass on"), "{}", told.text);
    house.end().await;
}

#[tokio::test]
async fn a_file_that_can_not_be_had_is_asked_for_again_and_then_said_to_be_gone() {
    let house = House::staff_on_telegram().await;
    let board = house.board();
    let sent = board.sends("mei", None, FileKind::Photo, "seam.jpg", "look");
    board.forget_files();
    let mut house = house;
    house.stage.bureau().desk.receive(&[sent]).await.expect("taken");
    house.stage.play("at +1s").await;
    assert!(!house.on_telegram(true).concat().contains("look"), "it may come yet");
    house.stage.play("at +5s\nat +10s").await;
    let room = house.on_telegram(true).concat();
    assert!(room.contains("no longer has it") && room.contains("look"), "{room}");
    house.stage.close().await;
}

#[tokio::test]
async fn a_caption_of_telegram_stands_on_discord_with_its_file() {
    let mut house = House::staff_on_discord().await;
    house.stage.courier().take_calls();
    // Why in between: a caption of Telegram is short enough for Discord, and an edit may make it what it never was.
    house.stage.play(&format!("mei sends photo seam.jpg \"{}\"", "word ".repeat(200).trim_end())).await;
    let (files, calls) = house.uploads();
    assert_eq!((files.len(), calls), (1, 1));
    house.end().await;
}
