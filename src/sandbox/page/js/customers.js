// The customers' phones: one, and beside it a second where there is room. Each shows the chat of whom it is handed to.
import { button, byId, icon, make, roving, sync } from "./dom.js";
import { hue } from "./message.js";
import { chatsOf, customers, isDiscord, model, redraw, say, unread, unreadOf } from "./model.js";
import { menuItem, open } from "./menu.js";
import { act } from "./net.js";
import { ChatWindow } from "./window.js";

const START = { en: ["Write to the after-sales desk", "Start"], zh: ["联系售后", "开始"] };
const WRITE = { en: "Message ", zh: "发消息到 " };
const LANGUAGES = { en: "English", zh: "中文" };
const primary = (one) => (one.language || "en").split("-")[0];

export const avatar = (one) => make("span", { class: "avatar", "aria-hidden": "true", data: { hue: hue(one.handle) }, text: [...one.name][0] });

class Phone {
  constructor(name, first, onRow) {
    this.first = first;
    this.chosen = null;
    this.tabs = make("div", { class: "tabs", role: "tablist", "aria-label": "Whose phone" });
    this.state = make("span", { class: "phone-state" });
    this.name = make("strong");
    this.more = button("", () => open(this.more, this.menu()), { class: "icon", "aria-label": "More about this customer", "aria-haspopup": "menu" });
    this.more.append(icon("more"));
    this.window = new ChatWindow({ names: false, onRow, empty: (chat) => (isDiscord(chat) ? drawQuiet(chat) : drawEmpty(chat.person)), offers: (command) => !command.staff });
    const face = make("span", { class: "avatar desk", "aria-hidden": "true", text: "A" });
    const head = make("header", { class: "phone-head" }, face, make("div", { class: "phone-names" }, this.name, this.state), this.more);
    this.strip = make("div", { class: "channels", role: "tablist", "aria-label": "Channels", hidden: true });
    this.face = face;
    this.kept = {};
    this.body = make("div", { class: "phone-body", role: "tabpanel" }, head, this.strip, this.window.root);
    this.root = make("div", { class: `phone ${name}` }, this.tabs, this.body);
    roving(this.tabs, "[role=tab]", (tab) => this.choose(tab.dataset.handle));
    roving(this.strip, "[role=tab]", (tab) => this.enter(tab.dataset.place));
  }

  choose(handle) {
    if (!handle) return;
    this.chosen = handle;
    redraw();
  }

  who() {
    const all = customers();
    return all.find((one) => one.handle === this.chosen) || all[this.first] || all[0];
  }

  // The channel somebody has gone to; a new thread calls them away.
  enter(place) {
    const one = this.who();
    this.kept[one.handle] = { place, threads: chatsOf(one).length };
    redraw();
  }

  chat(one) {
    const chats = chatsOf(one);
    const kept = this.kept[one.handle];
    const there = kept && kept.threads >= chats.length ? chats.find((chat) => chat.place === kept.place) : null;
    return there || chats[0];
  }

  menu() {
    const one = this.who();
    if (isDiscord(one)) return [menuItem(one.blocked ? "Take direct messages again" : "Take no direct messages", "close", () => act({ deed: "block", who: one.handle, blocked: !one.blocked }))];
    const block = menuItem(one.blocked ? "Unblock the desk" : "Block the desk", "close", () => act({ deed: "block", who: one.handle, blocked: !one.blocked }));
    return [block, menuItem("A new customer", "person", addPerson)];
  }

  draw() {
    const one = this.who();
    const visible = this.root.getClientRects().length > 0;
    sync(this.tabs, customers().map((each) => tabOf(each, each === one, () => this.choose(each.handle), visible)));
    if (this.shown !== one.handle) this.tabs.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.shown = one.handle;
    const chat = this.chat(one);
    const language = LANGUAGES[primary(one)] || one.language;
    this.name.textContent = isDiscord(one) ? model.world.discord.name : model.world.bot.name;
    this.state.textContent = isDiscord(one) ? `${one.name} on Discord, ${language}` : one.blocked ? `${one.name} has blocked the desk` : `${one.name}’s phone, ${language}`;
    this.face.textContent = isDiscord(one) ? [...model.world.discord.name][0] : "A";
    this.body.dataset.site = one.site;
    this.body.lang = one.language || "";
    this.strip.hidden = !isDiscord(one);
    sync(this.strip, isDiscord(one) ? chatsOf(one).map((each) => channelTab(each, one, each.place === chat.place, visible, () => this.enter(each.place))) : []);
    this.window.draw(chat, one.handle, { visible, placeholder: isDiscord(one) ? `${WRITE[primary(one)] || WRITE.en}${chat.kind === "direct" ? "@" : "#"}${shortOf(chat)}` : undefined });
  }
}

const shortOf = (chat) => (chat.kind === "thread" ? chat.title.split(" · ")[0] : chat.title);

function channelTab(chat, one, selected, visible, choose) {
  const news = selected && visible ? 0 : unread(one.handle, chat);
  return { key: chat.place, is: JSON.stringify([chat.title, chat.closed, selected, news]), build: () => {
    const tab = button("", choose, { role: "tab", class: "channel", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", data: { place: chat.place } });
    tab.append(icon(chat.kind === "direct" ? "person" : chat.kind === "thread" ? "reply" : "hash"), make("span", { text: shortOf(chat), title: chat.title }), ...badge(news));
    return tab;
  } };
}

// Which platform somebody is on; said only where there are two.
export function siteMark(one) {
  if (!model.world.discord) return null;
  const name = isDiscord(one) ? "Discord" : "Telegram";
  return make("span", { class: "site", title: name }, icon(isDiscord(one) ? "hash" : "send", name));
}

function tabOf(each, selected, choose) {
  const news = selected ? 0 : unreadOf(each);
  return { key: each.handle, is: JSON.stringify([each.name, selected, news, each.blocked]), build: () => {
    const tab = button("", choose, { role: "tab", class: "tab", "aria-selected": String(selected), tabindex: selected ? "0" : "-1", data: { handle: each.handle } });
    tab.append(avatar(each), make("span", { class: "tab-name", text: each.name }), ...[siteMark(each)].filter(Boolean), ...badge(news));
    return tab;
  } };
}

export const badge = (n) => (n ? [make("span", { class: "badge", text: String(n), "aria-label": `${n} unread` })] : []);

function drawEmpty(one) {
  const [line, label] = START[primary(one)] || START.en;
  return make("div", { class: "empty" }, make("p", { text: line }), button(label, () => say(one.handle, `chat:${one.handle}`, "/start"), { class: "primary start" }));
}

const QUIET = { support: "The desk’s panel stands here once it is on Discord.", thread: "Nothing here yet.", direct: "Direct messages with the desk." };
export const drawQuiet = (chat) => make("div", { class: "empty" }, make("p", { text: QUIET[chat.kind] || "Nothing here yet." }));

async function addPerson() {
  const name = prompt("Name of the new customer");
  if (!name || !name.trim()) return;
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const handle = plain && !model.world.people.some((one) => one.handle === plain) ? plain : `guest${model.world.people.length + 1}`;
  const language = /[\u4e00-\u9fff]/.test(name) ? "zh-hans" : navigator.language;
  if (await act({ deed: "join", handle, name, language, staff: false })) phones[0].choose(handle);
}

const phones = [];

export function setUpCustomers(onRow) {
  phones.push(new Phone("first", 0, onRow), new Phone("second", 1, onRow));
  byId("customers").append(...phones.map((phone) => phone.root));
  return phones;
}

export const drawCustomers = () => phones.forEach((phone) => phone.draw());
export const showCustomer = (handle) => phones[0].choose(handle);
