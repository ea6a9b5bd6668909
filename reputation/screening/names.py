"""The model that knows names: which characters of a text it takes for somebody's name, and how surely.

Small enough to run beside a request: a BERT of 15 MB, one thread. It is loaded once per process, when it is first
asked, and only as the files that are named here. Whatever goes wrong is one refusal, and the caller turns to a person.
It reads without regard to case. Source: docs/screening.md, model/NOTICE.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

VERSION = "Rampart 2026, q4"
FOLDER = files("reputation.screening") / "model"
MODEL, TOKENIZER = "model_q4.onnx", "tokenizer.json"
PINNED = {
    MODEL: "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5",
    TOKENIZER: "ec87d41d85cbf02128ec0e5f577b805a326b06bb2947ef2752e67a98a42819f9",
}
GROUPS = {"given": slice(1, 3), "surname": slice(3, 5), "place": slice(23, 35), "other": slice(5, 23)}
"""Its labels, in the order of config.json: names, parts of an address, numbers and contacts."""
NAMES = [0, 1]
"""The groups that are names."""
WINDOW, OVERLAP = 254, 32
"""Tokens that it reads at once, without the two that frame them; a longer text is read in windows that overlap.

It could read twice as many, and is less sure of a name the more there is around it.
"""
TIME_LIMIT_S = 10.0
LOGS_ERRORS_ONLY = 3


class NamesFailed(Exception):
    """The model is missing, not the one that is named here, too slow, or broken. `reason`: one of a few fixed words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word, characters `start` to `end`, and the probability of each group of labels."""

    start: int
    end: int
    given: float
    surname: float
    place: float
    other: float

    @property
    def person(self) -> float:
        """How surely it is a piece of somebody's name."""
        return self.given + self.surname


@dataclass(frozen=True, slots=True)
class Status:
    """Whether names are looked for. `reason`: why every text goes to a moderator if they are not."""

    works: bool
    reason: str = ""


WORKS = Status(works=True)


class Model:
    """The loaded model. Its methods may be called by several threads at once."""

    def __init__(self, folder: Traversable) -> None:
        """Load the pinned files.

        Raises:
            NamesFailed: one is missing or is another one, or the runtime cannot make anything of them.
        """
        # Here and not above: only who reads texts pays the half second that the runtime takes to load.
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = _pinned(folder, MODEL), _pinned(folder, TOKENIZER)
        self._run_options = onnxruntime.RunOptions
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = LOGS_ERRORS_ONLY
        # An arena keeps what the longest text ever needed.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except Exception as error:
            raise NamesFailed("not-loadable") from error

    def read(self, text: str, limit_s: float) -> list[Piece]:
        """Every piece of the text, in order.

        Raises:
            NamesFailed: it took longer than `limit_s` seconds, or the runtime failed.
        """
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        frame = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        shares = np.zeros((len(encoded.ids), len(GROUPS)))
        options = self._run_options()
        timer = threading.Timer(limit_s, setattr, (options, "terminate", True))
        timer.daemon = True
        timer.start()
        try:
            for start, end in windows(len(encoded.ids)):
                ids = np.array([[frame[0], *encoded.ids[start:end], frame[1]]], dtype=np.int64)
                read, before = self._shares(ids, options)[1:-1], shares[start:end]
                # Where windows overlap, the one counts that is surer of a name.
                surer = read[:, NAMES].sum(axis=1) >= before[:, NAMES].sum(axis=1)
                before[surer] = read[surer]
        except Exception as error:
            raise NamesFailed("too-slow" if options.terminate else "broken") from error
        finally:
            timer.cancel()
        return [Piece(*place, *each) for place, each in zip(encoded.offsets, shares.tolist(), strict=True)]

    def _shares(self, ids: Any, options: Any) -> Any:
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (logits,) = self._session.run(None, given, options)
        powers = np.exp(logits[0] - logits[0].max(axis=1, keepdims=True))
        groups = [powers[:, group].sum(axis=1) for group in GROUPS.values()]
        return np.stack(groups, axis=1) / powers.sum(axis=1, keepdims=True)


def windows(count: int) -> Iterator[tuple[int, int]]:
    """Where the windows over so many tokens start and end."""
    start = 0
    while start < count:
        yield start, min(start + WINDOW, count)
        if start + WINDOW >= count:
            return
        start += WINDOW - OVERLAP


def _pinned(folder: Traversable, name: str) -> bytes:
    """The bytes of a file, if they are the pinned ones: what was checked is what is loaded, and never read again."""
    try:
        raw = (folder / name).read_bytes()
    except OSError as error:
        raise NamesFailed("missing") from error
    if sha256(raw).hexdigest() != PINNED[name]:
        raise NamesFailed("another-file")
    return raw


class Reader:
    """Loads the model when it is first asked and remembers what went wrong; one per process."""

    def __init__(self, folder: Traversable, limit_s: float = TIME_LIMIT_S) -> None:
        self._folder, self._limit_s = folder, limit_s
        self._lock = threading.Lock()
        self._model: Model | None = None
        self._trouble = ""

    def read(self, text: str) -> list[Piece]:
        """Every piece of the text, in order.

        Raises:
            NamesFailed: no name was looked for, or not to the end.
        """
        model = self._loaded()
        try:
            pieces = model.read(text, self._limit_s)
        except NamesFailed as trouble:
            self._trouble = trouble.reason
            raise
        self._trouble = ""
        return pieces

    def status(self) -> Status:
        """How it stands: loaded, and the last text was read. Loads the model, if nothing did."""
        try:
            self._loaded()
        except NamesFailed as trouble:
            return Status(works=False, reason=trouble.reason)
        return Status(works=not self._trouble, reason=self._trouble)

    def _loaded(self) -> Model:
        """The model; a failure to load it is remembered until the process starts anew.

        Raises:
            NamesFailed: it could not be loaded.
        """
        with self._lock:
            if self._model is None:
                if self._trouble:
                    raise NamesFailed(self._trouble)
                try:
                    self._model = Model(self._folder)
                except NamesFailed as trouble:
                    self._trouble = trouble.reason
                    raise
            return self._model


READER = Reader(FOLDER)
