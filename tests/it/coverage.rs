//! Who pays, for every combination there is, against the table that the business reads: `coverage.csv` beside this file.

use std::collections::BTreeMap;

use aftercare::domain::claim::Warranty;
use aftercare::domain::coverage::{Cover, Coverage, Liability, Price, Service, coverage, inherited};
use chrono::NaiveDate;

const TABLE: &str = include_str!("coverage.csv");

const fn fault(liability: Liability) -> &'static str {
    match liability {
        Liability::Design => "design",
        Liability::Material => "material",
        Liability::Craftsmanship => "craftsmanship",
        Liability::Transport => "transport",
        Liability::Human => "human factors",
        Liability::Misuse => "improper use",
        Liability::Environment => "place of use",
        Liability::Unclear => "cannot be told",
        Liability::NoneFound => "no fault found",
    }
}

const fn warranty(cover: Cover) -> &'static str {
    match cover {
        Cover::Life => "for life",
        Cover::In => "in warranty",
        Cover::Out => "warranty over",
        Cover::Unknown => "warranty unknown",
    }
}

const fn kind(service: Service) -> &'static str {
    match service {
        Service::Phone => "phone",
        Service::Chat => "chat",
        Service::Email => "e-mail",
        Service::Remote => "remote session",
        Service::OnSite => "on site",
        Service::Goods => "work on the goods",
    }
}

const fn pays(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Free => "nothing",
        Coverage::Charged => "inspection and maintenance at cost",
        Coverage::ServeFirst => "agreed afterwards; the work starts",
    }
}

const fn labour(price: Price) -> &'static str {
    match price {
        Price::Waived => "0.00 waived",
        Price::Nothing | Price::AtCost | Price::Open => "something else",
    }
}

/// What the table says: the words of a combination, and what they lead to.
fn table() -> BTreeMap<Vec<&'static str>, Vec<&'static str>> {
    let mut rows = BTreeMap::new();
    let mut lines = TABLE.lines();
    assert_eq!(lines.next(), Some("whose fault,warranty,kind of service,the customer pays,labour"));
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 5, "{line}");
        let before = rows.insert(cells[..3].to_vec(), cells[3..].to_vec());
        assert_eq!(before, None, "stands there twice: {line}");
    }
    rows
}

/// Every combination the code knows.
fn combinations() -> impl Iterator<Item = (Liability, Cover, Service)> {
    let services = |l, c| Service::ALL.into_iter().map(move |s| (l, c, s));
    let covers = move |l| Cover::ALL.into_iter().flat_map(move |c| services(l, c));
    Liability::ALL.into_iter().flat_map(covers)
}

#[test]
fn every_combination_costs_what_the_table_says() {
    let mut table = table();
    for (liability, cover, service) in combinations() {
        let words = vec![fault(liability), warranty(cover), kind(service)];
        let wanted = table.remove(&words).unwrap_or_else(|| panic!("no line for {words:?}"));
        let decided = coverage(liability, cover, service);
        assert_eq!(vec![pays(decided), labour(decided.bill().labour)], wanted, "{words:?}");
    }
    assert!(table.is_empty(), "lines about nothing there is: {table:?}");
}

#[test]
fn talking_on_the_phone_is_never_charged_and_labour_never_costs_anything() {
    for (liability, cover, _) in combinations() {
        assert_eq!(coverage(liability, cover, Service::Phone), Coverage::Free);
    }
    for coverage in Coverage::ALL {
        let bill = coverage.bill();
        assert_eq!(bill.labour, Price::Waived);
        assert_eq!(bill.inspection, bill.maintenance);
    }
}

#[test]
fn a_way_of_help_is_the_service_it_is_called() {
    let services = ["phone", "chat", "email", "video", "on-site"].map(Service::of_way);
    assert_eq!(services, [Service::Phone, Service::Chat, Service::Email, Service::Remote, Service::OnSite]);
}

#[test]
fn names_are_read_back() {
    for liability in Liability::ALL {
        assert_eq!(Liability::from_name(liability.name()), Some(liability));
    }
    assert_eq!(Liability::from_name("nobody"), None);
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn a_repair_or_a_replacement_inherits_the_rest_of_the_term() {
    let today = day("2026-11-01");
    // Told by the day the replacement came: another year. What was left of the first term is what there is.
    let told = Warranty::In(day("2027-10-01"));
    let ends = |first| inherited(told, Some(first), today);
    assert_eq!(ends(Warranty::In(day("2026-12-24"))), Warranty::In(day("2026-12-24")));
    assert_eq!(ends(Warranty::In(day("2026-11-01"))), Warranty::In(day("2026-11-01")), "its last day counts");
    assert_eq!(ends(Warranty::In(day("2026-10-31"))), Warranty::Out(day("2026-10-31")));
    assert_eq!(ends(Warranty::Out(day("2026-02-01"))), Warranty::Out(day("2026-02-01")));
    assert_eq!(ends(Warranty::Lifetime), Warranty::Lifetime, "for life is a term of its own");
    assert_eq!(ends(Warranty::Unknown), told);
    assert_eq!(inherited(told, None, today), told);
}
