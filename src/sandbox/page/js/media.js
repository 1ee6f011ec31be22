// What hangs on a message: a shape for every kind the platform has, and a plain one for those it may get.
import { icon, make } from "./dom.js";
import { count } from "./words.js";

const address = (line) => "file/" + encodeURIComponent(line.file);

// The world names files "photo zipper.jpg": the kind and then the name.
const nameOf = (line) => (line.attachments[0] || "").replace(new RegExp(`^${line.kind} ?`), "") || line.kind.replaceAll("_", " ");

const sized = (bytes) => (bytes < 1024 ? count(bytes, "byte") : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);
const length = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;

function tile(sign, title, detail, link) {
  const inside = [make("span", { class: "tile-sign" }, icon(sign)), make("span", { class: "tile-words" },
    make("strong", { text: title }), detail && make("small", { text: detail }))];
  return link ? make("a", { class: "tile", href: link, target: "_blank", rel: "noopener noreferrer" }, ...inside) : make("div", { class: "tile" }, ...inside);
}

function photo(line) {
  const image = make("img", { src: address(line), alt: nameOf(line), class: "photo" });
  image.onerror = () => image.replaceWith(tile("file", nameOf(line), "Photo, can't be shown"));
  return make("a", { href: address(line), target: "_blank", rel: "noopener noreferrer", class: "photo-link", "aria-label": `Photo ${nameOf(line)}` }, image);
}

function video(line) {
  const film = make("video", { src: address(line), controls: true, preload: "metadata", class: "photo" });
  film.onerror = () => film.replaceWith(tile("play", nameOf(line), "Video"));
  return film;
}

function voice(line) {
  const bars = [5, 9, 14, 8, 16, 11, 6, 13, 18, 10, 7, 12, 15, 9, 5, 11, 8, 14, 6, 10];
  const wave = make("span", { class: "wave", "aria-hidden": "true" }, ...bars.map((high) => {
    const bar = make("i");
    bar.style.height = `${high}px`;
    return bar;
  }));
  return make("div", { class: "tile voice" }, make("span", { class: "tile-sign" }, icon("mic")), wave,
    make("small", { text: length(line.content?.duration || 0), "aria-label": "Voice message" }));
}

function poll(line) {
  const { question, options = [], total_voter_count: votes = 0 } = line.content;
  return make("div", { class: "poll" }, make("strong", { text: question }),
    make("ul", {}, ...options.map((one) => make("li", { text: one.text }))), make("small", { text: `Poll, ${count(votes, "vote")}` }));
}

const coordinates = (spot) => `${Number(spot.latitude).toFixed(4)}, ${Number(spot.longitude).toFixed(4)}`;

const SHAPES = {
  photo, video,
  animation: (line) => (/\.gif$/i.test(nameOf(line)) ? photo(line) : video(line)),
  video_note: (line) => tile("play", "Video message", length(line.content?.duration || 0)),
  voice,
  audio: (line) => tile("play", line.content.title || nameOf(line), line.content.performer || "Audio", address(line)),
  document: (line) => tile("file", nameOf(line), sized(line.content?.file_size || 0), address(line)),
  sticker: (line) => make("div", { class: "sticker", text: line.content?.emoji || "▢", role: "img", "aria-label": "Sticker" }),
  dice: (line) => make("div", { class: "sticker", text: line.content.emoji, role: "img", "aria-label": `Dice, ${line.content.value}` }),
  location: (line) => tile("place", "Location", coordinates(line.content)),
  venue: (line) => tile("place", line.content.title, line.content.address),
  contact: (line) => tile("person", [line.content.first_name, line.content.last_name].filter(Boolean).join(" "), line.content.phone_number),
  poll,
};

// Whatever has no shape of its own is named as the world names it.
const plain = (line) => tile("file", line.kind.replaceAll("_", " "), line.attachments.join(", ") === line.kind ? null : line.attachments.join(", "));

export function media(line) {
  if (line.kind === "text") return null;
  try {
    return (SHAPES[line.kind] || plain)(line);
  } catch {
    return plain(line);
  }
}

export const mediaName = nameOf;
