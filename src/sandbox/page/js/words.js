// Times, spans and states in words.
import { model, now } from "./model.js";

const formats = {};
function format(name, options) {
  formats[name] ??= new Intl.DateTimeFormat("en-GB", { timeZone: model.world.zone, ...options });
  return formats[name];
}

export const time = (at) => format("time", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
export const seconds = (at) => format("seconds", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(at));
export const day = (at) => format("day", { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
export const short = (at) => format("short", { weekday: "short", day: "numeric", month: "short" }).format(new Date(at));
export const zone = () => model.world.zone.split("/").pop().replace("_", " ");

// A moment as briefly as it can be told today.
export const moment = (at) => (day(at) === day(now()) ? time(at) : `${short(at)}, ${time(at)}`);

export function span(ms) {
  const minutes = Math.round(Math.abs(ms) / 60000);
  if (minutes < 1) return "under a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const TARGETS = { first_response: "First answer", solution: "Solution", enquiry_reply: "Answer to the enquiry", next_reply: "Next answer" };

export const STATES = {
  queued: { word: "Waiting", sign: "wait" }, sending: { word: "On its way", sign: "wait" },
  sent: { word: "Sent", sign: "checks" }, uncertain: { word: "Uncertain", sign: "doubt" },
  undelivered: { word: "Not delivered", sign: "failed" },
};

export const WHATS = { say: "Words of the desk", relay: "Copy of a message", revise: "Correction", card: "Card of the case", mark: "Sign on a message" };

export const TROUBLES = {
  429: "Too many requests", 502: "Bad gateway", "drop-before": "Lost on the way", "drop-after": "Receipt lost",
  blocked: "Blocked", "topic-deleted": "Topic deleted", "file-gone": "File gone", kicked: "Thrown out", stall: "Hanging",
};

export const excerpt = (line) => (line.text || line.attachments.join(", ")).replace(/\s+/g, " ").slice(0, 90);
