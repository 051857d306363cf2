// A card with a typed field: dates, times and colours. What stands in the field counts; grids only fill it in.

const pad = (number, digits = 2) => String(number).padStart(digits, "0");
const today = () => new Date();
const iso = (date) => `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
const dayOf = (text) => new Date(`${text}T12:00`);

function isoWeek(date) {
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7), 12);
  const first = new Date(thursday.getFullYear(), 0, 1, 12);
  return `${thursday.getFullYear()}-W${pad(1 + Math.floor((thursday - first) / 6048e5))}`;
}

// type → how it is written, an example, and how what was typed becomes the field's value
const FORMS = {
  date: { name: "Date", form: "YYYY-MM-DD", now: () => iso(today()), read: readDate },
  time: { name: "Time", form: "HH:MM (24 hours)", now: () => `${pad(today().getHours())}:${pad(today().getMinutes())}`, read: readTime },
  "datetime-local": { name: "Date and time", form: "YYYY-MM-DD HH:MM", now: () => `${iso(today())} 09:30`, read: readBoth },
  month: { name: "Month", form: "YYYY-MM", now: () => iso(today()).slice(0, 7), read: (text) => text },
  week: { name: "Week", form: "YYYY-Www", now: () => isoWeek(today()), read: (text) => text.toUpperCase() },
  color: { name: "Colour", form: "#RRGGBB or a name", now: () => "#3366ff", read: readColour },
};

function readDate(text) {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []; // as the field itself shows it
  if (year) return `${year}-${pad(month)}-${pad(day)}`;
  const [, y, m, d] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  return y ? `${y}-${pad(m)}-${pad(d)}` : text;
}

function readTime(text) {
  const [, hour, minute, second, half] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?$/i.exec(text) ?? [];
  if (!hour) return text;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hour);
  return `${pad(hours)}:${minute}${second ? ":" + second : ""}`;
}

function readBoth(text) {
  const [date, ...time] = text.split(/[T\s,]+/);
  return `${readDate(date)}T${readTime(time.join(" "))}`;
}

function readColour(text) {
  if (/^#?[0-9a-f]{6}$/i.test(text)) return "#" + text.replace("#", "").toLowerCase();
  if (!CSS.supports("color", text)) return "";
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.fillStyle = text;
  return pen.fillStyle;
}

// The value that the field would take, or "" where it would refuse it.
function valueOf(type, text) {
  const probe = make("input");
  probe.type = type;
  const value = FORMS[type].read(text.trim());
  probe.value = value;
  return type === "color" ? value : probe.value;
}

function openField(field) {
  const { type } = field;
  const { name, form, now } = FORMS[type];
  const typed = make("input");
  typed.value = field.value.replace("T", " ");
  typed.placeholder = form;
  typed.spellcheck = false;
  const says = make("div", "says", `${name} as ${form}`);
  const body = make("div", "body");

  const accept = () => {
    const value = valueOf(type, typed.value);
    if (!value && typed.value.trim()) {
      says.textContent = `Not a ${name.toLowerCase()}. Write it as ${form}, as in ${now()}`;
      says.classList.add("wrong");
      return place();
    }
    closePanel();
    if (value || type !== "color") setValue(field, () => setNative(field, value), field.value !== value);
  };
  const fill = (text, done) => {
    typed.value = text;
    if (done) return accept();
    show();
  };
  const show = (month) => {
    body.replaceChildren(...bodyFor(field, valueOf(type, typed.value), fill, month ?? null, show));
    if (panel) place();
  };

  const row = make("div", "row");
  if (type !== "color" && !field.required) row.append(button("button", "Clear", () => fill("", true)));
  row.append(make("div", "space"), button("button", "Cancel", closePanel), button("button main", "OK", accept));
  const card = make("div", "sheet");
  card.append(says, typed, body, row);
  show();
  openPanel(field, card, (event) => fieldKeys(event, accept));
  panel.typed = () => show();
  typed.focus({ preventScroll: true });
  typed.select();
}

function fieldKeys(event, accept) {
  if (event.key === "Escape") closePanel();
  else if (event.key === "Enter") accept();
  else if (event.key !== "Tab") return false;
  return true;
}

function bodyFor(field, value, fill, month, show) {
  switch (field.type) {
    case "color": return [swatches(value, (colour) => fill(colour, false))];
    case "time": return hours(value, (time) => fill(time, false));
    case "month": return months(value, month, show, (chosen) => fill(chosen, true));
    case "week": return days(field, "", month, show, (day) => fill(isoWeek(dayOf(day)), true));
    case "date": return days(field, value, month, show, (day) => fill(day, true));
    default: return days(field, value.slice(0, 10), month, show, (day) => fill(`${day} ${value.slice(11) || "12:00"}`, false));
  }
}
