// What both sides counted, and every time the plug was pulled.
import { icon, make, sync } from "./dom.js";
import { model } from "./model.js";
import { count, seconds } from "./words.js";

export function setUpProof(panel) {
  panel.append(make("div", { class: "ledger" }), make("h3", { text: "The plug" }), make("div", { class: "rows outages" }));
}

export function drawProof(panel) {
  const { tally, desk } = model.world;
  const busy = tally.waiting > 0 || desk.work !== "open" || desk.balance?.made !== tally.made;
  const { lost = 0, twice = 0 } = desk.balance || {};
  const lines = [
    ["Updates made by the platform", tally.made], ["Taken by the desk", desk.taken], ["Waiting for it", tally.waiting],
    ["Handed over again", tally.repeated], ["Deliveries of the desk", desk.counts?.sent || 0], ["Messages of the desk in the chats", tally.posted], ["Of them twice", busy ? "…" : twice],
  ];
  const verdict = busy ? ["wait", "At work; the balance is drawn when it rests."]
    : lost + twice === 0 ? ["checks", "Nothing lost, nothing twice."]
    : ["doubt", [lost && `${count(lost, "update")} lost.`, twice && `${count(twice, "message")} twice, because a receipt was lost.`].filter(Boolean).join(" ")];
  sync(panel.querySelector(".ledger"), [
    { key: "verdict", is: verdict.join(), build: () => make("p", { class: `verdict ${verdict[0]}` }, icon(verdict[0]), verdict[1]) },
    { key: "lines", is: JSON.stringify(lines), build: () => make("dl", { class: "sums" }, ...lines.map(([name, n]) => make("div", {}, make("dt", { text: name }), make("dd", { text: String(n) })))) },
  ]);
  const outages = (desk.outages || []).map((one, at) => ({ key: String(at), is: JSON.stringify(one), build: () => draw(one) })).reverse();
  if (!outages.length) outages.push({ key: "empty", build: () => make("p", { class: "nothing", text: "Not pulled yet. It is a kill -9 of the desk's process; a new one starts by itself." }) });
  sync(panel.querySelector(".outages"), outages);
}

const list = (parts) => parts.filter(Boolean).join(", ") || "nothing";

export function before(one) {
  return list([one.sending && `${count(one.sending, "message")} on the way`, one.queued && `${count(one.queued, "message")} waiting`, one.unconfirmed && `${count(one.unconfirmed, "update")} not confirmed`]);
}

export function after({ after: found }) {
  const again = list([found.handed_again && `${count(found.handed_again, "update")} handed over again`, found.sent_again && `${count(found.sent_again, "message")} sent again`]);
  return { again, end: found.lost + found.twice === 0 ? "Nothing lost, nothing twice." : `${found.lost} lost, ${found.twice} twice.` };
}

function draw(one) {
  const lines = [make("div", { class: "row-line" }, make("strong", { text: `Killed${one.process ? ` process ${one.process}` : ""}` }), make("time", { text: seconds(one.at), datetime: one.at })),
    make("div", { class: "small", text: `Under way: ${before(one)}.` })];
  if (one.down_ms !== null) lines.push(make("div", { class: "small", text: `Open again after ${(one.down_ms / 1000).toFixed(1)} s.` }));
  if (one.after) {
    const { again, end } = after(one);
    lines.push(make("div", { class: "small", text: `Repeated: ${again}.` }), make("div", { class: "verdict small checks" }, icon("checks"), end));
  }
  return make("article", { class: "row outage" }, ...lines);
}
