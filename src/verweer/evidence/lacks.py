# SPDX-License-Identifier: Apache-2.0
"""What a capture lacks, and what each lack means in words for the person who pasted the link."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from verweer.browser import Lack
from verweer.browser.logged import LoggedExchange, NetLog
from verweer.egress import Guard
from verweer.evidence.model import Connection
from verweer.kernel import Bilingual, Link
from verweer.visit.visitor import Visit

_CALLED_OFF = -3  # net::ERR_ABORTED

LACKS: Mapping[Lack, Bilingual] = {
    Lack.TIME_LIMIT: Bilingual(
        nl="Het bezoek duurde te lang en is afgebroken; wat daarna kwam, ontbreekt.",
        en="The visit took too long and was broken off; what came after is missing.",
    ),
    Lack.BYTE_LIMIT: Bilingual(
        nl="De pagina stuurde meer dan we bewaren; wat daarna kwam, ontbreekt.",
        en="The page sent more than we keep; what came after is missing.",
    ),
    Lack.REQUEST_LIMIT: Bilingual(
        nl="De pagina vroeg meer onderdelen op dan we bewaren; de rest ontbreekt.",
        en="The page asked for more parts than we keep; the rest is missing.",
    ),
    Lack.PAGE_NEVER_FINISHED: Bilingual(
        nl="De pagina bleef laden; vastgelegd is wat er na de wachttijd stond.",
        en="The page never stopped loading; what stood there after the wait was captured.",
    ),
    Lack.REFUSED_ADDRESS: Bilingual(
        nl="Een onderdeel lag op een adres in een besloten netwerk; zulke adressen bezoeken we niet.",
        en="A part lay at an address in a private network; we do not visit such addresses.",
    ),
    Lack.FAILED_EXCHANGE: Bilingual(
        nl="Een of meer onderdelen gaven geen antwoord of braken af, vaak die van advertenties.",
        en="One or more parts gave no answer or broke off, often those of advertisements.",
    ),
    Lack.NO_SCREENSHOT: Bilingual(
        nl="Er kon geen schermafbeelding worden gemaakt; wat de site stuurde, is wel bewaard.",
        en="No screenshot could be made; what the site sent is kept.",
    ),
    Lack.BROKEN_OFF: Bilingual(
        nl="De pagina liet de browser vastlopen of crashen; wat tot dan toe binnenkwam, is bewaard.",
        en="The page made the browser hang or crash; what came in until then is kept.",
    ),
    Lack.RESOURCE_LIMIT: Bilingual(
        nl="De pagina wilde meer geheugen dan een pagina krijgt en is beëindigd; wat tot dan toe binnenkwam, is bewaard.",
        en="The page wanted more memory than a page gets and was ended; what came in until then is kept.",
    ),
    Lack.LOG_CUT: Bilingual(
        nl="Het verslag van de browser breekt af; wat daarna kwam, ontbreekt.",
        en="The browser's record breaks off; what came after is missing.",
    ),
    Lack.UNPROVEN_HOST: Bilingual(
        nl="Het certificaat bewijst niet dat dit echt die website is; in network.json staat waarom niet.",
        en="The certificate does not prove that this really is that website; network.json says why not.",
    ),
    Lack.CLOCK_OFF: Bilingual(
        nl="De klok van deze computer liep niet gelijk met die van de tijdstempelinstanties; hun tijd geldt.",
        en="This computer's clock differed from those of the timestamp authorities; their time counts.",
    ),
}


def lacks_of(
    seen: Visit, guard: Guard, log: NetLog, connections: Sequence[Connection], *, link: Link
) -> tuple[Lack, ...]:
    """Return what a visit lacks, in a fixed order."""
    lacks = set(seen.lacks)
    if not log.whole:
        lacks.add(Lack.LOG_CUT)
    if guard.refusals():
        lacks.add(Lack.REFUSED_ADDRESS)
    if any(_has_failed(exchange) and not _is_refused(exchange.url, guard) for exchange in log.exchanges):
        lacks.add(Lack.FAILED_EXCHANGE)
    host = urlsplit(seen.final_url or link.url).hostname
    if any(connection.host == host and connection.verified is False for connection in connections):
        lacks.add(Lack.UNPROVEN_HOST)
    return tuple(sorted(lacks))


def _has_failed(exchange: LoggedExchange) -> bool:
    """Return whether no answer came, or one that broke off; pages call off what they asked for, and sockets just end."""
    broke_off = exchange.net_error not in {0, _CALLED_OFF} and not exchange.url.startswith("ws")
    return not exchange.response_headers or broke_off


def _is_refused(url: str, guard: Guard) -> bool:
    return any(f"//{refused.host}" in url for refused in guard.refusals())
