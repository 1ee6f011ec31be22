// One message (or one album), as everybody in the chat sees it.
import { icon, make } from "./dom.js";
import { media } from "./media.js";
import { deliveryOf, isDiscord, model, nameOf, press } from "./model.js";
import { rich } from "./text.js";
import { STATES, excerpt, seconds, time } from "./words.js";
import { messageMenu } from "./menu.js";

// What became of it: for words of the desk its delivery, for people's whether the desk has taken them.
export function fate(chat, line) {
  if (isDiscord(chat) && !deliveryOf(chat, line)) return { word: "" };
  if (line.author !== model.world.bot.handle) {
    return line.taken ? { sign: "checks", word: "Taken by the desk", state: "sent" } : { sign: "check", word: "Not yet taken by the desk", state: "queued" };
  }
  const row = deliveryOf(chat, line);
  if (!row) return { sign: "check", word: "Arrived; the desk has not written it down yet", state: "sending" };
  const again = row.state === "sent" && row.doubts > 0;
  if (again) return { sign: "checks", word: "Sent again after a doubt", state: "again", row };
  return { sign: STATES[row.state].sign, word: STATES[row.state].word, state: row.state, row };
}

export function sign(chat, line, onRow) {
  const { sign: name, word, state, row } = fate(chat, line);
  if (!word) return null;
  const props = { class: `fate ${state}`, title: word };
  if (!row || !["uncertain", "undelivered", "again"].includes(state)) return make("span", props, icon(name, word));
  return make("button", { ...props, type: "button", onclick: () => onRow(row) }, icon(name, word));
}

function meta(window, chat, lines) {
  const line = lines[0];
  return make("span", { class: "meta" },
    line.pinned && icon("pin", "Pinned"), line.edited && make("span", { text: "edited" }),
    make("time", { text: time(line.at), datetime: line.at }), sign(chat, lines.at(-1), window.onRow));
}

export function quote(window, chat, line) {
  if (!line.reply_to) return null;
  const answered = chat.lines.find((one) => one.id === line.reply_id);
  return make("button", { type: "button", class: "quote", text: answered ? excerpt(answered) : line.reply_to, title: "Go to that message",
    onclick: () => window.goTo(line.reply_id) });
}

export function keys(window, chat, line) {
  if (!line.buttons.length) return null;
  const row = (buttons) => make("div", { class: "keys-row" }, ...buttons.map((one) => {
    if (one.url) return make("a", { class: "key", href: one.url, target: "_blank", rel: "noopener noreferrer", text: one.text });
    return make("button", { type: "button", class: one.style ? `key style-${one.style}` : "key", text: one.text, "aria-disabled": one.off ? "true" : null,
      onclick: () => press(window.speaker(), chat.place, line.id, one.text) });
  }));
  return make("div", { class: "keys", role: "group", "aria-label": "Buttons of this message" }, ...line.buttons.map(row));
}

// Signs of the bot and reactions of people, each emoji once.
export function reactions(window, chat, line) {
  const by = new Map();
  const note = (emoji, who) => by.set(emoji, [...(by.get(emoji) || []), who]);
  line.reactions.forEach((emoji) => note(emoji, model.world.bot.name));
  (line.hands || Object.entries(line.feelings || {})).forEach(([who, emoji]) => note(emoji, nameOf(who)));
  if (!by.size) return null;
  return make("div", { class: "reactions" }, ...[...by].map(([emoji, names]) =>
    make("span", { class: "reaction", title: names.join(", "), role: "img", "aria-label": `${emoji} from ${names.join(", ")}` },
      emoji, names.length > 1 && make("small", { text: String(names.length) }))));
}

const shortened = (lines) => {
  const line = lines.find((one) => one.text) || lines[0];
  return (line.text || line.attachments.join(", ")).slice(0, 160);
};

export function drawMessage(window, chat, lines, { own, joined }) {
  const line = lines[0];
  const withText = lines.find((one) => one.text) || line;
  const pictures = lines.map(media).filter(Boolean);
  const box = make("article", { class: `message${own ? " own" : ""}${joined ? " joined" : ""}${line.buttons.length ? " keyed" : ""}`, tabindex: "-1",
    data: { id: line.id }, "aria-label": `${nameOf(line.author)}, ${time(line.at)}: ${shortened(lines)}` });
  const bubble = make("div", { class: `bubble kind-${line.kind}` },
    !own && !joined && window.names && make("div", { class: "name", text: nameOf(line.author), data: { hue: hue(line.author) } }),
    line.forward && make("div", { class: "forward", text: `Forwarded from ${line.forward}` }),
    quote(window, chat, line),
    pictures.length > 1 ? make("div", { class: "album" }, ...pictures) : pictures[0],
    make("div", { class: "words" }, make("span", { class: "said" }, ...rich(withText.text, withText.entities, window.onCommand)), meta(window, chat, lines)));
  box.append(make("div", { class: "row" }, bubble, messageMenu(window, chat, lines, own)));
  box.append(...[reactions(window, chat, line), keys(window, chat, line)].filter(Boolean));
  return box;
}

export const hue = (handle) => [...handle].reduce((sum, c) => sum + c.codePointAt(0), 0) % 5;

export function drawPress(line, own) {
  return make("div", { class: `pressed${own ? " own" : ""}` }, icon("tap"), make("span", { class: "unseen", text: `${nameOf(line.author)} pressed` }),
    make("span", { text: line.text, title: `${nameOf(line.author)} pressed this` }), line.failed && make("span", { class: "failed", text: "no answer" }));
}

// A delivery that has not come to be a message here.
export function drawOpen(row, onRow) {
  const { word, sign: name } = STATES[row.state];
  const why = (row.state === "queued" ? ` until ${seconds(row.not_before)}` : "") + (row.problem ? `: ${row.problem.replace(/^\w+: /, "")}` : "");
  return make("button", { type: "button", class: `ghost ${row.state}`, onclick: () => onRow(row) }, icon(name), `${word}${why}`);
}
