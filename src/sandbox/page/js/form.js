// A form the bot has opened for somebody, above where they write. Closing it tells nobody, as on the platform.
import { button, icon, make } from "./dom.js";
import { act } from "./net.js";

function lineOf(one) {
  const props = { name: one.id, required: one.required, maxlength: one.most, minlength: one.least || null, placeholder: one.hint, autocomplete: "off" };
  const input = one.long ? make("textarea", { ...props, rows: "3" }) : make("input", { ...props, type: "text" });
  input.value = one.value || "";
  return { input, row: make("label", { class: "form-line" }, make("span", { text: one.label }, !one.required && make("small", { text: " (if you like)" })), input) };
}

export function drawForm(window, form) {
  const lines = form.lines.map(lineOf);
  const close = () => {
    window.dismissed.add(form.id);
    window.redraw();
    window.focus();
  };
  const end = button("", close, { class: "icon", "aria-label": "Close this form" });
  end.append(icon("close"));
  const box = make("form", { class: "modal", "aria-label": form.title }, make("header", {}, make("h3", { text: form.title }), end),
    ...lines.map((one) => one.row), make("button", { class: "primary", text: "Send" }));
  box.onsubmit = async (event) => {
    event.preventDefault();
    await act({ deed: "fill", who: form.who, form: form.id, lines: lines.map(({ input }) => [input.name, input.value]) });
  };
  box.onkeydown = (event) => {
    if (event.key === "Escape") close();
  };
  queueMicrotask(() => lines[0]?.input.focus());
  return box;
}
