// A headless Chromium spoken to over a pipe (messages are JSON ended by a zero byte, on its descriptors 3 and 4), and
// what a person does in it. Everything that goes wrong in the page, and every address it asks for, is kept.
"use strict";
const { spawn } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

const PATIENCE_MS = 60_000;
const KEYS = { Enter: 13, Tab: 9, Escape: 27, ArrowUp: 38, ArrowDown: 40, ArrowLeft: 37, ArrowRight: 39, " ": 32 };

const ended = (child) => new Promise((done) => (child.exitCode ?? child.signalCode) !== null
  ? done(child.exitCode) : child.once("exit", (code) => done(code)));
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

class Browser {
  constructor(profile, pictures) {
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
      "--hide-scrollbars", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"];
    this.child = spawn(process.env.CHROMIUM || "chromium", flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.child.once("error", (error) => { throw error; });
    this.pictures = pictures;
    this.waiting = new Map();
    this.complaints = [];
    this.asked = [];
    this.last = 0;
    let rest = "";
    this.child.stdio[4].setEncoding("utf8").on("data", (data) => {
      const parts = (rest + data).split("\0");
      rest = parts.pop();
      for (const part of parts) this.hear(JSON.parse(part));
    });
    this.child.stdio[3].on("error", () => {});
  }

  hear({ id, method, params, error, result }) {
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.exception?.description);
    if (method === "Runtime.consoleAPICalled" && ["error", "assert"].includes(params.type)) this.complaints.push(params.args.map((one) => one.value ?? one.description).join(" "));
    if (method === "Log.entryAdded" && params.entry.level === "error") this.complaints.push(`${params.entry.text} ${params.entry.url || ""}`);
    if (method === "Network.requestWillBeSent") this.asked.push(params.request.url);
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    if (error) waiting.failed(new Error(error.message));
    else waiting.done(result);
  }

  call(method, params = {}) {
    const id = ++this.last;
    this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + "\0");
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  async open(url) {
    const { targetId } = await this.call("Target.createTarget", { url: "about:blank" });
    this.session = (await this.call("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const domain of ["Runtime", "Log", "Network", "Page"]) await this.call(`${domain}.enable`);
    await this.size(1440, 900);
    await this.call("Page.navigate", { url });
    await this.until("the page is drawn", () => document.querySelector("#work")?.dataset.work === "open");
  }

  // Its processes are told by itself to end; killing the first one would leave the others for a while.
  async close() {
    this.session = undefined;
    this.call("Browser.close").catch(() => {});
    const hurry = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await ended(this.child);
    clearTimeout(hurry);
  }

  size(width, height, scale = 1) {
    return this.call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: width < 600 });
  }

  scheme(value) {
    return this.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }, { name: "prefers-reduced-motion", value: "reduce" }] });
  }

  // Calls a function in the page.
  async ask(what, ...values) {
    const expression = `(${what})(...${JSON.stringify(values)})`;
    const answer = await this.call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description || "the page failed");
    return answer.result.value;
  }

  // Asks until the answer is true, and gives it back.
  async until(why, what, ...values) {
    const limit = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.ask(what, ...values);
      if (answer) return answer;
      if (Date.now() > limit) throw new Error(`in vain: ${why}`);
      await pause(50);
    }
  }

  async picture(name) {
    await pause(150);
    const { data } = await this.call("Page.captureScreenshot", { format: "png" });
    const file = join(this.pictures, `${name}.png`);
    writeFileSync(file, Buffer.from(data, "base64"));
    return file;
  }

  async key(key, { shift = false } = {}) {
    const text = key === "Enter" ? "\r" : key === " " ? " " : undefined;
    const code = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: KEYS[key], modifiers: shift ? 8 : 0 };
    await this.call("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...code, text });
    await this.call("Input.dispatchKeyEvent", { type: "keyUp", ...code });
  }

  type(text) {
    return this.call("Input.insertText", { text });
  }

  click(selector) {
    return this.until(`there is ${selector}`, (selector) => {
      const found = document.querySelector(selector);
      found?.click();
      return Boolean(found);
    }, selector);
  }

  // Presses the newest button of that name in a chat.
  press(where, label) {
    return this.until(`${where} has a button "${label}"`, (where, label) => {
      const found = [...document.querySelectorAll(`${where} .key`)].filter((one) => one.textContent === label);
      found.at(-1)?.click();
      return found.length > 0;
    }, where, label);
  }

  async write(where, text) {
    await this.ask((where) => document.querySelector(`${where} textarea`).focus(), where);
    await this.type(text);
    await this.key("Enter");
    await this.until(`${where} shows "${text}"`, (where, text) =>
      [...document.querySelectorAll(`${where} .own .said`)].some((one) => one.textContent === text), where, text);
  }

  // Waits for one of the newest messages to hold this, at the bottom of what can be seen.
  async sees(where, text) {
    await this.until(`${where} says "${text}"`, (where, text) =>
      [...document.querySelectorAll(`${where} .log .message`)].slice(-4).some((one) => one.textContent.includes(text)), where, text);
    await this.until(`${where} is scrolled to its end`, (where) => {
      const log = document.querySelector(`${where} .log`);
      return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    }, where);
  }

  work(state) {
    return this.until(`the desk is ${state}`, (state) => document.querySelector("#work").dataset.work === state, state);
  }

  // Opens the menu of the newest message that holds this and chooses.
  async choose(where, text, item) {
    await this.until(`${where} has "${text}" with a menu`, (where, text) => {
      const found = [...document.querySelectorAll(`${where} .message`)].filter((one) => one.querySelector(".said").textContent.includes(text)).at(-1);
      found?.querySelector(".more").click();
      return Boolean(found) && document.querySelector("#menu").matches(":popover-open");
    }, where, text);
    await this.until(`the menu has ${item}`, (item) => {
      const found = [...document.querySelectorAll("#menu button")].find((one) => one.textContent === item);
      found?.click();
      return Boolean(found);
    }, item);
  }

  async attach(where, files) {
    const { root } = await this.call("DOM.getDocument");
    const { nodeId } = await this.call("DOM.querySelector", { nodeId: root.nodeId, selector: `${where} input[type=file]` });
    await this.call("DOM.setFileInputFiles", { nodeId, files });
    await this.until("the files wait in the tray", (where, n) => document.querySelectorAll(`${where} .tray-item`).length === n, where, files.length);
  }

  // How many messages hold exactly this (or, of the desk's, contain it).
  count(where, text) {
    return this.ask((where, text) => [...document.querySelectorAll(`${where} .said`)].filter((one) => one.textContent.includes(text)).length, where, text);
  }
}

module.exports = { Browser, ended, pause };
