//! The stage that goes over the wire: people act in a [`World`], the desk talks to it through its real client.
//!
//! A step has come to rest when the desk has confirmed every update, says itself that it has nothing left to do, and
//! has called nothing meanwhile. Deliberately not here: how a desk is started, stopped and asked; that is [`Backstage`].

use std::time::Duration;

use crate::sandbox::faults::Fault;
use crate::sandbox::script::{Act, Cast, Deed, FaultOrder, Moment, Parcel, Role, Stage};
use crate::sandbox::shown::{Place, Shown};
use crate::sandbox::world::{Attachment, Person, State, World};
use serde_json::json;

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
}

/// A [`Stage`] over a world.
pub struct WireStage<B> {
    world: World,
    backstage: B,
}

impl<B: Backstage> WireStage<B> {
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

    fn send(&self, who: &str, place: &Place, parcel: &Parcel) -> Result<(), String> {
        match parcel {
            Parcel::Files { kind, names, caption } => {
                let mut files: Vec<_> = names.iter().map(|name| Attachment::named(*kind, name)).collect();
                match files.pop() {
                    Some(only) if files.is_empty() => self.world.send(who, place, only, caption).map(drop),
                    last => {
                        files.extend(last);
                        self.world.album(who, place, files, caption).map(drop)
                    }
                }
            }
            Parcel::Location { latitude, longitude } => {
                let location = json!({"location": {"latitude": latitude, "longitude": longitude}});
                self.world.content(who, place, location).map(drop)
            }
            Parcel::Contact { phone, name } => {
                let contact = json!({"contact": {"phone_number": phone, "first_name": name}});
                self.world.content(who, place, contact).map(drop)
            }
        }
    }
}

impl<B: Backstage> Stage for WireStage<B> {
    async fn join(&mut self, cast: &Cast) -> Result<(), String> {
        let person = Person::new(&cast.handle, &cast.name, cast.language.as_deref());
        let person = match cast.id {
            Some(id) => person.with_id(id),
            None => person,
        };
        self.world.join(if cast.role == Role::Staff { person.staff() } else { person });
        Ok(())
    }

    async fn act(&mut self, act: &Act) -> Result<(), String> {
        let Act { who, place, deed } = act;
        let world = &self.world;
        match deed {
            Deed::Say { text, reply_to } => world.say(who, place, text, reply_to.as_deref()).map(drop),
            Deed::Press { label } => world.press(who, place, label),
            Deed::Send(parcel) => self.send(who, place, parcel),
            Deed::Edit { old, new } => world.edit(who, place, old, new),
            Deed::Delete { part } => world.delete(who, place, part),
            Deed::React { emoji, part } => world.react(who, place, part, emoji),
            Deed::Block(blocked) => world.set_blocked(who, *blocked),
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

    async fn fault(&mut self, order: &FaultOrder) -> Result<(), String> {
        let place = order.place.as_ref();
        let to = place.map(|place| self.world.look(|state| state.resolve(place))).transpose()?;
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
            if !self.world.wait(PATIENCE, |state| state.queue.is_empty()).await {
                return Err(format!("the desk has not confirmed {} update(s)", self.world.unconfirmed()));
            }
            let before = self.world.look(deeds);
            self.backstage.at_rest().await?;
            if self.world.look(|state| state.queue.is_empty() && deeds(state) == before) {
                return Ok(());
            }
        }
        Err("the desk does not come to rest".to_owned())
    }

    fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        self.world.transcript(place)
    }
}

/// How many calls with an effect the desk has made.
fn deeds(state: &State) -> usize {
    state.calls.iter().filter(|(method, _)| method != "getUpdates").count()
}
