// Which of the three views is shown where there is room for one.
import { model, redraw } from "./model.js";

export const viewed = () => document.body.dataset.view;

export function view(name) {
  document.body.dataset.view = name;
  for (const one of document.querySelectorAll(".views button")) one.setAttribute("aria-current", String(one.dataset.view === name));
  if (model.world) redraw();
}

export function setUpViews() {
  for (const one of document.querySelectorAll(".views button")) one.onclick = () => view(one.dataset.view);
  view("customers");
}
