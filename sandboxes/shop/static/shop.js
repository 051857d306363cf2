// What a shop does without a new page: suggestions under the search field, steps of a quantity, sums of the checkout.
// Every page also works without this script.
"use strict";

const field = document.querySelector(".find input");
const list = document.querySelector(".suggestions");
let latest = 0;

async function suggest() {
  const turn = ++latest;
  const text = field.value.trim();
  const found = text.length < 2 ? [] : await (await fetch(`/suggest?q=${encodeURIComponent(text)}`)).json();
  if (turn !== latest) return;
  list.replaceChildren(...found.map(({ name, path }) => Object.assign(document.createElement("a"), { href: path, textContent: name })));
  list.hidden = found.length === 0 || document.activeElement !== field;
}
field.addEventListener("input", suggest);
field.addEventListener("keydown", (event) => { if (event.key === "Escape") list.hidden = true; });
document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".find")) list.hidden = true; });

const filters = document.querySelector(".filters");
if (filters && matchMedia("(max-width: 760px)").matches) filters.open = false;

const quantity = document.querySelector(".amount input");
if (quantity) {
  const step = (label, words, by) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label, ariaLabel: words });
    button.addEventListener("click", () => { quantity.value = Math.max(1, (parseInt(quantity.value, 10) || 1) + by); });
    return button;
  };
  const box = Object.assign(document.createElement("div"), { className: "stepper" });
  quantity.replaceWith(box);
  box.append(step("−", "One less", -1), quantity, step("+", "One more", 1));
}

const checkout = document.querySelector("#checkout");
if (checkout) {
  const [shipping, total, wrapping] = ["[data-sum=shipping]", "[data-sum=total]", "[data-row=wrapping]"].map((at) => document.querySelector(at));
  const cents = (text) => Number(text.replace(/\D/g, ""));
  const sign = total.textContent.trim()[0];
  const money = (value) => sign + (value / 100).toLocaleString("en", { minimumFractionDigits: 2 });
  let base = cents(total.textContent) - (cents(shipping.textContent) || 0) - (wrapping.hidden ? 0 : cents(wrapping.textContent));
  const show = () => {
    const delivery = Number(checkout.querySelector("[name=delivery]:checked")?.dataset.price ?? 0);
    wrapping.hidden = !checkout.gift_wrap.checked;
    shipping.textContent = delivery ? money(delivery) : "Free";
    total.textContent = money(base + delivery + (wrapping.hidden ? 0 : cents(wrapping.querySelector("dd").textContent)));
  };
  checkout.addEventListener("change", show);
  show();
}
