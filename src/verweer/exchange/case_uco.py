# SPDX-License-Identifier: Apache-2.0
"""A case as a CASE/UCO document in JSON-LD, which forensic programs of others read.

What stands in it: the investigation; each visit or hand-over as an action with its tools,
its provenance record and its files; where the traffic went; and the custody log, event by
event, each with the digest of its line and of the line before it. The log's own text is in
the document, so that its chain can be followed without us. No picture is ever in it.
https://ontology.caseontology.org and https://ontology.unifiedcyberontology.org define the words.
"""

import json
from collections.abc import Iterator, Sequence

from verweer.egress import Answer
from verweer.evidence import Connection
from verweer.exchange.case_values import CaseTold, EventTold, FileTold, Gathering, ItemTold, StampTold
from verweer.exchange.uco import (
    CONTEXT,
    Node,
    address_object,
    argument,
    certificate_object,
    connection_object,
    content_facet,
    domain_object,
    file_object,
    moment,
    name_of,
    outside_id,
    person,
    refer,
    relationship,
    tool,
    url_object,
)
from verweer.kernel import Digest

FORMAT = "case-uco"
_LINE = "SHA-256 of this line of the custody log"
_PREVIOUS = "SHA-256 of the line before it in the custody log"
_SEQUENCE = "number of this line in the custody log"


def case_uco(told: CaseTold) -> bytes:
    """Return the document; the same case in the same state gives the same bytes."""
    nodes = {str(node["@id"]): node for node in _nodes(told)}
    document = {"@context": CONTEXT, "@graph": list(nodes.values())}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _nodes(told: CaseTold) -> Iterator[Node]:
    parts = [_Gathered(told.id, each) for each in told.gatherings]
    yield tool(_program(told.id), "verweer", told.version, "evidence")
    yield from _file(told.id, "log", told.log)
    yield from _events(told.id, "case", told.events)
    for part in parts:
        yield from part.nodes()
    for item in told.items:
        yield from _item(told.id, item)
    for each in told.names:
        yield person(name_of(told.id, "person", each.part + each.name), each.name, each.part)
    yield _investigation(told, [part.record for part in parts])


def _investigation(told: CaseTold, records: Sequence[str]) -> Node:
    events = [_event_name(told.id, "case", each) for each in told.events]
    people = [name_of(told.id, "person", each.part + each.name) for each in told.names]
    items = [name_of(told.id, "item", each.name) for each in told.items]
    return {
        "@id": name_of(told.id, "investigation", ""),
        "@type": "case-investigation:Investigation",
        "uco-core:name": f"Case {told.id}",
        "uco-core:description": "Sexual imagery of a person, made or spread without consent.",
        "case-investigation:investigationForm": "case",
        "uco-core:startTime": moment(told.opened),
        "uco-core:object": refer(*records, *items, *people, *events, _file_name(told.id, "log", told.log)),
    }


class _Gathered:
    """The nodes of one gathering."""

    def __init__(self, case_id: str, told: Gathering) -> None:
        self._case, self._told = case_id, told
        self._scope = f"{told.kind}/{told.number}"
        self._action = name_of(case_id, "action", self._scope)
        self.record = name_of(case_id, "provenance", self._scope)

    def nodes(self) -> Iterator[Node]:
        """Yield the action, its provenance record, and everything that they name."""
        case, told = self._case, self._told
        if told.url:
            yield _url(case, told.url)
        if told.browser:
            called, _, version = told.browser.partition(" ")
            yield tool(name_of(case, "tool", told.browser), called, version, "browser")
        if told.package is not None:
            yield from _file(case, self._scope, told.package)
        for file in told.inside:
            yield from _file(case, self._inside, file)
            yield self._contained(file)
        for file in told.beside:
            yield from _file(case, self._scope, file)
        for stamp in told.stamps:
            yield from self._stamp(stamp)
        for answer in told.answers:
            yield from _answer(case, answer)
        for number, connection in enumerate(told.connections):
            yield from _connection(case, f"{self._scope}/{number}", connection)
        yield from _events(case, self._scope, told.events)
        yield self._done()
        yield self._provenance()

    @property
    def _inside(self) -> str:
        return f"{self._scope}/package"

    def _results(self) -> list[str]:
        told = self._told
        own = [*([told.package] if told.package else []), *told.beside]
        return [_file_name(self._case, self._scope, file) for file in own]

    def _observed(self) -> list[str]:
        files = [_file_name(self._case, self._inside, file) for file in self._told.inside]
        tokens = [_file_name(self._case, self._scope, stamp.token) for stamp in self._told.stamps]
        lines = [
            name_of(self._case, "connection", f"{self._scope}/{number}")
            for number, _ in enumerate(self._told.connections)
        ]
        return [*files, *tokens, *lines]

    def _done(self) -> Node:
        told, case = self._told, self._case
        tools = [_program(case), *([name_of(case, "tool", told.browser)] if told.browser else [])]
        node: Node = {
            "@id": self._action,
            "@type": "case-investigation:InvestigativeAction",
            "uco-core:name": f"{told.kind} {told.number}",
            "uco-core:description": " ".join(filter(None, (told.what, told.failure))),
            "uco-action:actionStatus": "Fail" if told.failure else "Success",
            "uco-action:startTime": moment(told.began),
            "uco-action:instrument": refer(*tools),
            "uco-action:result": refer(self.record, *self._results()),
        }
        if told.ended:
            node["uco-action:endTime"] = moment(told.ended)
        if told.url:
            node["uco-action:object"] = refer(_url_name(case, told.url))
        if told.events:
            node["uco-action:subaction"] = refer(*(_event_name(case, self._scope, each) for each in told.events))
        return node

    def _provenance(self) -> Node:
        told = self._told
        node: Node = {
            "@id": self.record,
            "@type": "case-investigation:ProvenanceRecord",
            "uco-core:description": f"What {told.kind} {told.number} brought in.",
            "case-investigation:exhibitNumber": f"{told.kind}-{told.number}",
        }
        if told.title:
            node["uco-core:name"] = told.title
        things = [*self._results(), *self._observed(), *([_url_name(self._case, told.url)] if told.url else [])]
        return node | ({"uco-core:object": refer(*things)} if things else {})

    def _contained(self, file: FileTold) -> Node:
        inner = _file_name(self._case, self._inside, file)
        outer = self._results()[0]
        return relationship(
            name_of(self._case, "within", f"{self._inside}/{file.path}"), inner, "Contained_Within", outer
        )

    def _stamp(self, stamp: StampTold) -> Iterator[Node]:
        case = self._case
        files = {
            file.digest: _file_name(case, scope, file)
            for scope, many in ((self._scope, (self._told.package,)), (self._inside, self._told.inside))
            for file in many
            if file is not None
        }
        yield from _file(case, self._scope, stamp.token)
        yield tool(name_of(case, "tool", stamp.authority), stamp.authority, "", "timestamp authority (RFC 3161)")
        node: Node = {
            "@id": name_of(case, "stamping", f"{self._scope}/{stamp.token.path}"),
            "@type": "case-investigation:InvestigativeAction",
            "uco-core:name": f"timestamp by {stamp.authority}",
            "uco-core:description": "Stated by an authority that is trusted here."
            if stamp.at
            else "No authority that is trusted here vouches for this timestamp.",
            "uco-action:instrument": refer(name_of(case, "tool", stamp.authority)),
            "uco-action:result": refer(_file_name(case, self._scope, stamp.token)),
            "case-investigation:wasInformedBy": refer(self._action),
        }
        if stamp.over in files:
            node["uco-action:object"] = refer(files[stamp.over])
        if stamp.at:
            node |= {"uco-action:startTime": moment(stamp.at), "uco-action:endTime": moment(stamp.at)}
        yield node


def _events(case_id: str, scope: str, events: Sequence[EventTold]) -> Iterator[Node]:
    """Yield the lines of a log as acts in their order, each telling the line that it follows."""
    before: EventTold | None = None
    for each in events:
        name = _event_name(case_id, scope, each)
        node: Node = {
            "@id": name,
            "@type": "case-investigation:InvestigativeAction",
            "uco-core:name": each.event,
            "uco-action:startTime": moment(each.at),
            "uco-action:endTime": moment(each.at),
            "uco-action:instrument": refer(_program(case_id)),
            "uco-core:externalReference": [
                outside_id(name, _SEQUENCE, str(each.sequence)),
                outside_id(name, _LINE, each.digest.hex),
                outside_id(name, _PREVIOUS, each.previous),
            ],
        }
        if each.details:
            node["uco-core:hasFacet"] = [argument(name, key, value) for key, value in each.details]
        if before is not None:
            node["case-investigation:wasInformedBy"] = refer(_event_name(case_id, scope, before))
        before = each
        yield node


def _item(case_id: str, item: ItemTold) -> Iterator[Node]:
    copies = [name_of(case_id, "media", digest.hex) for digest in item.digests]
    for name, digest in zip(copies, item.digests, strict=True):
        yield _media(name, digest)
    for url in item.urls:
        yield _url(case_id, url)
    yield {
        "@id": name_of(case_id, "item", item.name),
        "@type": "uco-core:Grouping",
        "uco-core:name": item.name,
        "uco-core:description": f"One {item.kind}: the digests of all copies of it, and the addresses of those copies.",
        "uco-core:context": "copies of one picture or video",
        "uco-core:object": refer(*copies, *(_url_name(case_id, url) for url in item.urls)),
    }


def _media(name: str, digest: Digest) -> Node:
    return {
        "@id": name,
        "@type": "uco-observable:ObservableObject",
        "uco-core:hasFacet": [content_facet(name, digest)],
    }


def _answer(case_id: str, answer: Answer) -> Iterator[Node]:
    host = name_of(case_id, "domain", answer.name)
    yield domain_object(host, answer.name)
    for address in answer.addresses:
        target = name_of(case_id, "address", address)
        yield address_object(target, address)
        node = relationship(name_of(case_id, "resolved", f"{answer.name}/{address}"), host, "Resolved_To", target)
        told = f"Answered by {answer.server}, to be kept for {answer.ttl} seconds."
        yield node | {"uco-core:startTime": moment(answer.at), "uco-core:description": told}


def _connection(case_id: str, told: str, connection: Connection) -> Iterator[Node]:
    address, line = name_of(case_id, "address", connection.address), name_of(case_id, "connection", told)
    yield address_object(address, connection.address)
    facts = {"host": connection.host, "tls": connection.tls_version, "cipher": connection.cipher}
    yield connection_object(line, address, connection.port, [(key, value) for key, value in facts.items() if value])
    for certificate in connection.chain:
        name = name_of(case_id, "certificate", f"{certificate.subject}/{certificate.issuer}")
        yield certificate_object(name, certificate.subject, certificate.issuer)
        yield relationship(name_of(case_id, "served", f"{told}/{name}"), name, "Used_By", line)


def _file(case_id: str, scope: str, file: FileTold) -> Iterator[Node]:
    name = _file_name(case_id, scope, file)
    facet = content_facet(name, file.digest, byte_length=file.byte_length, mime=file.mime, text=file.text)
    yield file_object(name, file.path, file.byte_length, [facet])


def _file_name(case_id: str, scope: str, file: FileTold) -> str:
    return name_of(case_id, "file", f"{scope}/{file.path}/{file.digest}")


def _event_name(case_id: str, scope: str, event: EventTold) -> str:
    return name_of(case_id, "event", f"{scope}/{event.digest}")


def _url(case_id: str, url: str) -> Node:
    return url_object(_url_name(case_id, url), url)


def _url_name(case_id: str, url: str) -> str:
    return name_of(case_id, "url", url)


def _program(case_id: str) -> str:
    return name_of(case_id, "tool", "verweer")
