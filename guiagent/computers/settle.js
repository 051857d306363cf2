// Watches one document from an isolated world, where the page can neither see nor break it.
// `settle.look(…)` resolves to true once the document is still, to false when its slice of time is over.
// What an action began is told from what went on before it by `mark`: the first trusted input event since the last look.
(() => {
  if (globalThis.settle) return;

  const horizon = 5000; // ms that anything which may be endless is waited for at most, as a running animation
  const patience = 1000; // ms of repeating itself on the same node after which a change is taken for a ticker
  const decoration = 500; // ms that an endless animation which came with the document is waited for
  const bubble = 450; // ms until what the browser itself says of a refused field has faded in
  const spinner = 3000; // ms that an endless animation which an action brought is waited for

  const now = () => performance.now();
  const state = {
    mark: 0, armed: true, looks: 0, changed: now(), changes: 0, growths: 0, answered: 0, async: true, inInput: false,
    frames: 0,
  };

  // -- changes of the document ------------------------------------------------------------------------------------

  const histories = new WeakMap();

  function begin(history, at) {
    const known = history && (history.ticker || history.calm >= 2) && at - history.last < 2 * patience;
    return { mark: state.mark, known, ticker: Boolean(known), calm: 0, count: 0, first: at, last: at };
  }

  // Whether a change of this node is one of an endless row of them: it went on while nobody acted, or repeats itself.
  function ticks(node, grew, at) {
    let history = histories.get(node);
    if (!history || history.mark !== state.mark) histories.set(node, (history = begin(history, at)));
    if (state.inInput) return false;
    history.last = at;
    if (!state.armed && !state.looks) history.calm += 1;
    if (!grew) history.count += 1;
    if (history.count >= 4 && at - history.first > patience) history.ticker = true;
    return history.ticker;
  }

  function change(node, grew) {
    const at = now();
    if (ticks(node, grew, at)) return false;
    state.changed = at;
    state.changes += 1;
    state.growths += grew;
    state.async ||= !state.inInput;
    return true;
  }

  const grows = (record) =>
    record.type === "childList"
      ? record.addedNodes.length > record.removedNodes.length
      : record.type === "characterData" && record.target.length > (record.oldValue ?? "").length;

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      change(record.target, grows(record));
      for (const node of record.addedNodes) if (node.nodeType === 1) openRoots(node);
    }
  });
  const everything = {
    subtree: true, childList: true, attributes: true, characterData: true, characterDataOldValue: true,
  };

  function openRoots(root) {
    if (root.shadowRoot) observe(root.shadowRoot);
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) observe(element.shadowRoot);
  }

  function observe(root) {
    observer.observe(root, everything);
    if (root !== document) openRoots(root);
  }

  // -- input: what comes after it is the action's ------------------------------------------------------------------

  const task = new MessageChannel(); // its message arrives in the first task after the one that dispatched the input
  task.port1.onmessage = () => { state.inInput = false; };

  function mark() {
    if (state.armed || state.looks) return;
    Object.assign(state, { mark: now(), armed: true, async: false });
    earlier = new WeakSet(document.getAnimations());
    rows = new WeakMap();
    chains.clear();
    habits = new Set([...timers.values()].filter((timer) => !timer.byInput).map((timer) => timer.key));
    try {
      if (parent !== window) parent.settle?.mark();
    } catch {} // the parent is of another origin
  }

  function input(event) {
    if (!event.isTrusted) return;
    mark();
    if (event.type === "wheel" || event.type === "keydown") state.frames = Math.max(state.frames, 2); // it may scroll
    if (state.inInput) return;
    state.inInput = true;
    task.port2.postMessage(0);
  }
  for (const type of ["pointermove", "pointerdown", "pointerup", "click", "keydown", "keyup", "input", "change", "wheel"])
    addEventListener(type, input, { capture: true, passive: true });

  const scrolling = new Map(); // what scrolls → when it last moved

  function scroll({ target }) {
    scrolling.delete("soon");
    if (change(target, false)) scrolling.set(target, now());
  }
  addEventListener("scroll", scroll, { capture: true, passive: true });
  addEventListener("scrollend", ({ target }) => scrolling.delete(target), { capture: true, passive: true });

  // A field that is refused gets a bubble of the browser's own, which fades in where no script can see it.
  let refused = -Infinity;
  addEventListener("invalid", () => { refused = now(); }, { capture: true, passive: true });
  const bubbleHold = (at) => refused + bubble - at;

  const scrollHold = (at) => Math.max(0, ...[...scrolling.values()].map((moved) => moved + 300 - at));

  // -- timers, which the wrapper in the page's own world tells of ---------------------------------------------------

  const timers = new Map();
  const barren = new Map(); // how often in a row a timer like this one fired and changed nothing
  const chains = new Map(); // when the first timer like this one was set since the mark
  let habits = new Set();

  const told = {
    set(id, delay, byInput, key) {
      timers.set(id, { set: now(), due: now() + delay, byInput, key });
      if (!chains.has(key)) chains.set(key, now());
    },
    clear(id) { timers.delete(id); },
    frame() { state.frames = 2; },
    scroll() { scrolling.set("soon", now() - 150); }, // none comes where there is nothing to scroll
    done(id) {
      const timer = timers.get(id);
      if (!timer) return;
      const before = { ...state };
      timers.delete(id);
      // In a task of its own: what awaited the timer goes on in microtasks.
      scheduler.postTask(() => judge(timer.key, before), { priority: "user-blocking" });
    },
  };
  addEventListener("__CHANNEL__", ({ detail }) => told[detail[0]]?.(...detail.slice(1)), true);

  // A clock sets its timer anew each time that it fires, and nothing grows from it. Awaited timers all look the same.
  function judge(key, before) {
    const clock = now() - chains.get(key) >= 2 * patience && !key.includes("[native code]");
    if (clock && state.growths === before.growths) barren.set(key, 3);
    else barren.set(key, state.changes > before.changes ? 0 : (barren.get(key) ?? 0) + 1);
  }

  function timerHold(at) {
    let hold = 0;
    for (const { set, due, byInput, key } of timers.values()) {
      if (set < state.mark || (barren.get(key) ?? 0) >= 3 || (!byInput && habits.has(key))) continue;
      if (at < due + patience) hold = Math.max(hold, due - at, 5); // a busy page fires late
    }
    return hold;
  }

  // -- animations ---------------------------------------------------------------------------------------------------

  // Not told by their start times, which are those of a frame that may be older than the mark.
  let earlier = new WeakSet();
  let rows = new WeakMap(); // when the first animation of an element began since the mark
  const born = new WeakMap();

  function onScreen(element) {
    const box = element?.getBoundingClientRect?.();
    return box && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  function animationHold(at) {
    let hold = 0;
    for (const animation of document.getAnimations()) {
      if (animation.playState !== "running" || animation.timeline !== document.timeline) continue;
      if (earlier.has(animation)) continue;
      const { target } = animation.effect;
      if (!born.has(animation)) born.set(animation, at);
      if (target && !rows.has(target)) rows.set(target, at);
      if (born.get(animation) - rows.get(target) >= 2 * patience) continue; // one follows the other, as in a carousel
      const { endTime } = animation.effect.getComputedTiming();
      const left = (endTime - (animation.currentTime ?? 0)) / Math.abs(animation.playbackRate || 1);
      if (left < horizon) hold = Math.max(hold, left, 1);
      else if (at - born.get(animation) < (state.mark ? spinner : decoration) && onScreen(target))
        hold = Math.max(hold, 25);
    }
    return hold;
  }

  // -- the look -----------------------------------------------------------------------------------------------------

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => Promise.race([new Promise(requestAnimationFrame), sleep(100)]);
  // Runs after every task that is already queued: message channels, zero timers, a response on its way in.
  const idle = () => Promise.race([scheduler.postTask(() => {}, { priority: "background" }), sleep(50)]);

  // ms until it is worth looking again; 0 where nothing in this document holds
  function hold({ quiet, brief }) {
    const at = now();
    // A frame's script may open its document and never close it; what a frame loads is seen as a request.
    if (document.readyState === "loading" && at < (parent === window ? horizon : patience)) return 25;
    const still = state.changed + (state.async ? quiet : brief) - at;
    return Math.max(still, timerHold(at), animationHold(at), scrollHold(at), bubbleHold(at));
  }

  function* watches() {
    yield globalThis.settle;
    for (let index = 0; index < frames.length; index += 1) {
      try {
        if (frames[index].settle) yield* frames[index].settle.watches();
      } catch {} // a frame of another origin: its requests are seen, its changes are not
    }
  }

  async function still(asked) {
    const until = now() + asked.slice;
    for (;;) {
      await idle();
      const all = [...watches()];
      const owed = Math.max(...all.map((watch) => watch.state.frames));
      for (let count = 0; count < owed; count += 1) await frame();
      for (const watch of all) watch.state.frames = 0;
      const left = Math.max(...all.map((watch) => watch.hold(asked)));
      if (left <= 0) return true;
      if (now() >= until) return false;
      await sleep(Math.min(left, 25));
    }
  }

  function answer(at) {
    state.changed = Math.max(state.changed, at);
    state.async = true;
    if (at < state.answered + 20) return; // told of already; the way here takes some ms, now more, now less
    state.answered = at;
    barren.clear(); // a timer that asked the network for something was not barren
  }

  // asked: quiet, brief, slice in ms; answered: ms since the last response came in, or null where none did
  async function look(asked) {
    const all = [...watches()];
    for (const watch of all) watch.state.looks += 1;
    if (asked.answered !== null) answer(now() - asked.answered);
    try {
      return await still(asked);
    } finally {
      for (const watch of all) Object.assign(watch.state, { looks: watch.state.looks - 1, armed: false });
    }
  }

  globalThis.settle = { look, mark, hold, watches, state };
  observe(document);
  for (const type of ["DOMContentLoaded", "load"]) addEventListener(type, () => openRoots(document));
})();
