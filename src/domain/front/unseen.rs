//! Files that could not be brought over to the other platform: who reads there sees a line in their place, and who sent
//! them is told, so that they can send them in another way.

use super::CaseFile;
use crate::domain::{
    chat::{File, Platform, Remote},
    evidence::{Problem, across},
    phrase::{Phrase, Say},
    plan::{Parcel, Plan, Send, Side, Sign, To},
};

/// Files of one message, or album, that were not shown.
#[derive(Debug, Clone)]
pub struct Unseen<'a> {
    /// Whose words they came with.
    pub side: Side,
    /// Who was to see them.
    pub to: To,
    /// Where.
    pub on: Platform,
    /// Which, and why not.
    pub files: Vec<(&'a File, Problem)>,
    /// Where their author sent them.
    pub source: Option<Remote>,
    /// Nothing else was said with them.
    pub alone: bool,
}

/// What is told of files that were not shown, and to whom.
pub fn not_shown(file: &CaseFile, unseen: &Unseen<'_>) -> Plan {
    let lines = |told: fn(&File, Problem, Platform) -> Phrase| {
        unseen.files.iter().map(|(file, problem)| told(file, *problem, unseen.on)).collect()
    };
    let case = file.case.id;
    match (unseen.side, unseen.to) {
        (Side::Agent, To::Person(..) | To::Customer(..)) => {
            let in_its_room =
                |at: &Remote| file.room.is_some_and(|r| (r.platform, r.holder()) == (at.platform, at.chat));
            let say = Say { lines: lines(across::told_to_desk), rows: Vec::new() };
            let reply_to = unseen.source.filter(in_its_room).map(|at| at.id);
            let mut plan = Plan::saying(Send::answer(To::Room(case), say, reply_to));
            let failed = unseen.source.filter(|_| unseen.alone);
            let mark = failed.map(|on| Parcel::Mark { on, sign: Sign::Failed });
            plan.sends.extend(mark.map(|mark| Send::new(To::Room(case), mark)));
            plan
        }
        (Side::Customer, To::Room(_)) => {
            let say = Say { lines: lines(across::told_to_customer), rows: Vec::new() };
            Plan::saying(Send::say(To::customer(&file.case), say))
        }
        // Why nothing: who reads it there is of the desk like its author.
        (Side::Agent | Side::Note | Side::Customer, _) => Plan::default(),
    }
}
