// Puts the parts together: what the view says is drawn wherever it is shown.
import { byId, button, make, roving } from "./dom.js";
import { drawClocks } from "./clocks.js";
import { drawCustomers, setUpCustomers } from "./customers.js";
import { drawDeliveries, find, setUpDeliveries } from "./deliveries.js";
import { drawFaults, setUpFaults } from "./faults.js";
import { drawHead, setUpHead } from "./head.js";
import { setUpMenu } from "./menu.js";
import { customers, model, redraw, take, unreadOf } from "./model.js";
import { follow } from "./net.js";
import { drawProof, setUpProof } from "./proof.js";
import { drawStaff, setUpStaff, showPlace } from "./staff.js";
import { drawTour } from "./tour.js";
import { setUpViews, view, viewed } from "./views.js";

const PANELS = [["clocks", "Clocks"], ["deliveries", "Deliveries"], ["faults", "Trouble"], ["proof", "Proof"]];
const panels = {};

function openPanel(name) {
  for (const [each] of PANELS) {
    panels[each].hidden = each !== name;
    panels[`${each} tab`].setAttribute("aria-selected", String(each === name));
    panels[`${each} tab`].tabIndex = each === name ? 0 : -1;
  }
  if (model.world) redraw();
}

function setUpDesk() {
  const tabs = make("div", { class: "tabs panels", role: "tablist", "aria-label": "Behind the counter" });
  for (const [name, title] of PANELS) {
    panels[`${name} tab`] = button(title, () => openPanel(name), { role: "tab", class: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, data: { panel: name } });
    panels[name] = make("div", { class: `panel ${name}`, role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0" });
    tabs.append(panels[`${name} tab`]);
  }
  byId("desk").append(tabs, ...PANELS.map(([name]) => panels[name]));
  roving(tabs, "[role=tab]", (tab) => openPanel(tab.dataset.panel));
  panels.clocks.append(make("div", { class: "rows" }));
  setUpDeliveries(panels.deliveries);
  setUpFaults(panels.faults);
  setUpProof(panels.proof);
  openPanel("clocks");
}

function onRow(row) {
  view("desk");
  openPanel("deliveries");
  find(panels.deliveries, row);
}

const openRoom = (place) => {
  view("staff");
  showPlace(place);
};

function drawViews() {
  const news = { customers: customers().reduce((sum, one) => sum + unreadOf(one), 0) };
  const button = document.querySelector(".views [data-view=customers]");
  button.classList.toggle("news", news.customers > 0 && viewed() !== "customers");
}

setUpHead();
setUpMenu();
setUpCustomers(onRow);
setUpStaff(onRow);
setUpDesk();
setUpViews();
model.listeners.push(drawHead, drawCustomers, drawStaff, () => drawClocks(panels.clocks.firstChild, openRoom), () => drawDeliveries(panels.deliveries),
  () => drawFaults(panels.faults), () => drawProof(panels.proof), drawTour, drawViews);
addEventListener("resize", () => model.world && redraw());
document.addEventListener("visibilitychange", () => model.world && redraw());
setInterval(() => model.world && drawClocks(panels.clocks.firstChild, openRoom), 10000);
follow(take);
