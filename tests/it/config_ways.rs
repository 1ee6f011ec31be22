//! Ways of help and appointments, as the business writes them.

use aftercare::domain::way::WayKind;

use crate::config::{Folder, errors, load};

#[test]
fn out_of_the_box_customers_are_asked_about_five_ways_and_agents_have_sessions_besides() {
    let terms = load(&[]).expect("in order").terms;
    let offered: Vec<&str> = terms.ways.iter().filter(|way| way.offered).map(|way| way.id.as_str()).collect();
    assert_eq!(offered, ["chat", "phone", "video", "email", "on-site"]);
    let remote: Vec<&str> =
        terms.ways.iter().filter(|way| way.kind == WayKind::Remote).map(|way| way.id.as_str()).collect();
    assert_eq!(remote, ["video", "todesk", "facetime"]);
    assert!(
        terms
            .ways
            .iter()
            .all(|way| way.minutes.is_some() != matches!(way.kind, WayKind::Chat | WayKind::Email))
    );
    assert_eq!(terms.appointments.remind, [1440, 15]);
}

#[test]
fn everything_wrong_with_ways_and_appointments_is_said_at_once() {
    let terms = "[[ways]]\nid = \"phone\"\nkind = \"phone\"\nname = { en = \"Call\" }\nminutes = 2\n\
                 [[ways]]\nid = \"zoom\"\nkind = \"remote\"\nname = { en = \" \" }\n\
                 [[ways]]\nid = \"done\"\nkind = \"remote\"\nname = { en = \"Done\" }\noffered = false\nlength = 30\n\
                 [[ways]]\nid = \"phone\"\nkind = \"phone\"\nname = { en = \"Call\" }\n\
                 [appointments]\nstep = 1\noffers = 20\ndays = 0\nremind = [15, 1440]\nsoon = 3\n";
    let mut wrong: Vec<String> = errors(Folder::of("ways", &[("terms.toml", terms)]).load())
        .into_iter()
        .map(|(place, _)| place.replace("terms.toml: ", ""))
        .collect();
    wrong.sort();
    let wanted = [
        "appointments.days",
        "appointments.offers",
        "appointments.remind",
        "appointments.soon",
        "appointments.step",
        "ways",
        "ways[1].minutes",
        "ways[2].name",
        "ways[2].offered",
        "ways[3].id",
        "ways[3].length",
    ];
    assert_eq!(wrong, wanted);
}

#[test]
fn another_video_service_is_a_few_lines() {
    let terms = "[[ways]]\nid = \"zoom\"\nkind = \"remote\"\nname = { en = \"Zoom call\", zh-Hans = \"Zoom 通话\" }\n\
                 minutes = 20\noffered = false\n[[ways]]\nid = \"chat\"\nkind = \"chat\"\nname = { en = \"Chat\" }\n";
    let terms = Folder::of("zoom", &[("terms.toml", terms)]).load().expect("in order").terms;
    assert_eq!(terms.way("zoom").map(|way| (way.kind, way.minutes)), Some((WayKind::Remote, Some(20))));
}
