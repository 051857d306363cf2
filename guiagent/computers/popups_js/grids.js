// The grids below the typed field: days of a month, months of a year, hours and minutes, colours.

function grid(columns, cells) {
  const element = make("div", "grid");
  element.style.setProperty("grid-template-columns", `repeat(${columns}, 1fr)`);
  element.append(...cells);
  return element;
}

function turner(title, back, on) {
  const row = make("div", "row turner");
  row.append(button("button", "‹", back), make("div", "title", title), button("button", "›", on));
  return row;
}

function cell(text, chosen, off, click) {
  const element = button("cell", text, () => off || click());
  element.classList.toggle("chosen", chosen);
  element.classList.toggle("off", off);
  return element;
}

function days(field, chosen, month, show, choose) {
  const start = month ?? (chosen ? dayOf(chosen) : today());
  const [year, index] = [start.getFullYear(), start.getMonth()];
  const turn = (by) => () => show(new Date(year, index + by, 1, 12));
  const names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map((name) => make("div", "head", name));
  const blank = (new Date(year, index, 1, 12).getDay() + 6) % 7;
  const cells = [...names, ...Array.from({ length: blank }, () => make("div"))];
  for (let day = 1; day <= new Date(year, index + 1, 0, 12).getDate(); day += 1) {
    const text = `${pad(year, 4)}-${pad(index + 1)}-${pad(day)}`;
    const off = (field.min && text < field.min.slice(0, 10)) || (field.max && text > field.max.slice(0, 10));
    const one = cell(String(day), text === chosen, Boolean(off) && field.type !== "week", () => choose(text));
    one.classList.toggle("today", text === iso(today()));
    cells.push(one);
  }
  const title = start.toLocaleDateString("en", { month: "long", year: "numeric" });
  return [turner(title, turn(-1), turn(1)), grid(7, cells)];
}

function months(value, year, show, choose) {
  const shown = (year ?? (value ? dayOf(`${value}-01`) : today())).getFullYear();
  const turn = (by) => () => show(new Date(shown + by, 0, 1, 12));
  const cells = Array.from({ length: 12 }, (_, index) => {
    const text = `${pad(shown, 4)}-${pad(index + 1)}`;
    const name = new Date(shown, index, 1, 12).toLocaleDateString("en", { month: "short" });
    return cell(name, text === value, false, () => choose(text));
  });
  return [turner(String(shown), turn(-1), turn(1)), grid(4, cells)];
}

function hours(value, choose) {
  const [hour, minute] = value ? value.split(":") : ["", ""];
  const cells = (count, step, chosen, time) =>
    Array.from({ length: count }, (_, index) => pad(index * step)).map((text) => cell(text, text === chosen, false, () => choose(time(text))));
  return [
    make("div", "says", "Hour"), grid(8, cells(24, 1, hour, (text) => `${text}:${minute || "00"}`)),
    make("div", "says", "Minute"), grid(6, cells(12, 5, minute, (text) => `${hour || "12"}:${text}`)),
  ];
}

const COLOURS = [
  "#000000", "#444444", "#808080", "#c0c0c0", "#ffffff", "#7f3f00", "#ff0000", "#ff8000",
  "#ffd700", "#ffff00", "#80ff00", "#008000", "#00ff00", "#008080", "#00ffff", "#4da6ff",
  "#0000ff", "#000080", "#8000ff", "#800080", "#ff00ff", "#ff69b4", "#ffc0cb", "#800000",
];

function swatches(value, choose) {
  const now = make("div", "swatch");
  now.style.setProperty("background", value || "#ffffff");
  const cells = COLOURS.map((colour) => {
    const one = button("swatch", "", () => choose(colour));
    one.style.setProperty("background", colour);
    return one;
  });
  const body = make("div", "body");
  body.append(now, make("div", "says", " "), grid(8, cells));
  return body;
}
