"""From a medicine's name and a FHIR Dosage to a text of the dosing language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cobalamin.errors import InputError
from cobalamin.interop.codes import ATC, RECALLED, RXNORM, codes
from cobalamin.person.words import plain
from cobalamin.regimen import SUBSTANCES, Route, Substance, find_substance, parse
from cobalamin.regimen.substances import NAMES
from cobalamin.regimen.words import ABBREVIATION_TIMES, ROUTE_WORDS
from cobalamin.units import DAYS_PER_WEEK, HOURS_PER_DAY, MASS_WORDS

from .parts import coded, names, number, part, plain_number, shown, table, tables, text, texts

# What a form of a medicine says of its route; an injection does not say into what it goes. The first that fits counts.
_FORMS: tuple[tuple[str, Route], ...] = (
    (r"sub-?lingual", Route.SUBLINGUAL),
    (r"nasal", Route.NASAL),
    (r"intramuscular", Route.INTRAMUSCULAR),
    (r"subcutaneous", Route.SUBCUTANEOUS),
    (r"intravenous", Route.INTRAVENOUS),
    (r"oral|tab(?:let)?s?|cap(?:sule)?s?", Route.ORAL),
)
_PIECES = "(?:tbl|tab|tablet|cap|capsule)s?"
_PIECE = re.compile(rf"\{{?{_PIECES}\}}?", re.IGNORECASE)
_MILLILITRE = re.compile(r"(?:ml|millilit(?:re|er)s?)", re.IGNORECASE)
_MASS = "|".join(sorted(MASS_WORDS, key=len, reverse=True))
_STRENGTH = re.compile(
    rf"(?<![\d.,/–-])(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>{_MASS})\b"
    rf"(?:\s*/\s*(?P<per>\d+(?:\.\d+)?)?\s*(?P<of>ml|millilit(?:re|er)s?|l|g|h|hr|hour|actuat\w*|{_PIECES})\b)?",
    re.IGNORECASE,
)
# Two names side by side: "metformin / sitagliptin", "metformin and sitagliptin".
_SEVERAL = re.compile(r"\s[/+]\s|[a-z][/+][a-z]{4}|\b(?:and|with)\b")
PERIODS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
_TIME_OF_DAY = {"MORN": "in the morning", "HS": "at night", "NIGHT": "at night"}


_NAME_OF = {plain(word): word for word in sorted(NAMES, key=lambda word: word.count("-"), reverse=True)}


@dataclass(frozen=True, kw_only=True)
class Drug:
    """A modelled substance, the name it goes by in the bundle, and what recognised it.

    Attributes:
        substance: the substance of the model.
        written: its name in a regimen; the family's name ("vitamin b12") where the bundle says no more.
        by_code: the code that named it, or "".
    """

    substance: Substance
    written: str
    by_code: str = ""


def find_drugs(concept: object) -> list[Drug]:
    """The modelled substances in a medication: by its names, else by ATC or RxNorm code.

    A code that was only recalled counts only where the medication has no name that could contradict it.
    """
    said = names(concept)
    # the longest name first, so that "vitamin b12" is not also the "b12" within it
    listed = sorted(_NAME_OF, key=len, reverse=True)
    found: dict[str, Drug] = {}
    for name in said:
        rest = f" {plain(name)} "
        for listed_name in listed:
            if f" {listed_name} " in rest:
                rest = rest.replace(f" {listed_name} ", " ; ")
                word = _NAME_OF[listed_name]
                substance = SUBSTANCES[NAMES[word]]
                written = word if word in substance.unclear else substance.name
                found.setdefault(substance.name, Drug(substance=substance, written=written))
    certain = [each for each in found.values() if each.written not in each.substance.unclear]
    if certain:  # "hydroxocobalamin (vitamin B12)" is one substance
        classes = {each.substance.substance_class for each in certain}
        found = {
            name: each
            for name, each in found.items()
            if each in certain or each.substance.substance_class not in classes
        }
    for system in (ATC, RXNORM) if not found else ():
        for code in coded(concept, system):
            row = codes().get((system, code))
            if row is not None and not (said and row.verified == RECALLED):
                substance = find_substance(row.display)
                found.setdefault(
                    substance.name,
                    Drug(substance=substance, written=substance.name, by_code=f"{system} {code}"),
                )
    return list(found.values())


def regimen_text(drug: Drug, concept: object, form: object, dosages: Sequence[dict[str, object]]) -> str:
    """The regimen that a dosage describes, in a text that the dosing language reads.

    Arguments:
        drug: what is taken.
        concept: the medication with its names, which may hold strength and form.
        form: the form of a Medication resource, or None.
        dosages: dosage of a statement, or dosageInstruction of a request.

    Errors:
        InputError: what is missing or not a schedule; OutsideValidity for a dose that nobody studied.
    """
    if len(dosages) != 1:
        what = "more than one dosage, and their order is not read" if dosages else "no dosage"
        raise InputError(what)
    dosage, said = dosages[0], names(concept)
    if any(_SEVERAL.search(_STRENGTH.sub("x", name.lower())) for name in said):
        raise InputError("several substances in one medicine", value=shown(said[0]))
    if part(dosage, "asNeededBoolean") is True or part(dosage, "asNeededCodeableConcept") is not None:
        raise InputError("as needed is not a schedule")
    given = _given_route(dosage, drug.substance)
    route = given.value if given else _route_of_form([*said, *names(form)], drug.substance)
    if tables(dosage, "doseAndRate"):
        written = f"{drug.written} {_amount(dosage, said)} {_needed(route, drug.substance)} {_timing(dosage)}"
    elif instruction := text(dosage, "text"):
        written = _instruction(instruction, drug, route)
    else:
        raise InputError("no dose")
    regimen = parse(written)
    if regimen.stops or {item.substance for item in regimen.taken} != {drug.substance.name}:
        raise InputError(f"the dosage names more than {drug.substance.name}", value=shown(written))
    if given and any(item.route is not given for item in regimen.taken):
        raise InputError("the dosage names two routes", value=shown(written))
    return written


def _given_route(dosage: Mapping[str, object], substance: Substance) -> Route | None:
    """The route that the dosage names, or None where it names none."""
    said = names(part(dosage, "route"))
    for name in said:
        word = re.sub(r"\(qualifier value\)|\b(?:route|use)\b", "", name.lower()).strip()
        if word in ROUTE_WORDS:
            return ROUTE_WORDS[word]
    if said:
        allowed = ", ".join(route.value for route in substance.routes)
        raise InputError("route", value=shown(said[0]), allowed=allowed)
    return None


def _route_of_form(said: Sequence[str], substance: Substance) -> str:
    """The word of the route that the form tells, else of the only one the substance has; "" where neither is."""
    for pattern, route in _FORMS:
        if any(re.search(rf"\b(?:{pattern})\b", name, re.IGNORECASE) for name in said):
            return route.value
    return substance.routes[0].value if len(substance.routes) == 1 else ""


def _needed(route: str, substance: Substance) -> str:
    if not route:
        raise InputError("the route is missing", allowed=", ".join(each.value for each in substance.routes))
    return route


def _instruction(instruction: str, drug: Drug, route: str) -> str:
    """An instruction in words as a regimen text; the dosing language decides whether it is one."""
    words = re.sub(r"^(take|give|inject|administer)\s+", "", instruction.strip().lower().rstrip("."))
    has_route = any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words) for word in ROUTE_WORDS)
    has_drug = f" {plain(drug.written)} " in f" {plain(words)} "
    return " ".join(each for each in ("" if has_drug else drug.written, words, "" if has_route else route) if each)


def _amount(dosage: Mapping[str, object], said: Sequence[str]) -> str:
    """The amount of one dose: as given, or as tablets or millilitres of the one strength that the name tells."""
    doses = tables(dosage, "doseAndRate")
    quantity = table(doses[0], "doseQuantity")
    if len(doses) > 1 or part(doses[0], "doseRange") is not None:
        raise InputError("a range or a choice of doses")
    value = number(quantity, "value")
    if value is None:
        raise InputError("no dose")
    if text(quantity, "comparator"):
        raise InputError("a dose that is only a bound", value=text(quantity, "comparator"))
    units = [_micro(text(quantity, key)) for key in ("code", "unit")]
    unit = next((each for each in units if each.lower() in MASS_WORDS), units[1] or units[0])
    if unit.lower() in MASS_WORDS:
        return f"{plain_number(value)} {unit}"
    if not unit:
        raise InputError("the dose has no unit", value=plain_number(value))
    is_volume = bool(_MILLILITRE.fullmatch(unit))
    if not is_volume and not _PIECE.fullmatch(unit):
        allowed = "ug, mg, g, or tablets, capsules or millilitres of one strength"
        raise InputError("unit of the dose", value=shown(unit), allowed=allowed)
    strengths = {
        (float(match["amount"]) / float(match["per"] or 1.0), match["unit"].lower())
        for name in said
        for match in _STRENGTH.finditer(_micro(name))
        if (bool(_MILLILITRE.fullmatch(match["of"] or "")) if is_volume else _PIECE.fullmatch(match["of"] or "tab"))
    }
    if len(strengths) != 1:
        raise InputError(f"a dose in {shown(unit)} without one strength", value=f"{plain_number(value)} {shown(unit)}")
    ((strength, mass),) = strengths
    return f"{plain_number(value * strength)} {mass}"


def _micro(said: str) -> str:
    return re.sub(r"[µμ](?=g)", "u", said)


def _timing(dosage: Mapping[str, object]) -> str:
    """The words for how often: of timing.repeat, else of timing.code, which the dosing language may know."""
    repeat = table(dosage, "timing", "repeat")
    for key, what in (
        ("frequencyMax", "a range of frequencies"),
        ("periodMax", "a range of periods"),
        ("countMax", "a range of counts"),
        ("boundsRange", "a range of lengths"),
        ("dayOfWeek", "days of the week"),
        ("timeOfDay", "times of the day"),
    ):
        if key in repeat:
            raise InputError(f"{what}, which the dosing language does not have")
    period, frequency = number(repeat, "period"), number(repeat, "frequency")
    if period is None and frequency is None:
        concept = part(dosage, "timing", "code")
        short = [text(each, "code").lower() for each in tables(concept, "coding")]
        said = [*(code for code in short if code in ABBREVIATION_TIMES), *names(concept), *short]
        if not said:
            raise InputError("how often is missing")
        return said[0].lower()
    every = _how_often(1.0 if frequency is None else frequency, period, text(repeat, "periodUnit"))
    moments = texts(repeat, "when")
    if moments:
        words = [_TIME_OF_DAY.get(moment) for moment in moments]
        if every != "daily" or len(words) != 1 or words[0] is None:
            raise InputError("moments of the day, which the dosing language does not have", value=", ".join(moments))
        every = words[0]
    count = number(repeat, "count")
    return every if count is None else f"{every} for {plain_number(count)} doses"


def _how_often(frequency: float, period: float | None, unit: str) -> str:
    if period is None or unit not in PERIODS:
        raise InputError("how often is not told in full", value=unit or None, allowed="frequency, period, periodUnit")
    if unit == "h" and frequency > 1 and period % HOURS_PER_DAY == 0:
        period, unit = period / HOURS_PER_DAY, "d"
    if unit == "d" and frequency > 1 and period == DAYS_PER_WEEK:
        period, unit = 1.0, "wk"
    name = PERIODS[unit]
    if frequency == 1:
        if period == 1:
            return "daily" if unit == "d" else f"every {name}"
        return f"every {plain_number(period)} {name}s"
    times = {2.0: "twice", 1.0: "once"}.get(frequency, f"{plain_number(frequency)} times")
    if period != 1:
        raise InputError(
            "doses at uneven times", value=f"{times} every {plain_number(period)} {name}s", allowed="N times a day"
        )
    return f"{times} daily" if unit == "d" else f"{times} a {name}"
