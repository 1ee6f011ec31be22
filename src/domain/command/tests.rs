//! What is read as a command, and what is meant by a slip of the fingers.

use super::*;

fn read(text: &str) -> Option<Typed> {
    parse(&Rich::plain(text), "desk_bot")
}

#[test]
fn a_command_is_a_slash_and_a_name() {
    assert_eq!(read("/take").unwrap().word, Some(Word::Take));
    assert_eq!(read("/TAKE@Desk_Bot").unwrap().word, Some(Word::Take));
    assert_eq!(read("/claim").unwrap().word, Some(Word::New));
    assert_eq!(read("/take@other_bot"), None);
    assert_eq!(read("take"), None);
    assert_eq!(read("/"), None);
    assert_eq!(read("/usr/bin is a path"), None);
    assert_eq!(read("／take").unwrap().word, Some(Word::Take));
    assert_eq!(read("／ＴＡＫＥ＠Desk_Bot").unwrap().word, Some(Word::Take));
    let typed = read("／note　已寄出").unwrap();
    assert_eq!((typed.word, typed.rest.text.as_str()), (Some(Word::Note), "已寄出"));
    assert_eq!(read("／"), None);
}

#[test]
fn what_follows_is_a_case_and_the_rest() {
    let reference = Reference::new(crate::domain::reference::Prefix::new("HX").unwrap(), 7);
    let typed = read(&format!("/reply {reference}  The puller\nis on its way")).unwrap();
    assert_eq!((typed.case, typed.rest.text.as_str()), (Some(reference), "The puller\nis on its way"));
    let typed = read("/note call at 9").unwrap();
    assert_eq!((typed.case, typed.rest.text.as_str()), (None, "call at 9"));
}

#[test]
fn a_slip_finds_the_nearest_command() {
    assert_eq!(Word::nearest("relese", |_| true), Some(Word::Release));
    assert_eq!(Word::nearest("quue", |_| true), Some(Word::Queue));
    assert_eq!(Word::nearest("xylophone", |_| true), None);
    assert_eq!(Word::nearest("mine", |w| w == Word::Zone), None);
    assert_eq!(Word::nearest("tkae", |_| true), Some(Word::Take), "two that changed places are one slip");
    assert_eq!(Word::nearest("timezon", |_| true), Some(Word::Zone), "another of its names");
    assert_eq!(Word::nearest("lang", |w| w == Word::Help), None);
    assert_eq!(Word::nearest("reop", |_| true), Some(Word::Reopen), "the beginning of one");
    assert_eq!(Word::nearest("cas", |_| true), Some(Word::Case), "the shortest that begins so");
    assert_eq!(Word::nearest("", |_| true), None, "an empty word is not one slip from a name of one letter");
    assert_eq!(Word::nearest("x", |_| true), None);
}
