// The top: whether the desk works, what time it is, moving the clock, the plug, the colours.
import { byId, icon, make, sync } from "./dom.js";
import { act } from "./net.js";
import { model, now } from "./model.js";
import { moment, seconds, short, zone } from "./words.js";
import { after, before } from "./proof.js";

const WORK = { starting: "Starting", open: "Desk is running", standby: "Waiting its turn", off: "Unplugged" };
const THEMES = { auto: ["auto", "Colours: as the system has them"], light: ["sun", "Colours: light"], dark: ["moon", "Colours: dark"] };
const TOAST_MS = 7000;

const moveTo = (at) => at && act({ deed: "clock", seconds: Math.max(1, Math.ceil((Date.parse(at) - now()) / 1000)) });

export function setUpHead() {
  for (const one of document.querySelectorAll("[data-seconds]")) one.onclick = () => act({ deed: "clock", seconds: Number(one.dataset.seconds) });
  byId("deadline").onclick = () => moveTo(model.world.desk.next_deadline);
  byId("opening").onclick = () => moveTo(model.world.desk.hours_change_at);
  byId("unplug").onclick = () => act({ deed: "unplug", when: "now" });
  byId("unplug-mid").onclick = () => act({ deed: "unplug", when: model.world.desk.armed ? "never" : "sending" });
  byId("theme").onclick = () => {
    const names = Object.keys(THEMES);
    setTheme(names[(names.indexOf(document.documentElement.dataset.theme || "auto") + 1) % names.length]);
  };
  setTheme(localStorage.getItem("theme") || "auto");
  setInterval(drawTime, 1000);
}

function setTheme(name) {
  const [sign, label] = THEMES[name] || THEMES.auto;
  document.documentElement.dataset.theme = name;
  localStorage.setItem("theme", name);
  byId("theme").replaceChildren(icon(sign));
  byId("theme").setAttribute("aria-label", label);
  byId("theme").title = label;
}

function drawTime() {
  if (!model.world) return;
  byId("now").textContent = `${short(now())}, ${seconds(now())}`;
  byId("now").dateTime = new Date(now()).toISOString();
}

function drawHours({ in_hours: open, hours_change_at: at }) {
  const hours = at ? `${open ? "open" : "closed"} until ${moment(at)}` : "";
  sync(byId("hours"), [{ key: "hours", is: hours, build: () => make("span", {}, make("span", { class: "zone", text: zone() }), hours) }]);
}

function enable(id, on, title) {
  byId(id).setAttribute("aria-disabled", String(!on));
  byId(id).title = title;
}

let toldOutages = null;

// Every pull is told as it happens: what was under way, and what became of it.
function tellOutages(outages) {
  const told = outages.map((one) => (one.after ? 2 : 1));
  if (toldOutages) {
    outages.forEach((one, at) => {
      if (told[at] === toldOutages[at]) return;
      if (!one.after) toast(`Plug pulled. Under way: ${before(one)}.`);
      else toast(`Open again after ${(one.down_ms / 1000).toFixed(1)} s. ${after(one).end}`);
    });
  }
  toldOutages = told;
}

export function toast(text) {
  const note = make("p", { class: "toast", text, role: "status" });
  byId("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

let lastNotice = null;

// Pop-ups of the platform are shown once; those from before the page was opened are not.
function tellNotices({ notices, people }) {
  const newest = notices.reduce((at, notice) => Math.max(at, notice.at), -1);
  if (lastNotice !== null) {
    for (const one of notices.filter((each) => each.at > lastNotice)) toast(`${people.find((each) => each.handle === one.who)?.name || one.who} sees: ${one.text}`);
  }
  lastNotice = newest;
}

export function drawHead() {
  const { desk, can_unplug: plug } = model.world;
  const work = byId("work");
  if (work.dataset.work !== desk.work) {
    work.dataset.work = desk.work;
    work.textContent = WORK[desk.work];
  }
  for (const id of ["unplug", "unplug-mid"]) byId(id).hidden = !plug;
  byId("unplug-mid").setAttribute("aria-pressed", String(desk.armed));
  byId("unplug-mid").textContent = desk.armed ? "at the next message" : "in mid-message";
  enable("deadline", Boolean(desk.next_deadline), desk.next_deadline ? `To ${moment(desk.next_deadline)}` : "No promise is open");
  enable("opening", !desk.in_hours && Boolean(desk.hours_change_at), desk.in_hours ? "The desk has open hours now" : desk.hours_change_at ? `To ${moment(desk.hours_change_at)}` : "It does not open again");
  drawTime();
  drawHours(desk);
  tellOutages(desk.outages);
  tellNotices(model.world);
}
