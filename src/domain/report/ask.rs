//! What somebody asks to be reported or exported, as it is typed: days, what to tell apart, and which cases.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::range::{Days, Unread};
use crate::domain::{
    case::Kind,
    chat::Aside,
    front::group_of,
    id::PersonId,
    party::{Role, Staff},
    phrase::Phrase,
    terms::Terms,
};

/// What the figures are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The group that has the case now.
    Group,
    /// The family of its first line.
    Product,
    /// The place on the product.
    Part,
    /// Who has it now.
    Agent,
    /// What it is about.
    Kind,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Group, Self::Product, Self::Part, Self::Agent, Self::Kind];

    /// The word it is typed by, and named by in texts (`by-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Product => "product",
            Self::Part => "part",
            Self::Agent => "agent",
            Self::Kind => "kind",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let of_name = Self::ALL.into_iter().find(|by| by.name() == word);
        of_name.or(match word {
            "小组" => Some(Self::Group),
            "产品" => Some(Self::Product),
            "部位" => Some(Self::Part),
            "客服" => Some(Self::Agent),
            "类型" => Some(Self::Kind),
            _ => None,
        })
    }
}

/// Which cases: those that everything said here is true of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Id of the group that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Id of the family of its first line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Id of the place on the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Filter {
    /// Nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl std::fmt::Display for Filter {
    /// As it can be typed again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs = [
            ("group", self.group.as_deref()),
            ("kind", self.kind.map(Kind::name)),
            ("product", self.product.as_deref()),
            ("part", self.part.as_deref()),
        ];
        let said: Vec<String> =
            pairs.iter().filter_map(|(name, id)| id.map(|id| format!("{name}={id}"))).collect();
        f.write_str(&said.join(" "))
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ask {
    /// Which days.
    pub days: Days,
    /// What is told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Which cases.
    #[serde(default)]
    pub filter: Filter,
}

/// A report that is to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// What is asked for.
    #[serde(flatten)]
    pub ask: Ask,
    /// Who asked: what they may see is looked up when it is made. Nobody: the desk itself reports to a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<PersonId>,
    /// Only who asked sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
}

/// The words behind the command: `[RANGE] [[by] WHAT] [name=value …]`; without days those of this week.
///
/// # Errors
/// What to type instead, for whoever typed it.
pub fn read(text: &str, today: NaiveDate, terms: &Terms) -> Result<Ask, Phrase> {
    let (mut range, mut by, mut filter) = (Vec::new(), None, Filter::default());
    for word in text.split_whitespace() {
        let small = word.to_lowercase();
        if let Some((name, value)) = small.split_once(['=', '＝']) {
            narrow(&mut filter, name, value, terms)?;
        } else if let Some(wanted) = By::from_word(&small) {
            by = Some(wanted);
        } else if small != "by" && small != "按" {
            range.push(word);
        }
    }
    let range = range.join(" ");
    let typed = if range.is_empty() { "week" } else { range.as_str() };
    let days = Days::read(typed, today).map_err(|why| refused(why, &range))?;
    Ok(Ask { days, by, filter })
}

/// The groups whose cases somebody may have figures of, none for all: a lead those of their own, a lead of no group and an
/// admin all of them.
///
/// # Errors
/// What they are told who may not.
pub fn seen_by(staff: Option<&Staff>, filter: &Filter) -> Result<Vec<String>, Phrase> {
    let lead = || Phrase::keyed("role", Role::Lead.name());
    let Some(staff) = staff.filter(|staff| staff.role >= Role::Lead) else {
        return Err(Phrase::new("refuse-role").with("role", lead()));
    };
    let all = staff.role == Role::Admin || staff.groups.is_empty();
    match &filter.group {
        None if all => Ok(Vec::new()),
        None => Ok(staff.groups.clone()),
        Some(group) if all || staff.groups.contains(group) => Ok(vec![group.clone()]),
        Some(group) => {
            let own = staff.groups.join(", ");
            Err(Phrase::new("report-not-yours").with("group", group.as_str()).with("known", own))
        }
    }
}

fn refused(why: Unread, typed: &str) -> Phrase {
    let typed: String = typed.chars().take(40).collect();
    match why {
        Unread::NoDays => Phrase::new("report-no-days").with("text", typed),
        Unread::Backwards => Phrase::new("report-backwards").with("text", typed),
        Unread::Ahead => Phrase::new("report-ahead").with("text", typed),
        Unread::TooLong => Phrase::new("report-too-long").with("days", super::range::LONGEST),
    }
}

fn narrow(filter: &mut Filter, name: &str, value: &str, terms: &Terms) -> Result<(), Phrase> {
    let unknown = |known: Vec<&str>| {
        let text: String = value.chars().take(40).collect();
        let known = known.join(", ");
        Phrase::new("report-no-such").with("name", name.to_owned()).with("text", text).with("known", known)
    };
    match name {
        "group" | "小组" => {
            let ids = || terms.groups.iter().map(|group| group.id.as_str()).collect();
            filter.group = Some(group_of(value, terms).ok_or_else(|| unknown(ids()))?.id.clone());
        }
        "kind" | "类型" => {
            let names = || Kind::ALL.map(Kind::name).to_vec();
            filter.kind = Some(Kind::from_name(value).ok_or_else(|| unknown(names()))?);
        }
        "product" | "产品" => {
            let ids = || terms.families.iter().map(|family| family.id.as_str()).collect();
            let named = |name: &String| name.to_lowercase() == value;
            let family = terms.families.iter().find(|f| f.id == value || f.name.0.values().any(named));
            filter.product = Some(family.ok_or_else(|| unknown(ids()))?.id.clone());
        }
        "part" | "部位" => {
            let ids = || terms.parts.iter().map(String::as_str).collect();
            let part = terms.parts.iter().find(|part| *part == value);
            filter.part = Some(part.ok_or_else(|| unknown(ids()))?.clone());
        }
        _ => {
            let text: String = name.chars().take(40).collect();
            return Err(Phrase::new("report-no-filter").with("text", text));
        }
    }
    Ok(())
}
