// Where a page shows one of some values: boxes in CSS pixels of the frame's viewport. Runs in an isolated world.
//
// All text of the frame is read as one stream, fields included, without white space and in one case, so that a value is
// found where markup splits it, where a style changes its case, and where it is spread over one field a character.
(...values) => {
  const MARGIN = 3;
  const PART = 4;
  const SHOWN = new Set(["placeholder", "title", "alt", "label", "aria-label", "summary"]);
  const UNSEEN = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OPTION"]);
  const squash = text => text.replace(/\s+/g, "").toLowerCase();
  const needles = [...new Set(values.map(squash))].filter(Boolean);
  const holds = text => { const seen = squash(text); return needles.some(needle => seen.includes(needle)); };
  const boxes = [];
  const pieces = [];
  let stream = "";

  const cover = rect => {
    const left = Math.max(rect.left - MARGIN, 0), top = Math.max(rect.top - MARGIN, 0);
    const right = Math.min(rect.right + MARGIN, innerWidth), bottom = Math.min(rect.bottom + MARGIN, innerHeight);
    if (rect.width > 0 && rect.height > 0 && left < right && top < bottom) boxes.push([left, top, right, bottom]);
  };
  const coverElement = element => cover(element.getBoundingClientRect());

  const valueOf = element => {
    if (element instanceof HTMLInputElement)
      return ["checkbox", "radio", "hidden", "file", "image"].includes(element.type) ? null : element.value;
    if (element instanceof HTMLTextAreaElement) return element.value;
    if (element instanceof HTMLSelectElement) return [...element.selectedOptions].map(option => option.label).join(" ");
    return null;
  };

  const generates = element => ["::before", "::after"].some(part => {
    const content = getComputedStyle(element, part).content;
    return content.includes("attr(") || holds(content);
  });

  const addPiece = (source, text) => {
    const seen = squash(text);
    if (!seen) return;
    pieces.push({source, text, start: stream.length, end: stream.length + seen.length});
    stream += seen;
  };

  const addElement = element => {
    for (const {name, value} of element.attributes)
      if (holds(value) && (SHOWN.has(name) || generates(element))) coverElement(element);
    const value = valueOf(element);
    if (value === null) return false;
    addPiece(element, value);
    const seen = squash(value);
    if (seen.length >= PART && needles.some(needle => needle.includes(seen))) coverElement(element);
    return true;
  };

  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) return addPiece(node, node.data);
    if (node.nodeType === Node.ELEMENT_NODE && (UNSEEN.has(node.tagName) || addElement(node))) return;
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) walk(child);
  };

  // The offsets, in the node's own text, of the squashed characters from `from` to `to`.
  const span = (text, from, to) => {
    let seen = 0, start = 0, end = text.length, begun = false;
    let at = 0;
    for (const char of text) {
      const grown = seen + squash(char).length;
      if (!begun && grown > from) { start = at; begun = true; }
      seen = grown;
      at += char.length;
      if (seen >= to) { end = at; break; }
    }
    return [start, end];
  };

  const editor = node => {
    let host = node.parentElement;
    if (!host || !host.isContentEditable) return null;
    while (host.parentElement && host.parentElement.isContentEditable) host = host.parentElement;
    return host === document.body || host === document.documentElement ? null : host;
  };

  const coverPiece = (piece, from, to) => {
    if (piece.source.nodeType === Node.ELEMENT_NODE) return coverElement(piece.source);
    const host = editor(piece.source);
    if (host) return coverElement(host);
    const range = document.createRange();
    const [start, end] = span(piece.text, Math.max(from - piece.start, 0), Math.min(to, piece.end) - piece.start);
    range.setStart(piece.source, start);
    range.setEnd(piece.source, end);
    for (const rect of range.getClientRects()) cover(rect);
  };

  const coverMatches = needle => {
    for (let at = stream.indexOf(needle); at >= 0; at = stream.indexOf(needle, at + 1))
      for (const piece of pieces)
        if (piece.start < at + needle.length && piece.end > at) coverPiece(piece, at, at + needle.length);
  };

  walk(document);
  needles.forEach(coverMatches);
  return {width: innerWidth, height: innerHeight, boxes};
}
