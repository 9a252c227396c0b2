# SPDX-License-Identifier: Apache-2.0
"""Builds the pages of the sites: a frame around a body, pictures, and what is not there."""

from collections.abc import Callable, Mapping
from html import escape

from tests.testnet.replies import Reply, Request, Site

_FRAME = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #222 }}
header, footer {{ border-block: 1px solid #bbb; padding: .5rem 0; margin-block: 1rem }}
nav a {{ margin-right: 1rem }} img, video {{ max-width: 100% }} article {{ margin-block: 1.5rem }}
dialog, .wall {{ position: fixed; z-index: 5; inset: auto 0 0 0; background: #fff; padding: 1rem; border: 1px solid }}
dialog {{ inset: 0; width: 100%; height: 100%; box-sizing: border-box; text-align: center; padding-top: 20vh }}
</style>
{head}
</head>
<body>
{body}
</body>
</html>
"""


def page(title: str, body: str, *, head: str = "", language: str = "nl", status: int = 200) -> Reply:
    """Return a page; `body` and `head` are markup, `title` is text."""
    content = _FRAME.format(title=escape(title), body=body, head=head, language=language)
    return Reply(status=status, body=content.encode())


def picture(content: bytes, media_type: str = "image/jpeg", headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return a picture, to be kept by visitors for an hour."""
    return Reply(body=content, media_type=media_type, headers=(("Cache-Control", "max-age=3600"), *headers))


def script(content: str) -> Reply:
    """Return a script."""
    return Reply(body=content.encode(), media_type="text/javascript; charset=utf-8")


def drawing(words: str, colour: str) -> Reply:
    """Return a logo: a coloured plate with words."""
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="6" '
        f'fill="{colour}"/><text x="60" y="26" fill="#fff" font-size="16" text-anchor="middle">{escape(words)}</text></svg>'
    )
    return picture(content.encode(), "image/svg+xml")


def not_found() -> Reply:
    """Return the page for what is not there."""
    return page("Niet gevonden", "<h1>404</h1><p>Deze pagina bestaat niet.</p>", status=404)


def moved(location: str, status: int = 302) -> Reply:
    """Return a redirect."""
    return Reply(status=status, headers=(("Location", location),), body=b"", media_type="text/plain")


def routed(routes: Mapping[str, Callable[[Request], Reply]]) -> Site:
    """Return a site that answers each path, or method and path, as its route says; 404 to others."""

    def answer(request: Request) -> Reply:
        route = routes.get(f"{request.method} {request.path}") or routes.get(request.path)
        return route(request) if route else not_found()

    return answer


def always(reply: Reply) -> Callable[[Request], Reply]:
    """Return a route that gives the same reply to everyone."""
    return lambda _request: reply
