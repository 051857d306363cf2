// Begins the page's one episode and tells the server what becomes of it. The contract is MiniWoB++'s core.js:
// seed, set the limit before the start, startEpisodeReal, WOB_TASK_READY; endEpisode counts once and gives
// WOB_RAW_REWARD_GLOBAL, the points without the discount for time.
window.addEventListener("load", () => {
  const { seed, door } = JSON.parse(window.__episode);
  delete window.__episode;
  const tell = (what) => fetch(door, { method: "POST", keepalive: true, body: JSON.stringify(what) });
  const end = core.endEpisode;
  let open = true;
  core.endEpisode = function (...args) {
    const running = core.EP_TIMER !== null;
    end.apply(core, args);
    if (running && open) {
      open = false;
      tell({ over: true, raw: WOB_RAW_REWARD_GLOBAL, why: String(WOB_REWARD_REASON ?? "") });
    }
  };
  if (window.wheelnavItem) selectedItemsStandStill();
  core.EPISODE_MAX_TIME = 2 ** 31 - 1;
  Math.seedrandom(seed);
  core.startEpisodeReal();
  core.clearTimer();
  core.hideDisplay();
  const ready = () => {
    if (!WOB_TASK_READY) return setTimeout(ready, 10);
    const said = core.getUtterance();
    tell({ utterance: typeof said === "string" ? said : said.utterance });
  };
  ready();
});

// click-pie brings its selected item to the front, under the pointer, whenever the pointer is over it. Chromium takes a
// node that moves for one that went away, so that no press would ever reach it; it is in front already.
function selectedItemsStandStill() {
  const hover = wheelnavItem.prototype.hoverEffect;
  wheelnavItem.prototype.hoverEffect = function (...args) {
    if (!this.selected) hover.apply(this, args);
  };
}
