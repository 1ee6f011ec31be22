//! The stage that goes over the wire: people act in a [`World`], the desk talks to it through its real client.
//!
//! A step has come to rest when the desk has confirmed every update of Telegram, Discord has sent it every event, it says
//! itself that it has nothing left to do, and has called nothing meanwhile. A name means an account: where the same one is
//! on both platforms it carries which. Deliberately not here: how a desk is started, stopped and asked; that is [`Backstage`].

use std::time::Duration;

use crate::sandbox::faults::Fault;
use crate::sandbox::script::{Act, Cast, Deed, FaultOrder, Moment, Parcel, Role, Stage, Turn};
use crate::sandbox::shown::{Place, Shown, Site};
use crate::sandbox::world::{Attachment, Person, State, World};
use serde_json::{Value, json};

/// Real time a desk may take to confirm updates before the play gives up.
const PATIENCE: Duration = Duration::from_mins(1);
/// Rounds of "has it done something since" before a desk that never rests is given up.
const MOST_ROUNDS: usize = 1000;

/// The desk as its host sees it.
pub trait Backstage: Send {
    /// Returns when the desk has nothing left to do at the present moment of its clock.
    fn at_rest(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    /// Stops the desk and starts it again.
    fn restart(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    /// Has the desk set the lists of commands that are not as they should be.
    fn menus(&mut self) -> impl Future<Output = Result<(), String>> + Send;
    /// Tells the desk of orders, as a list.
    fn orders(&mut self, list: &str) -> impl Future<Output = Result<(), String>> + Send;
}

/// A [`Stage`] over a world.
pub struct WireStage<B> {
    world: World,
    backstage: B,
}

impl<B> WireStage<B> {
    pub fn new(world: World, backstage: B) -> Self {
        Self { world, backstage }
    }

    pub fn world(&self) -> &World {
        &self.world
    }

    /// Gives back what the host put in, to be ended.
    pub fn into_backstage(self) -> B {
        self.backstage
    }

    fn send(&self, who: &str, place: &Place, parcel: &Parcel, reply_to: Option<&str>) -> Result<(), String> {
        match parcel {
            Parcel::Files { kind, names, caption } => {
                let mut files: Vec<_> = names.iter().map(|name| Attachment::named(*kind, name)).collect();
                match files.pop() {
                    Some(only) if files.is_empty() => {
                        self.world.answer_with(who, place, only, caption, reply_to).map(drop)
                    }
                    last => {
                        files.extend(last);
                        match reply_to {
                            Some(part) => self.world.answer(who, place, part, files, caption),
                            None => self.world.album(who, place, files, caption).map(drop),
                        }
                    }
                }
            }
            other => self.world.content(who, place, fields(other), reply_to).map(drop),
        }
    }
}

/// The content of a message that is neither words nor a file.
fn fields(parcel: &Parcel) -> Value {
    let list = |items: &[String]| items.iter().map(|text| json!({"text": text})).collect::<Vec<_>>();
    let numbered = |items: &[String]| {
        let tasks = items.iter().zip(1..).map(|(text, id)| json!({"id": id, "text": text}));
        tasks.collect::<Vec<_>>()
    };
    match parcel {
        Parcel::Location { latitude, longitude } => {
            json!({"location": {"latitude": latitude, "longitude": longitude}})
        }
        Parcel::Venue { latitude, longitude, title, address } => {
            let location = json!({"latitude": latitude, "longitude": longitude});
            json!({"venue": {"location": location, "title": title, "address": address}, "location": location})
        }
        Parcel::Contact { phone, name } => {
            json!({"contact": {"phone_number": phone, "first_name": name}})
        }
        Parcel::Poll { question, options } => json!({"poll": {"id": "1", "question": question,
            "options": list(options), "total_voter_count": 0, "is_closed": false, "is_anonymous": true,
            "type": "regular", "allows_multiple_answers": false}}),
        Parcel::Checklist { title, tasks } => {
            json!({"checklist": {"title": title, "tasks": numbered(tasks)}})
        }
        Parcel::Dice { emoji, value } => json!({"dice": {"emoji": emoji, "value": value}}),
        Parcel::Hidden(field) => json!({field: {}}),
        Parcel::Files { .. } => json!({}),
    }
}

impl<B> WireStage<B> {
    /// Where somebody's account is, and how they are called there.
    fn account(&self, who: &str) -> Result<(Site, String), String> {
        let (handle, named) =
            who.split_once('@').map_or((who, None), |(handle, site)| (handle, Site::of(site)));
        let telegram = self.world.look(|state| state.person(handle).is_some());
        let discord = self.world.look(|state| state.discord.named(handle).is_some_and(|member| !member.bot));
        let site = match (telegram, discord) {
            (true, true) => named.ok_or_else(|| format!("{handle} is on both: say which"))?,
            (true, false) => Site::Telegram,
            (false, true) => Site::Discord,
            (false, false) => return Err(format!("nobody is called {handle}")),
        };
        if named.is_some_and(|named| named != site) {
            return Err(format!("{handle} is not on {}", named.unwrap_or_default().name()));
        }
        Ok((site, handle.to_owned()))
    }

    /// Where a place is, and how it is called there.
    fn locate(&self, place: &Place) -> Result<(Site, Place), String> {
        Ok(match place {
            Place::Chat(who) => {
                let (site, handle) = self.account(who)?;
                (site, Place::Chat(handle))
            }
            Place::Direct(who) => (Site::Discord, Place::Direct(self.account(who)?.1)),
            Place::Thread(who, room) => (Site::Discord, Place::Thread(self.account(who)?.1, room.clone())),
            Place::Support => (Site::Discord, Place::Support),
            Place::Staff | Place::Room(_) => (self.world.look(|state| state.setup.staff_on), place.clone()),
            Place::On(site, place) => (*site, (**place).clone()),
        })
    }

    fn on_telegram(&self, who: &str, place: &Place, deed: &Deed) -> Result<(), String> {
        let world = &self.world;
        match deed {
            Deed::Say { text, reply_to: Some(part), quote: Some(words) } => {
                world.quote(who, place, part, words, text).map(drop)
            }
            Deed::Say { text, reply_to, .. } => world.say(who, place, text, reply_to.as_deref()).map(drop),
            Deed::Press { label } => world.press(who, place, label),
            Deed::Send { parcel, reply_to } => self.send(who, place, parcel, reply_to.as_deref()),
            Deed::RemoveTopic => world.delete_topic(who, place),
            Deed::Edit { old, new } => world.edit(who, place, old, new),
            Deed::Delete { part } => world.delete(who, place, part),
            Deed::Swap { old, kind, name } => world.swap(who, place, old, Attachment::named(*kind, name)),
            Deed::Forward { from, name, text } => world.forward(who, place, (*from, name), text).map(drop),
            Deed::React { emoji, part } => world.react(who, place, part, emoji.as_deref()),
            Deed::Block(blocked) => world.set_blocked(who, *blocked),
            Deed::Choose { .. } | Deed::Fill { .. } | Deed::Use { .. } => {
                Err("that is done on Discord only".to_owned())
            }
        }
    }
}

impl<B: Backstage> Stage for WireStage<B> {
    async fn join(&mut self, cast: &Cast) -> Result<(), String> {
        let staff = cast.role == Role::Staff;
        if cast.site == Site::Discord {
            let locale = locale_of(cast.language.as_deref());
            self.world.on_discord().join(&cast.handle, &cast.name, &locale, staff);
            return Ok(());
        }
        let person = Person::new(&cast.handle, &cast.name, cast.language.as_deref());
        let person = match cast.id {
            Some(id) => person.with_id(id),
            None => person,
        };
        self.world.join(if staff { person.staff() } else { person });
        Ok(())
    }

    async fn act(&mut self, act: &Act) -> Result<(), String> {
        let (site, who) = self.account(&act.who)?;
        let (at, place) = self.locate(&act.place)?;
        if at != site {
            return Err(format!("{} is on {}, and {} is not", act.who, site.name(), act.place));
        }
        match site {
            Site::Telegram => self.on_telegram(&who, &place, &act.deed),
            Site::Discord => self.world.on_discord().perform(&who, &place, &act.deed),
        }
    }

    async fn move_clock(&mut self, to: Moment) -> Result<(), String> {
        match to {
            Moment::By(span) => self.world.clock().advance(span),
            Moment::To(at) => self.world.clock().set(at),
        }
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), String> {
        self.backstage.restart().await
    }

    async fn menu(&mut self, who: &str, place: &Place) -> Result<Vec<(String, String)>, String> {
        self.backstage.menus().await?;
        let (_, who) = self.account(who)?;
        match self.locate(place)? {
            (Site::Telegram, place) => self.world.menu(&who, &place),
            (Site::Discord, place) => self.world.on_discord().menu(&who, &place),
        }
    }

    async fn turn(&mut self, turn: Turn) -> Result<(), String> {
        match turn {
            Turn::Migrates => self.world.upgrade_group().map(drop),
            Turn::BotThere(there) => {
                self.world.set_bot_there(there);
                Ok(())
            }
            Turn::Topics(on) => self.world.set_topics(on),
        }
    }

    async fn orders(&mut self, list: &str) -> Result<(), String> {
        self.backstage.orders(list).await
    }

    async fn fault(&mut self, order: &FaultOrder) -> Result<(), String> {
        let place = order.place.as_ref().map(|place| self.locate(place)).transpose()?;
        if let Fault::Discord(upset) = &order.fault {
            let people = self.world.on_discord();
            let channel = match place {
                Some((Site::Telegram, place)) => return Err(format!("{place} is not on Discord")),
                Some((Site::Discord, place)) => Some(people.spot(&place)?),
                None => None,
            };
            people.upset(upset.clone(), channel);
            return Ok(());
        }
        let to = place.map(|(_, place)| self.world.look(|state| state.resolve(&place))).transpose()?;
        let fault = match order.fault.clone() {
            Fault::Calls { method, times, trouble, .. } => {
                Fault::Calls { method, chat: to.map(|(chat, _)| chat), times, trouble }
            }
            other => other,
        };
        self.world.fault(fault);
        Ok(())
    }

    async fn rest(&mut self) -> Result<(), String> {
        for _ in 0..MOST_ROUNDS {
            let heard = |state: &State| state.queue.is_empty() && state.discord.is_settled();
            if !self.world.wait(PATIENCE, heard).await {
                let left = self.world.unconfirmed();
                return Err(format!(
                    "the desk has not confirmed {left} update(s), or does not listen to Discord"
                ));
            }
            let before = self.world.look(deeds);
            self.backstage.at_rest().await?;
            if self.world.look(|state| heard(state) && deeds(state) == before) {
                return Ok(());
            }
        }
        Err("the desk does not come to rest".to_owned())
    }

    fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        match self.locate(place)? {
            (Site::Telegram, place) => self.world.transcript(&place),
            (Site::Discord, place) => self.world.on_discord().transcript(&place),
        }
    }
}

/// How many calls with an effect the desk has made, on both sides.
fn deeds(state: &State) -> usize {
    let calls = state.calls.iter().filter(|(method, _)| method != "getUpdates").count();
    calls + state.discord.calls.len()
}

/// A language as Discord's client reports it.
pub fn locale_of(language: Option<&str>) -> String {
    match language.unwrap_or("en") {
        "en" => "en-US",
        "zh" | "zh-hans" => "zh-CN",
        "zh-hant" => "zh-TW",
        other => other,
    }
    .to_owned()
}
