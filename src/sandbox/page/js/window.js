// A chat as somebody sees it: what is pinned, the messages, where to write.
import { announce, button, icon, make, sync } from "./dom.js";
import { Composer } from "./composer.js";
import { drawForm } from "./form.js";
import { Log } from "./log.js";
import { lastSeq, markRead, model, nameOf, redraw, unread } from "./model.js";
import { excerpt } from "./words.js";

export class ChatWindow {
  // `manner`: names (who wrote is told), empty(chat) draws an empty chat, offers(command), onRow(row).
  constructor(manner) {
    Object.assign(this, manner);
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.form = make("div", { class: "form-place" });
    this.pinned = button("", () => this.goTo(this.pinnedId), { class: "pinned", hidden: true });
    this.root = make("div", { class: "chat" }, this.pinned, this.log.root, this.form, this.composer.form, make("div", { class: "drop", "aria-hidden": "true", text: "Drop to send" }));
    this.chat = null;
    this.reader = null;
    this.dismissed = new Set();
    this.heard = {};
    this.receiveDrops();
  }

  speaker() {
    return this.reader;
  }

  language() {
    return model.world.people.find((one) => one.handle === this.reader)?.language;
  }

  redraw() {
    redraw();
  }

  draw(chat, reader, { visible, placeholder }) {
    const entering = this.chat?.place !== chat.place || this.reader !== reader;
    this.chat = chat;
    this.reader = reader;
    const looking = visible && document.visibilityState === "visible";
    if (entering) {
      const upTo = model.read[`${reader} ${chat.place}`];
      this.firstNew = upTo === undefined || !unread(reader, chat) ? null : chat.lines.find((line) => line.seq > upTo && line.author !== reader)?.seq;
    }
    this.root.dataset.site = chat.site || "telegram";
    this.drawPinned(chat);
    const form = this.dismissed.has(chat.form?.id) ? null : chat.form;
    sync(this.form, form ? [{ key: form.id, build: () => drawForm(this, form) }] : []);
    this.composer.enter(`${reader} ${chat.place}`, this.language(), placeholder);
    this.log.draw(chat, reader, this.firstNew);
    this.log.showCount(unread(reader, chat));
    if (looking && this.log.follows) markRead(reader, chat);
    this.speak(chat, reader, looking && !entering);
  }

  // New words in the chat that is open are read out.
  speak(chat, reader, aloud) {
    const key = `${reader} ${chat.place}`;
    const before = this.heard[key] ?? lastSeq(chat);
    this.heard[key] = lastSeq(chat);
    if (!aloud) return;
    for (const line of chat.lines.filter((one) => one.seq > before && one.author !== reader && !one.press).slice(-3)) {
      announce(`${nameOf(line.author)} to ${nameOf(reader)}: ${excerpt(line)}`);
    }
  }

  drawPinned(chat) {
    const line = chat.lines.filter((one) => one.pinned).at(-1);
    this.pinned.hidden = !line;
    this.pinnedId = line?.id;
    if (!line) return;
    this.pinned.setAttribute("aria-label", `Pinned: ${excerpt(line)}`);
    this.pinned.replaceChildren(icon("pin"), make("span", { text: excerpt(line) }));
  }

  emptyIs() {
    return `${this.reader} ${this.chat.place}`;
  }

  drawEmpty() {
    return this.empty(this.chat, this.reader);
  }

  onCommand = (text) => this.composer.write(`${text} `);

  goTo(id) {
    this.log.goTo(id);
  }

  reply(line) {
    this.composer.begin("reply", line);
  }

  edit(line) {
    this.composer.begin("edit", line);
  }

  focus() {
    this.composer.text.focus();
  }

  receiveDrops() {
    const { root } = this;
    const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
    root.ondragover = (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      root.classList.add("dropping");
    };
    root.ondragleave = (event) => {
      if (!root.contains(event.relatedTarget)) root.classList.remove("dropping");
    };
    root.ondrop = (event) => {
      root.classList.remove("dropping");
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.composer.tray.add([...event.dataTransfer.files]);
    };
  }
}
