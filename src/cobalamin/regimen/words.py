"""The words of the dosing language, and the tokens a text is cut into; a word that is not here is an error."""

from __future__ import annotations

import re
from functools import lru_cache

from lark import Token

from cobalamin.errors import InputError, nearest_word
from cobalamin.regimen.substances import CLASS_NAMES, NAMES, NOT_MODELLED, Route, unknown_drug
from cobalamin.units import DAYS_PER_UNIT, DURATION_WORDS, MASS_WORDS, NUMBER_WORDS

_ROUTES: dict[Route, tuple[str, ...]] = {
    Route.ORAL: ("orally", "oral", "by mouth", "po", "p.o.", "per os"),
    Route.SUBLINGUAL: ("sublingually", "sublingual", "under the tongue", "sl"),
    Route.NASAL: ("nasally", "nasal", "intranasally", "intranasal", "into the nose"),
    Route.INTRAMUSCULAR: ("intramuscularly", "intramuscular", "im", "i.m.", "by intramuscular injection"),
    Route.SUBCUTANEOUS: (
        "subcutaneously", "subcutaneous", "sc", "s.c.", "subcut", "subq", "sq", "deep sc",
        "deep subcutaneously", "deep subcutaneous", "by subcutaneous injection",
    ),
    Route.INTRAVENOUS: ("intravenously", "intravenous", "iv", "i.v.", "by intravenous injection"),
    Route.INHALED: ("inhaled", "by inhalation", "inhalation"),
}  # fmt: skip
ROUTE_WORDS = {word: route for route, words in _ROUTES.items() for word in words}
ADVERB_DAYS: dict[str, float] = {
    "weekly": DAYS_PER_UNIT["week"],
    "fortnightly": 2 * DAYS_PER_UNIT["week"],
    "monthly": DAYS_PER_UNIT["month"],
    "quarterly": 3 * DAYS_PER_UNIT["month"],
    "yearly": DAYS_PER_UNIT["year"],
    "annually": DAYS_PER_UNIT["year"],
}
ABBREVIATION_TIMES: dict[str, int] = {
    "od": 1, "qd": 1, "bd": 2, "bid": 2, "b.i.d.": 2, "tid": 3, "tds": 3, "t.i.d.": 3, "qid": 4, "qds": 4,
}  # fmt: skip
_MISFITS = """
    ml iu unit units tablet tablets capsule capsules drop drops puff puffs spray sprays ng kg mmol nmol umol l litre
    litres liter liters ampoule ampoules canister canisters milliliter millilitre
"""  # units that people write for drugs and that this language has to refuse by name
UNIT_WORDS: dict[str, str] = {
    **MASS_WORDS,
    **dict.fromkeys(("%", "percent", "per cent"), "%"),
    **dict.fromkeys(("cartridges", "cartridge", "chargers", "charger"), "cartridge"),
    **{word: word for word in _MISFITS.split()},
}
_ORDINALS = {"third": 3, "fourth": 4}
_TIMES = {"twice": 2, "thrice": 3}
_KEYWORDS: dict[str, tuple[str, ...]] = {
    "AND": ("and", "plus"),
    "THEN": ("then", "and then", "followed by", "thereafter"),
    "STOP": ("stop", "stopping"),
    "WITH_FOOD": ("with food", "with meals", "with a meal"),
    "WITHOUT_FOOD": ("between meals", "without food", "on an empty stomach"),
    "EACH_MEAL": ("in each meal", "with each meal", "at each meal", "in every meal", "with every meal"),
    "AT_NIGHT": ("at night", "at bedtime", "nightly", "every night", "each night"),
    "IN_THE_MORNING": ("in the morning", "every morning", "each morning"),
    "PER_SESSION": ("a session", "per session", "each session"),
    "OF": ("of",),
    "DAILY": ("daily", "everyday"),
    "ONCE": ("once",),
    "TIMES": ("times", "time", "x"),
    "EVERY": ("every", "each"),
    "OTHER": ("other", "second"),
    "ALTERNATE": ("alternate", "on alternate"),
    "DAY": ("day", "days", "d", "on day", "on days"),
    "A": ("a", "an", "per", "/"),
    "FOR": ("for",),
    "DOSES": ("doses", "dose", "injections", "injection"),
    "UNTIL": ("until", "till"),
    "FOR_LIFE": ("for life", "lifelong", "indefinitely"),
    "FROM": ("from", "starting on", "starting from", "starting", "beginning on", "beginning"),
    "AFTER": ("after", "starting after"),
    "SINCE": ("since", "for the last", "for the past"),
}
_REFUSED = {  # words that a reader may expect to work, with the reason why they cannot
    "or": "an alternative was given; name one",
    "to": "a range was given; give one number",
    "biweekly": "can mean twice a week or every 2 weeks",
    "bimonthly": "can mean twice a month or every 2 months",
    "prn": "as needed is not a schedule",
    "as needed": "as needed is not a schedule",
    "about": "not exact; give one number",
    "approximately": "not exact; give one number",
    "nan": "not a finite number",
    "inf": "not a finite number",
    "infinity": "not a finite number",
}
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?")
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b)\s*(?:\d|" + "|".join(NUMBER_WORDS) + ")")
_LISTED_DAY = re.compile(r"\s*\d+\s*(?![\d.%a-z]|\s)|\s*\d+\s*(?:and|then|from|" + "|".join(ROUTE_WORDS) + r")\b")
_UNKNOWN = re.compile(r"[^\s,;]+")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, tuple[str, str]]:
    """Every word and phrase, with its terminal and its canonical value."""
    words = {word: (terminal, word) for terminal, group in _KEYWORDS.items() for word in group}
    words |= {word: ("DRUG", word) for word in NAMES}
    # "cobalamin" is a drug when taken and a class when stopped; the reader of the tree decides.
    words |= {word: ("CLASS", word) for word in CLASS_NAMES if word not in words}
    words |= {word: ("ROUTE", word) for word in ROUTE_WORDS}
    words |= {word: ("UNIT", unit) for word, unit in UNIT_WORDS.items()}
    words |= {word: ("PERIOD", unit) for word, unit in DURATION_WORDS.items() if unit != "day"}
    words |= {word: ("ADVERB", word) for word in ADVERB_DAYS}
    words |= {word: ("ABBREVIATION", word) for word in ABBREVIATION_TIMES}
    words |= {word: ("NUMBER", str(number)) for word, number in (NUMBER_WORDS | _ORDINALS).items()}
    words |= {word: ("TWICE", str(number)) for word, number in _TIMES.items()}
    return words | {word: ("REFUSED", word) for word in _REFUSED}


@lru_cache(maxsize=1)
def _phrase() -> re.Pattern[str]:
    longest_first = sorted(vocabulary(), key=len, reverse=True)
    choices = "|".join(r"\s+".join(re.escape(part) for part in phrase.split()) for phrase in longest_first)
    return re.compile(rf"(?:{choices})(?![a-z0-9])|(?P<symbol>[/%]|x(?=\s*\d))")


def tokenize(text: str, *, where: str = "") -> list[Token]:
    """The tokens of a regimen text.

    Errors: InputError for an empty text, a word that is not known (with the nearest), a range, an alternative, a
        number with a comma, a sign or no end.
    """
    source = re.sub(r"[µμ]", "u", text).lower().replace("×", "x")
    source = re.sub(r"[.\s]+$", "", source)
    if not source.strip():
        raise InputError("regimen is empty", where=where, value=text, allowed="for example 'B12 1 mg orally daily'")
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        character = source[position]
        if character in "\n;+":
            tokens.append(Token("AND", character))
            position += 1
        elif character.isspace():
            position += 1
        elif character == ",":
            _comma(tokens, source, position, text, where)
            position += 1
        elif match := _NUMBER.match(source, position):
            _check_number(match, tokens, source, text, where)
            tokens.append(Token("NUMBER", match.group()))
            position = match.end()
        elif match := _phrase().match(source, position):
            _word(match, tokens, source, text, where)
            position = match.end()
        else:
            raise _not_understood(source, position, tokens, text, where)
    return _without_empty_joins(tokens)


def _word(match: re.Match[str], tokens: list[Token], source: str, text: str, where: str) -> None:
    phrase = " ".join(match.group().split())
    if phrase == "x" and match.group("symbol"):
        tokens.append(Token("X", phrase))
        return
    terminal, value = vocabulary()[phrase]
    if terminal == "REFUSED":
        raise InputError(f"{_REFUSED[phrase]}: {phrase!r} in {text!r}", where=where)
    if terminal == "TWICE":
        tokens.extend((Token("NUMBER", value), Token("TIMES", phrase)))
    elif terminal == "NUMBER":
        if _RANGE.match(source, match.end()):
            raise InputError(f"a range was given; give one number: {phrase!r} in {text!r}", where=where)
        tokens.append(Token("NUMBER", value))
    elif terminal == "AND" and _in_day_list(tokens) and _LISTED_DAY.match(source, match.end()):
        tokens.append(Token("COMMA", phrase))  # "days 1, 3 and 7"
    else:
        tokens.append(Token(terminal, value))


def _comma(tokens: list[Token], source: str, position: int, text: str, where: str) -> None:
    """A comma separates listed days, or joins a further drug, or is only punctuation; inside a number it is refused."""
    if _in_day_list(tokens) and re.match(r",\s*\d", source[position:]):
        tokens.append(Token("COMMA", ","))
        return
    if re.match(r"\d,\d", source[max(0, position - 1) : position + 2]):
        raise InputError(
            "a comma can mean a decimal point or thousands", where=where, value=text, allowed="1.5 or 1500"
        )
    following = _phrase().match(source[position + 1 :].lstrip())
    phrase = " ".join(following.group().split()) if following else ""
    terminal, _ = vocabulary().get(phrase, ("", ""))
    has_drug = any(token.type in ("DRUG", "CLASS") for token in _entry(tokens))
    if terminal in ("DRUG", "STOP") and has_drug:
        tokens.append(Token("AND", ","))


def _entry(tokens: list[Token]) -> list[Token]:
    """The tokens since the last joining word."""
    last = max((index for index, token in enumerate(tokens) if token.type == "AND"), default=-1)
    return tokens[last + 1 :]


def _in_day_list(tokens: list[Token]) -> bool:
    kinds = [token.type for token in tokens]
    while kinds and kinds[-1] in ("NUMBER", "COMMA"):
        kinds.pop()
    return len(kinds) < len(tokens) and kinds[-1:] == ["DAY"] and kinds[-2:-1] not in (["FROM"], ["UNTIL"])


def _check_number(match: re.Match[str], tokens: list[Token], source: str, text: str, where: str) -> None:
    if float(match.group()) == float("inf"):
        raise InputError("not a finite number", where=where, value=match.group())
    if source[match.end() : match.end() + 1] == "." or source[match.end() : match.end() + 1].isdigit():
        raise InputError("number not understood", where=where, value=text)
    if _RANGE.match(source, match.end()):
        raise InputError(f"a range was given; give one number: {match.group()!r} in {text!r}", where=where)
    if tokens and tokens[-1].type == "NUMBER":
        raise InputError("two numbers in a row; write a number without spaces", where=where, value=text)


def _not_understood(source: str, position: int, tokens: list[Token], text: str, where: str) -> InputError:
    match = _UNKNOWN.match(source, position)
    word = match.group() if match else source[position]
    if re.match(r"[-−]\s*[\d.]", source[position:]):
        return InputError("negative number", where=where, value=text, allowed="numbers above zero")
    nearest = nearest_word(word, vocabulary())
    entry = _entry(tokens)
    is_stop = any(token.type == "STOP" for token in entry)
    if not any(token.type in ("DRUG", "CLASS") for token in entry):
        near_drug = nearest_word(word, [*NAMES, *(CLASS_NAMES if is_stop else ())])
        if near_drug or nearest is None or word in NOT_MODELLED or not entry:
            return unknown_drug(word, where=where)
    return InputError(f"word not understood in {text!r}", where=where, value=word, nearest=nearest)


def _without_empty_joins(tokens: list[Token]) -> list[Token]:
    """The tokens without line ends at the edges or beside another joining word ("...daily;\\n stop omeprazole")."""
    kept: list[Token] = []
    for token in tokens:
        is_line_end = token.type == "AND" and token.value in ("\n", ";")
        if is_line_end and (not kept or kept[-1].type in ("AND", "THEN")):
            continue
        kept.append(token)
    while kept and kept[-1].type == "AND" and kept[-1].value in ("\n", ";"):
        kept.pop()
    return kept
