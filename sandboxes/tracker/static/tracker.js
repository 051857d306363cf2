// What a tracker does without a new page: dragging a card of the board to another column.
// Every page also works without this script.
"use strict";

const board = document.querySelector(".board");
const form = document.querySelector("#dropped");
let held = null;

function columnAt(event) {
  const under = document.elementsFromPoint(event.clientX, event.clientY).filter((at) => !held.card.contains(at));
  return under.map((at) => at.closest("[data-status]")).find(Boolean);
}

function release() {
  held?.card.classList.remove("held");
  board.querySelectorAll(".over").forEach((column) => column.classList.remove("over"));
  if (held) held.card.style.translate = "";
  held = null;
}

board?.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(".card");
  if (card && event.button === 0 && !event.target.closest("button")) held = { card, x: event.clientX, y: event.clientY, moved: false };
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
  held.moved ||= Math.hypot(dx, dy) > 8;
  if (!held.moved) return;
  held.card.classList.add("held");
  held.card.style.translate = `${dx}px ${dy}px`;
  const under = columnAt(event);
  board.querySelectorAll("[data-status]").forEach((column) => column.classList.toggle("over", column === under));
});

document.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { card, moved } = held;
  const column = moved && columnAt(event); // before the card goes back
  release();
  if (!column || column === card.closest("[data-status]")) return;
  form.action = `/issues/${card.dataset.key}/status`;
  form.elements.status.value = column.dataset.status;
  form.submit();
});

document.addEventListener("pointercancel", release);
board?.addEventListener("dragstart", (event) => event.preventDefault());
