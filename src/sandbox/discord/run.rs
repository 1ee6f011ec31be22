//! How people use what messages offer: buttons, selects, and the forms they open.
//!
//! Every use is checked as the client would check it, and begins an interaction; what came back can be looked at.

use serde_json::{Value, json};

use super::acts::{Visitors, place, seen};
use super::draft::list;
use super::guild::Post;
use super::interaction::{Answered, COMPONENT, Interaction, MODAL};
use super::lines::{inputs, label, rows};
use crate::sandbox::shown::Deed;

impl Visitors {
    /// Presses the button with this label on a message; tells the id of the interaction.
    pub fn press(&self, who: &str, channel: u64, message: u64, text: &str) -> Result<u64, String> {
        self.act(|guild, now| {
            let person = place(guild, who, channel)?;
            let post = seen(guild, person, channel, message)?;
            let button = rows(post).flatten().find(|item| item["type"] == 2 && label(item) == text);
            let button = button.ok_or_else(|| format!("there is no button {text}"))?;
            if button["disabled"] == true || button["custom_id"].is_null() {
                return Err(format!("the button {text} can't be pressed"));
            }
            let data = json!({"component_type": 2, "custom_id": button["custom_id"], "id": 1});
            Ok(guild.ask(COMPONENT, person, channel, Some(message), &data, now))
        })
    }

    /// Chooses options by their labels in the first select of a message that has them all.
    pub fn choose(&self, who: &str, channel: u64, message: u64, labels: &[&str]) -> Result<u64, String> {
        self.act(|guild, now| {
            let person = place(guild, who, channel)?;
            let post = seen(guild, person, channel, message)?;
            let offers = |item: &Value| {
                let options = list(&item["options"]);
                labels.iter().all(|wanted| options.iter().any(|option| label(option) == **wanted))
            };
            let selects = || rows(post).flatten().filter(|item| item["type"] == 3);
            if selects().next().is_none() {
                return Err("there is nothing to choose from".to_owned());
            }
            let select = selects().find(offers);
            let select = select.ok_or_else(|| format!("there is no option {}", labels.join(", ")))?;
            let (least, most) =
                (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1));
            if !(least..=most).contains(&(labels.len() as u64)) {
                return Err(format!("between {least} and {most} can be chosen"));
            }
            let options = list(&select["options"]);
            let chosen = labels.iter().filter_map(|wanted| options.iter().find(|o| label(o) == **wanted));
            let values: Vec<Value> = chosen.map(|option| option["value"].clone()).collect();
            let data =
                json!({"component_type": 3, "custom_id": select["custom_id"], "values": values, "id": 1});
            Ok(guild.ask(COMPONENT, person, channel, Some(message), &data, now))
        })
    }

    /// The form that an interaction has opened.
    pub fn modal(&self, interaction: u64) -> Option<Value> {
        self.look(|guild| match &guild.interactions.get(&interaction)?.answered {
            Some(Answered::Modal(data)) => Some(data.clone()),
            _ => None,
        })
    }

    /// The choices that came back for what was being typed.
    pub fn choices(&self, interaction: u64) -> Option<Vec<Value>> {
        self.look(|guild| match &guild.interactions.get(&interaction)?.answered {
            Some(Answered::Choices(choices)) => Some(choices.clone()),
            _ => None,
        })
    }

    /// The answer of an interaction as its person sees it now.
    pub fn answer_to(&self, interaction: u64) -> Option<Post> {
        self.look(|guild| {
            let original = guild.interactions.get(&interaction)?.original?;
            guild.posts.get(&original).filter(|post| !post.deleted).cloned()
        })
    }

    /// Fills in the form an interaction has opened: custom ids with texts. What is left out stays as it was given.
    pub fn submit(&self, who: &str, interaction: u64, texts: &[(&str, &str)]) -> Result<u64, String> {
        let modal = self.modal(interaction).ok_or("no form is open")?;
        self.act(|guild, now| {
            let asked = guild.interactions.get(&interaction).cloned().ok_or("no form is open")?;
            let person = place(guild, who, asked.channel)?;
            if asked.who != person {
                return Err("the form is open for somebody else".to_owned());
            }
            let (mut filled, mut said) = (Vec::new(), Vec::new());
            for input in inputs(&modal) {
                let id = input["custom_id"].as_str().unwrap_or_default();
                let written = texts.iter().find(|(name, _)| *name == id).map(|(_, text)| *text);
                let text = written.or(input["value"].as_str()).unwrap_or_default();
                fits(&input, text)?;
                said.push(format!("{} \"{text}\"", label(&input)));
                filled.push(json!({"type": 1, "id": 1, "components":
                    [{"type": 4, "id": 2, "custom_id": id, "value": text}]}));
            }
            let data = json!({"custom_id": modal["custom_id"], "components": filled});
            let id = guild.ask(MODAL, person, asked.channel, asked.on, &data, now);
            if let Some(form) = guild.interactions.get_mut(&id) {
                form.from = Some(interaction);
                form.said = Some((Deed::Does, format!("fills in {}", said.join("; "))));
            }
            Ok(id)
        })
    }

    /// An interaction as it stands.
    pub fn interaction(&self, id: u64) -> Option<Interaction> {
        self.look(|guild| guild.interactions.get(&id).cloned())
    }
}

fn fits(input: &Value, text: &str) -> Result<(), String> {
    let length = text.chars().count() as u64;
    let least = input["min_length"].as_u64().unwrap_or_default();
    let most = input["max_length"].as_u64().unwrap_or(4000);
    let required = input["required"] != false;
    if (length == 0 && required) || (length > 0 && !(least..=most).contains(&length)) {
        return Err(format!("{} takes between {least} and {most} characters", input["custom_id"]));
    }
    Ok(())
}
