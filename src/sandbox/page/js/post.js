// One message as Discord's clients show it: who and when on a line, words, cards, buttons and lists below.
import { button, icon, make } from "./dom.js";
import { media } from "./media.js";
import { messageMenu, open, menuItem } from "./menu.js";
import { hue, keys, quote, reactions, sign } from "./message.js";
import { choose, model, nameOf } from "./model.js";
import { rich } from "./text.js";
import { excerpt, time } from "./words.js";

const callOf = (author) => (author === model.world.bot.handle ? model.world.discord.bot : nameOf(author));

const face = (author) => (author === model.world.bot.handle
  ? make("span", { class: "avatar desk", "aria-hidden": "true", text: "A" })
  : make("span", { class: "avatar", "aria-hidden": "true", data: { hue: hue(author) }, text: [...callOf(author)][0] }));

const words = (seen, name) => seen && make("div", { class: name }, ...rich(seen.text, seen.entities));

function embed(one) {
  const card = make("div", { class: "embed" }, words(one.title, "embed-title"), words(one.text, "embed-text"),
    one.fields.length > 0 && make("div", { class: "embed-fields" }, ...one.fields.map((field) =>
      make("div", { class: field.inline ? "embed-field inline" : "embed-field" }, words(field.name, "embed-name"), words(field.value, "embed-value")))),
    words(one.footer, "embed-footer"));
  if (one.color) card.style.borderLeftColor = `#${one.color.toString(16).padStart(6, "0")}`;
  return card;
}

const files = (line) => line.files.map((one) => media({ ...line, kind: one.kind, file: one.file, content: { file_size: one.size, duration: 0 }, attachments: [`${one.kind} ${one.name}`] }));

// One is chosen by pressing it; where several may be, they are marked and then taken together.
function offer(window, chat, line, list, anchor) {
  const send = (labels) => choose(window.speaker(), chat.place, line.id, labels);
  if (list.most === 1) return open(anchor, list.options.map((one) => about(menuItem(one.label, one.chosen ? "check" : "tap", () => send([one.label])), one)));
  const chosen = new Set(list.options.filter((one) => one.chosen).map((one) => one.label));
  const items = list.options.map((one) => {
    const item = button(one.label, () => {
      if (!chosen.delete(one.label)) chosen.add(one.label);
      item.setAttribute("aria-checked", String(chosen.has(one.label)));
    }, { role: "menuitemcheckbox", class: "menu-item check-item", "aria-checked": String(chosen.has(one.label)) });
    return about(item, one);
  });
  return open(anchor, [...items, menuItem("Take these", "check", () => send([...chosen]))]);
}

function about(item, { about: text }) {
  if (text) item.append(make("small", { text }));
  return item;
}

function selects(window, chat, line) {
  return line.selects.map((list) => {
    const opener = button(list.hint || "Choose", () => !list.off && offer(window, chat, line, list, opener), { class: "select", "aria-haspopup": "menu", "aria-disabled": list.off ? "true" : null });
    opener.append(icon("down"));
    return opener;
  });
}

export function drawPost(window, chat, [line], { own, joined }) {
  const label = `${callOf(line.author)}, ${time(line.at)}: ${excerpt(line).slice(0, 160)}`;
  const box = make("article", { class: `message post${joined ? " joined" : ""}${line.only ? " only" : ""}`, tabindex: "-1", data: { id: line.id }, "aria-label": label });
  const stamp = make("time", { text: time(line.at), datetime: line.at });
  const bot = line.author === model.world.bot.handle;
  const head = make("div", { class: "post-head" }, make("strong", { class: "name", text: callOf(line.author), data: { hue: hue(line.author) } }),
    bot && make("span", { class: "app", text: "App" }), stamp, line.pinned && icon("pin", "Pinned"), sign(chat, line, window.onRow));
  const said = line.thinking ? make("div", { class: "said thinking", text: "is thinking…" })
    : line.text && make("div", { class: "said" }, ...rich(line.text, line.entities, window.onCommand), line.edited && make("small", { class: "edited", text: " (edited)" }));
  const body = make("div", { class: "post-body" }, !joined && head, quote(window, chat, line), said, ...line.embeds.map(embed), ...files(line),
    keys(window, chat, line), ...selects(window, chat, line), reactions(window, chat, line), line.only && make("small", { class: "only-note", text: "Only you can see this" }));
  box.append(joined ? make("span", { class: "gutter" }) : face(line.author), body, messageMenu(window, chat, [line], own));
  return box;
}
