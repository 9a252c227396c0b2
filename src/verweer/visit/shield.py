# SPDX-License-Identifier: Apache-2.0
"""Makes a page's images unrecognisable before its screenshot is taken, for a capture that may not keep them.

The shield is put up from a world of our own, and the page's scripts stand still while it is up: a page
that changed what a browser's functions do, or that undoes what was done to it, changes nothing. The shield
can be taken away again, so that a gate can be photographed behind it and then be passed as it was.
"""

import contextlib

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as BrowserError

from verweer.visit.apart import ask_apart

_SHIELD = """() => {
  const media = 'img,video,canvas,picture,object,embed,iframe,frame,svg,input[type=image],portal,model-viewer';
  const rules = `${media}{filter:blur(90px) saturate(.5)!important;clip-path:inset(0)!important}
    *{background-image:none!important;border-image-source:none!important;list-style-image:none!important;
      mask-image:none!important;cursor:default!important}
    *::before,*::after,::marker{background-image:none!important;content:none!important}
    ::backdrop{background:none!important}`;
  const undo = [];
  const put = (node, name, value) => {
    const [before, weight] = [node.style.getPropertyValue(name), node.style.getPropertyPriority(name)];
    undo.push(() => {
      if (before) node.style.setProperty(name, before, weight); else node.style.removeProperty(name);
      if (!node.getAttribute('style')) node.removeAttribute('style');
    });
    node.style.setProperty(name, value, 'important');
  };
  const cover = root => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    undo.push(() => { root.adoptedStyleSheets = root.adoptedStyleSheets.filter(each => each !== sheet); });
    for (const node of root.querySelectorAll('*')) {
      if (node.matches(media) || (node.localName.includes('-') && !node.shadowRoot)) {
        put(node, 'filter', 'blur(90px) saturate(.5)');
        put(node, 'clip-path', 'inset(0)');
      } else if (getComputedStyle(node).backgroundImage !== 'none' || getComputedStyle(node).content !== 'normal') {
        put(node, 'background-image', 'none');
        put(node, 'content', 'normal');
      }
      if (node.shadowRoot) cover(node.shadowRoot);
    }
  };
  cover(document);
  window[Symbol.for('verweer')] = () => { for (const step of undo.reverse()) step(); };
  return true;
}"""
_UNCOVER = (
    "() => { const undo = window[Symbol.for('verweer')]; if (undo) undo(); delete window[Symbol.for('verweer')]; }"
)


class Shield:
    """The shield of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._still: CDPSession | None = None

    def cover(self) -> bool:
        """Blur every image, video and frame beyond recognition, and return whether that is certain."""
        try:
            self._still = self._page.context.new_cdp_session(self._page)
            self._still.send("Emulation.setScriptExecutionDisabled", {"value": True})
            return ask_apart(self._page, _SHIELD) is True
        except BrowserError:
            return False

    def uncover(self) -> None:
        """Take the shield away, and leave the page as it was; its scripts go on."""
        if self._still is None:
            return
        with contextlib.suppress(BrowserError):
            ask_apart(self._page, _UNCOVER)
            self._still.send("Emulation.setScriptExecutionDisabled", {"value": False})
            self._still.detach()
        self._still = None
