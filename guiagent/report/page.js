"use strict";

// One step is shown at a time; its pictures are made when it is shown and let go of when it is left.
const articles = [...document.querySelectorAll("article")];
const links = [...document.querySelectorAll(".strip a")];
const strip = document.querySelector(".strip");
const keys = document.getElementById("keys");
let shown = -1;
let side = "before";

function source(sha) {
  const kept = document.getElementById(`screen-${sha}`);
  return kept ? `data:${kept.dataset.type};base64,${kept.textContent}` : "";
}

function picture(sha, alt) {
  const url = source(sha);
  if (!url) return null;
  const image = new Image();
  image.alt = alt;
  image.decoding = "async";
  image.dataset.sha = sha;
  image.src = url;
  return image;
}

function develop(article, which) {
  const shot = article.querySelector(".shot");
  const sha = shot.dataset[which];
  shot.classList.toggle("after", which === "after");
  if (shot.querySelector("img")?.dataset.sha === sha) return;
  shot.querySelector("img")?.remove();
  const image = picture(sha, `${shot.dataset.alt}, ${which} it`);
  shot.classList.toggle("missing", !image);
  if (image) shot.prepend(image);
}

function fade(article) {
  article.querySelector(".shot img")?.remove();
}

// Marks keep their size on the glass, whatever the picture's size is.
function scaleMarks(shot, width = shot.getBoundingClientRect().width) {
  const svg = shot.querySelector("svg");
  if (!width) return;
  const scale = svg.viewBox.baseVal.width / width;
  for (const mark of svg.querySelectorAll(".fixed")) mark.setAttribute("transform", `scale(${scale})`);
}

const resized = new ResizeObserver((entries) => {
  for (const entry of entries) scaleMarks(entry.target);
});

function show(place) {
  if (!articles.length) return;
  const next = Math.min(Math.max(place, 0), articles.length - 1);
  if (next !== shown) {
    if (shown >= 0) leave(shown);
    shown = next;
    side = "before";
    const article = articles[shown];
    article.classList.add("shown");
    resized.observe(article.querySelector(".shot"));
    links[shown].setAttribute("aria-current", "step");
    keepInSight(links[shown]);
    document.getElementById("now").textContent = String(shown + 1);
    document.querySelector("main").scrollTop = 0;
  }
  turn(side);
}

function leave(place) {
  articles[place].classList.remove("shown");
  resized.unobserve(articles[place].querySelector(".shot"));
  fade(articles[place]);
  links[place].removeAttribute("aria-current");
}

function turn(which) {
  side = which;
  develop(articles[shown], side);
  for (const button of document.querySelectorAll("[data-side]")) {
    button.setAttribute("aria-pressed", String(button.dataset.side === side));
  }
}

// scrollIntoView would scroll the whole page on a phone.
function keepInSight(link) {
  const box = link.getBoundingClientRect();
  const frame = strip.getBoundingClientRect();
  if (box.top < frame.top || box.bottom > frame.bottom) strip.scrollTop += box.top - frame.top - frame.height / 3;
  if (box.left < frame.left || box.right > frame.right) strip.scrollLeft += box.left - frame.left - frame.width / 3;
}

function go(place) {
  show(place);
  history.replaceState(null, "", `#step-${shown + 1}`);
}

function linked() {
  const number = /^#step-(\d+)$/.exec(location.hash);
  return number ? Number(number[1]) - 1 : 0;
}

const steps = {
  ArrowRight: () => go(shown + 1),
  j: () => go(shown + 1),
  ArrowLeft: () => go(shown - 1),
  k: () => go(shown - 1),
  Home: () => go(0),
  End: () => go(articles.length - 1),
  a: () => turn(side === "before" ? "after" : "before"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") {
    if (keys.open) keys.close();
    else keys.showModal();
  } else if (!keys.open && articles.length && Object.hasOwn(steps, event.key)) {
    event.preventDefault();
    steps[event.key]();
  }
});

for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => go(shown + Number(button.dataset.go)));
}
for (const button of document.querySelectorAll("[data-side]")) {
  button.addEventListener("click", () => articles.length && turn(button.dataset.side));
}
document.querySelector(".ask").addEventListener("click", () => keys.showModal());
window.addEventListener("hashchange", () => show(linked()));

// Pictures of the strip exist only while they are in sight.
const inSight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      target.replaceChildren();
      const image = isIntersecting && picture(target.dataset.screen, "");
      if (image) target.append(image);
    }
  },
  { root: strip, rootMargin: "200px" },
);
for (const thumb of document.querySelectorAll(".thumb")) inSight.observe(thumb);

const PAPER = 700; // px: about the width of a picture on paper

// On paper all steps are there, each with the screen it began on.
window.addEventListener("beforeprint", () => {
  for (const article of articles) {
    develop(article, "before");
    article.querySelector("img")?.setAttribute("decoding", "sync");
    scaleMarks(article.querySelector(".shot"), PAPER);
  }
});
window.addEventListener("afterprint", () => {
  articles.forEach((article, place) => place !== shown && fade(article));
  if (shown >= 0) scaleMarks(articles[shown].querySelector(".shot"));
});

document.documentElement.classList.add("live");
show(linked());
