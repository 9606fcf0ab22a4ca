"""One family of errors: each says who, what, the value, what is allowed and the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CobalaminError(Exception):
    """Base of every error this package raises on purpose."""

    exit_code = 1


class InputError(CobalaminError):
    """The input is wrong; nothing was computed and nothing was written.

    Arguments:
        what: the thing that is wrong, in the reader's words ("weight", "lab 2 value").
        where: file and place ("person.toml: [person]"); empty when there is no place to name.
        value: the value as it was given.
        allowed: the allowed range or words.
        nearest: the nearest right word, when there is one.
    """

    exit_code = 2

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        value: object = None,
        allowed: str = "",
        nearest: str | None = None,
    ) -> None:
        self.what, self.where, self.value = what, where, value
        self.allowed, self.nearest = allowed, nearest
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The error as one line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.value is not None:
            text += f": {str(self.value)!r}"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        return " ".join(text.split())


class OutsideValidity(InputError):
    """The model does not apply here (a child, dialysis, a dose nobody studied), so it refuses."""


class SolverError(CobalaminError):
    """A person could not be solved; the message names the person, the day and the reason."""


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, or None when none is close (similarity below 0.6)."""
    lookup = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(word.lower(), list(lookup), n=1, cutoff=0.6)
    return lookup[found[0]] if found else None
