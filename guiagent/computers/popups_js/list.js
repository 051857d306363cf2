// The list of a <select>.

const dropsDown = (element) =>
  element?.localName === "select" && !element.multiple && element.size <= 1 && !element.matches(":disabled") &&
  getComputedStyle(element).appearance !== "base-select";

const canChoose = (option) => !option.disabled && !(option.parentNode.localName === "optgroup" && option.parentNode.disabled);
const isShown = (element) => !element.hidden && getComputedStyle(element).display !== "none";

function openList(select) {
  const rows = new Map(); // option → its row
  const list = make("div", "list");
  const [before, after] = [-1, 1].map((way) => button("more", "", () => list.scrollBy(0, way * (list.clientHeight - 30))));
  let active = select.selectedOptions[0];

  const mark = (option, scroll = true) => {
    rows.get(active)?.classList.remove("active");
    active = option;
    rows.get(active)?.classList.add("active");
    if (scroll) rows.get(active)?.scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    if (!canChoose(option)) return;
    closePanel();
    setValue(select, () => { option.selected = true; }, select.selectedIndex !== option.index);
  };
  for (const child of select.children) addRows(list, child, rows, choose);
  list.addEventListener("scroll", () => tellMore(list, before, after));

  const card = make("div");
  card.append(before, list, after);
  openPanel(select, card, listKeys(select, rows, () => active, mark, choose));
  panel.placed = () => {
    mark(active);
    tellMore(list, before, after);
  };
  panel.placed();
}

function addRows(list, element, rows, choose, inGroup = false) {
  if (!isShown(element)) return;
  if (element.localName === "hr") list.append(make("div", "line"));
  if (element.localName === "optgroup") {
    list.append(make("div", "group", element.label));
    for (const child of element.children) addRows(list, child, rows, choose, true);
  }
  if (element.localName !== "option") return;
  const row = button(inGroup ? "option inside" : "option", element.label || "\u00a0", () => choose(element));
  row.classList.toggle("off", !canChoose(element));
  row.classList.toggle("chosen", element.selected);
  rows.set(element, row);
  list.append(row);
}

// Scroll bars may be hidden, so the card says in words how much more there is.
function tellMore(list, before, after) {
  for (const more of [before, after]) more.hidden = true;
  if (list.scrollHeight - list.clientHeight < 4) return;
  for (const more of [before, after]) more.hidden = false;
  const view = list.getBoundingClientRect();
  const boxes = [...list.querySelectorAll(".option")].map((row) => row.getBoundingClientRect());
  const above = boxes.filter((box) => box.top < view.top - 8).length;
  const below = boxes.filter((box) => box.bottom > view.bottom + 8).length;
  before.textContent = above ? `▲ ${above} more above` : "▲ this is the top";
  after.textContent = below ? `▼ ${below} more below` : "▼ this is the end";
}

function listKeys(select, rows, active, mark, choose) {
  let typed = "";
  let typedAt = 0;
  const options = () => [...rows.keys()].filter(canChoose);
  const move = (by) => {
    const all = options();
    const to = Math.max(0, Math.min(all.length - 1, all.indexOf(active()) + by));
    if (all[to]) mark(all[to]);
  };
  const find = (letter, at) => {
    typed = at - typedAt < 1000 ? typed + letter : letter;
    typedAt = at;
    const found = options().find((option) => option.label.trim().toLowerCase().startsWith(typed.toLowerCase()));
    if (found) mark(found);
  };
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
  return (event) => {
    if (event.key === "Escape") closePanel();
    else if (event.key === "Enter" || event.key === "Tab" || (event.key === " " && !typed)) active() ? choose(active()) : closePanel();
    else if (event.key in moves) move(moves[event.key]);
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) find(event.key, event.timeStamp);
    else return false;
    return event.key !== "Tab";
  };
}
