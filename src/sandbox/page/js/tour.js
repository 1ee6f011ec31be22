// The first steps of a newcomer: what to press, whether it is done, and somebody who does the tedious part.
import { button, byId, icon, make, sync } from "./dom.js";
import { act, upload } from "./net.js";
import { agents, customers, model, press, privateChat, say, staffChats } from "./model.js";
import { actAs, showPlace } from "./staff.js";
import { showCustomer } from "./customers.js";
import { view } from "./views.js";

const PAUSE_MS = 900;
const PATIENCE_MS = 20000;
const MOST_ANSWERS = 24;
// What Mei would press, whatever the order of the questions; and what she writes where there is nothing to press.
const PRESSES = ["Yes", "Something is broken or wrong", "It broke or doesn't work", "Travel case", "1 to 6 months ago", "Zipper", "Normal use", "Done", "No, not at all",
  "Within two weeks", "Repair", "Here in the chat", "Send"];
const ORDER = "A-4471";
const STORY = "The puller came off when I closed it, after some weeks.";

const rooms = () => staffChats().filter((chat) => chat.topic);
const outages = () => model.world.desk.outages;

const STEPS = [
  { text: "File a claim as Mei: press Start, then “Something is broken or wrong”.", help: ["Answer for me", playClaim], done: () => rooms().length > 0, go: () => showCustomer(customers()[0].handle) },
  { text: "Take the case as Lin: open its topic and press Take.", help: ["Show it", () => goToRoom()], done: () => rooms().some((room) => room.lines.some((line) => line.press && agents().some((one) => one.handle === line.author))) },
  { text: "Pull the plug in mid-message, then write /reply with an answer. Watch it arrive all the same.", help: ["Do it", playPlug], done: () => outages().some((one) => one.after) },
  { text: "Let time pass: go to the next deadline and look at the clocks.", help: ["Next deadline", () => byId("deadline").click()], done: () => state.deadline || (model.world.desk.clocks || []).some((one) => one.due_at && Date.parse(one.due_at) < Date.parse(model.world.now)) },
];
const state = { playing: false, closed: localStorage.getItem("tour") === "closed", deadline: false };

const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const newest = (chat) => [...chat.lines].reverse().find((line) => !line.press && line.author === model.world.bot.handle);

function goToRoom() {
  actAs(agents()[0].handle);
  view("staff");
  showPlace(rooms()[0].place);
}

const mei = () => customers()[0];
const asked = (one, label) => privateChat(one).lines.some((line) => line.press && line.text === label);

// A picture of a case whose zipper has lost its puller.
async function picture() {
  const canvas = new OffscreenCanvas(960, 720);
  const pen = canvas.getContext("2d");
  const leather = pen.createLinearGradient(0, 0, 960, 720);
  leather.addColorStop(0, "#7b4a2d");
  leather.addColorStop(1, "#4d2a17");
  pen.fillStyle = leather;
  pen.fillRect(0, 0, 960, 720);
  pen.fillStyle = "#2a1509";
  pen.fillRect(0, 318, 960, 84);
  for (let x = 12; x < 960; x += 34) {
    pen.fillStyle = x < 560 ? "#d9b56a" : "#b48a3e";
    pen.fillRect(x, x < 560 ? 340 : 322, 20, 22);
    pen.fillRect(x + 10, x < 560 ? 358 : 378, 20, 22);
  }
  pen.fillStyle = "#e8cd8c";
  pen.beginPath();
  pen.roundRect(540, 322, 92, 76, 16);
  pen.fill();
  pen.fillStyle = "#2a1509";
  pen.fillRect(568, 350, 36, 20);
  pen.strokeStyle = "rgba(240, 210, 160, .5)";
  pen.setLineDash([20, 14]);
  pen.lineWidth = 4;
  for (const y of [280, 440]) pen.strokeRect(-10, y, 990, 0);
  return new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 })], "zipper.jpg", { type: "image/jpeg" });
}

// Answers the newest question with a button it offers, with a picture where one is asked for, or with words.
async function answer(one) {
  const { lines, place } = privateChat(one);
  const line = newest({ lines });
  if (!line) return say(one.handle, place, "/start");
  const offered = line.buttons.flat().map((key) => key.text);
  const label = PRESSES.find((each) => offered.includes(each) && (each === "Done" || !asked(one, each)));
  const pictured = lines.some((each) => each.kind === "photo");
  if ((label === "Done" || !label) && !pictured && /photo/i.test(line.text)) return upload(one.handle, place, [{ kind: "photo", file: await picture() }], "");
  return label ? press(one.handle, place, line.id, label) : say(one.handle, place, /order number\?/.test(line.text) ? ORDER : STORY);
}

async function playClaim() {
  if (state.playing) return;
  state.playing = true;
  view("customers");
  showCustomer(mei().handle);
  for (let n = 0; n < MOST_ANSWERS && state.playing && !rooms().length; n += 1) {
    const before = newest(privateChat(mei()))?.seq;
    if (!(await answer(mei()))) break;
    const limit = Date.now() + PATIENCE_MS;
    while (state.playing && newest(privateChat(mei()))?.seq === before && Date.now() < limit) await pause(100);
    await pause(PAUSE_MS);
  }
  state.playing = false;
  drawTour();
}

async function playPlug() {
  const [room] = rooms();
  if (!room) return;
  goToRoom();
  await act({ deed: "unplug", when: "sending" });
  await say(agents()[0].handle, room.place, "/reply A new puller is on its way to you, with a small tool.");
}

export function drawTour() {
  const tour = byId("tour");
  const at = STEPS.findIndex((step) => !step.done());
  tour.hidden = state.closed || !model.world.can_unplug;
  if (tour.hidden) return;
  const step = STEPS[at];
  const playing = state.playing && at === 0;
  const dots = make("ol", { class: "dots", "aria-hidden": "true" }, ...STEPS.map((each, n) => make("li", { class: at === -1 || n < at ? "done" : n === at ? "here" : "" })));
  const end = button("", () => {
    state.closed = true;
    state.playing = false;
    localStorage.setItem("tour", "closed");
    drawTour();
  }, { class: "icon", "aria-label": "Close the first steps" });
  end.append(icon("close"));
  sync(tour, [{ key: "step", is: `${at} ${playing}`, build: () => make("div", { class: "tour-row" }, dots,
    make("p", {}, step && make("strong", { text: `${at + 1} of ${STEPS.length}` }), step ? step.text : "That is the round. Look at Proof for what both sides counted, or break something under Trouble."),
    step && button(playing ? "Stop" : step.help[0], () => {
      if (playing) state.playing = false;
      else step.help[1]();
      drawTour();
    }, { class: "tour-help" }), end) }]);
}
