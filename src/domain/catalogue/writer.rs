//! Turning a phrase and its arguments into words for one reader.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue};

use super::{Catalogue, CatalogueError, Reader};
use crate::domain::{
    lang::Lang,
    moment::{day, duration, moment},
    money::Money,
    phrase::{Arg, Phrase},
    text::discord,
};

/// Writes phrases for one reader and remembers whether the zone has been named.
pub(super) struct Writer<'a> {
    catalogue: &'a Catalogue,
    reader: &'a Reader,
    zone_named: bool,
}

impl<'a> Writer<'a> {
    /// For that reader; no zone named yet.
    pub(super) const fn new(catalogue: &'a Catalogue, reader: &'a Reader) -> Self {
        Self { catalogue, reader, zone_named: false }
    }

    /// For that reader, whose zone goes without saying.
    pub(super) const fn silent_on_zones(catalogue: &'a Catalogue, reader: &'a Reader) -> Self {
        Self { catalogue, reader, zone_named: true }
    }

    /// The words of a phrase, arguments first.
    pub(super) fn words(&mut self, phrase: &Phrase) -> Result<String, CatalogueError> {
        let mut args = FluentArgs::new();
        for (name, arg) in &phrase.args {
            let value = self.value(arg)?;
            args.set(name.as_ref(), value);
        }
        self.format(&phrase.key, &args)
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> Result<String, CatalogueError> {
        let bundle = self.catalogue.bundles.get(&self.reader.lang);
        let pattern = bundle.and_then(|bundle| Some((bundle, bundle.get_message(key)?.value()?)));
        let (bundle, pattern) = pattern.ok_or_else(|| CatalogueError::NoMessage(key.to_owned()))?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(CatalogueError::Argument { key: key.to_owned(), detail: error.to_string() }),
        }
    }

    fn value(&mut self, arg: &Arg) -> Result<FluentValue<'static>, CatalogueError> {
        Ok(match arg {
            Arg::Text(text) => text.clone().into(),
            Arg::Number(number) => (*number).into(),
            Arg::Moment(at) => self.moment(*at)?.into(),
            Arg::There { at, zone } => self.there(*at, *zone)?.into(),
            Arg::Day(date) => day(*date, self.reader.lang).into(),
            Arg::Span(seconds) => duration(TimeDelta::seconds(*seconds), self.reader.lang).into(),
            Arg::Money(money) => self.money(*money)?.into(),
            Arg::Phrase(phrase) => self.words(phrase)?.into(),
            Arg::Label(label) => label.get(self.reader.lang).to_owned().into(),
            Arg::Calls(people) => {
                people.iter().map(|callee| callee.name.as_str()).collect::<Vec<_>>().join(", ").into()
            }
            Arg::Team { name, .. } => name.get(self.reader.lang).to_owned().into(),
            Arg::Thread(thread) => discord::thread(*thread).into(),
            // Why: the desk puts the link in its place right before; without one there is nothing to be read.
            Arg::Invite(_) | Arg::Pass(_) => {
                let detail = "a link that was not made".to_owned();
                return Err(CatalogueError::Argument { key: "invite".to_owned(), detail });
            }
            Arg::List(phrases) => {
                let items: Result<Vec<_>, _> = phrases.iter().map(|phrase| self.words(phrase)).collect();
                items?.join(separator(self.reader.lang)).into()
            }
        })
    }

    /// An amount, with its currency where the language puts it.
    fn money(&self, money: Money) -> Result<String, CatalogueError> {
        let mut args = FluentArgs::new();
        args.set("number", money.number());
        self.format(&format!("money-{}", money.currency.code().to_ascii_lowercase()), &args)
    }

    /// An instant; the first one of a message says whose time it is.
    fn moment(&mut self, at: DateTime<Utc>) -> Result<String, CatalogueError> {
        let Reader { lang, zone, zone_is_own, now } = *self.reader;
        let time = moment(at, now, zone, lang);
        if std::mem::replace(&mut self.zone_named, true) {
            return Ok(time);
        }
        let mut args = FluentArgs::new();
        args.set("time", time);
        if zone_is_own {
            return self.format("time-yours", &args);
        }
        args.set("place", self.place(zone));
        self.format("time-there", &args)
    }

    /// An instant by another zone's clock.
    fn there(&self, at: DateTime<Utc>, zone: Tz) -> Result<String, CatalogueError> {
        let mut args = FluentArgs::new();
        args.set("time", moment(at, self.reader.now, zone, self.reader.lang));
        args.set("place", self.place(zone));
        self.format("time-there", &args)
    }

    /// The zone's city, in the reader's language where we know it.
    fn place(&self, zone: Tz) -> String {
        let city = zone.name().rsplit('/').next().unwrap_or_default();
        let key = format!("place-{}", city.to_ascii_lowercase().replace('_', "-"));
        self.format(&key, &FluentArgs::new()).unwrap_or_else(|_| city.replace('_', " "))
    }
}

const fn separator(lang: Lang) -> &'static str {
    match lang {
        Lang::En => " · ",
        Lang::ZhHans => "；",
    }
}
