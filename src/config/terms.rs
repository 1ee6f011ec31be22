//! `terms.toml` into [`Terms`], and what has to hold among its parts.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    calendar,
    layered::Layered,
    lots,
    problem::{Problem, Severity},
    promises, quotes, reports, routing, surveys, verdicts, ways,
};
use crate::domain::{
    calendar::Span,
    canned::{Canned, is_name},
    phrase::Label,
    terms::{Assign, Brand, Caps, Family, Group, Lives, Route, Terms},
};

const FAMILY: [&str; 5] = ["id", "name", "warranty_months", "models", "parts"];
const GROUP: [&str; 7] = ["id", "name", "home", "discord_role", "next_reply", "capacity", "assign"];
const MACRO: [&str; 2] = ["name", "text"];
const ROUTE: [&str; 4] = ["kind", "topic", "urgency", "group"];
const HOMES: [&str; 3] = ["telegram", "discord", "auto"];
/// The most pieces of evidence of one claim: one decision names them all.
const MOST_EVIDENCE: u32 = 50;

/// Ids stand in the data of buttons, which holds 64 bytes in all.
pub(super) const LONGEST_ID: usize = 20;

/// Reads and checks the terms. `None` only with an error among the problems.
pub(super) fn read(file: &Layered, today: NaiveDate, problems: &mut Vec<Problem>) -> Option<Terms> {
    file.check_top(problems);
    let mut check = Check { file, problems };
    let brand = check.brand();
    let calendar = calendar::read(file, today, check.problems);
    let promises = promises::read(file, check.problems);
    let alerts = promises::read_alerts(file, check.problems);
    let verdicts = verdicts::read(file, check.problems);
    let reports = reports::read(file, check.problems);
    let currency = verdicts.as_ref().map(|verdicts| verdicts.alone.currency);
    let quotes = quotes::read(file, currency, check.problems);
    let families: Option<Vec<Family>> = file.list("families", &FAMILY, check.problems);
    let groups = check.written_groups();
    let routing: Option<Vec<Route>> = file.list("routing", &ROUTE, check.problems);
    let macros: Option<Vec<Canned>> = file.list("macros", &MACRO, check.problems);
    let [parts, wishes, escalation] = ["parts", "wishes", "escalation"]
        .map(|key| file.value::<Vec<String>>(key, check.problems).unwrap_or_default());
    check.lists([("parts", &parts), ("wishes", &wishes)]);
    let ways = ways::read(file, check.problems);
    let appointments = ways::read_appointments(file, check.problems);
    check.ids("ways", &ways.as_deref().map(ways::ids).unwrap_or_default());
    check.families(families.as_deref(), &parts);
    check.groups(groups.as_deref(), &escalation);
    check.macros(macros.as_deref());
    let surveys = surveys::read(file, groups.as_deref(), check.problems);
    let lots = groups.as_deref().and_then(|groups| lots::read(file, groups, check.problems));
    if let (Some(routing), Some(groups)) = (&routing, &groups) {
        routing::check(file, routing, groups, check.problems);
    }
    let (version, lives, caps) = (check.version(), check.lives(), check.caps());
    Some(Terms {
        version: version?,
        brand: brand?,
        calendar: calendar?,
        promises: promises?,
        families: families?,
        parts,
        wishes,
        ways: ways?,
        appointments: appointments?,
        groups: groups?,
        routing: routing?,
        escalation,
        alerts: alerts?,
        verdicts: verdicts?,
        lots: lots?,
        reports: reports?,
        surveys: surveys?,
        quotes: quotes?,
        macros: macros?,
        lives: lives?,
        caps: caps?,
    })
}

/// A group as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    id: String,
    name: Label,
    #[serde(default = "auto")]
    home: String,
    discord_role: Option<i64>,
    next_reply: Option<promises::Written>,
    capacity: Option<u32>,
    #[serde(default)]
    assign: Assign,
}

fn auto() -> String {
    "auto".to_owned()
}

struct Check<'a> {
    file: &'a Layered,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn unless(&mut self, kept: bool, place: &str, what: impl Into<String>, mend: &str) {
        if !kept {
            self.problems.push(self.file.problem(place, what, mend));
        }
    }

    fn version(&mut self) -> Option<i32> {
        let version = self.file.value("version", self.problems)?;
        self.unless(version > 0, "version", "must be 1 or more", "count the editions from 1");
        Some(version)
    }

    fn brand(&mut self) -> Option<Brand> {
        let brand: Brand = self.file.section("brand", &["phone", "privacy_url"], self.problems)?;
        self.unless(!brand.name.trim().is_empty(), "brand.name", "is empty", "write the name customers know");
        let address = brand.email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !brand.email.contains(' ')
        });
        self.unless(
            address,
            "brand.email",
            "is no e-mail address",
            "write one, for example after-sales@brand.com",
        );
        if brand.email.ends_with(".example") {
            let problem = self.file.problem(
                "brand.email",
                "is the example address, which nobody receives",
                "set the desk's own address, one of a role",
            );
            self.problems.push(Problem { severity: Severity::Warning, ..problem });
        }
        let link = |url: &String| url.starts_with("https://") && !url.contains([' ', '…', '<']);
        self.unless(
            brand.privacy_url.as_ref().is_none_or(link),
            "brand.privacy_url",
            "is no address of a page",
            "write it from https:// on, or leave it out",
        );
        let order = brand.order_example.trim();
        self.unless(!order.is_empty(), "brand.order_example", "is empty", "write how an order number looks");
        Some(brand)
    }

    fn lists(&mut self, lists: [(&str, &Vec<String>); 2]) {
        for (key, list) in lists {
            self.ids(key, &list.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    fn families(&mut self, families: Option<&[Family]>, parts: &[String]) {
        let Some(families) = families else { return };
        let ids: Vec<&str> = families.iter().map(|family| family.id.as_str()).collect();
        self.ids("families", &ids);
        for (index, family) in families.iter().enumerate() {
            let place = |key: &str| format!("families[{}].{key}", index + 1);
            let named = family.name.0.values().any(|name| !name.trim().is_empty());
            self.unless(named, &place("name"), "is empty", "write { en = \"…\", zh-Hans = \"…\" }");
            self.unless(
                family.warranty_months != Some(0),
                &place("warranty_months"),
                "is 0",
                "write the months, or leave it out for cover for life",
            );
            for part in family.parts.iter().filter(|part| !parts.contains(part)) {
                let what = format!("names {part:?}, which is not among parts");
                self.unless(false, &place("parts"), what, "correct it, or add it to parts");
            }
        }
    }

    /// The groups with what all of them promise, where they say nothing else.
    fn written_groups(&mut self) -> Option<Vec<Group>> {
        let written: Vec<WrittenGroup> = self.file.list("groups", &GROUP, self.problems)?;
        let overall = promises::next_reply(self.file, self.problems);
        let groups = written.into_iter().enumerate();
        Some(groups.map(|(index, group)| self.group(index + 1, group, overall)).collect())
    }

    fn group(&mut self, nth: usize, written: WrittenGroup, overall: Option<Span>) -> Group {
        let place = |key: &str| format!("groups[{nth}].{key}");
        let next_reply = match written.next_reply {
            Some(own) => promises::next_reply_of(own, self.file, &place("next_reply"), self.problems),
            None => overall,
        };
        self.unless(
            written.capacity != Some(0),
            &place("capacity"),
            "is 0, so nobody would be given a case",
            "write how many cases one of them carries, or leave it out for no limit",
        );
        let WrittenGroup { id, name, home, discord_role, capacity, assign, .. } = written;
        Group { id, name, home, discord_role, next_reply, capacity, assign }
    }

    fn groups(&mut self, groups: Option<&[Group]>, escalation: &[String]) {
        self.unless(
            !escalation.is_empty(),
            "escalation",
            "is empty, so a promise could run out unseen",
            "name at least \"admin\"",
        );
        let Some(groups) = groups else { return };
        let ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
        self.ids("groups", &ids);
        for (index, group) in groups.iter().enumerate() {
            let place = format!("groups[{}].home", index + 1);
            let what = format!("is {:?}", group.home);
            self.unless(
                HOMES.contains(&group.home.as_str()),
                &place,
                what,
                "write telegram, discord or auto",
            );
            let place = format!("groups[{}].discord_role", index + 1);
            self.unless(
                group.discord_role.is_none_or(|role| role > 0),
                &place,
                "is no number of a role",
                "copy the role's id in Discord, with the developer mode on",
            );
        }
        let roles = ["assignee", "group", "lead", "admin"];
        for step in escalation.iter().filter(|step| !roles.contains(&step.as_str())) {
            let what = format!("names {step:?}, which is neither a role nor a group");
            self.unless(
                ids.contains(&step.as_str()),
                "escalation",
                what,
                "use assignee, group, lead, admin or a group's id",
            );
        }
    }

    fn macros(&mut self, macros: Option<&[Canned]>) {
        let all = macros.unwrap_or_default();
        for (index, canned) in all.iter().enumerate() {
            let place = format!("macros[{}]", index + 1);
            let named = is_name(&canned.name) && !["save", "remove"].contains(&canned.name.as_str());
            self.unless(
                named,
                &format!("{place}.name"),
                format!("is {:?}", canned.name),
                "use at most 30 bytes of letters, digits and hyphens, and not save or remove",
            );
            let said =
                !canned.texts.0.is_empty() && canned.texts.0.values().all(|text| !text.trim().is_empty());
            self.unless(said, &place, "says nothing", "write text.en = \"…\", text.zh-Hans = \"…\", or both");
            let twice = all[..index].iter().any(|other| other.name == canned.name);
            self.unless(
                !twice,
                &place,
                format!("is the second one named {:?}", canned.name),
                "rename one of them",
            );
        }
    }

    /// A list of ids: some, short, of plain letters, each once.
    fn ids(&mut self, place: &str, ids: &[&str]) {
        self.unless(!ids.is_empty(), place, "is empty", "name at least one");
        for (index, id) in ids.iter().enumerate() {
            let plain = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
            self.unless(
                plain && (1..=LONGEST_ID).contains(&id.len()),
                place,
                format!("has the id {id:?}"),
                "use at most 20 of the characters a-z, 0-9 and -",
            );
            let twice = ids[..index].contains(id);
            self.unless(!twice, place, format!("has {id:?} twice"), "remove one of them");
        }
    }

    fn lives(&mut self) -> Option<Lives> {
        let lives: Lives = self.file.section("lives", &[], self.problems)?;
        let reminders = &lives.draft_reminders_hours;
        let rising = reminders.windows(2).all(|pair| pair[0] < pair[1]);
        let within = reminders.last().is_none_or(|last| *last < lives.draft_days.saturating_mul(24));
        self.unless(
            rising && within && reminders.first() != Some(&0),
            "lives.draft_reminders_hours",
            "must rise from more than 0 and end before lives.draft_days",
            "for example [24, 72]",
        );
        let (from, to) = lives.daytime;
        self.unless(
            from < to,
            "lives.daytime",
            "must begin before it ends, on one day",
            "for example [\"09:00\", \"20:00\"]",
        );
        for (key, days) in [
            ("draft_days", lives.draft_days),
            ("reopen_days", lives.reopen_days),
            ("silent_days", lives.silent_days),
        ] {
            self.unless(days > 0, &format!("lives.{key}"), "is 0", "write the days there are");
        }
        Some(lives)
    }

    fn caps(&mut self) -> Option<Caps> {
        let caps: Caps = self.file.section("caps", &[], self.problems)?;
        for (key, open) in [
            ("open_cases", caps.open_cases > 0),
            ("evidence", caps.evidence > 0),
            ("answer_chars", caps.answer_chars > 0),
            ("day", caps.day.files > 0 && caps.day.megabytes > 0),
            ("wholesale_day", caps.wholesale_day.files > 0 && caps.wholesale_day.megabytes > 0),
            ("order_lookups.per_minute", caps.order_lookups.per_minute > 0),
            ("order_lookups.per_day", caps.order_lookups.per_day > 0),
            ("inputs.per_minute", caps.inputs.per_minute > 0),
            ("inputs.per_hour", caps.inputs.per_hour > 0),
        ] {
            self.unless(open, &format!("caps.{key}"), "is 0, so nothing would be taken", "write 1 or more");
        }
        self.unless(
            caps.evidence <= MOST_EVIDENCE,
            "caps.evidence",
            format!("is {}, more than one claim can carry", caps.evidence),
            "write 50 or less",
        );
        // Why: a claim is sent in one day, and whoever sends what it may hold must not hear that some of it is not kept.
        for (key, files) in [("day.files", caps.day.files), ("wholesale_day.files", caps.wholesale_day.files)]
        {
            self.unless(
                files == 0 || files >= caps.evidence,
                &format!("caps.{key}"),
                format!("is {files}, fewer than the {} one claim may hold (caps.evidence)", caps.evidence),
                &format!("write {} or more, or lower caps.evidence", caps.evidence),
            );
        }
        Some(caps)
    }
}
