//! What is printed as a whole shows no secret: the client of Telegram does, so nothing that holds it can be printed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aftercare::frontend::{discord, telegram::Bot};

/// Types that show a token when they are printed.
const TELLTALES: [&str; 2] = ["Bot", "TelegramCourier"];

/// The Rust files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Structures and enumerations that can be printed and have a field of a telltale type.
fn that_tell(text: &str) -> Vec<String> {
    let bare = |line: &str| line.split('"').step_by(2).collect::<String>();
    let code = text.lines().map(|line| bare(line.split("//").next().unwrap_or_default()));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("#[derive(") {
        let (derived, rest) = code[at..].split_once(")]").expect("its end");
        let end = ["\n}", ";\n"].into_iter().filter_map(|end| rest.find(end)).min();
        let item = rest[..end.unwrap_or(rest.len())].trim();
        let words: Vec<&str> = item.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        if derived.contains("Debug") && TELLTALES.iter().any(|telltale| words.contains(telltale)) {
            found.push(item.to_owned());
        }
    }
    found
}

#[test]
fn nothing_that_holds_the_client_of_telegram_can_be_printed() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // Why these alone: nothing else may mention the platforms' clients, by the table of modules.
    let sources = ["frontend", "app"].map(|folder| files(&src.join(folder))).concat();
    assert!(sources.len() > 40, "the sources were not found");
    for path in sources {
        let text = fs::read_to_string(&path).expect("text");
        assert_eq!(that_tell(&text), [""; 0], "{}", path.display());
        let by_hand = TELLTALES.iter().any(|telltale| text.contains(&format!("Debug for {telltale}")));
        assert!(!by_hand, "{}", path.display());
    }
}

#[test]
fn it_would_be_found() {
    let bot = "#[derive(Debug, Clone)]\npub struct Poller {\n    bot: Bot,\n}\n";
    assert_eq!(that_tell(bot).len(), 1);
    assert_eq!(that_tell(&bot.replace("Debug, ", "")), [""; 0]);
    assert_eq!(
        that_tell("#[derive(Debug)]\npub struct Robot(u8);\npub struct A {\n    bot: Bot,\n}\n"),
        [""; 0]
    );
}

#[test]
fn the_reason_holds_and_the_client_of_discord_keeps_its_token() {
    let secret = "AAAA-SECRET-SECRET-SECRET-SECRET-SECRET";
    // Why asked: were it otherwise one day, the guard above could go.
    assert!(format!("{:?}", Bot::new(format!("7000007:{secret}"))).contains(secret));
    let http = discord::connect(secret, None).expect("a client");
    assert!(!format!("{http:?}").contains(secret));
}
