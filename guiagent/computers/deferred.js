// Tells the watching world what the page has put off: short timers, frames, smooth scrolling.
// Runs in the page's own world before any of its scripts.
(() => {
  const longest = 1000; // ms; a longer timer is not waited for
  const { apply } = Reflect;
  const channel = "__CHANNEL__";
  const Told = CustomEvent;
  const dispatch = EventTarget.prototype.dispatchEvent;
  const text = Function.prototype.toString;
  const slice = String.prototype.slice;
  const fromPerson = /^(click|dblclick|auxclick|contextmenu|mouse|pointer|key|input|change|submit|focus|blur|wheel|drag|drop|touch|before|select|toggle)/;

  const tell = (...detail) => apply(dispatch, window, [new Told(channel, { detail })]);
  const byInput = () => Boolean(window.event?.isTrusted && fromPerson.test(window.event.type));

  function wrapTimer(name) {
    window[name] = new Proxy(window[name], {
      apply(target, self, args) {
        const [callback, delay] = args;
        if (typeof callback !== "function" || !(delay >= 1 && delay <= longest)) return apply(target, self, args);
        let id = 0;
        const told = function () {
          try {
            return apply(callback, this, arguments);
          } finally {
            tell("done", id);
          }
        };
        id = apply(target, self, [told, ...args.slice(1)]);
        tell("set", id, Number(delay), byInput(), delay + ":" + apply(slice, apply(text, callback, []), [0, 120]));
        return id;
      },
    });
  }

  function wrapClear(name) {
    window[name] = new Proxy(window[name], {
      apply(target, self, args) {
        if (args[0]) tell("clear", args[0]);
        return apply(target, self, args);
      },
    });
  }

  function wrap(owner, name, what, announces) {
    owner[name] = new Proxy(owner[name], {
      apply(target, self, args) {
        if (announces(args)) tell(what);
        return apply(target, self, args);
      },
    });
  }

  wrapTimer("setTimeout");
  wrapTimer("setInterval");
  wrapClear("clearTimeout");
  wrapClear("clearInterval");
  wrap(window, "requestAnimationFrame", "frame", byInput);
  const smooth = (args) => typeof args[0] === "object" && args[0] !== null;
  for (const name of ["scroll", "scrollTo", "scrollBy"])
    for (const owner of [window, Element.prototype]) wrap(owner, name, "scroll", smooth);
  wrap(Element.prototype, "scrollIntoView", "scroll", smooth);
})();
