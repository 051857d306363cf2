// What a mailbox does without a new page: ticking all messages, unfolding Cc and Bcc, names under the fields for addresses.
// Every page also works without this script.
"use strict";

const all = document.querySelector("[data-all]");
if (all) {
  const boxes = [...document.querySelectorAll("input[name=ids]")];
  const show = () => {
    all.checked = boxes.every((box) => box.checked);
    for (const box of boxes) box.closest("li").classList.toggle("ticked", box.checked);
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; show(); });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

const copies = document.querySelector("[data-fold]");
if (copies) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link unfold", textContent: "Add Cc or Bcc" });
  copies.hidden = true;
  copies.before(button);
  button.addEventListener("click", () => { copies.hidden = false; button.remove(); copies.querySelector("input").focus(); });
}

for (const field of document.querySelectorAll("[data-people]")) {
  const list = Object.assign(document.createElement("div"), { className: "suggestions", hidden: true });
  field.after(list);
  let latest = 0;
  const parts = () => field.value.split(",");
  const take = (email) => {
    field.value = [...parts().slice(0, -1).map((part) => part.trim()), email].join(", ");
    list.hidden = true;
    field.focus();
  };
  field.addEventListener("input", async () => {
    const turn = ++latest;
    const text = parts().at(-1).trim();
    list.hidden = true; // what fitted fewer letters may lie over the next field when that is clicked
    const found = text.length < 2 ? [] : await (await fetch(`/suggest?q=${encodeURIComponent(text)}`)).json();
    if (turn !== latest) return;
    list.replaceChildren(...found.map(({ name, email }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${name} <${email}>` });
      button.addEventListener("click", () => take(email));
      return button;
    }));
    list.hidden = found.length === 0 || document.activeElement !== field;
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Escape" || event.key === "Tab") list.hidden = true; });
  document.addEventListener("pointerdown", (event) => { if (!list.contains(event.target)) list.hidden = true; });
}
