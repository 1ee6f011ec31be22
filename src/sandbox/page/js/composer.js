// Where people write: answers, changes, files, commands.
import { button, icon, make } from "./dom.js";
import { Tray } from "./attach.js";
import { act } from "./net.js";
import { isDiscord, model, nameOf, say } from "./model.js";
import { excerpt } from "./words.js";

const TALLEST = 160; // px
const WORDS = {
  en: { message: "Message", send: "Send" },
  zh: { message: "输入消息", send: "发送" },
};
let numbers = 0;

export class Composer {
  constructor(window) {
    this.window = window;
    this.drafts = {};
    this.tray = new Tray(window);
    this.list = make("ul", { class: "suggestions", role: "listbox", id: `suggestions-${(numbers += 1)}`, hidden: true, "aria-label": "Commands" });
    this.about = make("div", { class: "about", hidden: true });
    this.hint = make("p", { class: "hint", hidden: true, "aria-live": "polite" });
    this.text = make("textarea", { rows: "1", "aria-label": "Message", autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-controls": this.list.id });
    this.submit = make("button", { class: "send", "aria-label": "Send" }, icon("send"));
    this.form = make("form", { class: "composer" }, this.list, this.about, this.hint, this.tray.root, make("div", { class: "write" }, this.tray.opener, this.tray.input, this.text, this.submit));
    this.text.oninput = () => this.changed();
    this.text.onkeydown = (event) => this.key(event);
    this.text.onpaste = (event) => this.paste(event);
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.send();
    };
  }

  // Another chat: what was begun here waits there.
  enter(key, language, placeholder) {
    const words = WORDS[language?.startsWith("zh") ? "zh" : "en"];
    if (this.key_ !== key) {
      this.key_ = key;
      this.text.value = this.drafts[key] || "";
      this.stop(false);
      this.grow();
      this.suggest();
    }
    this.text.placeholder = placeholder || words.message;
    this.submit.setAttribute("aria-label", words.send);
  }

  changed() {
    this.drafts[this.key_] = this.text.value;
    this.grow();
    this.suggest();
  }

  grow() {
    this.text.style.height = "";
    if (!this.text.value) return;
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
  }

  write(text) {
    this.text.value = text;
    this.changed();
    this.text.focus();
  }

  begin(what, line) {
    this.task = { what, line };
    this.drawAbout();
    this.write(what === "edit" ? line.raw ?? line.text : this.text.value);
  }

  stop(clear = true) {
    const edited = this.task?.what === "edit";
    this.task = null;
    this.drawAbout();
    if (clear && edited) this.write("");
  }

  drawAbout() {
    this.about.hidden = !this.task;
    if (!this.task) return;
    const { what, line } = this.task;
    const end = button("", () => this.stop(), { class: "icon", "aria-label": what === "edit" ? "Don't edit" : "Don't reply" });
    end.append(icon("close"));
    const head = what === "edit" ? "Edit message" : `Reply to ${nameOf(line.author)}`;
    this.about.replaceChildren(icon(what === "edit" ? "file" : "reply"), make("div", { class: "about-words" }, make("strong", { text: head }), make("span", { text: excerpt(line) })), end);
  }

  async send() {
    const { window, tray, task } = this;
    const text = this.text.value;
    const key = this.key_;
    if (!text.trim() && !tray.files.length) return;
    const at = { who: window.speaker(), place: window.chat.place };
    const done = task?.what === "edit" ? await act({ deed: "edit", ...at, message: task.line.id, text })
      : tray.files.length ? await tray.send(text)
      : await say(at.who, at.place, text, task?.line.id ?? null);
    if (!done) return;
    this.drafts[key] = "";
    tray.clear();
    if (this.key_ === key) {
      this.stop(false);
      this.text.value = "";
      this.grow();
      this.suggest();
    }
    window.log.toEnd(true);
  }

  key(event) {
    if (event.isComposing) return;
    if (!this.list.hidden && this.choose(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "Escape" && this.task) {
      this.stop();
    } else if (event.key === "ArrowUp" && !this.text.value && !this.task) {
      const own = this.window.chat.lines.filter((line) => line.author === this.window.speaker() && !line.press && line.text).at(-1);
      if (own) {
        event.preventDefault();
        this.begin("edit", own);
      }
    }
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.tray.add(files);
  }

  // Commands are offered while a slash and a part of a word is all there is.
  suggest() {
    const fitting = this.fitting();
    const chinese = this.window.language()?.startsWith("zh");
    this.list.hidden = !fitting.length;
    this.text.setAttribute("aria-expanded", String(fitting.length > 0));
    this.list.replaceChildren(...fitting.map((one, at) => make("li", { role: "option", id: `${this.list.id}-${at}`, data: { name: one.name }, "aria-selected": "false",
      onmousedown: (event) => {
        event.preventDefault();
        this.complete(one.name);
      } }, make("code", { text: `/${one.name}` }), make("span", { text: one.what[chinese ? 1 : 0] }))));
    this.mark(fitting.length ? 0 : -1);
  }

  // On Discord the bot's own list, with what each command takes; there a command may have several words.
  fitting() {
    const { value } = this.text;
    const { chat } = this.window;
    this.hint.hidden = true;
    if (!chat || !isDiscord(chat)) {
      const typed = /^\/(\w*)$/.exec(value);
      return typed ? model.world.commands.filter((one) => this.window.offers(one) && one.name.startsWith(typed[1].toLowerCase())) : [];
    }
    if (!/^\/[^\n]*$/.test(value)) return [];
    const typed = value.slice(1).toLowerCase();
    const begun = chat.typed.find((one) => typed.startsWith(`${one.name} `));
    if (begun?.options.length) {
      this.hint.hidden = false;
      const named = (one) => (one.choices.length ? `${one.name}: ${one.choices.slice(0, 6).join("|")}${one.choices.length > 6 ? "…" : ""}` : one.name);
      this.hint.textContent = begun.options.map((one) => (one.required ? named(one) : `${named(one)} (if you like)`)).join(", ");
    }
    return chat.typed.filter((one) => one.name.startsWith(typed));
  }

  mark(at) {
    this.marked = at;
    [...this.list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    const chosen = this.list.children[at];
    if (chosen) {
      this.text.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.text.removeAttribute("aria-activedescendant");
    }
  }

  choose(event) {
    const all = this.list.children;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.marked + step + all.length) % all.length);
    else if (event.key === "Escape") this.list.hidden = true;
    else if (event.key === "Tab" && !event.shiftKey) this.complete(all[this.marked].dataset.name);
    else if (event.key === "Enter" && this.text.value !== `/${all[this.marked].dataset.name}`) this.complete(all[this.marked].dataset.name);
    else return false;
    return true;
  }

  complete(name) {
    this.write(`/${name} `);
  }
}
