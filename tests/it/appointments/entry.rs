//! The file for calendars, read back by another library than the one that writes it.

use aftercare::paper::{Entry, calendar};
use calcard::icalendar::{
    ICalendar, ICalendarComponentType, ICalendarMethod, ICalendarProperty, ICalendarValue,
};
use chrono::TimeDelta;

use super::at;

fn entry() -> Entry {
    let from = at("2026-11-18T07:00:00Z");
    Entry {
        uid: "HX-7K3M-Q9TD-4XC-1@hx-leather.example".into(),
        sequence: 2,
        cancelled: false,
        made: at("2026-11-16T02:00:00Z"),
        changed: at("2026-11-16T03:00:00Z"),
        from,
        to: from + TimeDelta::minutes(45),
        title: "ToDesk 远程, Lin; HX\\Leather".into(),
        text: "客户信息处理表：请在聊天里说明。".repeat(9) + "\nSecond line, with; signs\\ and a \u{7} bell",
        organizer: ("HX \"Leather\", Goods: desk".into(), "after-sales@hx-leather.example".into()),
    }
}

/// The one event of a file, as the other library reads it.
fn event(file: &str) -> (ICalendar, usize) {
    let calendar = ICalendar::parse(file).expect("another library reads it");
    let events = calendar.components.iter().enumerate();
    let events: Vec<usize> = events
        .filter(|(_, one)| one.component_type == ICalendarComponentType::VEvent)
        .map(|(n, _)| n)
        .collect();
    assert_eq!(events.len(), 1);
    (calendar, events[0])
}

fn text(calendar: &ICalendar, component: usize, property: &ICalendarProperty) -> String {
    let found = calendar.components[component].property(property).expect("the property");
    match found.values.first().expect("a value") {
        ICalendarValue::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn another_library_reads_what_was_written() {
    let entry = entry();
    let file = calendar(&entry);
    let (read, event) = event(&file);
    assert_eq!(text(&read, event, &ICalendarProperty::Uid), entry.uid);
    assert_eq!(text(&read, event, &ICalendarProperty::Summary), entry.title);
    assert_eq!(text(&read, event, &ICalendarProperty::Description), entry.text.replace('\u{7}', ""));
    let sequence = read.components[event].property(&ICalendarProperty::Sequence).expect("a version");
    assert_eq!(sequence.values.first(), Some(&ICalendarValue::Integer(2)));
    let method = read.components[0].property(&ICalendarProperty::Method).expect("a method");
    assert_eq!(method.values.first(), Some(&ICalendarValue::Method(ICalendarMethod::Publish)));
    for (property, wanted) in [
        (ICalendarProperty::Dtstart, entry.from),
        (ICalendarProperty::Dtend, entry.to),
        (ICalendarProperty::Dtstamp, entry.changed),
        (ICalendarProperty::Created, entry.made),
    ] {
        let found = read.components[event].property(&property).expect("an instant");
        let Some(ICalendarValue::PartialDateTime(time)) = found.values.first() else { panic!("{found:?}") };
        assert_eq!(time.to_timestamp(), Some(wanted.timestamp()), "{property:?}");
        assert_eq!((time.tz_hour, time.tz_minute), (Some(0), Some(0)), "in UTC");
    }
    let unfolded = file.replace("\r\n ", "");
    assert!(
        unfolded.contains("ORGANIZER;CN=\"HX 'Leather', Goods: desk\":mailto:after-sales@hx-leather.example"),
        "{file}"
    );
}

#[test]
fn what_is_called_off_comes_as_a_cancellation_of_the_same_entry() {
    let (published, cancelled) = (entry(), Entry { cancelled: true, sequence: 3, ..entry() });
    let (read, event) = event(&calendar(&cancelled));
    assert_eq!(text(&read, event, &ICalendarProperty::Uid), published.uid);
    let method = read.components[0].property(&ICalendarProperty::Method).expect("a method");
    assert_eq!(method.values.first(), Some(&ICalendarValue::Method(ICalendarMethod::Cancel)));
    assert!(calendar(&cancelled).contains("\r\nSTATUS:CANCELLED\r\n"));
    assert!(calendar(&published).contains("\r\nSTATUS:CONFIRMED\r\n"));
}

#[test]
fn lines_are_folded_within_75_bytes_and_no_letter_is_torn_apart() {
    let file = calendar(&entry());
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "no line ends otherwise");
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
    }
    assert!(file.split("\r\n").any(|line| line.starts_with(' ')), "the sample is long enough to be folded");
    assert_eq!(calendar(&entry()), file, "the same entry gives the same bytes");
}
