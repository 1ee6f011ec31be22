// Every promise with its clock.
import { make, sync } from "./dom.js";
import { model, now, roomOf } from "./model.js";
import { TARGETS, moment, span } from "./words.js";

export function drawClocks(list, openRoom) {
  const clocks = model.world.desk.clocks || [];
  const items = clocks.map((clock) => {
    const told = tell(clock);
    return { key: String(clock.id), is: JSON.stringify([clock, told, Boolean(roomOf(clock.case))]), build: () => draw(clock, told, openRoom) };
  });
  if (!items.length) items.push({ key: "empty", build: () => make("p", { class: "nothing", text: "No promise yet. A case starts the clocks of its first answer and its solution." }) });
  sync(list, items);
}

function tell(clock) {
  if (clock.state === "running" && clock.due_at) {
    const left = Date.parse(clock.due_at) - now();
    return left < 0 ? { state: "late", text: `${span(left)} late` } : { state: left < 3600000 ? "soon" : "running", text: `${span(left)} left` };
  }
  const words = { running: "no date yet", paused: "paused", met: "kept", missed: "missed", cancelled: "ended" };
  return { state: clock.state, text: words[clock.state] || clock.state };
}

function draw(clock, told, openRoom) {
  const room = roomOf(clock.case);
  const name = room ? make("button", { type: "button", class: "reference", text: clock.case, onclick: () => openRoom(room.place), title: "Go to its topic" }) : make("span", { class: "reference", text: clock.case });
  const due = clock.due_at ? make("time", { text: `due ${moment(clock.due_at)}`, datetime: clock.due_at }) : make("span", { text: "no due date" });
  const whole = clock.due_at ? Date.parse(clock.due_at) - Date.parse(clock.started_at) : 0;
  const gone = clock.state === "running" && whole > 0 ? Math.min(1, (now() - Date.parse(clock.started_at)) / whole) : clock.state === "running" ? 0 : 1;
  const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("i"));
  bar.firstChild.style.width = `${Math.round(gone * 100)}%`;
  return make("article", { class: `row clock-row ${told.state}` },
    make("div", { class: "row-line" }, make("strong", { text: TARGETS[clock.target] || clock.target }), make("span", { class: `state ${told.state}`, text: told.text })),
    make("div", { class: "row-line small" }, name, due), bar);
}
