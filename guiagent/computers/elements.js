// What a person could act on in a document, each as [left, top, right, bottom, label] in CSS pixels of
// the frame's viewport: seen and not covered, the part of it that a click reaches, and its accessible name.
// `view`: the part of the viewport that is seen. `also`: a selector of more in closed shadow roots. `tell`: under.js.
// `closed`: the closed shadow roots. `listening`: elements with listeners to presses. In both, null for what has gone.
(doc, view, also, tell, closed, listening) => {
  const MOST = 400, LOOKED = 20000, LEAST = 3; // elements told, elements looked at, CSS pixels of a side
  const CELLS = 8000; // points tried, in all, on things whose middle is covered
  const NATIVE = "a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,option,audio[controls],video[controls]";
  const ROLES = new Set(("button link checkbox radio switch tab menuitem menuitemcheckbox menuitemradio option combobox " +
    "textbox searchbox slider spinbutton treeitem").split(" "));
  const FIELDS = new Set(["textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox"]);
  const win = doc.defaultView;
  const roots = new Map(closed.filter(Boolean).map((root) => [root.host, root]));
  const heard = new Set(listening);
  const within = (at) => at.shadowRoot ?? roots.get(at);

  const role = (at) => (at.getAttribute("role") ?? "").trim().split(/\s+/)[0];
  const up = (at) => at.assignedSlot ?? at.parentElement ?? at.getRootNode().host ?? null;
  const inside = (at, holder) => {
    for (; at; at = up(at)) if (at === holder) return true;
    return false;
  };
  const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim().slice(0, 120);
  const byIds = (at) => (at.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean)
    .map((id) => clean(at.getRootNode().getElementById?.(id)?.textContent)).join(" ").trim();

  // How a thing comes to be acted on: 2 by what it is, 1 by how it looks or behaves, HEARD by its listeners alone, which
  // may be there for what it holds; 0 not at all.
  const HEARD = 0.5;
  const acts = (at, style) => {
    if (at.matches(NATIVE)) return at.matches(":disabled") && at.localName === "option" ? 0 : 2;
    if (ROLES.has(role(at)) || (roots.has(at.getRootNode().host) && at.matches(also))) return 2;
    if (at.isContentEditable && !up(at)?.isContentEditable) return 2;
    if (at.localName === "label") return at.control && unseen(at.control) ? 2 : 0;
    if (at.onclick || at.hasAttribute("onclick") || at.draggable && !["img", "a"].includes(at.localName)) return 1;
    if (at.hasAttribute("tabindex") && at.tabIndex >= 0 && !["dialog", "main"].includes(at.localName)) return 1;
    const holder = up(at);
    if (style.cursor === "pointer" && (!holder || win.getComputedStyle(holder).cursor !== "pointer")) return 1;
    return heard.has(at) && at !== doc.documentElement && at !== doc.body ? HEARD : 0;
  };
  // Whether a control is hidden so that its label stands for it.
  const unseen = (at) => {
    const box = at.getBoundingClientRect();
    if (box.width <= LEAST || box.height <= LEAST || win.getComputedStyle(at).visibility !== "visible") return true;
    return !hits(at, (box.left + box.right) / 2, (box.top + box.bottom) / 2, true);
  };

  // The deepest element that a click there reaches.
  const reached = (x, y) => {
    let found = doc.elementFromPoint(x, y);
    for (let root = found && within(found); root; root = within(found)) {
      const inner = root.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };
  const hits = (at, x, y, alone = false) => {
    if (x < view[0] || y < view[1] || x >= view[2] || y >= view[3]) return false;
    const found = reached(x, y);
    if (!found) return false;
    if (inside(found, at)) return true;
    if (at.localName === "option") return found === at.closest("select");
    if (at.localName === "area") return true;
    const labels = alone ? [] : [...(at.labels ?? [])];
    return labels.some((label) => inside(found, label)); // a control under the picture that its label draws over it
  };

  // The part of a rectangle that no ancestor clips.
  const clipped = (at, { left, top, right, bottom }) => {
    let box = [Math.max(left, view[0]), Math.max(top, view[1]), Math.min(right, view[2]), Math.min(bottom, view[3])];
    let place = win.getComputedStyle(at).position;
    for (let holder = up(at); holder && place !== "fixed"; holder = up(holder)) {
      const style = win.getComputedStyle(holder);
      if (place === "absolute" && style.position === "static") continue;
      place = style.position;
      if (style.overflowX === "visible" && style.overflowY === "visible" || holder === doc.documentElement || holder === doc.body) continue;
      const edge = holder.getBoundingClientRect();
      box = [Math.max(box[0], edge.left), Math.max(box[1], edge.top), Math.min(box[2], edge.right), Math.min(box[3], edge.bottom)];
    }
    return box;
  };
  // The part of an element whose middle a click reaches; null where there is none. Every line of a link is tried.
  const seen = (at) => {
    const rects = [...at.getClientRects()].filter((one) => one.width >= LEAST && one.height >= LEAST);
    const whole = at.getBoundingClientRect();
    if (rects.length < 2 && whole.width >= LEAST && whole.height >= LEAST) rects.unshift(whole);
    const lines = rects.sort((one, other) => other.width * other.height - one.width * one.height).slice(0, 6);
    for (const rect of lines) {
      const box = clipped(at, rect);
      if (box[2] - box[0] < LEAST || box[3] - box[1] < LEAST) continue;
      if (hits(at, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) return box;
      const part = uncovered(at, box);
      if (part) return part;
    }
    return null;
  };
  let cells = CELLS;
  // The uncovered cell of a grid that lies nearest to the middle; large, and free of things to act on in it.
  const uncovered = (at, [left, top, right, bottom]) => {
    const [across, down] = [right - left, bottom - top].map((side) => Math.max(3, Math.min(9, 2 * Math.floor(side / 12) + 1)));
    const [wide, high] = [(right - left) / across, (bottom - top) / down];
    let best = null;
    if ((cells -= across * down) < 0) return null;
    for (let row = 0; row < down; row++)
      for (let column = 0; column < across; column++) {
        const x = left + (column + 0.5) * wide, y = top + (row + 0.5) * high;
        const far = Math.abs(column - (across - 1) / 2) / across + Math.abs(row - (down - 1) / 2) / down;
        if ((!best || far < best.far) && hits(at, x, y)) best = { far, box: [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2] };
      }
    return best?.box ?? null;
  };

  const label = (at) => {
    const field = FIELDS.has(role(at)) || at.isContentEditable || ["input", "textarea", "select"].includes(at.localName);
    if (field && !["input", "textarea", "select"].includes(at.localName))
      return byIds(at) || at.getAttribute("aria-label") || at.getAttribute("aria-placeholder") || at.title || "";
    if (at.localName === "label") return clean(at.innerText);
    if (at.matches(NATIVE) || at.hasAttribute("role")) return tell(at).name;
    const drawn = at.querySelector("[aria-label],[alt],title");
    return at.getAttribute("aria-label") || clean(at.innerText) || at.getAttribute("title") ||
      drawn?.getAttribute("aria-label") || drawn?.getAttribute("alt") || clean(drawn?.textContent) || "";
  };

  const found = [];
  let looked = 0;
  const near = (one, other) => {
    const shared = Math.max(0, Math.min(one[2], other[2]) - Math.max(one[0], other[0])) *
      Math.max(0, Math.min(one[3], other[3]) - Math.max(one[1], other[1]));
    const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);
    return shared > 0.75 * Math.max(area(one), area(other));
  };
  const share = (box) => (box[2] - box[0]) * (box[3] - box[1]) / ((view[2] - view[0]) * (view[3] - view[1]));
  const visit = (at, holder) => {
    if (looked++ > LOOKED || found.length >= MOST) return;
    const style = win.getComputedStyle(at);
    if (style.display === "none") return;
    const how = style.visibility === "visible" ? acts(at, style) : 0;
    const box = how && !(how < 2 && holder?.how === 2 && !["TR", "LI"].includes(holder.at.tagName)) ? seen(at) : null;
    if (how === HEARD) return hear(at, holder, box);
    descend(at, box && (how === 2 || share(box) <= 0.5) ? take(at, holder, how, box) : holder);
  };
  const descend = (at, holder) => {
    for (const child of [...(within(at)?.children ?? []), ...at.children]) visit(child, holder);
  };
  // What a thing's parts are held by, once it is told, by itself or as one with its holder.
  const take = (at, holder, how, box) => {
    if (holder && near(box, holder.box) && inside(at, holder.at)) {
      if (how > holder.how || !holder.label) Object.assign(holder, { box, how: Math.max(how, holder.how), label: label(at) || holder.label });
      return holder;
    }
    const mine = { at, box, how, label: label(at) };
    found.push(mine);
    return mine;
  };
  // A thing that listens is told unless it is large or holds others: then it listens for these.
  const hear = (at, holder, box) => {
    const before = found.length;
    descend(at, holder);
    if (box && found.length === before && (share(box) <= 0.25 || box[3] - box[1] <= 60)) take(at, holder, HEARD, box);
  };
  descend({ children: doc.children }, null);
  return found.map(({ box, label }) => [...box, clean(label)]);
}
