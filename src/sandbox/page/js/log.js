// The messages of one chat: drawn, followed to their end, walked through by keyboard.
import { button, icon, make, sync } from "./dom.js";
import { drawMessage, drawOpen, drawPress, fate } from "./message.js";
import { drawPost } from "./post.js";
import { isDiscord, openIn } from "./model.js";
import { count, day } from "./words.js";

const NEAR = 60; // px from the end that still count as there
const TOGETHER_MS = 5 * 60000;

export class Log {
  constructor(window) {
    this.window = window;
    this.box = make("div", { class: "log", role: "log", "aria-live": "off", tabindex: "-1", "aria-label": "Messages" });
    this.jump = button("", () => this.toEnd(true), { class: "jump", hidden: true, "aria-label": "To the newest message" });
    this.jump.append(icon("down"));
    this.jumpCount = make("span", { class: "badge" });
    this.jump.append(this.jumpCount);
    this.root = make("div", { class: "log-frame" }, this.box, this.jump);
    this.place = null;
    this.follows = true;
    this.box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.box.addEventListener("keydown", (event) => this.walk(event));
    this.box.addEventListener("focusin", (event) => this.stand(event.target.closest(".message")));
    new ResizeObserver(() => this.toEnd()).observe(this.box);
  }

  atEnd() {
    const { box } = this;
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  }

  scrolled() {
    this.follows = this.atEnd();
    if (this.follows && !this.jump.hidden) this.window.redraw();
  }

  toEnd(anyway = false) {
    if (anyway) this.follows = true;
    if (this.follows) this.box.scrollTop = this.box.scrollHeight;
  }

  draw(chat, reader, firstNew) {
    const moved = this.place !== `${reader} ${chat.place}`;
    if (moved) {
      this.box.replaceChildren();
      this.current = null;
      this.follows = true;
    }
    this.place = `${reader} ${chat.place}`;
    const items = this.items(chat, reader, firstNew);
    if (!items.length) items.push({ key: "empty", is: this.window.emptyIs(), build: () => this.window.drawEmpty() });
    sync(this.box, items);
    this.jump.hidden = this.follows;
    if (this.follows) this.toEnd();
    // Why: whoever is not in the log comes to its newest message.
    const here = this.box.contains(document.activeElement) && this.box.querySelector(`.message[data-id="${this.current}"]`);
    this.stand(here || [...this.box.querySelectorAll(".message")].at(-1));
    return moved;
  }

  showCount(n) {
    this.jumpCount.textContent = n ? String(n) : "";
    this.jump.setAttribute("aria-label", n ? `To the newest message, ${count(n, "new one")}` : "To the newest message");
  }

  items(chat, reader, firstNew) {
    const items = [];
    let today = null;
    let before = null;
    for (const lines of grouped(chat.lines)) {
      const line = lines[0];
      const date = line.at && day(line.at);
      if (date && date !== today) {
        items.push({ key: `day ${date}`, build: () => make("div", { class: "day" }, make("span", { text: date })) });
        before = null;
      }
      today = date || today;
      if (firstNew && line.seq === firstNew) {
        items.push({ key: "new", build: () => make("div", { class: "new-line" }, make("span", { text: "New" })) });
        before = null;
      }
      const own = line.author === reader;
      if (line.press) {
        items.push({ key: `press ${line.seq}`, is: `${own} ${line.failed}`, build: () => drawPress(line, own) });
        before = null;
        continue;
      }
      const joined = Boolean(before && before.author === line.author && !before.buttons.length && !line.only && Date.parse(line.at) - Date.parse(before.at) < TOGETHER_MS);
      const fates = lines.map((one) => fate(chat, one).word).join();
      items.push({ key: `m ${line.seq}`, is: JSON.stringify([lines, own, joined, fates]), build: () => (isDiscord(chat) ? drawPost : drawMessage)(this.window, chat, lines, { own, joined }) });
      before = line;
    }
    for (const row of openIn(chat)) {
      items.push({ key: `open ${row.id}`, is: row.state + row.problem + row.not_before, build: () => drawOpen(row, this.window.onRow) });
    }
    return items;
  }

  // Tab enters the log at one message and its buttons; arrows move to others.
  stand(message) {
    if (!message) return;
    for (const one of this.box.querySelectorAll(".message")) {
      const here = one === message;
      one.tabIndex = here ? 0 : -1;
      for (const control of one.querySelectorAll("button, a")) control.tabIndex = here ? 0 : -1;
    }
    this.current = message.dataset.id;
  }

  walk(event) {
    const message = event.target.closest(".message");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!message || !step) return;
    const all = [...this.box.querySelectorAll(".message")];
    const next = all[all.indexOf(message) + step];
    event.preventDefault();
    next?.focus();
  }

  goTo(id) {
    const message = this.box.querySelector(`.message[data-id="${id}"]`);
    if (!message) return;
    message.scrollIntoView({ block: "center" });
    message.focus({ preventScroll: true });
    message.classList.add("found");
    setTimeout(() => message.classList.remove("found"), 1500);
  }
}

// Items of an album stand together.
function grouped(lines) {
  const groups = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (line.album && last && last[0].album === line.album && last[0].author === line.author) last.push(line);
    else groups.push([line]);
  }
  return groups;
}
