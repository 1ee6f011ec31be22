// What people can send besides words, and the tray in which it waits.
import { button, icon, make } from "./dom.js";
import { menuItem, open } from "./menu.js";
import { isDiscord } from "./model.js";
import { act, upload } from "./net.js";

const MOST = 10;

export function kindOf(file) {
  const [major] = file.type.split("/");
  if (file.type === "image/gif") return "animation";
  if (["image/jpeg", "image/png", "image/webp"].includes(file.type)) return "photo";
  return ["video", "audio"].includes(major) ? major : "document";
}

// A second of a quiet tone, as a recording would be.
function recording() {
  const rate = 8000;
  const samples = new Uint8Array(44 + rate);
  const head = new DataView(samples.buffer);
  const word = (at, text) => [...text].forEach((c, n) => head.setUint8(at + n, c.charCodeAt(0)));
  word(0, "RIFF"), word(8, "WAVE"), word(12, "fmt "), word(36, "data");
  head.setUint32(4, 36 + rate, true), head.setUint32(16, 16, true), head.setUint16(20, 1, true), head.setUint16(22, 1, true);
  head.setUint32(24, rate, true), head.setUint32(28, rate, true), head.setUint16(32, 1, true), head.setUint16(34, 8, true), head.setUint32(40, rate, true);
  for (let n = 0; n < rate; n += 1) samples[44 + n] = 128 + 40 * Math.sin((n / rate) * 2 * Math.PI * 220);
  return new File([samples], "voice.wav", { type: "audio/wav" });
}

const OTHERS = [
  ["Location", "place", { location: { latitude: 31.2304, longitude: 121.4737 } }],
  ["Contact", "person", { contact: { phone_number: "+86 21 5555 0142", first_name: "Mei", last_name: "Li" } }],
];

export class Tray {
  constructor(window) {
    this.window = window;
    this.files = [];
    this.root = make("div", { class: "tray", hidden: true, role: "group", "aria-label": "Files to send" });
    this.input = make("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-label": "Photos or files" });
    this.input.onchange = () => {
      this.add([...this.input.files]);
      this.input.value = "";
    };
    this.opener = button("", () => open(this.opener, this.menu()), { class: "icon", "aria-label": "Attach", "aria-haspopup": "menu" });
    this.opener.append(icon("clip"));
  }

  menu() {
    const { window } = this;
    const content = (fields) => act({ deed: "content", who: window.speaker(), place: window.chat.place, fields });
    const voice = () => upload(window.speaker(), window.chat.place, [{ kind: "voice", file: recording() }], "");
    const file = menuItem("Photo or file", "clip", () => this.input.click());
    if (isDiscord(window.chat)) return [file];
    return [file, menuItem("Voice message", "mic", voice),
      ...OTHERS.map(([name, sign, fields]) => menuItem(name, sign, () => content(fields)))];
  }

  add(files) {
    this.files.push(...files.map((file) => ({ file, kind: kindOf(file) })));
    this.files.length = Math.min(this.files.length, MOST);
    this.draw();
    this.window.focus();
  }

  clear() {
    this.files = [];
    this.draw();
  }

  draw() {
    this.root.hidden = !this.files.length;
    this.root.replaceChildren(...this.files.map((one, at) => {
      const remove = button("", () => {
        this.files.splice(at, 1);
        this.draw();
        this.window.focus();
      }, { class: "tray-remove", "aria-label": `Remove ${one.file.name}` });
      remove.append(icon("close"));
      return make("div", { class: "tray-item" }, preview(one), remove);
    }));
  }

  send(caption) {
    // Why: an album holds photos and videos, or documents; a mixture goes as documents.
    const kinds = new Set(this.files.map((one) => (["photo", "video"].includes(one.kind) ? "picture" : one.kind)));
    const files = kinds.size > 1 ? this.files.map((one) => ({ ...one, kind: "document" })) : this.files;
    return upload(this.window.speaker(), this.window.chat.place, files, caption);
  }
}

function preview({ file, kind }) {
  if (kind !== "photo") return make("span", { class: "tray-name", text: file.name });
  const url = URL.createObjectURL(file);
  const image = make("img", { src: url, alt: file.name });
  image.onload = () => URL.revokeObjectURL(url);
  return image;
}
