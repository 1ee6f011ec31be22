//! Files: uploaded, posted again by where they stand, fetched; too large, gone, elsewhere.

use std::sync::Arc;

use aftercare::desk::courier::{Act, Attached, Bytes, Courier, DeliveryError, FetchError, Refusal};
use aftercare::domain::{
    chat::{File, FileKind},
    text::{Mark, MarkKind, Rich},
};
use aftercare::sandbox::discord::GuildSetup;
use chrono::TimeDelta;
use tokio::sync::mpsc;

use super::{Bench, POST, at};

pub fn upload(name: &str, bytes: &[u8], caption: Rich) -> Act {
    let bytes = Bytes(Arc::from(bytes));
    let file = Attached { kind: FileKind::Document, name: name.into(), bytes, spoiler: false };
    Act::Upload { file, caption, reply_to: None }
}

fn file(id: String, kind: FileKind, name: &str) -> File {
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    File { kind, unique: id.clone(), id, name, mime: None, size: None, spoiler: false }
}

/// Ken uploads files; their ids as the desk keeps them.
fn sent(bench: &Bench, files: &[(&str, Vec<u8>)]) -> Vec<String> {
    let dm = bench.dm.unsigned_abs();
    let message = bench.people.upload("ken", dm, files, "").expect("ken uploads");
    let uploads = bench.people.look(|guild| guild.posts[&message].uploads.clone());
    uploads.into_iter().map(|upload| format!("{dm}/{message}/{upload}")).collect()
}

/// Names and contents of the files of a message.
fn shown(bench: &Bench, id: i64) -> Vec<(String, Vec<u8>)> {
    let uploads = bench.post(id).uploads;
    let of = |id: &u64| {
        bench.people.look(|guild| (guild.uploads[id].name.clone(), guild.uploads[id].bytes.clone()))
    };
    uploads.iter().map(of).collect()
}

async fn fetched(bench: &Bench, id: &str, most: u64) -> (Result<u64, FetchError>, Vec<u8>) {
    let (into, mut from) = mpsc::channel::<Vec<u8>>(64);
    let file = file(id.to_owned(), FileKind::Photo, "a.jpg");
    let got = bench.courier().fetch(&file, most, into).await;
    let mut bytes = Vec::new();
    while let Some(piece) = from.recv().await {
        bytes.extend(piece);
    }
    (got, bytes)
}

#[tokio::test]
async fn an_upload_has_its_words_and_can_get_others() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let caption = Rich::new("the zip", vec![Mark { kind: MarkKind::Bold, from: 4, to: 7 }]);
    let id = bench.posted(room, upload("../my list.csv", b"a,b", caption)).await;
    assert_eq!(bench.post(id).content, "the **zip**");
    assert_eq!(shown(&bench, id), [("_my_list.csv".to_owned(), b"a,b".to_vec())]);
    let other = Act::EditCaption { message: id, caption: Rich::plain("another") };
    bench.deliver(room, other).await.expect("edited");
    assert_eq!((bench.post(id).content.as_str(), shown(&bench, id).len()), ("another", 1));
    bench.deliver(room, Act::EditCaption { message: id, caption: Rich::default() }).await.expect("edited");
    assert_eq!((bench.post(id).content.as_str(), shown(&bench, id).len()), ("", 1));
    let bare = bench.posted(room, upload("a.txt", b"x", Rich::default())).await;
    assert_eq!(bench.post(bare).content, "");
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_file_is_posted_again_long_after_its_address_ended() {
    let bench = Bench::new().await;
    let room = bench.room().await;
    let photo = vec![7; 300_000];
    let ids = sent(&bench, &[("a.jpg", photo.clone()), ("b.jpg", vec![2])]);
    bench.clock.advance(TimeDelta::days(3));
    let first = bench.posted(room, super::post("card")).await;
    let mut covered = file(ids[0].clone(), FileKind::Photo, "a.jpg");
    covered.spoiler = true;
    let act = Act::File { file: covered, caption: Rich::plain("seam"), reply_to: Some(first) };
    let id = bench.posted(room, act).await;
    assert_eq!(
        (bench.post(id).content.as_str(), bench.post(id).reply_to),
        ("seam", Some(first.unsigned_abs()))
    );
    assert_eq!(shown(&bench, id), [("SPOILER_a.jpg".to_owned(), photo.clone())]);
    let album = vec![
        (file(ids[0].clone(), FileKind::Photo, ""), Rich::plain("one")),
        (file(ids[1].clone(), FileKind::Photo, "b.jpg"), Rich::plain("two")),
    ];
    let sent = bench.deliver(room, Act::Album { files: album, reply_to: None }).await.expect("delivered");
    let id = sent.messages[0];
    assert_eq!(sent.messages, [id, id], "each file stands in that message");
    assert_eq!(bench.post(id).content, "one\ntwo");
    assert_eq!(shown(&bench, id), [("photo.jpg".to_owned(), photo), ("b.jpg".to_owned(), vec![2])]);
    let last = bench.calls_of(POST).pop().expect("a call");
    let fields: Vec<&str> = last.files.iter().map(|(field, ..)| field.as_str()).collect();
    assert_eq!(fields, ["files[0]", "files[1]"]);
    bench.requests_are_proper();
}

#[tokio::test]
async fn a_repeated_upload_stands_there_once() {
    use aftercare::sandbox::discord::{RestFault, RestTrouble};
    let bench = Bench::new().await;
    let trouble = RestTrouble::DropAfter;
    bench.people.fault(RestFault { route: POST.into(), channel: None, times: 1, trouble });
    let id = bench.posted(at(bench.dm, None), upload("a.txt", b"x", Rich::plain("once"))).await;
    assert_eq!((bench.texts(at(bench.dm, None)), shown(&bench, id).len()), (vec!["once".to_owned()], 1));
}

#[tokio::test]
async fn a_file_comes_piece_by_piece_and_never_more_than_asked_for() {
    let bench = Bench::new().await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let ids = sent(&bench, &[("a.jpg", bytes.clone())]);
    bench.clock.advance(TimeDelta::days(3));
    let (got, pieces) = fetched(&bench, &ids[0], 200_000).await;
    assert_eq!((got, pieces == bytes), (Ok(200_000), true));
    assert_eq!(fetched(&bench, &ids[0], 199_999).await, (Err(FetchError::TooBig), Vec::new()));
    let [chat, message, _]: [&str; 3] =
        ids[0].split('/').collect::<Vec<_>>().try_into().expect("three parts");
    for gone in [format!("{chat}/{message}/5"), format!("{chat}/5/5"), "5/5/5".into(), "AgADBAAD".into()] {
        let (got, _) = fetched(&bench, &gone, 10).await;
        assert!(matches!(&got, Err(FetchError::Gone(why)) if !why.contains("http")), "{gone}: {got:?}");
    }
    bench.people.revoke_token();
    let (got, _) = fetched(&bench, &ids[0], 200_000).await;
    assert!(matches!(got, Err(FetchError::NotNow { .. })), "{got:?}");
    bench.requests_are_proper();
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_its_size() {
    let bench = Bench::with(GuildSetup { most_bytes: 30 << 20, ..GuildSetup::default() }).await;
    let room = bench.room().await;
    let large = vec![0; (10 << 20) + 1];
    let why = |answer: Result<_, DeliveryError>| match answer {
        Err(DeliveryError::Refused { refusal: Refusal::Content, why }) => why,
        other => panic!("{other:?}"),
    };
    let told = why(bench.deliver(room, upload("a.mp4", &large, Rich::default())).await.map(drop));
    assert_eq!(told, "the file has 10485761 bytes, and Discord takes 10485760 there");
    let ids = sent(&bench, &[("a.mp4", large)]);
    for place in [room, at(bench.dm, None)] {
        let again = Act::File {
            file: file(ids[0].clone(), FileKind::Video, "a.mp4"),
            caption: Rich::default(),
            reply_to: None,
        };
        let told = why(bench.deliver(place, again).await.map(drop));
        assert_eq!(told, "the file has 10485761 bytes, and Discord takes 10485760 there");
    }
    assert!(bench.calls_of(POST).is_empty(), "nothing was sent in vain");
    let gone = Act::File {
        file: file("1/2/3".into(), FileKind::Video, ""),
        caption: Rich::default(),
        reply_to: None,
    };
    why(bench.deliver(room, gone.clone()).await.map(drop));
    bench.requests_are_proper();
}
