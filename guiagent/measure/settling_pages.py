"""Pages that say themselves when they are ready: what settling is measured on.

On each, a click on the button at the top left begins something; once that is done the page sets `readyAt`, in
milliseconds since 1970. A page that has nothing to do is ready when it is clicked.
"""

from __future__ import annotations

from dataclasses import dataclass

FRAME = """<!doctype html><meta charset=utf-8><title>{name}</title>
<style>
  body {{ margin: 0; font: 16px sans-serif }}
  #go {{ position: absolute; left: 10px; top: 10px; width: 100px; height: 40px }}
  main {{ margin: 70px 10px }}
  .spin {{ width: 30px; height: 30px; border: 4px solid #ddd; border-top-color: #333; border-radius: 50%;
           animation: turn 1s linear infinite }}
  @keyframes turn {{ to {{ transform: rotate(360deg) }} }}
  {style}
</style>
<button id=go>Go</button><main id=out>nothing yet</main>{body}
<script>
  const out = document.querySelector("#out");
  function ready() {{ window.readyAt = performance.timeOrigin + performance.now() }}
  function show(text = "ready") {{ out.textContent = text; ready() }}
  const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  document.querySelector("#go").addEventListener("click", async () => {{ {click} }});
  {script}
</script>"""


@dataclass(frozen=True)
class Page:
    """A page for measuring: what its click does, and whether what comes of it is `announced`."""

    name: str
    click: str = ""
    body: str = ""
    style: str = ""
    script: str = ""
    announced: bool = True

    @property
    def path(self) -> str:
        return "/" + self.name.replace(" ", "-")

    @property
    def html(self) -> str:
        return FRAME.format_map(vars(self))


SPINNER = "out.innerHTML = '<div class=spin></div>';"
TICKER = "setInterval(() => { clock.textContent = (performance.now() / 1000).toFixed(1) }, 100);"
CLOCK = "<p id=clock>0</p>"
CANVAS = """const pen = canvas.getContext("2d"); let turn = 0;
(function draw() { pen.fillStyle = `hsl(${turn++} 80% 50%)`; pen.fillRect(0, 0, 99, 99); requestAnimationFrame(draw)
})();"""

PAGES = (
    Page("static"),
    Page("sync change", "show()"),
    Page("fetch 300", "await fetch('/text?ms=300'); show()"),
    Page("fetch 800", "await fetch('/text?ms=800'); show()"),
    Page("fetch 2000", "await fetch('/text?ms=2000'); show()"),
    Page(
        "XHR 500",
        "const x = new XMLHttpRequest(); x.open('GET', '/text?ms=500'); x.onload = () => show(); x.send()",
    ),
    Page("fetch chain", "for (const ms of [200, 300, 100, 400]) await fetch('/text?ms=' + ms); show()"),
    Page("script 600", "const s = document.createElement('script'); s.src = '/script?ms=600'; document.body.append(s)"),
    Page("image 700", "const i = new Image(); i.onload = ready; i.src = '/image?ms=700'; out.append(i)"),
    Page(
        "frame 500",
        "const f = document.createElement('iframe'); f.onload = ready; f.src = '/text?ms=500'; out.append(f)",
    ),
    Page(
        "transition 400",
        "out.addEventListener('transitionend', ready); out.style.transform = 'translateX(200px)'",
        style="#out { transition: transform .4s linear }",
    ),
    Page("spinner 800", SPINNER + "await after(800); show()"),
    Page("spinner, silent 1600", SPINNER + "await after(1600); show()"),
    Page(
        "streamed chunks",
        "for await (const part of (await fetch('/drip?ms=80')).body) out.append(part.length + ' '); ready()",
    ),
    Page("growing list", "for (let n = 0; n < 12; n++) { await after(120); out.append('row ' + n + ' ') } ready()"),
    Page("slow navigation", "location.href = '/html?ms=900'"),
    Page(
        "link",
        body="<a id=link href='/html?ms=600'>Go</a>",
        style="#link { position: absolute; left: 10px; top: 10px; width: 100px; height: 40px; background: #eee }",
    ),
    Page("debounced fetch", "await after(250); await fetch('/text?ms=200'); show()"),
    Page("ticker, fetch 600", "await fetch('/text?ms=600'); show()", CLOCK, script=TICKER),
    Page("ticker, sync change", "show()", CLOCK, script=TICKER),
    Page("endless animation", "show()", "<div class=spin></div>"),
    Page("canvas ticker", "show()", "<canvas id=canvas width=99 height=99></canvas>", script=CANVAS),
    Page(
        "long poll",
        "show()",
        script="(async () => { for (;;) await fetch('/hang') })(); new EventSource('/events')",
    ),
    Page("poll each 200", "show()", script="setInterval(() => fetch('/poll?ms=20&t=' + Date.now()), 200)"),
    Page(
        "framed fetch 500",
        "framed.contentWindow.postMessage('go', '*')",
        """<iframe id=framed srcdoc="<p>framed</p><script>onmessage = async () => {
             await fetch('/text?ms=500'); document.body.append('late'); parent.ready() }</script>"></iframe>""",
    ),
    Page(
        "shadow root 300",
        "const box = host.shadowRoot.querySelector('p'); for (let n = 0; n < 5; n++) {"
        " await after(60); box.append('.') } ready()",
        "<div id=host></div>",
        script="host.attachShadow({ mode: 'open' }).innerHTML = '<p>box</p>'",
    ),
    Page("two frames later", "requestAnimationFrame(() => requestAnimationFrame(() => show()))"),
    Page("message channel", "const c = new MessageChannel(); c.port1.onmessage = () => show(); c.port2.postMessage(0)"),
    Page(
        "smooth scroll",
        "scrollTo({ top: 900, behavior: 'smooth' }); addEventListener('scrollend', ready)",
        "<p style='height: 3000px'>tall",
    ),
    Page("silent timer 300", "await after(300); show()"),
    Page("silent timer 800", "await after(800); show()"),
    Page("silent timer 1500", "await after(1500); show()", announced=False),
)
