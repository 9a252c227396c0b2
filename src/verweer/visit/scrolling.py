# SPDX-License-Identifier: Apache-2.0
"""Scrolls a page and what scrolls inside it, within bounds, so that what waits to be looked at is fetched."""

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from verweer.visit.passing import MOST_FRAMES

_SCROLL = """async ([milliseconds]) => {
  const end = performance.now() + milliseconds, rest = () => new Promise(done => setTimeout(done, 40));
  const through = async (node, most) => {
    const pace = Math.max(200, Math.min(node.clientHeight, innerHeight), node === document.scrollingElement ? 0 : node.scrollHeight / most);
    for (let step = 0; step < most && performance.now() < end; step++) {
      const before = node.scrollTop;
      node.scrollTo({top: before + pace, behavior: 'instant'});
      await rest();
      if (node.scrollTop === before) break;
    }
    node.scrollTo({top: 0, behavior: 'instant'});
  };
  const across = async node => {
    node.scrollTo({left: node.scrollWidth, behavior: 'instant'});
    await rest();
    node.scrollTo({left: 0, behavior: 'instant'});
  };
  const inner = [...document.querySelectorAll('*')].slice(0, 20000).filter(node => {
    if (node.clientHeight < 60 || node.clientWidth < 60) return false;
    const high = node.scrollHeight > node.clientHeight + 40, wide = node.scrollWidth > node.clientWidth + 40;
    return (high || wide) && node !== document.scrollingElement && node !== document.body &&
      /auto|scroll|hidden/.test(getComputedStyle(node).overflow);
  }).slice(0, 8);
  if (document.scrollingElement) await through(document.scrollingElement, 12);
  for (const node of inner) {
    if (performance.now() > end) break;
    node.scrollIntoView({block: 'center', behavior: 'instant'});
    await through(node, 8);
    await across(node);
  }
  if (document.scrollingElement) document.scrollingElement.scrollTo({top: 0, left: 0, behavior: 'instant'});
}"""
_PAGE_SECONDS, _FRAME_SECONDS = 3.0, 0.6
_TALLEST_FRAMES = 6


def scroll_through(page: Page, *, left: float) -> None:
    """Scroll the page and its larger frames from top to bottom and back."""
    seconds = min(_PAGE_SECONDS, left)
    for number, frame in enumerate(page.frames[:MOST_FRAMES]):
        if number > _TALLEST_FRAMES:
            return
        try:
            frame.evaluate(_SCROLL, [(_FRAME_SECONDS if number else seconds) * 1000])
        except BrowserError:
            continue
