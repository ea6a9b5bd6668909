"""Policies: which logs and witnesses somebody trusts, and how many of them. Source: c2sp.org/tlog-policy."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from reputation.tlog.checkpoints import Checkpoint, open_signed
from reputation.tlog.notes import COSIGNATURE, ED25519, NoteError, Verifier, parse_vkey

NONE = "none"
MOST = 32
"""At most so many logs, witnesses and groups each: as many as the specification asks for."""
_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_COUNT = re.compile(r"[1-9]\d{0,2}", re.ASCII)


class PolicyError(ValueError):
    """A policy that is malformed, or that says what no policy may say."""


class QuorumMissing(NoteError):
    """A checkpoint that the log signed, and too few witnesses."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is accepted."""

    key: Verifier
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness. `name` means something in its policy only; to everybody else it is `key.name`."""

    name: str
    key: Verifier
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Witnesses and groups of which `needed` must have witnessed."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs of which one must have signed, and witnesses of which a quorum must have cosigned."""

    logs: tuple[Log, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE

    def is_met(self, signers: Collection[Verifier]) -> bool:
        """Whether the quorum is among those whose signatures were verified."""
        met = {NONE} | {witness.name for witness in self.witnesses if witness.key in signers}
        for group in self.groups:  # a group names only what comes before it
            if sum(member in met for member in group.members) >= group.needed:
                met.add(group.name)
        return self.quorum in met

    def encode(self) -> bytes:
        """The file, which can be parsed again."""
        lines = [["log", log.key.vkey, log.url or ""] for log in self.logs]
        lines += [["witness", witness.name, witness.key.vkey, witness.url or ""] for witness in self.witnesses]
        lines += [["group", group.name, str(group.needed), *group.members] for group in self.groups]
        lines.append(["quorum", self.quorum])
        return "".join(" ".join(filter(None, line)) + "\n" for line in lines).encode("utf-8", "surrogateescape")


@dataclass(slots=True)
class _Reader:
    """Reads a policy line by line."""

    logs: list[Log] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def read(self, word: str, *items: str) -> None:
        match word, items:
            case "log", (vkey, *url) if len(url) <= 1:
                self.logs.append(Log(_key(vkey, ED25519, [log.key for log in self.logs]), *url))
                _require_few(self.logs, "logs")
            case "witness", (name, vkey, *url) if len(url) <= 1:
                key = _key(vkey, COSIGNATURE, [witness.key for witness in self.witnesses])
                self.witnesses.append(Witness(self._new(name), key, *url))
                _require_few(self.witnesses, "witnesses")
            case "group", (name, needed, *members) if members:
                self.groups.append(self._group(name, needed, members))
                _require_few(self.groups, "groups")
            case "quorum", (name,):
                if self.quorum is not None:
                    raise PolicyError("there is one quorum line, and only one")
                self.quorum = name if name == NONE else self._defined(name)
            case _:
                raise PolicyError("this is no line of a policy: log, witness, group or quorum, each with its items")

    def _names(self) -> Iterator[str]:
        yield from (witness.name for witness in self.witnesses)
        yield from (group.name for group in self.groups)

    def _new(self, name: str) -> str:
        if name == NONE or name in self._names():
            raise PolicyError(f"the name {name} is taken")
        return name

    def _defined(self, name: str) -> str:
        if name not in self._names():
            raise PolicyError(f"{name} is not defined on a line before")
        return name

    def _group(self, name: str, needed: str, members: list[str]) -> Group:
        for member in members:
            if self._defined(member) in self.members:
                raise PolicyError(f"{member} is already a member of a group")
            self.members.add(member)
        count = {"any": "1", "all": str(len(members))}.get(needed, needed)
        if not _COUNT.fullmatch(count) or int(count) > len(members):
            raise PolicyError(f"a group needs any, all, or a number from 1 to {len(members)} of its members")
        return Group(self._new(name), int(count), tuple(members))


def _key(vkey: str, kind: int, others: list[Verifier]) -> Verifier:
    try:
        key = parse_vkey(vkey)
    except (NoteError, UnicodeEncodeError) as error:
        raise PolicyError(f"the key cannot be read: {error}") from error
    if key.kind != kind:
        wanted = "01, that of a log" if kind == ED25519 else "04, that of a witness"
        raise PolicyError(f"the key of {key.name} is not of type {wanted}")
    if key.public in {other.public for other in others}:
        raise PolicyError(f"the key of {key.name} is there twice")
    return key


def _require_few(listed: Collection[object], what: str) -> None:
    if len(listed) > MOST:
        raise PolicyError(f"there are more than {MOST} {what}")


def decode(raw: bytes) -> Policy:
    """The policy a file holds.

    Bytes that are not ASCII are opaque, whatever their encoding: two names are the same when their bytes are.

    Raises:
        PolicyError: it is malformed; the message names the line.
    """
    if _FORBIDDEN.search(raw):
        raise PolicyError("a policy holds no control characters but tab and newline")
    reader = _Reader()
    for number, line in enumerate(raw.decode("utf-8", "surrogateescape").split("\n"), start=1):
        items = re.findall(r"[^ \t]+", line)
        if not items or items[0].startswith("#"):
            continue
        try:
            reader.read(*items)
        except PolicyError as error:
            raise PolicyError(f"line {number}: {error}") from error
    if reader.quorum is None:
        raise PolicyError("the line is missing that says the quorum: a witness, a group, or none")
    return Policy(tuple(reader.logs), tuple(reader.witnesses), tuple(reader.groups), reader.quorum)


def open_under(raw: bytes, policy: Policy) -> tuple[Checkpoint, dict[Verifier, int | None]]:
    """The checkpoint and who signed it, once the policy accepts it: one of its logs, and the quorum.

    Raises:
        QuorumMissing: a log of the policy signed it, and too few witnesses.
        NoteError: it is malformed, signed by no log of the policy, or a signature of the policy's keys is wrong.
    """
    keys = [log.key for log in policy.logs], [witness.key for witness in policy.witnesses]
    checkpoint, signers = open_signed(raw, *keys)
    if not policy.is_met(signers):
        raise QuorumMissing(f"the checkpoint lacks the cosignatures of the quorum {policy.quorum}")
    return checkpoint, signers
