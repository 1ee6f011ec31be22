//! The people of a round: customers on both platforms who write numbered words, and an agent who answers them.
//!
//! Nobody waits for anybody. Words bear their author and their number, so that whoever reads them anywhere knows whether
//! one is missing, is there twice, or stands in the wrong place.

use aftercare::sandbox::discord::{Visitors, account_id};
use aftercare::sandbox::shown::{Place, Room};
use aftercare::sandbox::world::{Author, Person, World, content_of};

use crate::chance::Chance;
use crate::house::{AGENT, House};
use crate::plan::Staff;
use crate::words::{self, Side};

/// What one customer writes at most on each platform. A channel of Discord takes five messages in five seconds.
const MOST_WORDS: usize = 8;
/// What the agent answers one customer at most.
const MOST_ANSWERS: usize = 5;

/// Where somebody is a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    Telegram,
    /// With the thread that is theirs, once there is one.
    Discord(Option<u64>),
}

/// A customer, with what was said so far.
#[derive(Clone, Debug)]
pub struct Customer {
    pub handle: String,
    pub home: Home,
    /// Has asked for a person.
    pub began: bool,
    pub wrote: Vec<String>,
    pub answered: Vec<String>,
}

/// Everybody.
pub struct Crowd {
    world: World,
    people: Visitors,
    staff: Staff,
    pub customers: Vec<Customer>,
}

impl Crowd {
    /// So many on Telegram, so many on Discord.
    pub fn gather(house: &House, on_telegram: usize, on_discord: usize) -> Self {
        let mut customers = Vec::new();
        let mut join = |handle: String, home| {
            customers.push(Customer { handle, home, began: false, wrote: Vec::new(), answered: Vec::new() });
        };
        for number in 0..on_telegram {
            let handle = format!("tg{number}");
            house.world.join(Person::new(&handle, &format!("Tara {number}"), Some("en")));
            join(handle, Home::Telegram);
        }
        for number in 0..on_discord {
            let handle = format!("dc{number}");
            house.people.join(&handle, &format!("Dora {number}"), "en-US", false);
            join(handle, Home::Discord(None));
        }
        Self { world: house.world.clone(), people: house.people.clone(), staff: house.staff, customers }
    }

    /// Presses *Talk to a person* for everybody on Discord who has no thread yet; true once all have one that was greeted.
    ///
    /// Why before the storm: a press that dies with the process is gone, and has to be made again by the person.
    pub fn open_threads(&mut self) -> bool {
        let Ok(support) = self.people.channel("support") else { return false };
        let panel = self.people.look(|guild| {
            let button = |post: &&aftercare::sandbox::discord::Post| {
                post.components.iter().any(|row| row.to_string().contains("Talk to a person"))
            };
            guild.posts_in(support).find(button).map(|post| post.id)
        });
        let Some(panel) = panel else { return false };
        let mut all = true;
        for customer in self.customers.iter_mut().filter(|customer| matches!(customer.home, Home::Discord(_)))
        {
            if !std::mem::replace(&mut customer.began, true) {
                self.people
                    .press(&customer.handle, support, panel, "Talk to a person")
                    .expect("it can be pressed");
            }
            let thread = self.people.look(|guild| {
                let account = account_id(&customer.handle);
                let theirs = guild.channels.values().find(|channel| {
                    channel.is_thread()
                        && channel.parent == Some(support)
                        && channel.members.contains(&account)
                })?;
                let greeted = guild.posts_in(theirs.id).any(|post| post.content.contains("Your case is"));
                greeted.then_some(theirs.id)
            });
            customer.home = Home::Discord(thread);
            all &= thread.is_some();
        }
        all
    }

    /// Somebody does something; false when nobody has anything left to do.
    pub fn act(&mut self, chance: &mut Chance) -> bool {
        let start = chance.index(self.customers.len());
        let (answers_first, natively) = (chance.percent(40), chance.percent(50));
        for step in 0..self.customers.len() {
            let who = (start + step) % self.customers.len();
            let done = if answers_first {
                self.answer(who, natively) || self.speak(who, chance)
            } else {
                self.speak(who, chance)
            };
            if done {
                return true;
            }
        }
        false
    }

    /// Whoever has words left says some; false when nobody has.
    pub fn speak_on(&mut self, chance: &mut Chance) -> bool {
        (0..self.customers.len()).any(|who| self.speak(who, chance))
    }

    /// A customer writes the next words.
    fn speak(&mut self, who: usize, chance: &mut Chance) -> bool {
        let customer = &mut self.customers[who];
        if customer.wrote.len() == MOST_WORDS {
            return false;
        }
        let word = words::of(Side::Customer, &customer.handle, customer.wrote.len());
        let with_photo = chance.percent(15);
        match customer.home {
            Home::Telegram => {
                let place = Place::Chat(customer.handle.clone());
                if !std::mem::replace(&mut customer.began, true) {
                    self.world.say(&customer.handle, &place, "/human", None).expect("said");
                    return true;
                }
                let sent = if with_photo {
                    self.world.photo(&customer.handle, &place, "part.jpg", content_of("part.jpg"), &word)
                } else {
                    self.world.say(&customer.handle, &place, &word, None)
                };
                sent.expect("said");
            }
            Home::Discord(None) => return false,
            Home::Discord(Some(thread)) => {
                let sent = if with_photo {
                    self.people.upload(
                        &customer.handle,
                        thread,
                        &[("part.jpg", content_of("part.jpg"))],
                        &word,
                    )
                } else {
                    self.people.write(&customer.handle, thread, &word)
                };
                sent.expect("said");
            }
        }
        customer.wrote.push(word);
        true
    }

    /// The agent answers something of a customer's that stands in their room: by the command, or natively the newest of their words.
    fn answer(&mut self, who: usize, natively: bool) -> bool {
        let customer = &mut self.customers[who];
        if customer.answered.len() == MOST_ANSWERS {
            return false;
        }
        let word = words::of(Side::Agent, &customer.handle, customer.answered.len());
        let done = match self.staff {
            Staff::Telegram => answer_in_topic(&self.world, &customer.handle, &word, natively),
            Staff::Discord => answer_in_thread(&self.people, &customer.handle, &word, natively),
        };
        if done {
            customer.answered.push(word);
        }
        done
    }
}

/// Answers in the topic where words of this customer stand.
fn answer_in_topic(world: &World, customer: &str, word: &str, natively: bool) -> bool {
    let found = world.look(|state| {
        let group = state.chats.get(&state.group)?;
        let mut theirs = group.messages.iter().filter(|message| {
            message.author == Author::Bot
                && !words::in_text(message.text(), Side::Customer, customer).is_empty()
        });
        let newest = theirs.next_back()?;
        let nth = group.topics.iter().position(|topic| Some(topic.id) == newest.thread)? + 1;
        let words = words::in_text(newest.text(), Side::Customer, customer).pop()?;
        Some((Place::Room(Room::Nth(nth)), words))
    });
    let Some((place, answered)) = found else { return false };
    let said = if natively {
        world.say(AGENT, &place, word, Some(&answered))
    } else {
        world.say(AGENT, &place, &format!("/reply {word}"), None)
    };
    said.expect("said");
    true
}

/// Answers in the room where words of this customer stand.
fn answer_in_thread(people: &Visitors, customer: &str, word: &str, natively: bool) -> bool {
    let Ok(staff) = people.channel("staff") else { return false };
    let found = people.look(|guild| {
        let rooms =
            guild.channels.values().filter(|channel| channel.is_thread() && channel.parent == Some(staff));
        let mut theirs = rooms.flat_map(|room| guild.posts_in(room.id)).filter(|post| {
            post.author == guild.bot && !words::in_text(&post.content, Side::Customer, customer).is_empty()
        });
        theirs.next_back().map(|post| (post.channel, post.id))
    });
    let Some((room, answered)) = found else { return false };
    let said = if natively {
        people.reply(AGENT, room, answered, word)
    } else {
        people.write(AGENT, room, &format!("/reply {word}"))
    };
    said.expect("said");
    true
}
