// The two ways to the demo's process: one view that is waited for, one door for acts.
import { byId } from "./dom.js";

const SILENCE = "The demo does not answer. Is it still running?";

export function trouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = !text;
}

async function post(url, body, type) {
  const headers = { "x-sandbox": "1" };
  if (type) headers["content-type"] = type;
  try {
    const answer = await fetch(url, { method: "POST", headers, body });
    trouble(answer.ok ? "" : await answer.text());
    return answer.ok;
  } catch {
    trouble(SILENCE);
    return false;
  }
}

export const act = (wish) => post("api/act", JSON.stringify(wish), "application/json");

// Several files in one body, one behind the other.
export function upload(who, place, files, caption) {
  const list = files.map(({ kind, file }) => ({ kind, name: file.name || `${kind}.bin`, size: file.size }));
  const query = new URLSearchParams({ who, place, caption, files: JSON.stringify(list) });
  return post(`api/file?${query}`, new Blob(files.map(({ file }) => file)), "application/octet-stream");
}

export async function follow(take) {
  let version = null;
  for (;;) {
    try {
      const answer = await fetch("api/state" + (version === null ? "" : `?since=${version}`));
      const view = await answer.json();
      if (version === null) trouble("");
      version = view.version;
      take(view);
    } catch (error) {
      if (!(error instanceof TypeError)) console.error(error);
      version = null;
      trouble(SILENCE);
      await new Promise((again) => setTimeout(again, 1000));
    }
  }
}
