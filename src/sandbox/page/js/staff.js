// The staff group: its topics, who acts in it, and the agent's own chat with the desk.
import { avatar, badge, siteMark } from "./customers.js";
import { button, byId, icon, make, roving, sync } from "./dom.js";
import { agents, isDiscord, model, privateChat, redraw, staffChats, unread } from "./model.js";
import { menuItem, open } from "./menu.js";
import { act } from "./net.js";
import { excerpt } from "./words.js";
import { ChatWindow } from "./window.js";

const state = { who: null, place: null, inside: false };
const parts = {};

const acting = () => agents().find((one) => one.handle === state.who) || agents().find((one) => one.site === model.world.staff_on) || agents()[0];

function all() {
  const one = acting();
  if (isDiscord(one)) return staffChats(one);
  return [...staffChats(one), { ...privateChat(one), title: "With the desk alone", own: true }];
}

// Until somebody chooses, the newest topic is shown.
function shown(chats) {
  return chats.find((chat) => chat.place === state.place) || chats.find((chat) => chat.topic) || chats[0];
}

export function showPlace(place, who = state.who) {
  const there = (one) => isDiscord(one) === place.startsWith("discord:");
  const one = agents().find((each) => each.handle === who && there(each)) || agents().find(there);
  Object.assign(state, { place, who: one?.handle || who, inside: true });
  redraw();
}

export const actAs = (who) => {
  state.who = who;
  redraw();
};

export function setUpStaff(onRow) {
  parts.title = make("h2");
  parts.people = make("div", { class: "agents", role: "radiogroup", "aria-label": "Who acts" });
  parts.list = make("div", { class: "topics", role: "tablist", "aria-orientation": "vertical", "aria-label": "Topics" });
  parts.back = button("", () => {
    state.inside = false;
    redraw();
    parts.list.querySelector("[tabindex='0']")?.focus();
  }, { class: "icon back", "aria-label": "Back to the topics" });
  parts.back.append(icon("back"));
  parts.name = make("strong");
  parts.note = make("span");
  parts.more = button("", () => open(parts.more, [menuItem("Delete the topic", "close", removeTopic)]), { class: "icon", "aria-label": "More about this topic", "aria-haspopup": "menu" });
  parts.more.append(icon("more"));
  parts.window = new ChatWindow({ names: true, onRow, empty: drawEmpty, offers: (command) => (parts.window.chat.own ? true : !command.private) });
  const head = make("header", { class: "topic-head" }, parts.back, make("div", { class: "phone-names" }, parts.name, parts.note), parts.more);
  parts.pane = make("div", { class: "topic", role: "tabpanel" }, head, parts.window.root);
  parts.body = make("div", { class: "staff-body" }, parts.list, parts.pane);
  byId("staff").append(make("header", { class: "staff-head" }, parts.title, parts.people), parts.body);
  roving(parts.list, "[role=tab]", (tab) => choose(tab.dataset.place));
  roving(parts.people, "[role=radio]", (radio) => actAs(radio.dataset.handle));
  return parts.window;
}

function choose(place, inside = state.inside) {
  Object.assign(state, { place, inside });
  redraw();
}

async function removeTopic() {
  const { chat } = parts.window;
  if (confirm(`Delete the topic “${chat.title}” with all its messages, as an admin of the group could?`)) await act({ deed: "remove_topic", topic: chat.thread });
}

const last = (chat) => {
  const line = chat.lines.filter((one) => !one.press).at(-1);
  return line ? excerpt(line) : "";
};

function topicOf(chat, selected, who, visible) {
  const news = selected && visible ? 0 : unread(who, chat);
  const text = last(chat);
  return { key: chat.place, is: JSON.stringify([chat.title, chat.closed, selected, news, text]), build: () => {
    const tab = button("", () => choose(chat.place, true), { role: "tab", class: `topic-tab${chat.own ? " own-chat" : ""}`, "aria-selected": String(selected), tabindex: selected ? "0" : "-1",
      data: { place: chat.place } });
    const [reference, ...rest] = chat.title.split(" · ");
    const title = make("span", { class: "topic-title", text: rest.join(" · ") || chat.title });
    const number = rest.length > 0 && make("span", { class: "topic-number", text: reference });
    const line = make("span", { class: "topic-last", text: chat.closed ? "Closed" : text || (chat.own ? "Commands and lists for you" : "Nothing yet") });
    tab.append(make("span", { class: "topic-sign", "aria-hidden": "true", data: { kind: chat.own ? "own" : chat.topic ? "topic" : "general" } }, chat.own ? icon("person") : chat.topic ? [...(chat.title.split(" · ")[1] || chat.title)][0] : "#"),
      make("span", { class: "topic-words" }, title, number || null, line), ...badge(news));
    return tab;
  } };
}

function drawPeople(one) {
  sync(parts.people, agents().map((each) => ({ key: each.handle, is: String(each === one), build: () => {
    const radio = button("", () => actAs(each.handle), { role: "radio", "aria-checked": String(each === one), tabindex: each === one ? "0" : "-1", class: "agent", data: { handle: each.handle } });
    radio.append(avatar(each), make("span", { text: each.name }), ...[siteMark(each)].filter(Boolean));
    return radio;
  } })));
}

export function drawStaff() {
  const one = acting();
  const chats = all();
  const chat = shown(chats);
  const visible = parts.pane.getClientRects().length > 0;
  parts.title.textContent = isDiscord(one) ? model.world.discord.name : model.world.staff.title;
  parts.body.dataset.inside = String(state.inside);
  drawPeople(one);
  sync(parts.list, chats.map((each) => topicOf(each, each.place === chat.place, one.handle, visible)));
  parts.name.textContent = chat.title;
  parts.note.textContent = chat.own ? `${one.name} and the desk` : chat.topic ? (chat.closed ? "closed" : "a case and those who answer it") : "what concerns all cases";
  parts.more.hidden = !chat.topic || isDiscord(chat);
  parts.window.draw(chat, one.handle, { visible, placeholder: chat.topic ? `As ${one.name}: a note, or /reply …` : `As ${one.name}: /queue, /mine, /help …` });
}

function drawEmpty(chat) {
  const text = chat.own ? "Here the desk answers you alone. Try /queue or /help."
    : chat.topic ? "Nothing here yet." : "Nothing yet. Every case opens a topic of its own here, with its card pinned.";
  return make("div", { class: "empty" }, make("p", { text }));
}
