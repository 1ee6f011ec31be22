//! One script, two platforms: whom a name means, where a place is, and when the stage is at rest.

use aftercare::clock::Clock;
use aftercare::sandbox::discord::{Cut, RestFault, RestTrouble, Upset, account_id};
use aftercare::sandbox::faults::Fault;
use aftercare::sandbox::script::{Act, Deed, FaultOrder, Script, StaffKind, Stage as _, Step};
use aftercare::sandbox::shown::{Place, Room, Site, render};
use aftercare::sandbox::wire::{Backstage, WireStage};
use aftercare::sandbox::world::{Setup, World};

use super::monday;

/// A desk that does nothing.
struct Nobody;

impl Backstage for Nobody {
    async fn at_rest(&mut self) -> Result<(), String> {
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), String> {
        Ok(())
    }

    async fn menus(&mut self) -> Result<(), String> {
        Ok(())
    }

    async fn orders(&mut self, _list: &str) -> Result<(), String> {
        Ok(())
    }
}

const CAST: &str = "people: lao@discord \"Lao Chen\" zh wholesale, lin@telegram \"Lin\" en staff, \
                    lin@discord \"Lin\" en staff\n";

fn script(lines: &str) -> Script {
    Script::parse(&format!("{CAST}{lines}")).expect("a script")
}

fn second(lines: &str) -> Step {
    script(lines).lines.remove(1).step
}

fn stage(staff_on: Site) -> WireStage<Nobody> {
    WireStage::new(World::new(Clock::manual(monday()), Setup { staff_on, ..Setup::default() }), Nobody)
}

#[test]
fn a_name_carries_its_platform_only_where_it_needs_one() {
    let say = |who: &str, place: Place| {
        let deed = Deed::Say { text: "x".into(), reply_to: None, quote: None };
        Step::Act(Act { who: who.into(), place, deed })
    };
    assert_eq!(second("lao: x"), say("lao", Place::Chat("lao".into())));
    assert_eq!(second("lao@discord: x"), say("lao", Place::Chat("lao".into())));
    assert_eq!(second("lin@discord in dm: x"), say("lin@discord", Place::Direct("lin@discord".into())));
    assert_eq!(second("lin@telegram in room: x"), say("lin@telegram", Place::Room(Room::Newest)));
    assert_eq!(second("lao in support: x"), say("lao", Place::Support));
    let thread = Place::Thread("lao".into(), Room::Named("HX".into()));
    assert_eq!(second("lao in thread \"HX\": x"), say("lao", thread));
    assert_eq!(second("show lao thread 2"), Step::Show(Place::Thread("lao".into(), Room::Nth(2))));
    for (line, why) in [
        ("lin: x", "lin is on both: say lin@telegram or lin@discord"),
        ("lao@telegram: x", "lao is not on telegram"),
        ("show lin", "lin is on both: say lin@telegram or lin@discord"),
        ("lao@carrier: x", "there is no platform \"carrier\" here"),
        ("lao fills \"a\"", "\"with\" is missing"),
        ("lao uses \"a\"", "\"on\" is missing"),
        ("lao chooses", "a text in double quotes is missing"),
        ("people: mo@discord \"Mo\" en staff #5", "mo has an id of Discord's own"),
        ("fault discord gateway sulks", "the gateway can't \"sulks\""),
        ("fault discord send lao maybe", "\"maybe\" is no trouble of Discord"),
        ("fault discord mail 502", "\"mail\" is nothing that goes wrong on Discord"),
    ] {
        let error = Script::parse(&format!("{CAST}{line}")).expect_err(line);
        assert_eq!((error.line, error.why.as_str()), (2, why), "{line}");
    }
}

#[test]
fn a_script_knows_whether_it_is_on_discord() {
    assert!(script("show lao").is_on_discord());
    let alone = Script::parse("staff: discord\npeople: mei \"Mei\" en consumer").expect("a script");
    assert!(alone.is_on_discord() && alone.staff() == StaffKind::Discord);
    assert!(!Script::parse("people: mei \"Mei\" en consumer").expect("a script").is_on_discord());
}

#[test]
fn what_goes_wrong_on_discord_is_read() {
    let calls = |route: &str, times, trouble| {
        Upset::Calls(RestFault { route: route.into(), channel: None, times, trouble })
    };
    let send = "POST /channels/{channel_id}/messages";
    let wait = RestTrouble::TooManyRequests { millis: 30_000, global: false };
    let lao = || Some(Place::Chat("lao".into()));
    for (line, upset, place) in [
        ("send lao 429 30", calls(send, 1, wait), lao()),
        ("send 502-after x2", calls(send, 2, RestTrouble::BadGateway { after: true }), None),
        ("send room 50013", calls(send, 1, RestTrouble::Refused(50013)), Some(Place::Room(Room::Newest))),
        ("\"GET /gateway\" drop-before", calls("GET /gateway", 1, RestTrouble::DropBefore), None),
        ("* 401", calls("*", 1, RestTrouble::Refused(0)), None),
        ("gateway drop", Upset::Cut(Cut::Drop), None),
        ("gateway closes 4009", Upset::Cut(Cut::Close(4009)), None),
        ("gateway new", Upset::Lost, None),
        ("gateway swaps 2", Upset::Swaps(2), None),
        ("lock lao", Upset::Archive { locked: true }, lao()),
        ("clear", Upset::Clear, None),
    ] {
        let step = Step::Fault(FaultOrder { fault: Fault::Discord(upset), place });
        assert_eq!(second(&format!("fault discord {line}")), step, "{line}");
    }
}

/// Does the lines of a script one after the other, without waiting for a desk.
async fn perform(stage: &mut WireStage<Nobody>, lines: &str) -> Result<(), String> {
    for line in Script::parse(lines).expect("a script").lines {
        match line.step {
            Step::Join(cast) => {
                for one in &cast {
                    stage.join(one).await?;
                }
            }
            Step::Act(act) => stage.act(&act).await?,
            Step::Fault(order) => stage.fault(&order).await?,
            other => panic!("nobody acts: {other:?}"),
        }
    }
    Ok(())
}

fn shows(stage: &WireStage<Nobody>, place: &Place) -> String {
    render(&place.to_string(), &stage.transcript(place).expect("a place"))
}

#[tokio::test]
async fn each_acts_where_the_account_is_and_nowhere_else() {
    let mut stage = stage(Site::Telegram);
    let lines = "lao: hello\nlin@telegram: hi\nlin@discord: good day\nlin@telegram in staff: here\n";
    perform(&mut stage, &format!("{CAST}{lines}")).await.expect("everybody acts");
    let chat = |who: &str| Place::Chat(who.to_owned());
    assert_eq!(shows(&stage, &chat("lao")), "== lao\nlao     hello\n");
    assert_eq!(shows(&stage, &chat("lin@telegram")), "== lin@telegram\nlin     hi\n");
    assert_eq!(shows(&stage, &chat("lin@discord")), "== lin@discord\nlin     good day\n");
    assert_eq!(shows(&stage, &Place::Staff), "== staff\nlin     here\n");
    assert_eq!(stage.menu("lao", &chat("lao")).await, Ok(Vec::new()));
    let known = stage.world().on_discord().look(|guild| guild.named("lao").map(|member| member.id));
    assert_eq!(known, Some(account_id("lao")));
    for (line, why) in [
        ("lin@discord in staff: x", "lin@discord is on discord, and staff is not"),
        ("lin@telegram in support: x", "lin is on both: say which"),
        ("lao chooses \"a\"", "nothing in lao offers \"a\""),
        ("tom: x", "nobody is called tom"),
    ] {
        assert_eq!(perform(&mut stage, line).await, Err(why.to_owned()), "{line}");
    }
}

#[tokio::test]
async fn the_staff_may_work_on_discord() {
    let mut stage = stage(Site::Discord);
    perform(&mut stage, &format!("{CAST}lin@discord in staff: here\nfault discord deny staff"))
        .await
        .expect("she acts");
    assert_eq!(shows(&stage, &Place::Staff), "== staff\nlin     here\n");
    let denied =
        stage.world().on_discord().look(|guild| guild.channel_named("staff").map(|channel| channel.denied));
    assert!(denied > Some(0));
    assert!(stage.transcript(&Place::Room(Room::Newest)).is_err(), "no case has a room yet");
    let elsewhere = perform(&mut stage, "people: mo \"Mo\" en staff\nmo in staff: x").await;
    assert_eq!(elsewhere, Err("mo is on telegram, and staff is not".to_owned()));
}

#[tokio::test]
async fn a_step_rests_where_discord_is_not_served() {
    let mut stage = stage(Site::Telegram);
    perform(&mut stage, CAST).await.expect("they join");
    perform(&mut stage, "lao: hello").await.expect("he writes");
    assert_eq!(stage.rest().await, Ok(()), "nobody is meant to listen");
}
