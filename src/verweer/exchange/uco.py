# SPDX-License-Identifier: Apache-2.0
"""The words of UCO and CASE 1.5 that we speak, each as one node of JSON-LD with a lasting name.

A name is a UUID (version 5) made from the case and what the node tells, so that two exports
of one case name the same thing alike, and nothing in a name tells who runs the installation.
"""

import ipaddress
import uuid
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from verweer.kernel import Digest, rfc3339

Node = dict[str, object]

CONTEXT = {
    "kb": "urn:verweer:kb:",
    **{
        f"uco-{part}": f"https://ontology.unifiedcyberontology.org/uco/{part}/"
        for part in ("action", "core", "identity", "observable", "tool", "types")
    },
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NAMES = uuid.UUID("6f2b1c1e-6a0e-5d5f-9d5c-0b8f5f0c7a11")
_PORTS = {"http": 80, "https": 443}


def name_of(case_id: str, kind: str, told: str) -> str:
    """Return the lasting name of a thing of a case."""
    return f"kb:{kind}-{uuid.uuid5(_NAMES, f'{case_id}/{kind}/{told}')}"


def refer(*names: str) -> list[Node]:
    """Return references to nodes."""
    return [{"@id": name} for name in dict.fromkeys(names)]


def moment(at: datetime) -> Node:
    """Return a moment."""
    return {"@type": "xsd:dateTime", "@value": rfc3339(at)}


def file_object(name: str, path: str, byte_length: int, facets: Sequence[Node]) -> Node:
    """Return a file with its name and length; `facets` tell its content."""
    facet: Node = {
        "@type": "uco-observable:FileFacet",
        "uco-observable:fileName": path.rpartition("/")[2],
        "uco-observable:filePath": path,
        "uco-observable:isDirectory": False,
        "uco-observable:sizeInBytes": byte_length,
    }
    return observable(name, "File", [named(facet, name, "file"), *facets])


def content_facet(name: str, digest: Digest, *, byte_length: int | None = None, mime: str = "", text: str = "") -> Node:
    """Return what some bytes are: their SHA-256, length and type, and the text itself where it is given."""
    facet: Node = {"@type": "uco-observable:ContentDataFacet", "uco-observable:hash": [_hash(name, digest)]}
    if byte_length is not None:
        facet["uco-observable:sizeInBytes"] = byte_length
    if mime:
        facet["uco-observable:mimeType"] = mime
    if text:
        facet["uco-observable:dataPayload"] = text
    return named(facet, name, "content")


def url_object(name: str, url: str) -> Node:
    """Return a web address."""
    parts = urlsplit(url)
    facet: Node = {"@type": "uco-observable:URLFacet", "uco-observable:fullValue": url}
    told: dict[str, object] = {
        "scheme": parts.scheme,
        "path": parts.path,
        "query": parts.query,
        "port": parts.port or _PORTS.get(parts.scheme),
    }
    facet |= {f"uco-observable:{key}": value for key, value in told.items() if value}
    return observable(name, "URL", [named(facet, name, "url")])


def domain_object(name: str, host: str) -> Node:
    """Return a host name."""
    facet: Node = {"@type": "uco-observable:DomainNameFacet", "uco-observable:value": host}
    return observable(name, "DomainName", [named(facet, name, "domain")])


def address_object(name: str, address: str) -> Node:
    """Return a network address."""
    kind = f"IPv{ipaddress.ip_address(address).version}Address"
    facet: Node = {"@type": f"uco-observable:{kind}Facet", "uco-observable:addressValue": address}
    return observable(name, kind, [named(facet, name, "address")])


def connection_object(name: str, address: str, port: int, facts: Sequence[tuple[str, str]]) -> Node:
    """Return a connection to an address, with what was agreed on it."""
    facet: Node = {
        "@type": "uco-observable:NetworkConnectionFacet",
        "uco-observable:dst": refer(address),
        "uco-observable:destinationPort": port,
    }
    if facts:
        entries = [
            named(
                {"@type": "uco-types:ControlledDictionaryEntry", "uco-types:key": key, "uco-types:value": value},
                name,
                f"entry-{key}",
            )
            for key, value in facts
        ]
        dictionary: Node = {"@type": "uco-types:ControlledDictionary", "uco-types:entry": entries}
        facet["uco-observable:protocols"] = named(dictionary, name, "protocols")
    return observable(name, "NetworkConnection", [named(facet, name, "connection")])


def certificate_object(name: str, subject: str, issuer: str) -> Node:
    """Return a certificate by its names."""
    facet: Node = {
        "@type": "uco-observable:X509CertificateFacet",
        "uco-observable:subject": subject,
        "uco-observable:issuer": issuer,
    }
    return observable(name, "X509Certificate", [named(facet, name, "certificate")])


def relationship(name: str, source: str, kind: str, target: str) -> Node:
    """Return how one thing stands to another."""
    return {
        "@id": name,
        "@type": "uco-observable:ObservableRelationship",
        "uco-core:source": refer(source),
        "uco-core:target": refer(target),
        "uco-core:kindOfRelationship": kind,
        "uco-core:isDirectional": True,
    }


def tool(name: str, called: str, version: str, kind: str) -> Node:
    """Return a program."""
    node: Node = {"@id": name, "@type": "uco-tool:Tool", "uco-core:name": called, "uco-tool:toolType": kind}
    return node | ({"uco-tool:version": version} if version else {})


def person(name: str, called: str, part: str) -> Node:
    """Return someone by name, with their part in the case."""
    return {"@id": name, "@type": "uco-identity:Person", "uco-core:name": called, "uco-core:description": part}


def argument(owner: str, called: str, value: str) -> Node:
    """Return something that an act was done with."""
    node: Node = {
        "@type": "uco-action:ActionArgumentFacet",
        "uco-action:argumentName": called,
        "uco-action:value": value,
    }
    return named(node, owner, f"argument-{called}")


def outside_id(name: str, what: str, value: str) -> Node:
    """Return an identifier by which something is known elsewhere, `what` telling where."""
    node: Node = {
        "@type": "uco-core:ExternalReference",
        "uco-core:definingContext": what,
        "uco-core:externalIdentifier": value,
    }
    return named(node, name, f"reference-{what}")


def observable(name: str, kind: str, facets: Sequence[Node]) -> Node:
    """Return a thing that can be observed, with its facets."""
    return {"@id": name, "@type": f"uco-observable:{kind}", "uco-core:hasFacet": list(facets)}


def named(node: Node, owner: str, part: str) -> Node:
    """Return a part of a node with a name of its own."""
    kind = str(node["@type"]).rpartition(":")[2].lower()
    return {"@id": f"kb:{kind}-{uuid.uuid5(_NAMES, f'{owner}/{part}')}", **node}


def _hash(owner: str, digest: Digest) -> Node:
    node: Node = {
        "@type": "uco-types:Hash",
        "uco-types:hashMethod": "SHA256",
        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": digest.hex},
    }
    return named(node, owner, "sha256")
