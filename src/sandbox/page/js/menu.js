// What can be done with a message, and the small menu that offers it.
import { button, byId, icon, make, roving } from "./dom.js";
import { act } from "./net.js";

const FEELINGS = ["👍", "❤", "🔥", "🙏", "😁", "😢", "🤔", "👎"];
let opener = null;

export function messageMenu(window, chat, lines, own) {
  const more = button("", () => open(more, items(window, chat, lines, own)), { class: "more", "aria-label": "Reply, react and more", "aria-haspopup": "menu" });
  more.append(icon("more"));
  return more;
}

function items(window, chat, lines, own) {
  const line = lines.find((one) => one.text) || lines[0];
  const at = { who: window.speaker(), place: chat.place, message: line.id };
  const feelings = make("div", { class: "feelings", role: "group", "aria-label": "React" }, ...FEELINGS.map((emoji) =>
    button(emoji, () => close(() => act({ deed: "react", ...at, message: lines[0].id, emoji })), { role: "menuitem", "aria-label": `React with ${emoji}` })));
  const list = [feelings, item("Reply", "reply", () => window.reply(lines[0]))];
  for (const entry of chat.entries || []) list.push(item(entry, "tap", () => act({ deed: "use", ...at, entry })));
  if (own) list.push(item("Edit", "file", () => window.edit(line)), item("Delete", "close", () => act({ deed: "delete", ...at, message: lines[0].id })));
  return list;
}

const item = (text, sign, deed) => {
  const one = button("", () => close(deed), { role: "menuitem", class: "menu-item" });
  one.append(icon(sign), text);
  return one;
};

// Opens beside what was pressed, within what can be seen.
export function open(anchor, list) {
  const menu = byId("menu");
  opener = anchor;
  menu.replaceChildren(...list);
  menu.setAttribute("role", "menu");
  menu.showPopover();
  const place = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = place.bottom + height + 8 < innerHeight ? place.bottom + 4 : Math.max(8, place.top - height - 4);
  menu.style.top = `${below}px`;
  menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  menu.querySelector("button")?.focus();
}

function close(deed) {
  byId("menu").hidePopover();
  deed();
}

export function setUpMenu() {
  const menu = byId("menu");
  roving(menu, "button");
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && menu.contains(document.activeElement)) opener?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Tab") menu.hidePopover();
  });
}

export const menuItem = item;
