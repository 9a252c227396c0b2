# SPDX-License-Identifier: Apache-2.0
"""Everything that can be wrong with a request, each with its status and one sentence; none repeats what was sent."""

from collections.abc import Mapping
from typing import NoReturn

from verweer.generators.documents import Problem
from verweer.kernel import Bilingual

RETRY_SECONDS = 1


class Refusal(Exception):
    """A request that gets a problem for an answer."""

    def __init__(self, status: int, problem: Problem, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep what goes back to the client."""
        super().__init__(problem.code)
        self.status, self.problem, self.headers = status, problem, headers


_TOLD: Mapping[str, tuple[int, Bilingual]] = {
    "malformed": (400, Bilingual(nl="Het verzoek is geen geldige HTTP.", en="The request is no valid HTTP.")),
    "no-token": (
        401,
        Bilingual(
            nl="Geef het token mee als `Authorization: Bearer …`.", en="Send the token as `Authorization: Bearer …`."
        ),
    ),
    "no-such-path": (
        404,
        Bilingual(nl="Dit pad bestaat niet; zie /openapi.json.", en="No such path; see /openapi.json."),
    ),
    "no-pictures": (
        404,
        Bilingual(
            nl="Beelden worden hier niet beoordeeld; start de dienst met --pictures.",
            en="Pictures are not judged here; start the service with --pictures.",
        ),
    ),
    "method": (405, Bilingual(nl="Dit pad kent die methode niet.", en="This path does not know that method.")),
    "too-slow": (
        408,
        Bilingual(nl="Het verzoek kwam niet op tijd heel aan.", en="The request did not arrive whole in time."),
    ),
    "too-large": (
        413,
        Bilingual(
            nl="Het verzoek is te groot; stuur minder tegelijk.", en="The request is too large; send less at once."
        ),
    ),
    "too-costly": (
        413,
        Bilingual(
            nl="Deze beelden kosten te veel tijd; stuur er minder of kleinere.",
            en="These pictures take too much time; send fewer or smaller ones.",
        ),
    ),
    "content-type": (
        415,
        Bilingual(
            nl="Stuur ongecomprimeerde JSON, als `Content-Type: application/json`.",
            en="Send uncompressed JSON, as `Content-Type: application/json`.",
        ),
    ),
    "wrong-host": (
        421,
        Bilingual(
            nl="Vraag het bij een IP-adres of localhost, of geef de dienst een token.",
            en="Ask by an IP address or localhost, or give the service a token.",
        ),
    ),
    "failed": (
        500,
        Bilingual(
            nl="De wachter kon niet oordelen; laat niets door.",
            en="The guard could not judge; let nothing pass.",
        ),
    ),
    "full": (
        503,
        Bilingual(
            nl="De wachter heeft het druk; probeer het zo weer en laat tot dan niets door.",
            en="The guard is busy; try again soon and let nothing pass until then.",
        ),
    ),
}


def refusal(code: str, *headers: tuple[str, str]) -> Refusal:
    """Return the refusal of that name."""
    status, told = _TOLD[code]
    return Refusal(status, Problem(code=code, told=told), headers)


def refuse(code: str, *headers: tuple[str, str]) -> NoReturn:
    """Raise the refusal of that name."""
    raise refusal(code, *headers)


def refuse_full() -> NoReturn:
    """Raise the refusal while too much is under way."""
    refuse("full", ("retry-after", str(RETRY_SECONDS)))
