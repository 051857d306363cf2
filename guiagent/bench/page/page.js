"use strict";
document.documentElement.classList.add("live");

// A fraction opens the list of its attempts, made of the circles beside it.
const list = document.getElementById("list");
const heads = [...document.querySelectorAll(".tasks thead th")];

function open(button) {
  const cell = button.closest("td");
  const task = cell.closest("tr").querySelector("th").firstChild.textContent;
  list.querySelector("h3").textContent = `${task} · ${heads[cell.cellIndex].title}`;
  list.querySelector("ol").replaceChildren(...[...cell.querySelector(".d").children].map(item));
  list.showPopover();
  const at = button.getBoundingClientRect(), size = list.getBoundingClientRect();
  const below = at.bottom + 6 + size.height < innerHeight ? at.bottom + 6 : Math.max(8, at.top - 6 - size.height);
  list.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  list.style.top = `${below}px`;
}

function item(circle) {
  const row = document.createElement("li"), mark = document.createElement("i");
  const words = document.createElement(circle.href ? "a" : "span");
  mark.className = circle.className;
  words.textContent = circle.title;
  if (circle.href) words.href = circle.getAttribute("href");
  row.append(mark, words);
  return row;
}

document.querySelector(".tasks").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) open(button);
});

// The table shows the tasks that are looked for.
const find = document.getElementById("find"), differ = document.getElementById("differ");
const count = document.getElementById("count");

function sift() {
  const wanted = find.value.trim().toLowerCase();
  let shown = 0;
  for (const body of document.querySelectorAll(".tasks tbody")) {
    let here = 0;
    for (const row of [...body.rows].slice(1)) {
      const named = row.cells[0].textContent.toLowerCase().includes(wanted);
      row.hidden = !named || (differ.checked && row.classList.contains("alike"));
      here += !row.hidden;
    }
    body.hidden = !here;
    shown += here;
  }
  count.textContent = wanted || differ.checked ? `${shown} shown` : "";
}

find.addEventListener("input", sift);
differ.addEventListener("change", sift);
find.form.addEventListener("submit", (event) => event.preventDefault());
sift();
