// Opens a card where the browser would open a picker of its own.

const nativeValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
const setNative = (field, value) => Reflect.apply(nativeValue, field, [value]); // frameworks put setters of their own upon it

function setValue(field, set, changed) {
  field.focus({ preventScroll: true });
  if (!changed) return;
  set();
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const isPicker = (element) =>
  element?.localName === "input" && element.type in FORMS && !element.matches(":disabled") && !element.readOnly;

// What a page's handlers do is done first, and one that prevents the default keeps the card shut too.
function instead(event, open) {
  let refused = false;
  event.preventDefault();
  Object.defineProperties(event, {
    preventDefault: { configurable: true, value() { refused = true; } },
    defaultPrevented: { configurable: true, get: () => refused },
  });
  setTimeout(() => { if (!refused) open(); });
}

// Whether a click at this point hits the calendar or clock at the end of a date or time field.
function onIndicator(field, event) {
  const indicator = getComputedStyle(field, "::-webkit-calendar-picker-indicator");
  if (indicator.position === "absolute") return true; // pages stretch it over the whole field
  const { left, right, width } = field.getBoundingClientRect();
  const scale = width / (field.offsetWidth || width || 1);
  const { paddingInlineEnd, borderInlineEndWidth, direction } = getComputedStyle(field);
  const reach = (parseFloat(paddingInlineEnd) + parseFloat(borderInlineEndWidth) + 26) * scale;
  return direction === "rtl" ? event.clientX < left + reach : event.clientX > right - reach;
}

function pressed(event) {
  const field = event.composedPath()[0];
  if (event.button !== 0 || !event.isTrusted || !dropsDown(field)) return;
  const wasOpen = panel?.field === field;
  if (wasOpen) closePanel();
  instead(event, () => {
    field.focus({ preventScroll: true });
    if (!wasOpen) openList(field);
  });
}

function clicked(event) {
  const field = event.composedPath()[0];
  if (!isPicker(field) || !navigator.userActivation.isActive) return;
  if (field.type === "color") instead(event, () => openField(field));
  else if (event.isTrusted) {
    const open = event.detail > 0 && onIndicator(field, event);
    instead(event, () => { if (open) openField(field); });
  }
}

function opensByKey(event) {
  const field = event.composedPath()[0];
  const opens = event.key === "F4" || (event.altKey && /^Arrow(Up|Down)$/.test(event.key));
  if (!event.isTrusted || event.ctrlKey || event.metaKey) return;
  if (dropsDown(field) && (opens || event.key === " ")) instead(event, () => openList(field));
  else if (isPicker(field) && (opens || (field.type === "color" && /^( |Enter)$/.test(event.key))))
    instead(event, () => openField(field));
}

function wrapShowPicker(prototype, opens, open) {
  const native = prototype.showPicker;
  prototype.showPicker = new Proxy(native, {
    apply(target, self, args) {
      if (!opens(self) || !navigator.userActivation.isActive) return Reflect.apply(target, self, args);
      open(self);
    },
  });
}

addEventListener("mousedown", pressed, true);
addEventListener("click", clicked, true);
addEventListener("keydown", opensByKey, true);
if (HTMLSelectElement.prototype.showPicker) wrapShowPicker(HTMLSelectElement.prototype, dropsDown, openList);
if (HTMLInputElement.prototype.showPicker) wrapShowPicker(HTMLInputElement.prototype, isPicker, openField);
