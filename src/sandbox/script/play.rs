//! Playing a scenario step by step and writing down what was shown.
//!
//! The player alone knows what has been seen: `show` prints the lines of a place that are new or look different since
//! they were last printed, `expect` judges what the bot has said there since the last act that followed a look.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{Act, Deed, Expectation, Line, Script, Stage, Step};
use crate::sandbox::shown::{BOT, Place, Room, Shown, Site, render};

/// Why a play ended early.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}\n  {text}")]
pub struct PlayError {
    pub line: usize,
    pub text: String,
    pub why: String,
    /// What was shown until then.
    pub transcript: String,
}

/// Plays a scenario and returns its transcript.
pub async fn play(script: &Script, stage: &mut impl Stage) -> Result<String, PlayError> {
    let mut player = Player::new(stage);
    player.run(script).await?;
    Ok(player.transcript)
}

/// A play in progress.
pub struct Player<'a, S> {
    stage: &'a mut S,
    transcript: String,
    /// How lines looked when they were printed, by their `seq`.
    printed: HashMap<u64, String>,
    /// The same for lines that expectations no longer look at.
    judged: HashMap<u64, String>,
    /// Lines looked at since the last act.
    looked_at: HashMap<u64, String>,
    people: Vec<(String, Site)>,
}

impl<'a, S: Stage> Player<'a, S> {
    pub fn new(stage: &'a mut S) -> Self {
        Self {
            stage,
            transcript: String::new(),
            printed: HashMap::new(),
            judged: HashMap::new(),
            looked_at: HashMap::new(),
            people: Vec::new(),
        }
    }

    /// Plays all steps of a script; several scripts may follow each other.
    pub async fn run(&mut self, script: &Script) -> Result<(), PlayError> {
        for line in &script.lines {
            if let Err(why) = self.step(line).await {
                let (text, transcript) = (line.text.clone(), self.transcript.clone());
                return Err(PlayError { line: line.number, text, why, transcript });
            }
        }
        Ok(())
    }

    /// What was shown so far.
    pub fn transcript(&self) -> &str {
        &self.transcript
    }

    /// What the bot has said that no `show` has printed and no `expect` has looked at, place by place.
    pub fn unread(&self) -> String {
        let there = |place: &Place| self.stage.transcript(place).is_ok();
        let of_staff = |on: Option<Site>| {
            let at = move |place: Place| match on {
                Some(site) => Place::On(site, Box::new(place)),
                None => place,
            };
            let rooms = (1..).map(move |n| at(Place::Room(Room::Nth(n)))).take_while(there);
            std::iter::once(at(Place::Staff)).chain(rooms).collect::<Vec<_>>()
        };
        let usual = self.stage.transcript(&Place::Staff).ok();
        let other = [Site::Telegram, Site::Discord].into_iter().find(|site| {
            let there = self.stage.transcript(&Place::On(*site, Box::new(Place::Staff)));
            there.is_ok() && there.ok() != usual
        });
        let staffs =
            of_staff(None).into_iter().chain(other.into_iter().flat_map(|site| of_staff(Some(site))));
        let mut places: Vec<Place> = Vec::new();
        for (handle, site) in &self.people {
            let twice = self.people.iter().filter(|(other, _)| other == handle).count() > 1;
            let name = if twice { format!("{handle}@{}", site.name()) } else { handle.clone() };
            if *site == Site::Discord {
                let threads = (1..).map(|n| Place::Thread(name.clone(), Room::Nth(n))).take_while(there);
                places.extend(threads.chain([Place::Direct(name.clone())]));
            } else {
                places.push(Place::Chat(name));
            }
        }
        if self.people.iter().any(|(_, site)| *site == Site::Discord) {
            places.push(Place::Support);
        }
        let mut unread = String::new();
        for place in places.into_iter().chain(staffs) {
            let lines = self.stage.transcript(&place).unwrap_or_default();
            let seen = |line: &Shown| {
                let look = line.render();
                [&self.printed, &self.judged, &self.looked_at]
                    .iter()
                    .any(|seen| seen.get(&line.seq) == Some(&look))
            };
            let missed: Vec<Shown> =
                lines.into_iter().filter(|line| line.author == BOT && !seen(line)).collect();
            if !missed.is_empty() {
                unread.push_str(&render(&place.to_string(), &missed));
            }
        }
        unread
    }

    async fn step(&mut self, line: &Line) -> Result<(), String> {
        match &line.step {
            Step::Remark | Step::Staff(_) | Step::Homes(_) | Step::Terms(_) => {
                self.note(&line.written());
                return Ok(());
            }
            Step::Show(place) => return self.show(place),
            Step::Menu { who, place } => return self.menu(who, place).await,
            Step::Expect(expectation) => return self.expect(expectation),
            _ => {}
        }
        self.judged.extend(std::mem::take(&mut self.looked_at));
        match &line.step {
            Step::Join(cast) => {
                for person in cast {
                    self.stage.join(person).await?;
                    self.people.push((person.handle.clone(), person.site));
                }
            }
            Step::Act(act) => self.stage.act(act).await?,
            Step::Open { who, place } => {
                let text = format!("/start {}", self.link_in(place)?);
                let (who, place) = (who.clone(), Place::Chat(who.clone()));
                self.stage
                    .act(&Act { who, place, deed: Deed::Say { text, reply_to: None, quote: None } })
                    .await?;
            }
            Step::Move(moment) => {
                self.note(&format!("-- {}", line.text));
                self.stage.move_clock(*moment).await?;
            }
            Step::Restart => {
                self.note("-- restart");
                self.stage.restart().await?;
            }
            Step::Turn(turn) => {
                self.note(&format!("-- {}", line.text));
                self.stage.turn(*turn).await?;
            }
            Step::Orders(list) => {
                self.note(&format!("-- orders\n{}", list.trim_end()));
                self.stage.orders(list).await?;
            }
            Step::Fault(order) => {
                self.note(&format!("-- {}", line.text));
                self.stage.fault(order).await?;
            }
            Step::Remark
            | Step::Staff(_)
            | Step::Homes(_)
            | Step::Terms(_)
            | Step::Show(_)
            | Step::Menu { .. }
            | Step::Expect(_) => {}
        }
        self.stage.rest().await
    }

    /// What the newest link in a place says to the bot, as a client does when somebody opens it.
    fn link_in(&self, place: &Place) -> Result<String, String> {
        let lines = self.stage.transcript(place)?;
        let said = lines.iter().rev().find_map(|line| line.text.rsplit_once("?start="));
        let (_, after) = said.ok_or_else(|| format!("there is no link in {place}"))?;
        Ok(after.split_whitespace().next().unwrap_or_default().to_owned())
    }

    fn note(&mut self, text: &str) {
        // Why the result is dropped: writing to a string can't fail.
        let _ = writeln!(self.transcript, "{text}");
    }

    fn show(&mut self, place: &Place) -> Result<(), String> {
        let lines = self.stage.transcript(place)?;
        let fresh: Vec<Shown> =
            lines.into_iter().filter(|line| self.printed.get(&line.seq) != Some(&line.render())).collect();
        self.transcript.push_str(&render(&place.to_string(), &fresh));
        for line in fresh {
            self.looked_at.insert(line.seq, line.render());
            self.printed.insert(line.seq, line.render());
        }
        Ok(())
    }

    async fn menu(&mut self, who: &str, place: &Place) -> Result<(), String> {
        let list = self.stage.menu(who, place).await?;
        let own = *place == Place::Chat(who.to_owned());
        self.note(&if own { format!("== menu of {who}") } else { format!("== menu of {who} in {place}") });
        for (name, what) in list {
            self.note(&format!("/{name}: {what}"));
        }
        Ok(())
    }

    fn expect(&mut self, expectation: &Expectation) -> Result<(), String> {
        let Expectation { place, part, wanted } = expectation;
        let lines = self.stage.transcript(place);
        // Why: nothing is said in a room that does not exist.
        let lines = if *wanted { lines? } else { lines.unwrap_or_default() };
        let fresh = lines.into_iter().filter(|line| line.author == BOT);
        let fresh = fresh.filter(|line| self.judged.get(&line.seq) != Some(&line.render()));
        let fresh: Vec<Shown> = fresh.collect();
        let holds = |line: &Shown| part.as_ref().is_none_or(|part| line.render().contains(part.as_str()));
        let met = fresh.iter().any(holds);
        self.looked_at.extend(fresh.iter().map(|line| (line.seq, line.render())));
        if met == *wanted {
            return Ok(());
        }
        let wish = if *wanted { "the bot has not said it; new is only" } else { "the bot has said it" };
        Err(format!("{wish}\n{}", render(&place.to_string(), &fresh)))
    }
}
