//! Rooms without topics: everything the desk puts into a case's room hangs under that case's card, and under no other.

use aftercare::sandbox::script::StaffKind;

use crate::harness::chats::staff_chat;
use crate::harness::{DirectStage, Setup, TestDatabase};

const TALK: &str = "people: mei \"Mei Li\" en consumer, wei \"Wei Zhao\" en consumer, lin \"Lin\" en staff
lin: /start
mei: /human
wei: /human
mei: The first word
wei: The second word
lin in staff replies to \"first word\": To the first
lin in staff replies to \"second word\": To the second
mei sends photos a.jpg b.jpg \"two\"
wei sends photo c.jpg \"one\"
at +3s
lin in staff replies to \"To the first\": /solve
wei replies to \"To the second\": A third word
wei edits \"A third word\" to \"A fourth word\"
lin in staff replies to \"A fourth word\": A note
mei presses \"Yes, solved\"
mei blocks the bot
lin in staff replies to \"A note\": /close That was all";

/// Each message the desk put into a room: the number of its case, and its own.
async fn posted(database: &TestDatabase) -> Vec<(String, i64)> {
    let sql = "select c.ref || ' ' || r.id from outbox o join cases c on c.id = o.case_id, unnest(o.remotes) r(id) \
               where o.state = 'sent' and o.person is null order by o.id";
    let rows = database.texts(sql).await;
    let pair = |row: &String| {
        let (reference, id) = row.split_once(' ')?;
        Some((reference.to_owned(), id.parse().ok()?))
    };
    rows.iter().map(|row| pair(row).expect("a case and a message")).collect()
}

async fn hangs_together(staff: StaffKind) {
    let database = TestDatabase::new();
    let chat = staff_chat(&staff);
    let mut stage = DirectStage::open(Setup { staff, ..Setup::new(database.options()) }).await;
    stage.play(TALK).await;
    let posted = posted(&database).await;
    assert!(posted.len() >= 9, "the talk put {} messages into rooms", posted.len());
    under_their_cards(&stage, chat, &posted);
    stage.close().await;
}

/// Each of the bot's words leads to the card of its case, answer by answer.
fn under_their_cards(stage: &DirectStage, chat: i64, posted: &[(String, i64)]) {
    let state = stage.chats().lock();
    for (reference, id) in posted {
        let mut message = state.message(chat, *id).expect("it stands there");
        while let Some(answered) = message.reply_to {
            message = state.message(chat, answered).expect("what it answers stands there");
        }
        let card = &message.text.text;
        assert!(card.starts_with(reference.as_str()), "a word of {reference} hangs under: {card}");
    }
}

#[tokio::test]
async fn in_a_plain_group_every_word_hangs_under_the_card_of_its_case() {
    hangs_together(StaffKind::Plain).await;
}

#[tokio::test]
async fn in_one_agents_chat_every_word_hangs_under_the_card_of_its_case() {
    hangs_together(StaffKind::Person("lin".to_owned())).await;
}
