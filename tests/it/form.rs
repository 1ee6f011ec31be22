//! Cases on paper: what stands on a form for whom, and that what was written can be read back out of the file.

use aftercare::desk::Act;

use crate::harness::{DirectStage, Setup, TestDatabase};

const STORY: &str = r#"people: mei "Mei 李雷" en consumer, lin "Lin" en staff
mei: /human
mei: The puller came off, 拉链头掉了。
mei sends photo puller.jpg "here it is"
lin in room: Third one of this lot.
lin in room sends document lot-list.pdf "for us"
lin in room: /reply A new puller is on its way.
"#;

/// The files sent since the last time, by name.
fn files(stage: &DirectStage) -> Vec<(String, Vec<u8>)> {
    let calls = stage.courier().take_calls();
    let uploads = calls.into_iter().filter_map(|call| match call.delivery.act {
        Act::Upload { file, .. } => Some((file.name, file.bytes.0.to_vec())),
        _ => None,
    });
    uploads.collect()
}

/// What stands in a PDF, and how many pictures; read by another library than wrote it.
fn read(bytes: &[u8]) -> (String, usize) {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let words = document.extract_text(&pages).expect("words");
    let is_picture = |object: &&lopdf::Object| {
        let Ok(stream) = object.as_stream() else { return false };
        stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Image"))
    };
    (words, document.objects.values().filter(is_picture).count())
}

/// The words in the order they stand, without where lines end.
fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

/// A photograph's bytes in the place of what the stage sends.
async fn real_picture(database: &TestDatabase) {
    let picture =
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([200, x.to_le_bytes()[0], y.to_le_bytes()[0]]));
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    let mut db = database.connect().await;
    let sql = "update blob_chunks set bytes = $1";
    sqlx::query(sql).bind(png.into_inner()).execute(&mut db).await.expect("other bytes");
    database
        .execute(
            "update blobs set size = (select octet_length(bytes) from blob_chunks where blob = blobs.id)",
        )
        .await;
}

#[tokio::test]
async fn a_form_holds_everything_for_the_desk_and_no_notes_for_the_customer() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    real_picture(&database).await;
    stage.courier().take_calls();
    stage.play("lin in room: /form\nmei: /status\nmei presses \"Form\"").await;
    let sent = files(&stage);
    let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().all(|name| name.starts_with("HX-") && name.strip_suffix(".pdf").is_some()),
        "{names:?}"
    );
    let forms: Vec<(String, usize)> = sent.iter().map(|(_, bytes)| read(bytes)).collect();
    for (words, pictures) in &forms {
        let words = plain(words);
        for part in [
            "CustomerInformationProcessingForm",
            "Mei李雷",
            "拉链头掉",
            "Anewpullerisonitsway",
            "firstanswer",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        assert_eq!(*pictures, 1);
    }
    assert!(plain(&forms[0].0).contains("Thirdoneofthislot"));
    assert!(!plain(&forms[1].0).contains("Thirdoneofthislot"), "a note is the desk's own");
    assert!(plain(&forms[0].0).contains("lot-list.pdf"));
    assert!(!plain(&forms[1].0).contains("lot-list"), "and so is a file sent as one");
    let zh = "mei: /language\nmei presses \"简体中文\"\nmei: /status\nmei presses \"处理表\"";
    stage.play(zh).await;
    let (words, _) = read(&files(&stage)[0].1);
    assert!(plain(&words).contains("客户信息处理表"), "in the language its reader has: {words}");
    stage.close().await;
}

#[tokio::test]
async fn a_picture_that_is_none_is_named_and_the_form_is_whole() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    stage.courier().take_calls();
    stage.play("lin in room: /form").await;
    let (words, pictures) = read(&files(&stage)[0].1);
    assert_eq!(pictures, 0);
    assert!(plain(&words).contains("Notshown"), "{words}");
    stage.close().await;
}

#[tokio::test]
async fn nobody_gets_the_form_of_a_case_that_is_not_theirs() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage.play(STORY).await;
    let case: i64 = database.number("select id from cases").await;
    stage.courier().take_calls();
    stage.play("people: rex \"Rex\" en consumer\nrex: /start\nrex: /form").await;
    let press = stage.chats().gives("rex", false, None, |_| aftercare::domain::chat::Input::Press {
        data: format!("c:{case}:form"),
    });
    stage.bureau().take(&[press]).await;
    stage.bureau().settle().await;
    assert_eq!(files(&stage), []);
    stage.close().await;
}

#[tokio::test]
async fn what_it_costs_and_when_help_comes_stand_on_the_form() {
    let database = TestDatabase::new();
    let mut stage = DirectStage::open(Setup::new(database.options())).await;
    stage
        .play(
            "people: mei@telegram \"Mei 李雷\" en consumer, lin@telegram \"Lin\" en staff\n\
             at 2026-03-02 10:00 Asia/Shanghai\n\
             mei: /human\nmei: The puller came off.\nlin in room: /take\n\
             lin in room: /quote add part 2 x 4.50 Puller, brass\nlin in room: /quote add maintenance 30\n\
             lin in room: /quote send\nlin in room presses \"Send it to the customer\"\n\
             mei presses \"Another price\"\nmei: 35\nlin in room: /quote accept\n\
             lin in room: /appoint phone today 15:00\nmei presses \"15:00 today (Shanghai time)\"\n",
        )
        .await;
    stage.courier().take_calls();
    stage.play("lin in room: /form\nmei: /status\nmei presses \"Form\"").await;
    let forms = files(&stage);
    assert_eq!(forms.len(), 2);
    for (_, bytes) in &forms {
        let words = plain(&read(bytes).0);
        for part in
            ["Whatitcosts", "Puller,brass", "USD9.00", "USD30.00", "USD0.00", "USD39.00", "USD35.00", "15:00"]
        {
            assert!(words.contains(part), "{part} is not in {words}");
        }
    }
    stage.close().await;
}
