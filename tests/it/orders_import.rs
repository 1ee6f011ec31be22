//! Lists of orders: what is wrong with one is told place by place, and reading one again changes nothing.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use aftercare::app::orders::{Desk, Ending, Told, Wish, import, template};
use aftercare::domain::order::import::DateForm;
use aftercare::domain::terms::Terms;
use aftercare::store::pools::{self, PoolSettings, Pools};

use crate::harness::{
    TestDatabase,
    desk::{configuration, monday},
};

/// A database and what an import needs of a desk.
struct House {
    database: TestDatabase,
    pools: Pools,
    terms: std::sync::Arc<Terms>,
}

impl House {
    fn open() -> Self {
        let database = TestDatabase::new();
        let seconds = std::time::Duration::from_secs;
        let settings = PoolSettings {
            size: 2,
            acquire: seconds(5),
            idle: seconds(60),
            statement: seconds(60),
            ready: false,
        };
        let pools = pools::open(database.options().clone(), settings);
        Self { database, pools, terms: configuration(monday()).0 }
    }

    /// Reads a list in: how it ended, and everything that was told.
    async fn read(&self, list: impl Read + Seek + Send, wish: &Wish) -> (Ending, String) {
        let desk = Desk { terms: &self.terms, pool: &self.pools.durable, cards: None, now: monday() };
        let mut told = String::new();
        let mut tell = |line| {
            let (Told::Trouble(line) | Told::Result(line)) = line;
            told.push_str(&line);
            told.push('\n');
        };
        let ending = import(desk, list, wish, &mut tell).await.expect("the list can be read");
        (ending, told)
    }

    async fn text(&self, list: &str, wish: &Wish) -> (Ending, String) {
        self.read(Cursor::new(list.as_bytes().to_vec()), wish).await
    }

    async fn orders(&self) -> Vec<String> {
        let sql = "select concat_ws(' ', number, status, customer, delivered_on, \
                   (select string_agg(concat_ws('/', family, colour, quantity), ',' order by n) \
                    from order_lines where order_id = orders.id)) from orders order by key";
        self.database.texts(sql).await
    }
}

/// Every way to be wrong.
const NASTY: &str = "\u{FEFF}order;family;colour;quantity;lot;customer;buyer;status;signed;delivered;Shelf\n\
    A-1;travel-case;black;1;;Mei;consumer;;2026-02-02;2026-03-01;7\n\
    ;travel-case;black;1;;;;;;;\n\
    AB;travel-case;black;1;;;;;;;\n\
    A-2;travel-cse;black;1;;;;;;;\n\
    A-3;boots;black;1;;;;;;;\n\
    A-4;;black;1;;;;;;;\n\
    A-5;travel-case;black;1,5;;;;;;;\n\
    A-6;travel-case;black;0;;;;;;;\n\
    A-7;travel-case;black;1;;;retail;;;;\n\
    A-8;travel-case;black;1;;;;sent;;;\n\
    A-9;travel-case;black;1;;;;;03/04/2026;2026-02-30;\n\
    A-10;travel-case;black;1;;;;;2026-02-02;2027-01-01;\n\
    A-11;travel-case;black;1;;;;;2026-02-02;2026-01-01;\n\
    A-12;travel-case;black;1;;;;delivered;2026-02-02;;\n\
    A-13;travel-case;black;1;;;;shipped;2026-02-02;2026-02-20;\n\
    A-14;travel-case;black;1;;Mei;;;;2026-02-20;\n\
    A-14;cosmetic-bag;red;2;;Ida;;;;2026-02-21;\n\
    a 1;vanity-case;black;1;;;;;;;\n\
    A-15;travel-case;a colour nobody would ever write into such a list of orders, as long as it is;1;;;;;;;\n\
    A-16;travel-case;\"black;1;;;;;;;\n\
    A-17;travel-case;\"bl\"ack;1;;;;;;;\n\
    A-18;travel-case;black;1;;;;;;;;;too much\n\
    A-19;travel-case;\"two\nlines\";1;;;;;;;\n\
    A-20;旅行箱;black;12;;;;;;;\n";

#[tokio::test]
async fn everything_that_does_not_fit_is_told_with_its_place_and_nothing_is_written() {
    let house = House::open();
    let mut list = NASTY.as_bytes().to_vec();
    list.extend(b"A-21;travel-case;bl\xE4ck;1;;;;;;;\n");
    let (ending, told) = house.read(Cursor::new(list), &Wish::default()).await;
    insta::assert_snapshot!("the_report_of_a_bad_list", told);
    assert_eq!((ending, house.orders().await.len()), (Ending::Nothing, 0));
}

#[tokio::test]
async fn what_fits_can_be_taken_without_the_rest() {
    let house = House::open();
    let keep = Wish { keep_good: true, ..Wish::default() };
    let (ending, told) = house.text(NASTY, &keep).await;
    assert_eq!(ending, Ending::Part);
    assert!(
        told.ends_with("2 orders: 2 new, 0 changed, 0 as they were.\n21 orders are left out, told above.\n"),
        "{told}"
    );
    let orders = house.orders().await;
    assert_eq!(orders[0], "A-1 delivered Mei 2026-03-01 travel-case/black/1");
    assert_eq!(orders[1], "A-20 ordered travel-case/black/12");
}

#[tokio::test]
async fn a_first_line_that_does_not_fit_ends_it() {
    let house = House::open();
    let mut told = String::new();
    for list in
        ["", "ordre,family\nA-1,travel-case\n", "family;colour\n", "order,family,po\n", "\u{FEFF}order\n"]
    {
        let (ending, said) = house.text(list, &Wish::default()).await;
        assert_eq!(ending, Ending::Nothing, "{list}");
        told.push_str(&said);
        told.push('\n');
    }
    let utf16: Vec<u8> = "order,family\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = [vec![0xFF, 0xFE], utf16].concat();
    told.push_str(&house.read(Cursor::new(utf16), &Wish::default()).await.1);
    insta::assert_snapshot!("first_lines_that_do_not_fit", told);
}

#[tokio::test]
async fn the_same_list_again_changes_nothing_and_what_differs_is_taken() {
    let house = House::open();
    let first = "order,family,colour,quantity,customer,delivered\n\
                 A-1,travel-case,black,1,Mei,2026-02-20\nA-2,travel-case,red,1,Ida,\n\
                 PO-3,cosmetic-bag,black,200,Northwind,\nPO-3,vanity-case,black,100,,\n";
    let wish = Wish::default();
    let dry = house.text(first, &Wish { dry_run: true, ..Wish::default() }).await;
    let told = "3 orders, nothing written: 3 would be new, 0 would change, 0 are as they were.\n";
    assert_eq!((dry.0, dry.1.as_str(), house.orders().await.len()), (Ending::Whole, told, 0));
    assert_eq!(house.text(first, &wish).await.1, "3 orders: 3 new, 0 changed, 0 as they were.\n");
    assert_eq!(house.text(first, &wish).await.1, "3 orders: 0 new, 0 changed, 3 as they were.\n");
    let history = house.database.number("select count(*) from order_events").await;
    assert_eq!(history, 3, "what did not change has no history");
    // A-1 has vanished; A-2 came; of PO-3 a line changed, and its customer is taken out. Numbers are written otherwise.
    let second = "Delivered;Product;Order No;Colour;Qty;Customer\n\
                  28.02.2026;travel-case;ａ－２;red;1;\n;cosmetic-bag;po 3;black;250;-\n;vanity-case;po 3;black;100;\n";
    let wish = Wish { dates: DateForm::read("DD.MM.YYYY").expect("a form"), ..wish };
    assert_eq!(house.text(second, &wish).await.1, "2 orders: 0 new, 2 changed, 0 as they were.\n");
    assert_eq!(
        house.orders().await,
        [
            "A-1 delivered Mei 2026-02-20 travel-case/black/1",
            "a-2 delivered Ida 2026-02-28 travel-case/red/1",
            "po 3 ordered cosmetic-bag/black/250,vanity-case/black/100",
        ]
    );
    let names =
        "select count(*) from order_events where data::text like '%Northwind%' or data::text like '%Ida%'";
    assert_eq!(house.database.number(names).await, 0, "no name is in the history");
}

#[tokio::test]
async fn the_template_can_be_read_in() {
    let house = House::open();
    let later = "2026-06-01T02:00:00Z".parse().expect("a moment");
    let desk = Desk { terms: &house.terms, pool: &house.pools.durable, cards: None, now: later };
    let list = Cursor::new(template(&house.terms).into_bytes());
    let mut told = Vec::new();
    import(desk, list, &Wish::default(), &mut |line| told.push(line)).await.expect("read");
    assert_eq!(told, [Told::Result("2 orders: 2 new, 0 changed, 0 as they were.".into())]);
}

/// A list that is made while it is read, so that nothing can be held but what its reader holds.
struct Made<F> {
    orders: u64,
    at: u64,
    rest: Vec<u8>,
    rewinds: u32,
    /// Called before each order with how often it was rewound and its place.
    meanwhile: F,
}

impl<F> Made<F> {
    fn new(orders: u64, meanwhile: F) -> Self {
        Self { orders, at: 0, rest: Vec::new(), rewinds: 0, meanwhile }
    }
}

impl<F: FnMut(u32, u64)> Read for Made<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && self.at <= self.orders {
            let (number, line) = (self.at, &mut self.rest);
            if number == 0 {
                line.extend(b"order,family,model,colour,customer,delivered\n");
            } else {
                (self.meanwhile)(self.rewinds, number);
                let written =
                    format!("A-{number:07},travel-case,Nova {number},black,Customer {number},2026-02-20\n");
                line.extend(written.bytes());
            }
            self.at += 1;
        }
        let taken = self.rest.len().min(into.len());
        into[..taken].copy_from_slice(&self.rest[..taken]);
        self.rest.drain(..taken);
        Ok(taken)
    }
}

impl<F> Seek for Made<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        assert_eq!(to, SeekFrom::Start(0), "a list is only begun anew");
        self.at = 0;
        self.rest.clear();
        self.rewinds += 1;
        Ok(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_lines_go_in_batch_by_batch() {
    let house = House::open();
    let (database, runtime) = (&house.database, tokio::runtime::Handle::current());
    let mut ahead = 0;
    // While the second half is read, what was read before is in already: only a batch and a buffer are held.
    let list = Made::new(100_000, |rewinds, number| {
        if rewinds == 2 && number % 20_000 == 0 {
            let written = tokio::task::block_in_place(|| {
                runtime.block_on(database.number("select count(*) from orders"))
            });
            ahead = ahead.max(number - u64::try_from(written).expect("a count"));
        }
    });
    let (ending, told) = house.read(list, &Wish::default()).await;
    assert_eq!(
        (ending, told.as_str()),
        (Ending::Whole, "100000 orders: 100000 new, 0 changed, 0 as they were.\n")
    );
    assert!(ahead <= 3000, "{ahead} lines were held");
    let again = house.read(Made::new(100_000, |_, _| ()), &Wish { dry_run: true, ..Wish::default() }).await.1;
    assert_eq!(
        again,
        "100000 orders, nothing written: 0 would be new, 0 would change, 100000 are as they were.\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_dies_is_opened_again_in_the_middle_of_a_list() {
    let house = House::open();
    let (database, runtime) = (&house.database, tokio::runtime::Handle::current());
    let list = Made::new(3_000, |rewinds, number| {
        if rewinds == 2 && number == 2_500 {
            tokio::task::block_in_place(|| runtime.block_on(database.cut_sessions()));
        }
    });
    let told = house.read(list, &Wish::default()).await;
    assert_eq!(told, (Ending::Whole, "3000 orders: 3000 new, 0 changed, 0 as they were.\n".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_leaves_whole_batches_and_is_told_how_far_they_came() {
    let house = House::open();
    let (database, runtime) = (&house.database, tokio::runtime::Handle::current());
    let list = Made::new(6_000, |rewinds, number| {
        if rewinds == 2 && number == 5_500 {
            tokio::task::block_in_place(|| {
                runtime.block_on(async {
                    database.set_open(false).await;
                    database.cut_sessions().await;
                });
            });
        }
    });
    let (ending, told) = house.read(list, &Wish::default()).await;
    house.database.set_open(true).await;
    let written = house.database.number("select count(*) from orders").await;
    assert_eq!(ending, Ending::Part);
    assert!(told.starts_with("stopped: the database went away"), "{told}");
    assert!(told.contains(&format!("{written} orders are in, up to line {}.", written + 1)), "{told}");
    assert!(written > 0 && written % 1000 == 0, "{written}");
    let rest = house.read(Made::new(6_000, |_, _| ()), &Wish::default()).await.1;
    assert_eq!(rest, format!("6000 orders: {} new, 0 changed, {written} as they were.\n", 6_000 - written));
}
