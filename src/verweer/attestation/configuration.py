# SPDX-License-Identifier: Apache-2.0
"""What a maker writes down to be attested: who they are, their gate, who signs; read whole or refused.

Files are named from where the configuration stands. Nothing is fetched but what it names.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from verweer.guard import Verdict
from verweer.kernel import InputError

_LARGEST_FILE = 100_000
_Told = Annotated[str, Field(min_length=1, max_length=200)]


class BadConfiguration(InputError):
    """The maker's configuration is not as docs/guard.md describes it; the sentence says what is wrong."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OwnGuardTable(_Table):
    """The guard of this package as the maker sets it up; the fields are the options of `Guard`."""

    protected: tuple[Path, ...] = ()
    register_file: Annotated[Path | None, Field(alias="register")] = None
    key: Path | None = None
    suggestive: Verdict = Verdict.REVIEW
    longest: Annotated[int, Field(ge=1)] = 20_000
    turns: Annotated[int, Field(ge=0)] = 8

    @model_validator(mode="after")
    def _register_comes_with_its_key(self) -> Self:
        if (self.register_file is None) is not (self.key is None):
            message = "a register and its key go together"
            raise ValueError(message)
        return self


class OtherGateTable(_Table):
    """Another product: a program that is asked a line a prompt, or an address that is asked by POST."""

    command: tuple[str, ...] = ()
    address: str = ""
    token: Path | None = None
    seconds: Annotated[float, Field(gt=0, le=600)] = 10.0

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> Self:
        if bool(self.command) is bool(self.address):
            message = "give a command or an address, and not both"
            raise ValueError(message)
        if self.address and not _is_web_address(self.address):
            message = "the address must begin with http:// or https:// and name a host"
            raise ValueError(message)
        return self

    @property
    def split_address(self) -> SplitResult:
        """Return the address in its parts."""
        return urlsplit(self.address)


class SigningTable(_Table):
    """The certificate with those above it and its key, as PEM."""

    certificate: Path
    key: Path
    passphrase: Path | None = None


class TimestampsTable(_Table):
    """Authorities (RFC 3161) that are asked to state the moment, and the roots to check them by."""

    authorities: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]
    roots: Path | None = None


class Configuration(_Table):
    """A maker, the product that is attested, and how."""

    maker: _Told
    product: _Told
    version: Annotated[str, Field(max_length=100)] = ""
    guard: OwnGuardTable | None = None
    gate: OtherGateTable | None = None
    signing: SigningTable | None = None
    timestamps: TimestampsTable | None = None

    @model_validator(mode="after")
    def _has_one_gate(self) -> Self:
        if (self.guard is None) is (self.gate is None):
            message = "give one of the tables [guard] and [gate], and not both"
            raise ValueError(message)
        return self


def read_configuration(file: Path) -> Configuration:
    """Return the configuration in a file, its paths made whole; raises BadConfiguration."""
    try:
        with file.open("rb") as content:
            untrusted = tomllib.loads(content.read(_LARGEST_FILE).decode())
        return _from(file.absolute().parent, Configuration.model_validate(untrusted))
    except OSError as cause:
        message = f"{file} cannot be read: {cause.strerror}. Name the maker's configuration (TOML)."
        raise BadConfiguration(message) from cause
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        message = f"{file.name} is no configuration as docs/guard.md describes it: {where}: {first['msg']}."
        raise BadConfiguration(message) from cause
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as cause:
        message = f"{file.name} is not TOML: {cause}."
        raise BadConfiguration(message) from cause


def _from(folder: Path, told: Configuration) -> Configuration:
    """Return a configuration with its files named from a folder."""

    def placed(table: _Table | None) -> _Table | None:
        if table is None:
            return None
        changed: dict[str, object] = {}
        for name, value in table:
            if isinstance(value, Path):
                changed[name] = folder / value.expanduser()
            elif isinstance(value, tuple):
                changed[name] = tuple(folder / one.expanduser() if isinstance(one, Path) else one for one in value)
        return table.model_copy(update=changed)

    tables = ("guard", "gate", "signing", "timestamps")
    return told.model_copy(update={name: placed(getattr(told, name)) for name in tables})


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
