// Elements, made and kept. Everything shown goes through text nodes and properties: what people write is never markup.

export const byId = (id) => document.getElementById(id);

export function make(tag, props = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node[name] = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

export const button = (text, onclick, props = {}) => make("button", { type: "button", onclick, ...props }, text);

const SHAPES = {
  reply: "M10 8V4L3 11l7 7v-4c5 0 8 2 11 6-1-8-5-12-11-12z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14.5 7.5",
  send: "M4 12l16-8-6 17-3-7-7-2z",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3-1-6zM12 15v6",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M4 12.500l5 5L20 6.5",
  checks: "M1.5 12.500l5 5L17 6.500M12 17l.5.500L23 6.5",
  wait: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  doubt: "M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M12 17.500h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  failed: "M12 7.500v5.500M12 16.500h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.6 17.600L19 19M19 5l-1.4 1.400M6.4 17.600L5 19",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18",
  down: "M6 10l6 6 6-6",
  tap: "M9 11V5a1.5 1.5 0 0 1 3 0v5l5.5 1.200a2 2 0 0 1 1.5 2.300L18 20H10l-4-5.500a1.5 1.5 0 0 1 2.3-1.900L9 13",
  place: "M12 21s7-6.5 7-11.500a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-4 4-6 8-6s7 2 8 6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  play: "M8 5l11 7-11 7z",
  hash: "M9.5 4L8 20M16 4l-1.5 16M4.500 9h16M3.500 15h16",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
};

export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon-${name}`);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const controls = (node) => [...node.querySelectorAll("button, a[href]")];

// Makes the children of `parent` those of `items` ({key, is, build}): a child stays as long as what it `is` stays the
// same, so that focus, selection and half-written words stay where they are.
export function sync(parent, items) {
  const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, node] of old) if (!wanted.has(key)) node.remove();
  let at = parent.firstElementChild;
  for (const { key, is = "", build } of items) {
    let node = old.get(key);
    if (node && node.dataset.is !== is) node = exchange(node, build());
    node ??= build();
    node.dataset.key = key;
    node.dataset.is = is;
    if (at && at.dataset.key === key) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}

function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && (focused === old ? -1 : controls(old).indexOf(focused));
  if (old.tabIndex === 0) fresh.tabIndex = 0;
  old.replaceWith(fresh);
  if (focused) (place === -1 ? fresh : controls(fresh)[place] || fresh).focus({ preventScroll: true });
  return fresh;
}

// One of several is in the order of Tab; arrows, Home and End move among them.
export function roving(list, selector, choose = (node) => node.focus()) {
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll(selector)].filter((node) => node.getClientRects().length);
    const at = all.indexOf(event.target.closest(selector));
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const node = all[(to + all.length) % all.length];
    choose(node);
    // Why: what is chosen may have been drawn anew.
    const fresh = [...list.querySelectorAll(selector)].find((one) => one === node || (node.dataset.key && one.dataset.key === node.dataset.key));
    fresh?.focus();
  });
}

// Says something to those who listen instead of looking.
export function announce(text) {
  const line = make("p", { text });
  byId("announcer").append(line);
  setTimeout(() => line.remove(), 4000);
}
