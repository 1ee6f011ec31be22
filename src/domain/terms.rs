//! The brand's terms: what it sells, what it promises, who answers. Everything here is configuration, read and
//! validated by `config`; the core only asks.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::{
    calendar::{Calendar, Span},
    canned::Canned,
    coverage::Liability,
    lang::Lang,
    lots::Rule,
    money::Money,
    phrase::{Arg, Label},
    quote::Payer,
    reference::Prefix,
    report::Digest,
    survey,
    way::Way,
};

/// Everything the business decides. One value, immutable once loaded.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Changes whenever a promise or the calendar does; stored with every clock.
    pub version: i32,
    /// Who the brand is.
    pub brand: Brand,
    /// When people work.
    pub calendar: Calendar,
    /// What is promised, and in which unit of time.
    pub promises: Promises,
    /// The product families, in the order they are offered.
    pub families: Vec<Family>,
    /// Places on a product that a claim can name, in the order they are offered: ids with a text `part-…`.
    pub parts: Vec<String>,
    /// Wishes a consumer can choose: ids with a text `wish-…`.
    pub wishes: Vec<String>,
    /// Ways of help, in the order they are offered.
    pub ways: Vec<Way>,
    /// How appointments are made.
    pub appointments: Appointments,
    /// Who answers what.
    pub groups: Vec<Group>,
    /// Which group gets which kind of case.
    pub routing: Vec<Route>,
    /// When claims of one lot are told together.
    pub lots: Rule,
    /// The groups or roles an unanswered case climbs through; never empty.
    pub escalation: Vec<String>,
    /// When they are told of promises.
    pub alerts: Alerts,
    /// What decides on claims.
    pub verdicts: Verdicts,
    /// Reports that come by themselves.
    pub reports: Reports,
    /// How customers are asked what they think.
    pub surveys: survey::Rules,
    /// How prices are agreed.
    pub quotes: Quotes,
    /// Canned replies the desk comes with.
    pub macros: Vec<Canned>,
    /// Lives of drafts and cases.
    pub lives: Lives,
    /// Most that is taken from one customer.
    pub caps: Caps,
}

/// Who the brand is, to its customers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// The name customers know.
    pub name: String,
    /// Letters before every case reference, such as `HX`.
    pub prefix: Prefix,
    /// Where a person can also ask: role addresses, never somebody's own.
    pub email: String,
    /// A telephone number of the desk, as it is dialled.
    pub phone: Option<String>,
    /// Where the privacy notice stands, and which edition it is.
    pub privacy_url: Option<String>,
    /// The edition of the privacy notice a customer was shown.
    pub privacy_version: String,
    /// The language of people whose client says none that we speak.
    pub language: Lang,
    /// How an order number looks, for example `A-4471`; shown as the example.
    pub order_example: String,
}

/// The promised spans.
#[derive(Debug, Clone, Copy)]
pub struct Promises {
    /// To the first delivered human reply of a case.
    pub first_response: Span,
    /// To a proposed solution of a general case.
    pub solution: Span,
    /// To a proposed solution of a complex case.
    pub solution_complex: Span,
    /// To the first delivered human reply of an enquiry.
    pub enquiry_reply: Span,
}

/// When those who work here are told of a promise, and what its customer hears when it is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alerts {
    /// Percent of the time that are used up when somebody is told ahead, rising, all below 100.
    pub warn: Vec<u8>,
    /// After how long a broken promise of which nobody took notice climbs one step of the escalation.
    pub climb: Span,
    /// More alerts than this at once are told as one.
    pub digest: usize,
    /// The time a customer is given anew when a promise is broken.
    pub new_date: Span,
    /// How often.
    pub new_dates: u8,
}

/// How appointments are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appointments {
    /// Minutes between the times at which one can begin, from midnight on.
    pub step: u32,
    /// Minutes from now on in which none is offered by itself.
    pub notice: u32,
    /// How many days ahead they are made.
    pub days: u32,
    /// How many times are offered by themselves.
    pub offers: u32,
    /// Minutes after which an access code is gone that nobody looked at.
    pub code_minutes: u32,
    /// Minutes before it begins at which both sides are reminded, falling.
    pub remind: Vec<u32>,
}

/// What decides on claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdicts {
    /// The most that one person may decide alone; its currency is the desk's.
    pub alone: Money,
    /// Within which a lead says what that costs whose cost was left open.
    pub settle: Span,
    /// Why, in the order they are offered.
    pub reasons: Vec<Reason>,
}

/// Reports that come by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reports {
    /// When each group has the report of the week before; nothing: never.
    pub digest: Option<Digest>,
}

/// A reason of a verdict, as its customer reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Short id, `[a-z0-9-]`: stands in buttons and is typed.
    pub id: String,
    /// Whose fault it goes with.
    pub of: Vec<Liability>,
    /// What the customer reads.
    pub text: Label,
}

impl Verdicts {
    /// The reason of that id.
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }
}

/// How prices are agreed.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotes {
    /// The most that one person may quote alone, and the most that they may let go of a price.
    pub alone: Money,
    /// How long a quote holds from its sending.
    pub valid: Span,
    /// From hearing a price to each reminder of it, rising.
    pub reminders: Vec<Span>,
    /// Who pays what carrying costs.
    pub freight: Freight,
}

/// Who pays what carrying costs, where a quote doesn't say how much that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freight {
    /// Where the verdict costs its customer nothing.
    pub free: Payer,
    /// Where they pay.
    pub charged: Payer,
    /// Where it is not known yet who pays.
    pub serve_first: Payer,
}

/// A family of products.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Short id, `[a-z0-9-]`, at most 20 bytes: stands in buttons.
    pub id: String,
    /// What customers call it.
    pub name: Label,
    /// Months of warranty from delivery; absent = for life.
    pub warranty_months: Option<u32>,
    /// Models that are offered as buttons; may be empty.
    #[serde(default)]
    pub models: Vec<String>,
    /// Parts offered for this family; empty = all of `Terms::parts`.
    #[serde(default)]
    pub parts: Vec<String>,
}

/// A group of agents.
#[derive(Debug, Clone)]
pub struct Group {
    /// Short id, such as `after-sales`.
    pub id: String,
    /// What staff and customers call it.
    pub name: Label,
    /// Where its rooms are: `telegram`, `discord` or `auto`.
    pub home: String,
    /// The number of the role on Discord that escalations of its cases call.
    pub discord_role: Option<i64>,
    /// To the answer to what a customer wrote after the first one; absent = not promised.
    pub next_reply: Option<Span>,
    /// Cases one of them is given at most; absent = no limit.
    pub capacity: Option<u32>,
    /// How its new cases find somebody.
    pub assign: Assign,
}

/// How new cases find somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assign {
    /// They wait until somebody takes them.
    #[default]
    Queue,
    /// They are given out, to each in turn.
    Turns,
}

/// One rule of routing: the first that fits decides. An absent condition fits everything.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// `claim`, `care`, `enquiry`, `order` or `person`.
    pub kind: Option<String>,
    /// The topic of an enquiry: `custom`, `wholesale`, `suggestion`.
    pub topic: Option<String>,
    /// `low`, `normal` or `high`.
    pub urgency: Option<String>,
    /// The group that answers.
    pub group: String,
}

/// How long drafts and cases live.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lives {
    /// Hours of silence before each reminder of a draft, ascending.
    pub draft_reminders_hours: Vec<u32>,
    /// Days until a silent draft is put away.
    pub draft_days: u32,
    /// The reader's daytime for reminders, start and end on their clock.
    pub daytime: (NaiveTime, NaiveTime),
    /// Days in which a solved or closed case can be reopened.
    pub reopen_days: u32,
    /// Service days of silence after which a proposed solution counts.
    pub silent_days: u32,
}

/// Most that is taken from one customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Cases open at once.
    pub open_cases: u32,
    /// Pieces of evidence in one claim; an album counts once.
    pub evidence: u32,
    /// Characters of one answer that are kept.
    pub answer_chars: usize,
    /// Files of a consumer whose bytes are kept, for one case and day.
    pub day: DayCaps,
    /// The same of a wholesale buyer.
    pub wholesale_day: DayCaps,
    /// Order numbers one customer may have looked up.
    pub order_lookups: Lookups,
    /// Messages and presses of one customer.
    pub inputs: Inputs,
}

/// Most files whose bytes are kept, for one case and day of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayCaps {
    /// Photos, videos and documents; an album counts once.
    pub files: u32,
    /// All of them together, in units of 1024 × 1024 bytes.
    pub megabytes: u64,
}

/// How much one customer may say: an album counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// At once, and in any minute after that.
    pub per_minute: u32,
    /// At once, and in any hour after that.
    pub per_hour: u32,
}

impl Inputs {
    /// For people whose clock stands still, or who are a program that measures: nobody is too fast.
    pub const UNBOUNDED: Self = Self { per_minute: 1_000_000, per_hour: 1_000_000 };
}

/// How often something may be looked up.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookups {
    /// In any minute.
    pub per_minute: u32,
    /// In any 24 hours.
    pub per_day: u32,
}

impl Terms {
    /// The family of that id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|f| f.id == id)
    }

    /// The way of help of that id.
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.id == id)
    }

    /// What that way of help is called; the id where the terms no longer name it.
    pub fn way_name(&self, id: &str) -> Arg {
        self.way(id).map_or_else(|| id.into(), |way| way.name.clone().into())
    }

    /// The group of that id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.id == id)
    }

    /// The time of an answer to what a customer of that group wrote after the first one, where that is promised.
    pub fn next_reply(&self, group: &str) -> Option<Span> {
        self.group(group)?.next_reply
    }

    /// The groups whose new cases are given out in turn.
    pub fn in_turn(&self) -> Vec<String> {
        let turns = self.groups.iter().filter(|g| g.assign == Assign::Turns);
        turns.map(|g| g.id.clone()).collect()
    }

    /// Up to how many cases somebody of these groups is given; nothing where one of them gives without a limit.
    pub fn capacity(&self, groups: &[String]) -> Option<u32> {
        let limits: Option<Vec<u32>> =
            groups.iter().filter_map(|id| self.group(id)).map(|g| g.capacity).collect();
        limits?.into_iter().max()
    }

    /// What that group is called; the id where the terms no longer name it.
    pub fn group_name(&self, id: &str) -> Arg {
        self.group(id).map_or_else(|| id.into(), |g| g.name.clone().into())
    }

    /// The group that answers such a case: the first rule that fits decides; `config` makes sure that one does.
    pub fn route(&self, kind: &str, topic: Option<&str>, urgency: &str) -> &str {
        let fits =
            |wanted: &Option<String>, is: Option<&str>| wanted.as_deref().is_none_or(|w| is == Some(w));
        let rule = self
            .routing
            .iter()
            .find(|r| fits(&r.kind, Some(kind)) && fits(&r.topic, topic) && fits(&r.urgency, Some(urgency)));
        rule.map(|r| r.group.as_str()).or(self.groups.first().map(|g| g.id.as_str())).unwrap_or_default()
    }
}
