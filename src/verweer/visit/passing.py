# SPDX-License-Identifier: Apache-2.0
"""Passes the gates of a page, one click at a time, with a picture before and after each.

Which button opens which gate is said by gates.toml and found in the page by gates.js. What
goes on record is the rule, and where the gate stood; never what it said.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Frame, JSHandle, Page
from playwright.sync_api import Error as BrowserError

from verweer.visit.deeds import Deeds
from verweer.visit.gates import Kind, gate_rules

MOST_FRAMES = 30
_MOST_GATES = 6
_MOST_OF_ONE_RULE = 2
_PICTURES = ("none", "blurred", "plain")
_CLICK_MILLISECONDS = 1_500
_PRESS = "node => node.click()"
_STANDING = r"""(pattern) => {
  const says = new RegExp(pattern, 'iu'), flat = text => String(text || '').toLowerCase().replace(/[^\p{L}\p{N}+]+/gu, ' ');
  const area = innerWidth * innerHeight;
  if (innerWidth < 300 || innerHeight < 200 || !document.body) return false;
  const big = node => { const box = node.getBoundingClientRect(); return box.width * box.height > area * 0.3; };
  for (const [x, y] of [[.5, .5], [.5, .3], [.5, .7]]) {
    let node = document.elementFromPoint(innerWidth * x, innerHeight * y);
    while (node && node.shadowRoot && node.shadowRoot.elementFromPoint(innerWidth * x, innerHeight * y))
      node = node.shadowRoot.elementFromPoint(innerWidth * x, innerHeight * y) || null;
    for (; node; node = node.parentElement || node.getRootNode().host) {
      const over = node.matches('dialog[open],[role=dialog],[aria-modal=true]') || getComputedStyle(node).position === 'fixed';
      if (over && big(node) && says.test(flat(node.innerText))) return true;
    }
  }
  const shown = [...document.querySelectorAll('img,video')].some(node => node.clientWidth > 250 && node.clientHeight > 200);
  return !shown && document.body.innerText.length < 600 && says.test(flat(document.body.innerText));
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What passing needs of the visit: a picture under a name, waiting for rest, and whether time is up.

    `photograph` returns how the picture was taken: `plain`, `blurred` or `none`.
    """

    photograph: Callable[[str], str]
    settle: Callable[[], None]
    is_over: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    frame: Frame
    where: str
    handle: JSHandle


def pass_gates(page: Page, ways: Ways, deeds: Deeds) -> None:
    """Pass the gates that stand in any frame, refusing cookies where that can be done."""
    pressed: Counter[str] = Counter()
    while deeds.count("gate-clicked") < _MOST_GATES and not ways.is_over():
        found = _first(page, pressed)
        if found is None:
            return
        pressed[found.rule] += 1
        _pass(found, ways, deeds)


def press_play(page: Page, frames: Sequence[Frame], deeds: Deeds) -> bool:
    """Press the play button of each of these frames, and return whether there was one."""
    before = deeds.count("pressed-play")
    for frame in frames:
        try:
            found = _in_frame(page, frame, Kind.PLAY)
            if found is not None and press(found.handle):
                deeds.add("pressed-play", rule=found.rule, frame=found.where)
        except BrowserError:
            continue
    return deeds.count("pressed-play") > before


def is_age_gate_standing(page: Page) -> bool:
    """Return whether a question about age still stands over the page, or is all that it shows."""
    pattern = gate_rules().standing["age"]
    return any(_evaluated(frame, _STANDING, pattern) for frame in page.frames[:MOST_FRAMES])


def press(found: JSHandle) -> bool:
    """Prepare and press what was found, as a visitor's mouse would, or by script when something lies over it."""
    button = found.evaluate_handle("found => { found.prepare(); return found.button; }").as_element()
    if button is None:
        return False
    try:
        button.click(timeout=_CLICK_MILLISECONDS, no_wait_after=True)
    except BrowserError:
        return _pressed_by_script(button)
    return True


def _pass(found: _Found, ways: Ways, deeds: Deeds) -> None:
    number = deeds.count("gate-clicked") + 1
    before = ways.photograph(f"gate-{number}-before.png")
    try:
        clicked = press(found.handle)
    except BrowserError:
        clicked = False
    ways.settle()
    after = ways.photograph(f"gate-{number}-after.png")
    pictures = min(before, after, key=_PICTURES.index)
    deeds.add("gate-clicked", gate=number, rule=found.rule, frame=found.where, pictures=pictures)
    if clicked and not _stands(found):
        deeds.add(f"passed-{found.rule.partition('-')[0]}-gate", gate=number)


def _stands(found: _Found) -> bool:
    """Return whether the pressed button is still there to be seen."""
    script = "found => found.button.isConnected && found.button.getBoundingClientRect().height > 1"
    try:
        return found.handle.evaluate(script) is True
    except BrowserError:
        return False  # The page went on to another one.


def _pressed_by_script(button: ElementHandle) -> bool:
    try:
        button.evaluate(_PRESS)
    except BrowserError:
        return False
    return True


def _first(page: Page, pressed: Counter[str]) -> _Found | None:
    for kind in (Kind.CONSENT, Kind.AGE):
        for frame in page.frames[:MOST_FRAMES]:
            try:
                found = _in_frame(page, frame, kind)
            except BrowserError:
                continue
            if found is not None and pressed[found.rule] < _MOST_OF_ONE_RULE:
                return found
    return None


def _in_frame(page: Page, frame: Frame, kind: Kind) -> _Found | None:
    handle = frame.evaluate_handle(_script(), gate_rules().told_to_the_page(kind))
    told = handle.evaluate("found => found && [found.rule, found.inShadow]")
    if told is None:
        return None
    return _Found(str(told[0]), frame, _where(page, frame) + ("-shadow" if told[1] else ""), handle)


def _where(page: Page, frame: Frame) -> str:
    if frame == page.main_frame:
        return "page"
    is_own = urlsplit(frame.url).hostname in {urlsplit(page.url).hostname, None}
    return "frame" if is_own else "frame-of-another-host"


def _evaluated(frame: Frame, script: str, argument: str) -> bool:
    try:
        return frame.evaluate(script, argument) is True
    except BrowserError:
        return False


@cache
def _script() -> str:
    return files("verweer.visit").joinpath("gates.js").read_text("utf-8")
