"""Policies: every line that is accepted, every one that is not, and whose cosignatures are enough."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.tlog import checkpoints, notes, policies
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Cosigner, NoteError, Signer
from reputation.tlog.policies import Group, Log, Policy, PolicyError, QuorumMissing, Witness

LOG, OTHER = Signer("log.example/one", b"\x01" * 32), Signer("log.example/two", b"\x02" * 32)
COSIGNERS = [Cosigner(f"witness.example/{number}", bytes([number]) * 32) for number in range(10, 50)]
KEYS = [cosigner.verifier() for cosigner in COSIGNERS]
VKEY, WKEY, WKEY2 = LOG.verifier().vkey, KEYS[0].vkey, KEYS[1].vkey
CHECKPOINT = Checkpoint(LOG.name, 7, b"\x05" * 32)

# The shape of the example in the specification.
EXAMPLE = f"""
log {VKEY}

witness X1 {KEYS[0].vkey}
witness X2 {KEYS[1].vkey}
witness X3 {KEYS[2].vkey}
group X-witnesses 2 X1 X2 X3

witness Y1 {KEYS[3].vkey}
witness Y2 {KEYS[4].vkey}
witness Y3 {KEYS[5].vkey}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
""".encode()


def test_the_example_counts_two_of_one_house_and_one_of_the_other() -> None:
    policy = policies.decode(EXAMPLE)
    for count in range(7):
        for some in combinations(range(6), count):
            signers = {KEYS[place] for place in some}
            enough = sum(place < 3 for place in some) >= 2 and any(place >= 3 for place in some)
            assert policy.is_met(signers) is enough, some
    assert policies.decode(policy.encode()) == policy


def test_a_policy_says_what_it_says() -> None:
    raw = (
        f"# who we trust\n\t log\t{VKEY} https://log.example/one \n\n  witness w {WKEY} https://w.example/x\n"
        f"witness v {WKEY2}\n \t#group g any w\ngroup g 2 v w\nquorum g"
    )
    assert policies.decode(raw.encode()) == Policy(
        (Log(LOG.verifier(), "https://log.example/one"),),
        (Witness("w", KEYS[0], "https://w.example/x"), Witness("v", KEYS[1])),
        (Group("g", 2, ("v", "w")),),
        "g",
    )


def test_one_witness_or_none_can_be_the_quorum() -> None:
    one = policies.decode(f"witness w {WKEY}\nquorum w\n".encode())
    assert one.is_met([KEYS[0]])
    assert not one.is_met([KEYS[1], LOG.verifier()])
    assert policies.decode(b"quorum none\n").is_met([])
    assert policies.decode(b"quorum none\n") == Policy()


def test_names_are_bytes_and_not_letters() -> None:
    kelvin = "\u212a"
    raw = f"witness K {WKEY}\nwitness {kelvin} {WKEY2}\nquorum {kelvin}\n".encode()
    assert policies.decode(raw).is_met([KEYS[1]])
    assert not policies.decode(raw).is_met([KEYS[0]])
    latin = b"witness \xff " + WKEY.encode() + b"\nquorum \xff\n"
    assert policies.decode(latin).encode() == latin


W = f"witness w {WKEY}\nwitness v {WKEY2}\n"
REFUSED = {
    "no quorum": (W, "quorum"),
    "two quorums": (f"{W}quorum w\nquorum v\n", "line 4"),
    "quorum unknown": (f"{W}quorum x\n", "x is not defined"),
    "quorum later": (f"quorum w\n{W}", "line 1: w is not defined"),
    "quorum of two": (f"{W}quorum w v\n", "no line of a policy"),
    "unknown word": (f"{W}witnesses w\nquorum none\n", "line 3"),
    "capital word": (f"{W}Quorum w\n", "line 3"),
    "log without key": ("log\nquorum none\n", "line 1"),
    "log with too much": (f"log {VKEY} https://a b\nquorum none\n", "line 1"),
    "log key broken": ("log x\nquorum none\n", "cannot be read"),
    "log key of a witness": (f"log {WKEY}\nquorum none\n", "type 01"),
    "log twice": (f"log {VKEY}\nlog {VKEY}\nquorum none\n", "line 2: .*twice"),
    "log under two names": (
        f"log {VKEY}\nlog {Signer('other.example', LOG.seed).verifier().vkey}\nquorum none\n",
        "line 2: .*twice",
    ),
    "witness key of a log": (f"witness w {VKEY}\nquorum w\n", "type 04"),
    "witness without name": (f"witness {WKEY}\nquorum none\n", "line 1"),
    "witness key twice": (f"{W}witness u {WKEY}\nquorum none\n", "line 3: .*twice"),
    "witness key under two names": (
        f"{W}witness u {Cosigner('other.example', COSIGNERS[0].seed).verifier().vkey}\nquorum none\n",
        "twice",
    ),
    "witness name twice": (f"{W}witness w {KEYS[2].vkey}\nquorum none\n", "w is taken"),
    "witness named none": (f"witness none {WKEY}\nquorum none\n", "none is taken"),
    "group named none": (f"{W}group none any w\nquorum none\n", "none is taken"),
    "group with a witness's name": (f"{W}group v any w\nquorum none\n", "v is taken"),
    "group without members": (f"{W}group g any\nquorum g\n", "line 3"),
    "group of nobody known": (f"{W}group g any x\nquorum g\n", "x is not defined"),
    "group of none": (f"{W}group g any none\nquorum g\n", "none is not defined"),
    "group of itself": (f"{W}group g any g\nquorum g\n", "g is not defined"),
    "group before its member": (f"group g any w\n{W}quorum g\n", "line 1: w is not defined"),
    "member twice": (f"{W}group g any w w\nquorum g\n", "w is already a member"),
    "member of two": (f"{W}group g any w\ngroup h any w\nquorum g\n", "line 4: w is already a member"),
    "needs none": (f"{W}group g 0 w v\nquorum g\n", "1 to 2"),
    "needs too many": (f"{W}group g 3 w v\nquorum g\n", "1 to 2"),
    "needs a signed number": (f"{W}group g +1 w v\nquorum g\n", "1 to 2"),
    "needs other digits": (f"{W}group g \u0661 w v\nquorum g\n", "1 to 2"),
    "needs a padded number": (f"{W}group g 01 w v\nquorum g\n", "1 to 2"),
    "carriage return": (f"{W}quorum none\r\n", "control"),
    "null": (f"{W}quorum none\x00\n", "control"),
    "delete": (f"{W}quorum none\x7f\n", "control"),
    "no-break space": (f"{W}quorum\u00a0none\n", "no line of a policy"),
    "comment behind": (f"{W}quorum none # that is all\n", "no line of a policy"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_policy_may_say_is_refused(name: str) -> None:
    text, says = REFUSED[name]
    with pytest.raises(PolicyError, match=says):
        policies.decode(text.encode())


def test_so_many_as_the_specification_asks_for_are_read_and_no_more() -> None:
    lines = [f"witness w{number} {KEYS[number].vkey}" for number in range(33)]
    groups = [f"group g{number} any w{number}" for number in range(32)]
    whole = policies.decode("\n".join([*lines[:32], *groups, "quorum g31"]).encode())
    assert whole.is_met([KEYS[31]])
    with pytest.raises(PolicyError, match="line 33: there are more than 32 witnesses"):
        policies.decode("\n".join([*lines, "quorum none"]).encode())


def test_a_checkpoint_is_accepted_by_one_of_its_logs_and_the_quorum() -> None:
    policy = policies.decode(EXAMPLE)
    note = checkpoints.sign(CHECKPOINT, LOG)
    cosigned = [COSIGNERS[place].line(CHECKPOINT.text, 1_700_000_000) for place in (0, 2, 5)]
    found, signers = policies.open_under((note + "".join(cosigned)).encode(), policy)
    assert found == CHECKPOINT
    times = {KEYS[0]: 1_700_000_000, KEYS[2]: 1_700_000_000, KEYS[5]: 1_700_000_000}
    assert signers == {LOG.verifier(): None, **times}
    with pytest.raises(QuorumMissing, match="X-and-Y"):
        policies.open_under((note + "".join(cosigned[:2])).encode(), policy)
    with pytest.raises(NoteError, match="the log itself"):
        policies.open_under(f"{CHECKPOINT.text}\n{''.join(cosigned)}".encode(), policy)
    with pytest.raises(NoteError, match="not valid"):
        policies.open_under((note + COSIGNERS[0].line(f"{LOG.name}\n8\n", 1_700_000_000)).encode(), policy)
    foreign = checkpoints.sign(Checkpoint(OTHER.name, 7, b"\x05" * 32), OTHER)
    with pytest.raises(NoteError, match="nobody known"):
        policies.open_under(foreign.encode(), policy)


def test_any_of_several_keys_of_a_log_will_do_but_not_that_of_another_log() -> None:
    former = Signer(LOG.name, b"\x03" * 32)
    both = Policy(logs=(Log(LOG.verifier()), Log(former.verifier()), Log(OTHER.verifier())))
    for signers in ([LOG], [former], [former, LOG]):
        note = checkpoints.sign(CHECKPOINT, *signers)
        assert policies.open_under(note.encode(), both)[1] == {one.verifier(): None for one in signers}
    borrowed = f"{CHECKPOINT.text}\n{OTHER.line(CHECKPOINT.text)}"
    with pytest.raises(NoteError, match="another log"):
        policies.open_under(borrowed.encode(), both)


TOKEN = st.binary(min_size=1, max_size=8).map(lambda raw: bytes(b for b in raw if b > 0x20 and b != 0x7F) or b"x")
NAMES = st.lists(TOKEN.filter(lambda raw: raw != b"none"), min_size=1, max_size=8, unique=True)


@st.composite
def made(draw: st.DrawFn) -> Policy:
    """A policy with groups of groups."""
    names = [name.decode("utf-8", "surrogateescape") for name in draw(NAMES)]
    cut = draw(st.integers(1, len(names)))
    witnesses = tuple(Witness(name, KEYS[place]) for place, name in enumerate(names[:cut]))
    free, groups = names[:cut], []
    for name in names[cut:]:
        members = draw(st.lists(st.sampled_from(free), min_size=1, unique=True))
        groups.append(Group(name, draw(st.integers(1, len(members))), tuple(members)))
        free = [other for other in free if other not in members] + [name]
    return Policy((), witnesses, tuple(groups), draw(st.sampled_from([*names, "none"])))


@given(made())
def test_what_is_written_is_read_again(policy: Policy) -> None:
    assert policies.decode(policy.encode()) == policy


@given(made(), st.sets(st.sampled_from(KEYS[:8])))
def test_a_quorum_is_counted_as_one_would_by_hand(policy: Policy, signers: set[notes.Verifier]) -> None:
    groups = {group.name: group for group in policy.groups}
    keys = {witness.name: witness.key for witness in policy.witnesses}

    def has_witnessed(name: str) -> bool:
        if name in keys:
            return keys[name] in signers
        return name == "none" or sum(map(has_witnessed, groups[name].members)) >= groups[name].needed

    assert policy.is_met(signers) is has_witnessed(policy.quorum)
    if policy.is_met(signers):
        assert policy.is_met(signers | {KEYS[0]}), "one more never harms"


@given(st.binary(max_size=200))
def test_anything_is_read_or_refused(raw: bytes) -> None:
    try:
        policy = policies.decode(raw)
    except PolicyError:
        return
    assert policies.decode(policy.encode()) == policy
