// A card in the page's top layer, beside the field that it belongs to. At most one is open in a document.
// The page notices nothing of it: its shadow root is closed, its events end at the window, its styles come from no
// inline text (so a Content-Security-Policy lets it be), and the field that it belongs to never sees a blur.

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  * { box-sizing: border-box; }
  .card { font: 14px/1.35 system-ui, "DejaVu Sans", sans-serif; color: #1f1f1f; background: #fff; color-scheme: light;
    border: 1px solid #80868b; border-radius: 6px; box-shadow: 0 4px 14px rgb(0 0 0 / 30%); overflow: hidden;
    display: flex; flex-direction: column; max-width: 100%; max-height: 100%; user-select: none; cursor: default; }
  .list { overflow-y: auto; scrollbar-width: none; flex: 0 1 auto; min-height: 0; padding: 3px 0; }
  .option { padding: 4px 12px; min-height: 27px; overflow-wrap: anywhere; }
  .option.inside { padding-left: 26px; }
  .option:hover { background: #e8f0fe; }
  .option.chosen { font-weight: 600; }
  .option.active { background: #1a67d2; color: #fff; }
  .option.off { color: #9aa0a6; background: none; }
  .group { padding: 5px 12px 2px; font-weight: 700; color: #444746; }
  .line { border-top: 1px solid #dadce0; margin: 4px 0; }
  .more { flex: none; padding: 3px 12px; text-align: center; font-size: 12px; color: #174ea6; background: #e8f0fe; }
  .more[hidden] { display: none; }
  .sheet { padding: 10px; display: flex; flex-direction: column; gap: 7px; }
  .sheet > * { flex: none; }
  .sheet > .body { flex: 0 1 auto; min-height: 0; overflow-y: auto; scrollbar-width: none; }
  .body > * + * { margin-top: 5px; }
  .says { font-size: 12px; color: #444746; }
  .says.wrong { color: #b3261e; font-weight: 600; }
  input { font: inherit; width: 100%; padding: 4px 7px; border: 2px solid #1a67d2; border-radius: 4px; outline: none;
    color: inherit; background: #fff; user-select: text; cursor: text; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
  .turner { flex-wrap: nowrap; }
  .row > .title { flex: 1; text-align: center; font-weight: 600; }
  .grid { display: grid; gap: 2px; }
  .head { text-align: center; font-size: 12px; color: #5f6368; }
  .cell { text-align: center; padding: 3px 2px; border-radius: 4px; min-width: 16px; }
  .button { text-align: center; padding: 4px 11px; border-radius: 4px; border: 1px solid #80868b; background: #fff; }
  .button:hover, .cell:hover { background: #e8f0fe; }
  .button.main { background: #1a67d2; border-color: #1a67d2; color: #fff; }
  .cell.chosen { background: #1a67d2; color: #fff; }
  .cell.today { outline: 1px solid #1a67d2; }
  .cell.off { color: #bdc1c6; background: none; }
  .swatch { height: 24px; border-radius: 4px; border: 1px solid #80868b; }
  .space { flex: 1; }
  .body[hidden] { display: none; }
`);

const MARGIN = 4; // CSS px that stay free around the card
let panel = null; // {host, root, field, keys, closed}
let pointer = { x: 0, y: 0 };

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

// A thing of the card that can be clicked; events end at the window, so the card keeps the handlers itself.
const clicks = new WeakMap();
function button(className, text, click) {
  const element = make("div", className, text);
  clicks.set(element, click);
  return element;
}

// The innermost modal dialog around the field: what lies outside it is inert.
function mountFor(field) {
  for (let node = field; node; node = node.parentNode ?? node.host)
    if (node.localName === "dialog" && node.matches(":modal")) return node;
  return document.documentElement;
}

function openPanel(field, card, keys) {
  closePanel();
  const host = make("div");
  const root = host.attachShadow({ mode: "closed" });
  root.adoptedStyleSheets = [sheet];
  root.append(card);
  card.classList.add("card");
  host.popover = "manual";
  mountFor(field).append(host);
  host.showPopover();
  panel = { host, root, card, field, keys };
  style(host, { all: "initial", position: "fixed", display: "block", inset: "auto", left: "0", top: "0" });
  place();
  if (window !== top) whenSeen(host, place);
}

function closePanel() {
  if (!panel) return;
  const { host, root, field } = panel;
  const focused = root.activeElement !== null;
  if (focused) field.focus({ preventScroll: true });
  panel = null;
  host.remove();
}

function style(element, rules) {
  for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value, "important");
}

// The part of this frame that the top window shows; outside of frames that is all of it.
let seen = null;
function whenSeen(host, then) {
  style(host, { left: "0", top: "0", width: "100vw", height: "100vh", visibility: "hidden" });
  const observer = new IntersectionObserver(([entry]) => {
    observer.disconnect();
    const { left, top, right, bottom } = entry.intersectionRect;
    seen = right - left > 60 && bottom - top > 40 ? { left, top, right, bottom } : null;
    style(host, { width: "auto", height: "auto", visibility: "visible" });
    if (panel?.host === host) then();
  });
  observer.observe(host);
}

// Below the field, above it, or wherever the card finds room; it never leaves what is seen.
function place() {
  const { host, card, field } = panel;
  const { width: right, height: bottom } = visualViewport; // without the scroll bars
  const view = seen ?? { left: 0, top: 0, right, bottom };
  const scale = host.getBoundingClientRect().width / host.offsetWidth || 1; // the page may be zoomed by CSS
  let box = field.getBoundingClientRect();
  if (!box.width || !box.height) box = new DOMRect(pointer.x, pointer.y, 1, 1);
  const room = { width: view.right - view.left - 2 * MARGIN, height: view.bottom - view.top - 2 * MARGIN };
  style(host, { "max-width": `${room.width / scale}px` });
  card.style.setProperty("min-width", `${Math.min(box.width, room.width) / scale}px`);
  card.style.setProperty("max-height", `${room.height / scale}px`);
  const body = card.querySelector(".body");
  if (body) body.hidden = false;
  const natural = card.getBoundingClientRect();
  const [above, below] = [box.top - view.top - MARGIN, view.bottom - box.bottom - MARGIN];
  const enough = Math.min(natural.height, 170);
  let height = Math.min(natural.height, room.height);
  let at = view.top + Math.max(MARGIN, (room.height - height) / 2);
  if (below >= enough) [at, height] = [box.bottom + 1, Math.min(height, below)];
  else if (above >= enough) {
    height = Math.min(height, above);
    at = box.top - height - 1;
  }
  card.style.setProperty("max-height", `${height / scale}px`);
  if (body && body.clientHeight < Math.min(90, body.scrollHeight)) body.hidden = true; // the field can still be typed into
  const left = Math.max(view.left + MARGIN, Math.min(box.left, view.right - natural.width - MARGIN));
  style(host, { left: `${left / scale}px`, top: `${at / scale}px` });
  panel.placed?.();
}

// -- what happens in the card stays in the card ----------------------------------------------------------------------

const inside = (event) => panel !== null && (event.target === panel.host || event.relatedTarget === panel.host);

function ownClick(event) {
  for (let node = panel.root.elementFromPoint(event.clientX, event.clientY); node; node = node.parentElement)
    if (clicks.has(node)) return clicks.get(node)();
}

function ownEvent(event) {
  if (!inside(event)) return;
  event.stopImmediatePropagation();
  if (!event.isTrusted) return;
  const field = panel.root.elementFromPoint(event.clientX ?? -1, event.clientY ?? -1)?.localName === "input";
  if (event.type === "mousedown" && !field) event.preventDefault(); // the focus stays where it is
  if (event.type === "click") ownClick(event);
  if (event.type === "input") panel.typed?.();
}

function outside(event) {
  pointer = { x: event.clientX, y: event.clientY };
  if (panel && event.isTrusted && event.target !== panel.host && event.composedPath()[0] !== panel.field) closePanel();
}

function keyDown(event) {
  if (!panel || !event.isTrusted) return;
  event.stopImmediatePropagation();
  if (panel.keys(event)) event.preventDefault();
}

const own = ["pointerdown", "pointerup", "mousedown", "mouseup", "click", "dblclick", "contextmenu", "pointermove",
  "mousemove", "pointerover", "mouseover", "pointerout", "mouseout", "wheel", "keyup", "keypress", "beforeinput",
  "input", "change", "focus", "blur", "focusin", "focusout", "selectstart"];
addEventListener("pointerdown", outside, true);
addEventListener("keydown", keyDown, true);
for (const type of own) addEventListener(type, ownEvent, { capture: true, passive: type === "wheel" });
addEventListener("resize", closePanel);
addEventListener("blur", (event) => { if (event.target === window) closePanel(); }); // a click into another frame
