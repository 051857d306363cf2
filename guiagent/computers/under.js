// What an element is to a person: its role and its name, as assistive technology would tell them, near enough to ask by.
element => {
  const text = node => (node?.innerText ?? node?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 200);
  const byIds = (at, name) =>
    (at.getAttribute(name) ?? "").split(/\s+/).filter(Boolean)
      .map(id => text(at.getRootNode().getElementById?.(id))).join(" ").trim();
  const INPUTS = {
    button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
    range: "slider", number: "spinbutton", search: "searchbox", file: "button",
  };
  const TAGS = {
    a: "link", button: "button", select: "combobox", textarea: "textbox", img: "img", summary: "button",
    option: "option", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading",
    nav: "navigation", main: "main", form: "form", table: "table", td: "cell", th: "columnheader", tr: "row",
    li: "listitem", ul: "list", ol: "list", dialog: "dialog", p: "paragraph", label: "label",
  };
  const role = at => {
    const told = (at.getAttribute("role") ?? "").trim().split(/\s+/)[0];
    const tag = at.localName;
    if (told) return told;
    if (tag === "input") return INPUTS[at.type] ?? "textbox";
    if (tag === "a" && !at.hasAttribute("href")) return "generic";
    return TAGS[tag] ?? (at.isContentEditable ? "textbox" : "generic");
  };
  const name = at => {
    const told = byIds(at, "aria-labelledby") || (at.getAttribute("aria-label") ?? "").trim();
    if (told) return told;
    if (at.labels?.length) return [...at.labels].map(text).join(" ").trim();
    if (at.localName === "input" && ["submit", "button", "reset"].includes(at.type))
      return at.value || {submit: "Submit", reset: "Reset"}[at.type] || "";
    const own = at.getAttribute("alt") ?? "";
    const written = ["input", "textarea", "select"].includes(at.localName) ? "" : text(at);
    const inner = written ? "" : [...at.querySelectorAll("[alt],[aria-label],title")]
      .map(one => one.getAttribute("alt") || one.getAttribute("aria-label") || text(one)).join(" ").trim();
    return own || written || inner || at.getAttribute("title") || at.getAttribute("placeholder") || "";
  };
  const ACTS = "a[href],button,input,select,textarea,summary,option,label,[role],[contenteditable],[onclick]";
  const up = at => at.closest(ACTS) ?? (at.getRootNode().host ? up(at.getRootNode().host) : null);
  let at = up(element) ?? element;
  if (at.localName === "label" && at.control) at = at.control;
  const submit = at.form && [...at.form.elements].find(one => ["submit", "image"].includes(one.type));
  const field = at.localName === "input" && role(at) !== "button";
  return {role: role(at), name: name(at), submit: field && submit ? name(submit) || "Submit" : null};
}
