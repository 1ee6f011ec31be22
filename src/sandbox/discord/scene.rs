//! A scenario on Discord: places by their names, messages by their words, and the acts of a script done there.
//!
//! Everybody finds only what they see: an answer to somebody else is no message to reply to, and its buttons can't be
//! pressed. Errors are sentences for the author of a scenario: they say what was there instead.

use serde_json::Value;

use super::acts::{Visitors, known, place as sees};
use super::draft::list;
use super::guild::{Channel, Guild, Post};
use super::interaction::Answered;
use super::lines::{inputs, label, rows};
use crate::sandbox::script::{Deed, Parcel};
use crate::sandbox::shown::{Place, Room, Shown};
use crate::sandbox::world::content_of;

impl Visitors {
    /// The lines of a place in order. An error says why the place can't be found.
    pub fn transcript(&self, place: &Place) -> Result<Vec<Shown>, String> {
        self.look(|guild| Ok(guild.find_place(place)?.map(|id| guild.lines(id)).unwrap_or_default()))
    }

    /// The channel a place means now; somebody's direct messages begin by being looked for.
    pub fn spot(&self, place: &Place) -> Result<u64, String> {
        match self.look(|guild| guild.find_place(place))? {
            Some(id) => Ok(id),
            None => match place {
                Place::Chat(who) | Place::Direct(who) => self.dm(who),
                other => Err(format!("there is no {other}")),
            },
        }
    }

    /// Does what a script says.
    pub fn perform(&self, who: &str, place: &Place, deed: &Deed) -> Result<(), String> {
        let at = self.spot(place)?;
        match deed {
            Deed::Say { quote: Some(_), .. } => Err("nothing is quoted on Discord".to_owned()),
            Deed::Say { text, reply_to, quote: None } => self.say(who, at, text.trim(), reply_to.as_deref()),
            Deed::Press { label } => {
                let message = self.with_button(who, at, place, label)?;
                self.press(who, at, message, label).map(drop)
            }
            Deed::Choose { options } => {
                let labels: Vec<&str> = options.iter().map(String::as_str).collect();
                let message = self.with_options(who, at, place, &labels)?;
                self.choose(who, at, message, &labels).map(drop)
            }
            Deed::Fill { lines } => self.fill_in(who, at, lines),
            Deed::Use { entry, part } => {
                let message = self.holding(who, at, part, false)?;
                self.on_message(who, at, message, entry).map(drop)
            }
            Deed::Send { parcel, reply_to } => self.send_parcel(who, at, parcel, reply_to.as_deref()),
            Deed::Edit { old, new } => self.edit(who, at, self.holding(who, at, old, true)?, new.trim()),
            Deed::Delete { part } => {
                let own = self.holding(who, at, part, true);
                let id = own.or_else(|_| self.holding(who, at, part, false))?;
                self.remove(who, at, id)
            }
            Deed::React { emoji: Some(emoji), part } => {
                self.react(who, at, self.holding(who, at, part, false)?, emoji, true)
            }
            Deed::React { emoji: None, part } => self.take_back(who, at, self.holding(who, at, part, false)?),
            Deed::RemoveTopic => {
                self.look(|guild| {
                    let thread = guild.channel(at).is_some_and(Channel::is_thread);
                    if thread { sees(guild, who, at).map(drop) } else { Err(format!("{place} is no thread")) }
                })?;
                self.delete_channel(at);
                Ok(())
            }
            Deed::Block(blocked) => self.set_open(who, !blocked),
            Deed::Swap { .. } => Err("a file can't be exchanged on Discord".to_owned()),
            Deed::Forward { .. } => Err("forwarding is not played on Discord".to_owned()),
        }
    }

    /// The commands somebody is offered there: names and what they do, in the language of their client.
    pub fn menu(&self, who: &str, place: &Place) -> Result<Vec<(String, String)>, String> {
        let at = self.spot(place)?;
        self.look(|guild| {
            let person = sees(guild, who, at)?;
            let locale = known(guild, who)?.locale.clone();
            let word = |command: &Value, field: &str| {
                let own = command[format!("{field}_localizations")][&locale].as_str();
                own.or(command[field].as_str()).unwrap_or_default().to_owned()
            };
            let offered = guild.offered(person, at).into_iter().filter(|(_, command)| command["type"] == 1);
            Ok(offered.map(|(_, command)| (word(command, "name"), word(command, "description"))).collect())
        })
    }

    fn say(&self, who: &str, at: u64, text: &str, reply_to: Option<&str>) -> Result<(), String> {
        if let Some(typed) = text.strip_prefix('/') {
            return match reply_to {
                Some(_) => Err("a command answers no message on Discord".to_owned()),
                None => match typed.strip_suffix('…') {
                    Some(begun) => self.typing(who, at, begun.trim_end()).map(drop),
                    None => self.typed(who, at, typed).map(drop),
                },
            };
        }
        let to = reply_to.map(|part| self.holding(who, at, part, false)).transpose()?;
        self.send(who, at, text, &[], to).map(drop)
    }

    fn send_parcel(&self, who: &str, at: u64, parcel: &Parcel, reply_to: Option<&str>) -> Result<(), String> {
        let Parcel::Files { names, caption, .. } = parcel else {
            return Err("only files can be sent on Discord".to_owned());
        };
        let to = reply_to.map(|part| self.holding(who, at, part, false)).transpose()?;
        let files: Vec<(&str, Vec<u8>)> =
            names.iter().map(|name| (name.as_str(), content_of(name))).collect();
        self.send(who, at, caption, &files, to).map(drop)
    }

    /// The newest message somebody sees there that holds this; one of their own if it has to be.
    fn holding(&self, who: &str, at: u64, part: &str, own: bool) -> Result<u64, String> {
        self.newest(who, at, |guild, id, post| {
            (!own || post.author == id) && guild.gist(post).contains(part)
        })?
        .ok_or_else(|| format!("no message there holds \"{part}\""))
    }

    fn newest(
        &self,
        who: &str,
        at: u64,
        fits: impl Fn(&Guild, u64, &Post) -> bool,
    ) -> Result<Option<u64>, String> {
        self.look(|guild| {
            let id = sees(guild, who, at)?;
            let mut seen = guild.said_in(at).filter(|post| post.only_for.is_none_or(|only| only == id));
            Ok(seen.rfind(|post| fits(guild, id, post)).map(|post| post.id))
        })
    }

    fn with_button(&self, who: &str, at: u64, place: &Place, text: &str) -> Result<u64, String> {
        let has = |post: &Post| rows(post).flatten().any(|item| item["type"] == 2 && label(&item) == text);
        if let Some(id) = self.newest(who, at, |_, _, post| has(post))? {
            return Ok(id);
        }
        let there = self.transcript(place)?.into_iter().flat_map(|line| line.buttons).flatten();
        let there: Vec<String> = there.map(|label| format!("[{label}]")).collect();
        let there = if there.is_empty() { "no buttons at all".to_owned() } else { there.join(" ") };
        Err(format!("{place} has no button \"{text}\"; there is {there}"))
    }

    fn with_options(&self, who: &str, at: u64, place: &Place, labels: &[&str]) -> Result<u64, String> {
        let offers = |item: &Value| {
            let options = list(&item["options"]);
            labels.iter().all(|wanted| options.iter().any(|option| option["label"] == **wanted))
        };
        let found = self.newest(who, at, |_, _, post| rows(post).flatten().any(|item| offers(&item)))?;
        found.ok_or_else(|| format!("nothing in {place} offers \"{}\"", labels.join("\", \"")))
    }

    /// Fills in the newest form that is open for somebody there, its lines by what stands over them.
    fn fill_in(&self, who: &str, at: u64, lines: &[(String, String)]) -> Result<(), String> {
        let open = self.look(|guild| known(guild, who).map(|person| guild.open_form(person.id, at)))?;
        let (asked, form) = open.ok_or("no form is open")?;
        let inputs = inputs(&form);
        let mut texts = Vec::new();
        for (over, text) in lines {
            let input = inputs.iter().find(|input| input["label"] == **over).ok_or_else(|| {
                let there: Vec<String> = inputs.iter().map(label).collect();
                format!("the form has no line \"{over}\"; there is {}", there.join(", "))
            })?;
            texts.push((input["custom_id"].as_str().unwrap_or_default(), text.as_str()));
        }
        self.submit(who, asked, &texts).map(drop)
    }

    /// Deletes a message of one's own, or anybody's if one may.
    fn remove(&self, who: &str, at: u64, id: u64) -> Result<(), String> {
        let moderates = self.look(|guild| known(guild, who).is_ok_and(|member| member.staff));
        if !moderates {
            return self.delete(who, at, id);
        }
        self.act(|guild, _| {
            sees(guild, who, at)?;
            guild.strike(id);
            Ok(())
        })
    }

    /// Takes back every emoji somebody has set on a message.
    fn take_back(&self, who: &str, at: u64, id: u64) -> Result<(), String> {
        let set: Vec<String> = self.look(|guild| {
            let person = sees(guild, who, at)?;
            let post = guild.post(at, id).ok_or("the message is gone")?;
            let own = post.reactions.iter().filter(|(_, who)| who.contains(&person));
            Ok::<_, String>(own.map(|(emoji, _)| emoji.clone()).collect())
        })?;
        set.iter().try_for_each(|emoji| self.react(who, at, id, emoji, false))
    }
}

impl Guild {
    /// The channel a place means; nothing for direct messages that have not begun.
    fn find_place(&self, place: &Place) -> Result<Option<u64>, String> {
        let none = || format!("there is no {place}");
        match place {
            Place::Support => Ok(Some(self.channel_named("support").ok_or_else(none)?.id)),
            Place::Staff => Ok(Some(self.channel_named("staff").ok_or_else(none)?.id)),
            Place::Room(room) => pick(&self.rooms(), room).map(Some).ok_or_else(none),
            Place::On(..) => Err(none()),
            Place::Direct(who) => Ok(self.direct(known(self, who)?.id)),
            Place::Thread(who, room) => {
                pick(&self.threads_of(known(self, who)?.id), room).map(Some).ok_or_else(none)
            }
            Place::Chat(who) => {
                let id = known(self, who)?.id;
                Ok(pick(&self.threads_of(id), &Room::Newest).or_else(|| self.direct(id)))
            }
        }
    }

    fn direct(&self, who: u64) -> Option<u64> {
        let found = self.channels.values().find(|channel| channel.is_dm() && channel.members.contains(&who));
        found.map(|channel| channel.id)
    }

    /// The newest form that was opened for somebody in a channel and not sent off, with the interaction that opened it.
    pub(crate) fn open_form(&self, who: u64, at: u64) -> Option<(u64, Value)> {
        let mut asked = self.interactions.values().filter(|asked| asked.who == who && asked.channel == at);
        let asked = asked.rfind(|asked| matches!(asked.answered, Some(Answered::Modal(_))))?;
        let sent = self.interactions.values().any(|other| other.from == Some(asked.id));
        match &asked.answered {
            Some(Answered::Modal(form)) if !sent => Some((asked.id, form.clone())),
            _ => None,
        }
    }

    /// The commands somebody is offered in a channel, with the place each is registered for: those of the server are not
    /// offered in direct messages, and those that want rights are offered to who has them all.
    pub(crate) fn offered(&self, who: u64, at: u64) -> Vec<(Option<u64>, &Value)> {
        let rights = self.member(who).map_or(0, |member| self.rights_of(member));
        self.offered_at(at).into_iter().filter(|(_, command)| wanted(command) & !rights == 0).collect()
    }

    /// The commands that can be used in a channel by somebody who may do everything.
    pub(crate) fn offered_at(&self, at: u64) -> Vec<(Option<u64>, &Value)> {
        let direct = self.channels.get(&at).is_some_and(Channel::is_dm);
        let here = |place: Option<u64>, command: &Value| {
            let contexts = command["contexts"].as_array();
            let wanted = u8::from(direct);
            let named = contexts.is_none_or(|contexts| contexts.iter().any(|context| *context == wanted));
            named && (!direct || (place.is_none() && command["dm_permission"] != false))
        };
        let all = self.commands.iter().rev();
        let all = all.flat_map(|(place, commands)| commands.iter().map(|command| (*place, command)));
        all.filter(|(place, command)| here(*place, command)).collect()
    }
}

/// The rights a command wants of whoever is to be offered it.
pub(super) fn wanted(command: &Value) -> u64 {
    let bits = command["default_member_permissions"].as_str().map(|bits| bits.parse().unwrap_or(u64::MAX));
    bits.unwrap_or_default()
}

fn pick(threads: &[&Channel], room: &Room) -> Option<u64> {
    let mut alive = threads.iter().rev().filter(|thread| !thread.deleted);
    let found = match room {
        Room::Newest => alive.next(),
        Room::Named(part) => alive.find(|thread| thread.name.contains(part.as_str())),
        Room::Nth(n) => n.checked_sub(1).and_then(|n| threads.get(n)).filter(|thread| !thread.deleted),
    };
    found.map(|thread| thread.id)
}
