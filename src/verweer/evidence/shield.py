# SPDX-License-Identifier: Apache-2.0
"""Makes a page's images unrecognisable before its screenshot is taken, for a capture that may not keep them."""

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

_SHIELD = """() => {
  const media = 'img,video,canvas,picture,object,embed,iframe,frame,svg,input[type=image],portal,model-viewer';
  const rules = `${media}{filter:blur(90px) saturate(.5)!important;clip-path:inset(0)!important}
    *{background-image:none!important;border-image-source:none!important;list-style-image:none!important;
      mask-image:none!important;cursor:default!important}
    *::before,*::after,::marker{background-image:none!important;content:none!important}
    ::backdrop{background:none!important}`;
  const cover = root => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    for (const node of root.querySelectorAll('*')) {
      if (node.matches(media) || (node.localName.includes('-') && !node.shadowRoot)) {
        node.style.setProperty('filter', 'blur(90px) saturate(.5)', 'important');
        node.style.setProperty('clip-path', 'inset(0)', 'important');
      } else if (getComputedStyle(node).backgroundImage !== 'none' || getComputedStyle(node).content !== 'normal') {
        node.style.setProperty('background-image', 'none', 'important');
        node.style.setProperty('content', 'normal', 'important');
      }
      if (node.shadowRoot) cover(node.shadowRoot);
    }
  };
  cover(document);
  return true;
}"""


def cover_images(page: Page) -> bool:
    """Blur every image, video and frame of a page beyond recognition, and return whether that is certain."""
    try:
        return page.evaluate(_SHIELD) is True
    except BrowserError:
        return False
