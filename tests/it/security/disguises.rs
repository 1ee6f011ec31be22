//! What is nobody's words on Discord, however it is dressed: of programs, of hooks, of the platform, and passed on.

use aftercare::domain::chat::{Address, Input, Platform, Room};
use aftercare::frontend::discord::{Place, edited, pressed, reacted, written};
use serde_json::{Value, json};

const STAFF: Place =
    Place { address: Address { platform: Platform::Discord, chat: 10, thread: Some(11) }, room: Room::Staff };

/// A command of somebody's, as Discord tells it, with what makes it another thing.
fn command(change: impl FnOnce(&mut Value)) -> Value {
    let mut message = json!({"id": "77", "channel_id": "11", "type": 0, "content": "/close it",
        "author": {"id": "5", "username": "lin", "bot": false}, "edited_timestamp": "2026-03-02T02:00:00+00:00"});
    change(&mut message);
    message
}

#[test]
fn programs_hooks_and_the_platform_give_no_commands_and_change_none() {
    assert_eq!(written(&command(|_| {}), STAFF).len(), 1, "a person does");
    let bot = command(|message| message["author"]["bot"] = json!(true));
    let hook = command(|message| message["webhook_id"] = json!("8"));
    let named_alike = command(|message| {
        message["webhook_id"] = json!("8");
        message["author"] = json!({"id": "5", "username": "Lin"});
    });
    for message in [bot, hook, named_alike] {
        assert!(written(&message, STAFF).is_empty(), "{message}");
        assert!(edited(&message, STAFF).is_none(), "{message}");
    }
    // A join, a pin, a boost, an answer of a program, an automatic rule, a poll's result.
    for kind in [7, 6, 8, 20, 23, 24, 46] {
        assert!(written(&command(|message| message["type"] = json!(kind)), STAFF).is_empty(), "{kind}");
    }
    let program = json!({"message_id": "77", "user_id": "5", "emoji": {"id": null, "name": "👍"},
        "member": {"user": {"id": "5", "bot": true}}});
    assert!(reacted(&program, STAFF, true, 1).is_none());
    let press = |bot: bool| {
        json!({"id": "9", "data": {"custom_id": "c:1:take"}, "message": {"id": "77"},
        "member": {"user": {"id": "5", "username": "lin", "bot": bot}}})
    };
    assert!(pressed(&press(false), STAFF).is_some() && pressed(&press(true), STAFF).is_none());
}

#[test]
fn what_is_passed_on_answers_nothing() {
    let about = |kind: u64| {
        command(|message| {
            message["message_reference"] = json!({"type": kind, "message_id": "76", "channel_id": "11"});
        })
    };
    assert_eq!(written(&about(0), STAFF)[0].reply_to, Some(76));
    let passed_on = written(&about(1), STAFF);
    assert_eq!(passed_on[0].reply_to, None, "or words of the customer's, passed on, would go back to them");
    assert!(matches!(passed_on[0].input, Input::Text(_)));
}
