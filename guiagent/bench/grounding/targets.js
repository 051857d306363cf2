// Which of the marks on a page can be asked for by their names: for each [left, top, right, bottom, name], in CSS pixels,
// its [role, written], or null where it is not whole and uncovered, where another thing on the page has its name too, or
// where nothing tells what it is.
// Neither is one whose name speaks of what is not seen, as a row's button does that is called by a column out of view.
// `written`: whether the name stands in it to be read.
(marks) => {
  const NEAR = 2; // CSS pixels by which the box of a mark and of its element may differ
  const ROLES = {
    a: "link", button: "button", select: "drop-down", textarea: "field", summary: "button", option: "option",
  };
  const INPUTS = { checkbox: "checkbox", radio: "radio button", range: "slider", button: "button", submit: "button", reset: "button", image: "button", file: "button" };
  const TOLD = { link: "link", button: "button", checkbox: "checkbox", radio: "radio button", switch: "switch", tab: "tab", slider: "slider",
    textbox: "field", searchbox: "field", spinbutton: "field", combobox: "drop-down", option: "option", menuitem: "menu item" };
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim().toLowerCase();
  const fits = (at, box) => {
    const { left, top, right, bottom } = at.getBoundingClientRect();
    return [left, top, right, bottom].every((side, place) => Math.abs(side - box[place]) <= NEAR);
  };
  const holder = (x, y, box) => {
    for (let at = document.elementFromPoint(x, y); at; at = at.parentElement) {
      if (fits(at, box)) return at;
      const control = at.localName === "label" ? at.control : null;
      if (control && fits(control, box)) return control;
    }
    return null;
  };
  const reaches = (at, x, y) => {
    const found = document.elementFromPoint(x, y);
    return !!found && (at.contains(found) || [...(at.labels ?? [])].some((label) => label.contains(found)));
  };
  const whole = (at, [left, top, right, bottom]) =>
    [[0.5, 0.5], [0.12, 0.5], [0.88, 0.5], [0.5, 0.15], [0.5, 0.85]]
      .every(([x, y]) => reaches(at, left + x * (right - left), top + y * (bottom - top)));
  const role = (at) => {
    const told = (at.getAttribute("role") ?? "").trim().split(/\s+/)[0];
    if (told) return TOLD[told] ?? "";
    if (at.localName === "input") return INPUTS[at.type] ?? "field";
    return at.isContentEditable ? "field" : ROLES[at.localName] ?? "";
  };
  const shown = (at) => {
    if (at.localName === "input" && ["button", "submit", "reset"].includes(at.type)) return plain(at.value);
    if (["input", "textarea"].includes(at.localName)) return plain(at.value ? "" : at.placeholder);
    return at.localName === "select" ? "" : plain(at.innerText);
  };
  const wordsOf = (text) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const seen = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, width, height } = range.getBoundingClientRect();
    const found = width > 0 && document.elementFromPoint(left + width / 2, top + height / 2);
    return !!found && node.parentElement.contains(found);
  };
  const texts = [], words = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (plain(node.data)) {
      texts.push([plain(node.data), node.parentElement]);
      if (seen(node)) wordsOf(plain(node.data)).forEach((word) => words.add(word));
    }
  const speaksOfUnseen = (name) => {
    const said = wordsOf(name);
    return said.length > 3 && said.filter((word) => words.has(word)).length < said.length / 2;
  };
  const elsewhere = (at, name) => texts.some(([text, holder]) => {
    if (text !== name || at.contains(holder) || [...(at.labels ?? [])].some((label) => label.contains(holder))) return false;
    const box = holder.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  });
  // A list in its own label is called by all that it holds.
  const tellsChoices = (at, name) =>
    at.localName === "select" && [...at.options].some((option) => plain(option.text) && name.includes(plain(option.text)));
  return marks.map(([left, top, right, bottom, name]) => {
    const box = [left, top, right, bottom];
    const at = holder((left + right) / 2, (top + bottom) / 2, box);
    if (!at || !whole(at, box) || elsewhere(at, plain(name)) || tellsChoices(at, plain(name))) return null;
    const kind = role(at), written = shown(at).includes(plain(name));
    return !kind || (!written && speaksOfUnseen(plain(name))) ? null : [kind, written];
  });
}
