//! What anybody can send, as functions over bytes: the fuzz targets call them with what a machine makes up, the tests with
//! what it has found so far (`fuzz/corpus`).
//!
//! They fail by a panic. Besides panics of the program they look for what may never be: that somebody without a right changes
//! anything, that a guessed button tells more than one that never was, that a name disguises itself, that a part of a
//! text does not fit. Not here: what needs a database or a platform.

mod house;

use aftercare::{
    domain::{
        chat::{Incoming, Input, Room},
        command, dialogue,
        front::needs,
        plan::Plan,
        survey,
        text::{Rich, clean_name, discord},
    },
    frontend::{
        discord::{edited, pressed, reacted, said_at, written},
        telegram::{self, Context, read_json},
    },
    sandbox::script::Script,
};
use serde_json::{Value, json};

use house::{GROUP, Setting, Who, decide, place_of};

/// What a message holds on each platform.
const LONGEST: [usize; 2] = [4096, 2000];

/// Words, as a command or not: by somebody on the desk's list, by a customer, and by somebody who is neither.
pub fn commands(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for words in [Rich::plain(text), discord::read(text)] {
        let typed = command::parse(&words, house::ME);
        assert!(typed.is_none_or(|typed| typed.rest.text.len() <= words.text.len()), "words were added");
        for setting in Setting::ALL {
            let plan = decide(setting, Input::Text(words.clone()));
            may(setting, &plan);
        }
        guessed(&Input::Text(words));
    }
    house::read(text);
    fits(&Rich::plain(text));
}

/// What a button brings back, on both platforms, and who presses it where.
pub fn buttons(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let on_telegram = json!({"update_id": 1, "callback_query": {"id": "1", "chat_instance": "1", "data": text,
        "from": {"id": 5, "is_bot": false, "first_name": "Mei"},
        "message": {"message_id": 9, "date": 1, "chat": {"id": 5, "type": "private", "first_name": "Mei"}, "text": "x"}}});
    let on_discord =
        json!({"id": "9", "data": {"custom_id": text}, "message": {"id": "8"}, "user": {"id": "5"}});
    let read = [read_json(on_telegram, &CONTEXT), pressed(&on_discord, place_of(Room::Private))];
    let inputs: Vec<Input> = read.into_iter().flatten().map(|incoming| incoming.input).collect();
    assert_eq!(inputs, [Input::Press { data: text.to_owned() }, Input::Press { data: text.to_owned() }]);
    let _ = (dialogue::parse_press(text), survey::parse_press(text));
    for setting in Setting::ALL {
        let plan = decide(setting, inputs[0].clone());
        may(setting, &plan);
    }
    guessed(&inputs[0]);
}

/// Somebody else's case, by whatever names it: nothing is changed in it, and no more told than of one that never was.
pub fn guessed(input: &Input) {
    for room in [Room::Private, Room::Staff] {
        let guess = decide(Setting { who: Who::Another, named: true, room }, input.clone());
        let none = decide(Setting { who: Who::Another, named: false, room }, input.clone());
        assert_eq!(guess, none, "a guess tells more than a case that never was");
    }
}

/// A file of a scenario.
pub fn scenarios(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Script::parse(text) {
        Ok(script) => assert!(script.lines.len() <= text.lines().count(), "lines were added"),
        Err(error) => assert!(!error.to_string().is_empty(), "it says why"),
    }
}

/// An update of Telegram, or an event of Discord: whatever JSON it is.
pub fn updates(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    let mut all: Vec<Incoming> = read_json(value.clone(), &CONTEXT).into_iter().collect();
    assert!(all.iter().all(|one| one.raw == value), "it carries its own JSON");
    for one in &all {
        let _ = telegram::said_at(one);
    }
    for room in [Room::Private, Room::Staff] {
        let place = place_of(room);
        let mut events = written(&value, place);
        events.extend(edited(&value, place));
        events.extend(reacted(&value, place, true, 1));
        events.extend(pressed(&value, place));
        for one in &events {
            let _ = said_at(one);
        }
        all.extend(events);
    }
    for one in all {
        assert_eq!(clean_name(&one.by.name, &one.by.name), one.by.name, "a name that was not cleaned");
        let _ = needs(&one, house::ME, None);
        if let Input::Text(words) | Input::Edited { words, .. } | Input::File { caption: words, .. } =
            &one.input
        {
            fits(words);
        }
        // Why nobody: what is in an update gives no right, whatever it says of itself.
        let setting = Setting { who: Who::Stranger, named: true, room: Room::Staff };
        may(setting, &decide(setting, one.input));
    }
}

/// What has to be known about the desk to read an update.
const CONTEXT: Context = Context { staff_chat: Some(GROUP) };

/// Nothing but words comes of what somebody does who has no right.
fn may(setting: Setting, plan: &Plan) {
    if setting.has_a_right() {
        return;
    }
    let rest = Plan { sends: Vec::new(), ..plan.clone() };
    assert_eq!(rest, Plan::default(), "{setting:?}: something was changed without a right");
}

/// A text as it leaves for each platform: shown harmless, in parts that fit.
fn fits(words: &Rich) {
    let shown = words.clone().links_shown().defused();
    assert_eq!(shown.clone().defused(), shown, "made harmless twice");
    for part in shown.split(LONGEST[0]) {
        assert!(part.text.encode_utf16().count() <= LONGEST[0], "too long for Telegram");
    }
    for part in discord::split(&shown, LONGEST[1]) {
        let written = discord::render(&part);
        assert!(written.chars().count() <= LONGEST[1], "too long for Discord");
    }
}
