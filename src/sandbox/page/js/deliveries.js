// Every message the desk has promised to bring, and what became of it.
import { byId, icon, make, sync } from "./dom.js";
import { model } from "./model.js";
import { STATES, WHATS, seconds, time } from "./words.js";

const MOST = 80;
const ORDER = ["sent", "queued", "sending", "uncertain", "undelivered"];
const FILTERS = [["", "All"], ["open", "Open"], ["trouble", "Trouble"]];
const state = { filter: "", found: null };

const fits = (row) => state.filter === "" || (state.filter === "open" ? ["queued", "sending"].includes(row.state) : ["uncertain", "undelivered"].includes(row.state) || row.doubts > 0);

export function setUpDeliveries(panel) {
  const filters = make("div", { class: "filters", role: "group", "aria-label": "Which deliveries" }, ...FILTERS.map(([value, text]) =>
    make("button", { type: "button", text, "aria-pressed": String(value === ""), data: { filter: value }, onclick: () => {
      state.filter = value;
      for (const one of filters.children) one.setAttribute("aria-pressed", String(one.dataset.filter === value));
      drawDeliveries(panel);
    } })));
  panel.append(make("dl", { class: "counts", id: "counts" }), filters, make("div", { class: "rows" }));
}

export function drawDeliveries(panel) {
  const { counts, rows } = model.world.desk;
  sync(byId("counts"), ORDER.map((name) => [name, STATES[name]]).map(([name, { word, sign }]) => ({ key: name, is: String(counts?.[name] || 0), build: () =>
    make("div", { class: `count ${name}${counts?.[name] ? "" : " none"}` }, make("dt", {}, icon(sign), word), make("dd", { text: String(counts?.[name] || 0) })) })));
  const items = (rows || []).filter(fits).slice(0, MOST).map((row) => ({ key: String(row.id), is: JSON.stringify([row, state.found === row.id]), build: () => draw(row) }));
  if (!items.length) items.push({ key: "empty", build: () => make("p", { class: "nothing", text: state.filter ? "None of these." : "Nothing said yet." }) });
  sync(panel.querySelector(".rows"), items);
}

export function find(panel, row) {
  state.found = row.id;
  state.filter = "";
  for (const one of panel.querySelectorAll("[data-filter]")) one.setAttribute("aria-pressed", String(one.dataset.filter === ""));
  drawDeliveries(panel);
  panel.querySelector(".found")?.scrollIntoView({ block: "center" });
}

function to(row) {
  const { staff, people } = model.world;
  if (row.lane === "staff") return staff.title;
  const topic = row.thread !== null && staff.topics.find((one) => one.id === row.thread);
  if (topic) return `the topic of ${row.case || topic.name}`;
  return people.find((one) => one.id === row.chat)?.name || (row.lane === "room" ? row.case || "a case's room" : row.lane);
}

function detail(row) {
  const parts = [];
  if (row.doubts) parts.push(row.state === "sent" ? "sent again after a doubt" : "nobody knows whether it arrived; it is sent once more");
  if (row.tries) parts.push(`${row.tries} in vain`);
  if (row.replaces) parts.push("sent again by hand");
  if (row.problem && row.state !== "sent") parts.push(row.problem);
  if (row.state === "queued") parts.push(`not before ${seconds(row.not_before)}`);
  return parts.join(" · ");
}

function draw(row) {
  const { word, sign } = STATES[row.state];
  const more = detail(row);
  return make("article", { class: `row delivery ${row.state}${state.found === row.id ? " found" : ""}` },
    make("span", { class: `fate ${row.state}`, title: word }, icon(sign, word)),
    make("div", { class: "row-words" },
      make("div", { class: "row-line" }, make("strong", { text: WHATS[row.what] || row.what }), make("time", { text: time(row.done_at || row.created_at), datetime: row.done_at || row.created_at })),
      make("div", { class: "small to", text: `to ${to(row)}` }), more && make("div", { class: "small why", text: more })));
}
