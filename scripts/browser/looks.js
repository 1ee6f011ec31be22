// What must hold of the page's looks whatever is on it: nothing sticks out, everything can be read.
"use strict";

// Runs in the page: what is wider than the screen, or stands beyond its edge.
function overflow() {
  const wide = document.documentElement.clientWidth;
  const found = document.scrollingElement.scrollWidth > wide ? ["the page can be scrolled sideways"] : [];
  const scrolls = (node) => { const { overflowX } = getComputedStyle(node); return overflowX === "auto" || overflowX === "scroll"; };
  for (const node of document.body.querySelectorAll("*")) {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || (box.right <= wide + 1 && box.left >= -1)) continue;
    if (node.closest(".unseen, .skip")) continue;
    let inside = node.parentElement;
    while (inside && !scrolls(inside)) inside = inside.parentElement;
    if (!inside) found.push(`${node.tagName}.${node.className} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found;
}

// Runs in the page: texts whose contrast with what lies behind them is less than WCAG's AA asks for.
function contrast() {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => ({ r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a), b: top.b * top.a + below.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const bad = new Set();
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!/[\p{L}\p{N}]/u.test(words) || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || node.closest(".unseen, .skip, noscript, option")) continue;
    seen += 1;
    const style = getComputedStyle(node);
    const back = behind(node);
    const [a, b] = [light(over(parse(style.color), back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.add(`${ratio.toFixed(2)} "${words.slice(0, 30)}" (${node.tagName}.${node.className})`);
  }
  for (const box of document.querySelectorAll("textarea")) {
    const style = getComputedStyle(box, "::placeholder");
    const [a, b] = [light(parse(style.color)), light(behind(box))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(`placeholder "${box.placeholder}"`);
  }
  return seen < 10 ? [`only ${seen} texts were found`] : [...bad];
}

const VIEWS = ["customers", "staff", "desk"];
const PANELS = ["clocks", "deliveries", "faults", "proof"];

// Walks through everything that can be shown and looks at it.
async function eachView(page, look) {
  for (const view of VIEWS) {
    await page.ask((view) => document.querySelector(`.views [data-view=${view}]`).click(), view);
    for (const panel of view === "desk" ? PANELS : [null]) {
      if (panel) await page.click(`#tab-${panel}`);
      await look(panel || view);
    }
  }
  await page.ask(() => document.querySelector(".views [data-view=customers]").click());
}

module.exports = { overflow, contrast, eachView };
