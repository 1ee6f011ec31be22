// What can be made to go wrong between the desk and the platform.
import { button, make, sync } from "./dom.js";
import { act } from "./net.js";
import { model } from "./model.js";
import { TROUBLES, count, seconds } from "./words.js";

const WAIT_S = 20;
const NEXT = [
  ["429", "Too many requests", `The platform asks for ${WAIT_S} seconds of silence. The desk waits and sends it then.`],
  ["502", "Bad gateway", "The platform stumbles. The desk tries again."],
  ["drop-before", "Lost on the way", "The line breaks before it arrives. Nobody knows; it is sent once more."],
  ["drop-after", "Receipt lost", "It arrives and the receipt is lost. Nobody knows; it is sent once more, and stands there twice: the platform has no way to ask."],
  ["blocked", "Blocked", "The customer has blocked the bot. The agents are told, with a button to send it again."],
];

export function setUpFaults(panel) {
  const whom = make("select", { "aria-label": "Whose next message" });
  const arrange = (trouble) => act({ deed: "fault", method: "send*", chat: whom.value ? Number(whom.value) : null, trouble, seconds: WAIT_S, times: 1 });
  const doubled = make("input", { type: "checkbox", role: "switch", onchange: () => act({ deed: "duplicates", on: doubled.checked }) });
  panel.append(
    make("label", { class: "field" }, "The next message to", whom),
    make("div", { class: "fault-list" }, ...NEXT.map(([trouble, name, what]) =>
      make("button", { type: "button", class: "fault", data: { trouble }, onclick: () => arrange(trouble) }, make("strong", { text: name }), make("span", { text: what })))),
    make("h3", { text: "What comes in" }),
    make("label", { class: "switch" }, doubled, make("span", {}, make("strong", { text: "Every update twice" }), make("small", { text: "The desk takes each once." }))),
    button("Deliver the last 10 updates again", () => act({ deed: "redeliver", count: 10 }), { class: "wide", id: "redeliver" }),
    make("h3", { text: "Arranged" }), make("div", { class: "rows arranged" }));
  panel.whom = whom;
  panel.doubled = doubled;
}

export function drawFaults(panel) {
  const { people, staff, faults } = model.world;
  const choices = [["", "anybody"], ...people.filter((one) => !one.staff).map((one) => [String(one.id), one.name]), [String(staff.id), staff.title]];
  sync(panel.whom, choices.map(([value, text]) => ({ key: value || "any", is: text, build: () => make("option", { value, text }) })));
  panel.doubled.checked = faults.doubled;
  const items = faults.waiting.map((one, at) => ({ key: `w${at}`, is: JSON.stringify(one), build: () =>
    make("div", { class: "row row-line" }, make("strong", { text: TROUBLES[one.trouble] }), make("span", { class: "small", text: `waits, ${count(one.times, "time")}` })) }));
  if (items.length) items.push({ key: "clear", build: () => button("Take them back", () => act({ deed: "clear_faults" }), { class: "wide quiet" }) });
  faults.met.slice().reverse().forEach((one, at) => items.push({ key: `m${at}`, is: JSON.stringify(one), build: () =>
    make("div", { class: "row row-line" }, make("strong", { text: TROUBLES[one.trouble] }), make("span", { class: "small", text: `met ${one.method} at ${seconds(one.at)}` })) }));
  if (!items.length) items.push({ key: "empty", build: () => make("p", { class: "nothing", text: "Nothing is arranged and nothing has happened." }) });
  sync(panel.querySelector(".arranged"), items);
}
