// Text with the platform's entities as elements. Offsets are UTF-16 units on both sides.
import { make } from "./dom.js";
import { moment, time } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote" };

const isWeb = (url) => /^https?:\/\//i.test(url || "");

function wrap(entity, inside, text, onCommand) {
  if (TAGS[entity.type]) return make(TAGS[entity.type], {}, ...inside);
  if (entity.type === "spoiler") return spoiler(inside);
  // A moment is told in the reader's zone, which is the page's.
  if (entity.type === "moment") return make("time", { class: "moment", text: (entity.style.toLowerCase() === "t" ? time : moment)(entity.unix * 1000), title: text });
  if (entity.type === "bot_command" && onCommand) {
    return make("button", { type: "button", class: "command", onclick: () => onCommand(text) }, ...inside);
  }
  const url = entity.type === "text_link" ? entity.url : entity.type === "url" ? text : null;
  if (isWeb(url)) return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...inside);
  return make("span", { class: `entity ${entity.type}` }, ...inside);
}

function spoiler(inside) {
  const node = make("button", { type: "button", class: "spoiler", "aria-label": "Hidden text, press to show" }, ...inside);
  node.onclick = () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  };
  return node;
}

// Entities lie within one another or apart; those that cross are cut where they do.
function part(text, entities, from, to, onCommand) {
  const nodes = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const first = entities.shift();
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const within = [];
    while (entities.length && entities[0].offset < end) within.push(entities.shift());
    nodes.push(wrap(first, part(text, within, start, end, onCommand), text.slice(start, end), onCommand));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

export function rich(text, entities, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, sorted, 0, text.length, onCommand);
}
