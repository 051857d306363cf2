// What stands in a page's fields and was not sent yet, and how far the page is scrolled: read, and put back.
(() => {
  const FIELDS = "input, textarea, select";
  const MOST = 500, LONGEST = 20000; // fields, and characters of one: a page must not fill the disk
  const NEVER = new Set(["password", "file", "hidden", "submit", "button", "image", "reset"]);

  const fields = () => [...document.querySelectorAll(FIELDS)];
  const name = (field) => `${field.tagName}/${field.type}/${field.name}/${field.id}`;

  const changed = (field) => {
    if (NEVER.has(field.type)) return null;
    if (field.type === "checkbox" || field.type === "radio")
      return field.checked === field.defaultChecked ? null : field.checked;
    if (field.tagName === "SELECT") {
      const chosen = [...field.options].map((option) => option.selected);
      const first = [...field.options].some((option) => option.defaultSelected);
      const asMade = [...field.options].every((option, at) =>
        option.selected === (first || field.multiple ? option.defaultSelected : at === 0));
      return asMade ? null : chosen.flatMap((on, at) => (on ? [at] : []));
    }
    return field.value === field.defaultValue ? null : field.value;
  };

  const put = (field, value) => {
    if (typeof value === "boolean") field.checked = value;
    else if (Array.isArray(value)) [...field.options].forEach((option, at) => (option.selected = value.includes(at)));
    else {
      const kind = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  return {
    read: () => ({
      url: location.href,
      scroll: [Math.round(scrollX), Math.round(scrollY)],
      fields: fields().flatMap((field, at) => {
        const value = changed(field);
        return value === null || value.length > LONGEST ? [] : [{ at, name: name(field), value }];
      }).slice(0, MOST),
    }),
    write: (form) => {
      let done = 0;
      for (const { at, name: wanted, value } of form.fields) {
        const field = fields()[at];
        if (!field || name(field) !== wanted) continue;
        put(field, value);
        done += 1;
      }
      scrollTo({ left: form.scroll[0], top: form.scroll[1], behavior: "instant" });
      return done;
    },
  };
})()
