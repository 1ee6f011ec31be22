// The page: draws the view the sandbox gives and sends back what people do.
// Everything shown goes through textContent or a property: what people write is never markup. What has not changed is
// not drawn again, so that focus, selection and half-written messages stay where they are.
"use strict";

const byId = (id) => document.getElementById(id);
const NOTICE_MS = 6000;
let world = null;
let ahead = 0; // the desk's clock less this machine's, in ms
let noticed = null;
let clockTime = null;
let clockDay = null;
const panels = { customers: panel("customers"), staff: panel("staff") };

function panel(name) {
  const root = byId(name);
  const find = (what) => root.querySelector(what);
  return { name, nav: find("nav"), chat: find(".chat"), form: find("form"), chosen: null, speaker: null,
    reply: null, drafts: {}, read: {}, place: null };
}

function make(tag, props = {}, ...inside) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...inside);
  return node;
}

// Makes the children of `parent` those of `items` ({key, build}), touching only the ones whose key is new.
function sync(parent, items) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, node] of old) if (!wanted.has(key)) node.remove();
  let at = parent.firstElementChild;
  for (const { key, build } of items) {
    const node = old.get(key) || build();
    node.dataset.key = key;
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}

function trouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = !text;
}

async function post(url, body, json = true) {
  const headers = { "x-sandbox": "1" };
  if (json) headers["content-type"] = "application/json";
  try {
    const answer = await fetch(url, { method: "POST", headers, body: json ? JSON.stringify(body) : body });
    trouble(answer.ok ? "" : await answer.text());
    return answer.ok;
  } catch {
    trouble("The demo does not answer. Is it still running?");
    return false;
  }
}
const act = (wish) => post("api/act", wish);

function tabs(panel) {
  if (panel.name === "customers") {
    return world.people.map((person) => ({ place: "chat:" + person.handle, person, lines: person.lines,
      title: person.staff ? person.name + " (staff)" : person.name }));
  }
  const topics = world.staff.topics.map((topic) => ({ ...topic, title: topic.name + (topic.closed ? " (closed)" : "") }));
  return [{ place: "staff", title: "General", lines: world.staff.lines }, ...topics.reverse()];
}

const last = (tab) => tab.lines.reduce((seq, line) => Math.max(seq, line.seq), 0);

// Until somebody chooses, the staff see their newest topic and the customers the first of them.
function shown(panel, all) {
  const wanted = all.find((tab) => tab.place === panel.chosen);
  return wanted || (panel.name === "staff" && all[1]) || all[0];
}

const speaker = (panel, tab) => (tab.person ? tab.person.handle : panel.speaker);
const nameOf = (handle) => (world.people.find((person) => person.handle === handle) || { name: handle }).name;
const inside = (line) => line.text || line.attachments.join(", ");

function choose(panel, place) {
  panel.chosen = place;
  panel.reply = null;
  draw();
}

function drawLine(panel, tab, line) {
  if (line.press) return make("div", { className: "press", textContent: `${nameOf(line.author)} pressed “${line.text}”` });
  const own = line.author !== world.bot.handle;
  const box = make("article", { className: own ? "message own" : "message" });
  const meta = make("div", { className: "meta" }, make("span", { textContent: own ? nameOf(line.author) : world.bot.name }));
  if (line.at) meta.append(make("time", { textContent: clockTime.format(new Date(line.at)), dateTime: line.at }));
  if (line.edited) meta.append(make("span", { textContent: "edited" }));
  if (line.pinned) meta.append(make("span", { textContent: "pinned" }));
  if (line.reactions.length) meta.append(make("span", { textContent: line.reactions.join(" ") }));
  const reply = () => { panel.reply = line; panel.chosen = tab.place; draw(); panel.text.focus(); };
  meta.append(make("button", { type: "button", textContent: "reply", onclick: reply, ariaLabel: "Reply to: " + inside(line).slice(0, 60) }));
  box.append(meta);
  if (line.reply_to) box.append(make("div", { className: "quote", textContent: line.reply_to }));
  const address = line.file && "file/" + encodeURIComponent(line.file);
  const names = line.attachments.join(", ");
  if (line.photo) box.append(make("img", { src: address, alt: names, onload: () => atEnd(panel) }));
  else if (line.file) box.append(make("a", { href: address, textContent: names }));
  else if (names) box.append(make("p", { textContent: names }));
  if (line.text) box.append(make("p", { textContent: line.text }));
  for (const row of line.buttons) box.append(make("div", { className: "row" }, ...row.map((button) => drawButton(panel, tab, line, button))));
  return box;
}

function drawButton(panel, tab, line, button) {
  if (button.url) return make("a", { href: button.url, textContent: button.text, target: "_blank", rel: "noopener noreferrer" });
  const press = () => act({ deed: "press", who: speaker(panel, tab), place: tab.place, message: line.id, label: button.text });
  return make("button", { type: "button", textContent: button.text, onclick: press });
}

function drawEmpty(panel, tab) {
  const box = make("div", { className: "empty" });
  if (tab.person && !tab.person.staff) {
    const start = () => act({ deed: "say", who: tab.person.handle, place: tab.place, text: "/start", reply_to: null });
    box.append(make("p", { textContent: `${tab.person.name} has not written yet.` }),
      make("button", { type: "button", textContent: "Start", onclick: start }));
  } else {
    box.append(make("p", { textContent: tab.person ? "No messages yet." : "Nothing yet. A customer's claim opens a topic of its own here." }));
  }
  return box;
}

function atEnd(panel) {
  if (panel.follows) panel.chat.scrollTop = panel.chat.scrollHeight;
}

function drawChat(panel, tab) {
  const { chat } = panel;
  const moved = panel.place !== tab.place;
  panel.follows = moved || chat.scrollHeight - chat.scrollTop - chat.clientHeight < 60;
  if (moved) chat.replaceChildren();
  panel.place = tab.place;
  chat.lang = (tab.person && tab.person.language) || "";
  const items = [];
  let day = null;
  for (const line of tab.lines) {
    const today = line.at && clockDay.format(new Date(line.at));
    if (today && today !== day) items.push({ key: "day " + today, build: () => make("div", { className: "day", textContent: today }) });
    day = today || day;
    items.push({ key: JSON.stringify(line), build: () => drawLine(panel, tab, line) });
  }
  if (!items.length) items.push({ key: "empty", build: () => drawEmpty(panel, tab) });
  sync(chat, items);
  atEnd(panel);
}

function drawNav(panel, all, tab) {
  panel.read[tab.place] = last(tab);
  const items = all.map((one) => ({ key: one.place + " " + one.title, build: () =>
    make("button", { type: "button", textContent: one.title, title: one.title, onclick: () => choose(panel, one.place) }) }));
  if (panel.name === "customers") items.push({ key: "+", build: () =>
    make("button", { type: "button", textContent: "+ person", onclick: addPerson }) });
  sync(panel.nav, items);
  all.forEach((one, at) => {
    const button = panel.nav.children[at];
    button.setAttribute("aria-pressed", String(one === tab));
    button.classList.toggle("news", last(one) > (panel.read[one.place] || 0));
  });
}

// The form is built once; what it says follows the chat that is shown.
function buildForm(panel) {
  const { form } = panel;
  panel.answering = make("span", { className: "answering" });
  panel.who = make("select", { ariaLabel: "Who speaks", onchange: () => { panel.speaker = panel.who.value; draw(); } });
  panel.text = make("textarea", { rows: 1, ariaLabel: "Message", autocomplete: "off" });
  panel.file = make("input", { type: "file", ariaLabel: "Photo or file", onchange: () => nameFile(panel) });
  panel.fileName = make("span");
  panel.block = make("button", { type: "button" });
  form.append(panel.answering, panel.who, panel.text, make("label", { className: "file" }, panel.fileName, panel.file),
    make("button", { className: "send", textContent: "Send" }), panel.block);
  panel.text.oninput = () => { panel.drafts[panel.place] = panel.text.value; panel.chosen = panel.place; };
  panel.text.onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  };
  form.onsubmit = (event) => { event.preventDefault(); send(panel); };
  nameFile(panel);
}

function nameFile(panel) {
  panel.fileName.textContent = panel.file.files.length ? panel.file.files[0].name : "Photo or file";
}

async function send(panel) {
  const tab = shown(panel, tabs(panel));
  const { place } = tab;
  const who = speaker(panel, tab);
  const given = panel.file.files[0];
  const text = panel.text.value;
  if (!given && !text.trim()) return;
  if (given) {
    const kind = given.type.startsWith("image/") ? "photo" : given.type.startsWith("video/") ? "video" : "document";
    if (!(await post("api/file?" + new URLSearchParams({ who, place, kind, name: given.name, caption: text }), given, false))) return;
  } else if (!(await act({ deed: "say", who, place, text, reply_to: panel.reply && panel.reply.id }))) {
    return;
  }
  panel.drafts[place] = "";
  panel.file.value = "";
  panel.reply = null;
  panel.follows = true;
  nameFile(panel);
  if (panel.place === place) panel.text.value = "";
  draw();
}

function drawForm(panel, tab, moved) {
  if (moved) panel.text.value = panel.drafts[tab.place] || "";
  panel.text.placeholder = tab.person ? `Write as ${tab.person.name}` : "A note, or /reply, /help …";
  const stop = () => { panel.reply = null; draw(); };
  sync(panel.answering, panel.reply ? [{ key: String(panel.reply.seq), build: () => make("span", {},
    `Answers “${inside(panel.reply).slice(0, 60)}” `, make("button", { type: "button", textContent: "Don't reply", onclick: stop })) }] : []);
  panel.answering.hidden = !panel.reply;
  const agents = tab.person ? [] : world.people.filter((person) => person.staff);
  if (!tab.person && !agents.some((agent) => agent.handle === panel.speaker)) panel.speaker = agents.length ? agents[0].handle : null;
  sync(panel.who, agents.map((agent) => ({ key: agent.handle, build: () => make("option", { value: agent.handle, textContent: agent.name }) })));
  panel.who.hidden = !agents.length;
  if (agents.length) panel.who.value = panel.speaker;
  panel.block.hidden = !tab.person;
  if (!tab.person) return;
  const { handle, blocked } = tab.person;
  panel.block.textContent = blocked ? "Unblock the bot" : "Block the bot";
  panel.block.onclick = () => act({ deed: "block", who: handle, blocked: !blocked });
}

function drawPanel(panel) {
  const all = tabs(panel);
  const tab = shown(panel, all);
  if (!tab) return;
  const moved = panel.place !== tab.place;
  drawNav(panel, all, tab);
  drawChat(panel, tab);
  drawForm(panel, tab, moved);
}

async function addPerson() {
  const name = prompt("Name of the new customer");
  if (!name || !name.trim()) return;
  const handle = name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "guest" + (world.people.length + 1);
  if (await act({ deed: "join", handle, name, language: navigator.language, staff: false })) choose(panels.customers, "chat:" + handle);
}

function drawFacts() {
  const facts = [...world.facts];
  if (world.unconfirmed) facts.push({ label: "Not yet taken by the desk", text: `${world.unconfirmed} update(s)`, bad: false });
  if (world.faults) facts.push({ label: "Arranged trouble", text: `${world.faults} to come`, bad: false });
  sync(byId("facts"), facts.map((fact) => ({ key: JSON.stringify(fact), build: () =>
    make("div", {}, make("dt", { textContent: fact.label }), make("dd", { textContent: fact.text, className: fact.bad ? "bad" : "" })) })));
}

// Pop-ups are shown once, for a while; those from before the page was opened are not.
function drawNotices() {
  const before = noticed;
  noticed = world.notices.reduce((at, notice) => Math.max(at, notice.at), before ?? -1);
  if (before === null) return;
  for (const notice of world.notices.filter((one) => one.at > before)) {
    const note = make("p", { textContent: `${nameOf(notice.who)} sees: ${notice.text}` });
    byId("notices").append(note);
    setTimeout(() => note.remove(), NOTICE_MS);
  }
}

function drawClock() {
  if (!world) return;
  const now = new Date(Date.now() + ahead);
  byId("now").textContent = `${clockDay.format(now)} ${clockTime.format(now)} ${world.zone}`;
  byId("now").dateTime = now.toISOString();
}

function draw() {
  if (!world) return;
  byId("unplug").hidden = !world.can_unplug;
  drawClock();
  drawFacts();
  drawNotices();
  drawPanel(panels.customers);
  drawPanel(panels.staff);
}

function take(view) {
  world = view;
  ahead = Date.parse(view.now) - Date.now();
  const timeZone = view.zone;
  clockTime ??= new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  clockDay ??= new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short", year: "numeric" });
  draw();
}

async function follow() {
  let lost = false;
  for (;;) {
    try {
      const answer = await fetch("api/state" + (world && !lost ? "?since=" + world.version : ""));
      take(await answer.json());
      if (lost) trouble("");
      lost = false;
    } catch {
      lost = true;
      trouble("The demo does not answer. Is it still running?");
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}

for (const button of document.querySelectorAll("[data-minutes]")) {
  button.onclick = () => act({ deed: "clock", minutes: Number(button.dataset.minutes) });
}
byId("break").onclick = () => {
  const [name, seconds] = byId("fault").value.split(" ");
  act({ deed: "fault", method: "sendMessage", trouble: name, seconds: seconds ? Number(seconds) : null, times: 1 });
};
byId("again").onclick = () => act({ deed: "redeliver", count: 10 });
byId("unplug").onclick = () => act({ deed: "unplug" });
buildForm(panels.customers);
buildForm(panels.staff);
setInterval(drawClock, 1000);
follow();
