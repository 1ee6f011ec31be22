//! The pictures: their size, their words, their bars, and that they read alike in light and dark chats.

use aftercare::paper::chart::{Board, Fall, Panel, Shape, Share, Stack, Time, pages, png, svg};

fn panel(title: &str, shape: Shape) -> Panel {
    Panel { title: title.to_owned(), note: "How to read it".to_owned(), shape }
}

fn share(label: &str, share: f32) -> Share {
    Share { label: label.to_owned(), share: Some(share), text: format!("{:.0} %", share * 100.0) }
}

fn board(panels: Vec<Panel>) -> Board {
    Board { title: "Report, 1 to 31 October 2026".into(), about: "Cases of all groups".into(), panels }
}

fn all_kinds() -> Board {
    let time =
        Time { label: "首次答复".into(), half: 0.4, most: 1.2, text: "48 min · 2 h 24 min".into() };
    let stack = Stack { label: "After-sales".into(), parts: vec![3, 2, 1, 0, 4] };
    let fall = |count, so_far| Fall { label: "Bag & <zip>".into(), count, so_far, text: count.to_string() };
    board(vec![
        panel("Promises", Shape::Shares(vec![share("first answer", 0.93), share("解决方案", 1.0)])),
        panel("Times", Shape::Times(vec![time])),
        panel(
            "Open",
            Shape::Stacks { parts: ["a", "b", "c", "d", "e"].map(str::to_owned).into(), rows: vec![stack] },
        ),
        panel("Causes", Shape::Falling(vec![fall(12, 0.6), fall(8, 1.0)])),
    ])
}

/// What stands in it, in order.
fn words(svg: &str) -> Vec<String> {
    let texts = svg.split("<text ").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</text>"));
    texts.map(|(words, _)| words.to_owned()).collect()
}

#[test]
fn every_word_stands_in_the_picture_and_none_of_them_is_markup() {
    let svg = svg(&all_kinds()).expect("a picture");
    let words = words(&svg);
    for wanted in [
        "Report, 1 to 31 October 2026",
        "首次答复",
        "解决方案",
        "93 %",
        "48 min · 2 h 24 min",
        "10",
        "Causes",
    ] {
        assert!(words.iter().any(|word| word == wanted), "{wanted} is not in {words:?}");
    }
    assert!(words.iter().any(|word| word == "Bag &amp; &lt;zip&gt;"), "{words:?}");
}

/// How many of the pixels have that colour.
fn pixels(png: &[u8], colour: [u8; 3]) -> usize {
    let picture = image::load_from_memory(png).expect("a PNG").to_rgb8();
    picture.pixels().filter(|pixel| pixel.0 == colour).count()
}

const DEEP: [u8; 3] = [0x1f, 0x5f, 0x8b];

#[test]
fn the_picture_is_opaque_as_large_as_it_says_and_its_bars_are_as_long_as_their_figures() {
    let one = |of| {
        let row = Share { text: "x".to_owned(), ..share("x", of) };
        png(&board(vec![panel("P", Shape::Shares(vec![row]))])).expect("a picture")
    };
    let (whole, half) = (one(1.0), one(0.5));
    let picture = image::load_from_memory(&whole).expect("a PNG").to_rgba8();
    assert_eq!(picture.width(), 1080);
    assert!(picture.pixels().all(|pixel| pixel.0[3] == 255), "it has a ground of its own");
    let (long, short) = (pixels(&whole, DEEP), pixels(&half, DEEP));
    let off = long.abs_diff(short * 2);
    assert!(off * 50 < long, "{long} and {short}");
    assert!(long > 5_000, "{long}");
    assert!(whole.len() < 200_000, "{} bytes", whole.len());
}

/// How light a colour is, by the definition of WCAG 2.
fn light(colour: &str) -> f64 {
    let part = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).expect("a colour")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn words_stand_out_from_their_ground() {
    let svg = svg(&all_kinds()).expect("a picture");
    let mut colours: Vec<&str> = svg
        .lines()
        .filter(|line| line.starts_with("<text"))
        .filter_map(|line| line.split_once("fill=\"")?.1.split('"').next())
        .collect();
    colours.sort_unstable();
    colours.dedup();
    assert_eq!(colours.len(), 2, "{colours:?}");
    for colour in colours {
        for ground in ["#ffffff", "#e9edf1"] {
            let contrast = (light(ground) + 0.05) / (light(colour) + 0.05);
            assert!(contrast >= 4.5, "{colour} on {ground}: {contrast:.1}");
        }
    }
}

#[test]
fn what_is_too_long_is_cut_and_what_the_font_lacks_is_seen() {
    let long = "An extraordinarily long name of a product, with the place on it where it broke";
    let svg = svg(&board(vec![panel("P", Shape::Shares(vec![share(long, 0.5), share("क", 0.5)]))]))
        .expect("a picture");
    let words = words(&svg);
    let cut = words.iter().find(|word| word.starts_with("An extra")).expect("its beginning");
    assert!(cut.ends_with('…') && cut.chars().count() < 40, "{cut}");
    assert!(words.iter().any(|word| word == "□"), "{words:?}");
}

#[test]
fn no_sheet_is_too_tall_for_a_chat_and_no_panel_is_lost() {
    let rows = |n: usize| Shape::Shares((0..n).map(|_| share("x", 0.5)).collect());
    let panels: Vec<Panel> = (0..7).map(|n| panel(&format!("Panel {n}"), rows(4))).collect();
    let sheets = pages(&board(panels));
    let titles: Vec<&str> =
        sheets.iter().flat_map(|sheet| &sheet.panels).map(|panel| panel.title.as_str()).collect();
    assert_eq!(titles, ["Panel 0", "Panel 1", "Panel 2", "Panel 3", "Panel 4", "Panel 5", "Panel 6"]);
    for sheet in &sheets {
        let picture = image::load_from_memory(&png(sheet).expect("a picture")).expect("a PNG");
        assert!(picture.height() <= 1350, "{}", picture.height());
    }
    assert!(sheets.len() < 7, "as many as fit stand together");
    assert!(pages(&board(Vec::new())).is_empty());
}
