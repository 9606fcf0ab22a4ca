"""The [person] table, and the person put together from it and the lists."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from cobalamin.errors import InputError, OutsideValidity

from . import checks, defaults, tables
from .defaults import Notes
from .diary import read_diary
from .fields import Calendar, Table
from .model import Diet, Lab, Person, Sex
from .words import ALCOHOL, ANCESTRIES, DIETS, FAMILY_HISTORIES, GENOTYPES, JURISDICTIONS, SEXES, Vocabulary

PERSON_KEYS = (
    *("date", "age", "sex", "weight", "height", "ancestry", "alcohol", "adherence", "genotype", "egfr"),
    "family_history",
    *("diet", "diet_since", "jurisdiction"),
)
CHILD = "children need urgent paediatric advice; the adult model does not apply"
CKD_EGFR = 45.0  # where chronic kidney disease is named and nothing measured: the border of stages 3a and 3b


class Reader:
    """Reads one document in the order in which one thing needs another: age, sex, calendar, lists, kidneys.

    Arguments:
        table: the [person] table, its keys checked.
        lists: the tables of every list, by name.
        today: the day a laboratory date may not pass.
        base: folder of a food diary, or None.
    """

    def __init__(
        self, table: Table, lists: Mapping[str, list[Table]], *, today: datetime.date, base: Path | None
    ) -> None:
        self.table, self.lists, self.base = table, lists, base
        self.notes = Notes()
        self.age = self._age()  # first: a child is refused before anything else is asked
        self.sex = Sex(SEXES.find(table.text("sex", allowed="female, male"), where=table.where))
        self.calendar = Calendar(day0=self._day0(today), today=today, age=self.age)

    def read(self, *, source: str) -> Person:
        """The person; `source` is kept for reports. Errors: InputError, OutsideValidity."""
        table, lists, calendar, notes = self.table, self.lists, self.calendar, self.notes
        if calendar.day0 is None:
            notes.assume("date not given and no dated lab: times are told without a calendar")
        elif "date" not in table:
            notes.assume(f"date not given: day 0 is the latest lab date, {calendar.day0.isoformat()}")
        sex, age = self.sex, self.age
        placed = [
            (tables.read_condition(each, sex=sex, calendar=calendar, notes=notes), each.where)
            for each in lists["condition"]
        ]
        medicines = tuple(tables.read_medicine(each, calendar=calendar, notes=notes) for each in lists["medicine"])
        taken = tuple(tables.read_taken(each, calendar=calendar, notes=notes) for each in lists["taken"])
        labs = tuple(tables.read_lab(each, calendar=calendar, notes=notes) for each in lists["lab"])
        checks.check_no_repeats(placed)
        checks.check_treatment(placed, medicines, taken, notes)
        checks.check_diabetes(placed, notes)
        checks.check_censors(labs, notes)
        names = {condition.name for condition, _ in placed}
        return Person(
            date=calendar.day0,
            age=age,
            sex=sex,
            weight_kg=self._measure("weight", "kg", defaults.WEIGHT_KG) or defaults.weight_kg(sex, notes),
            height_cm=self._measure("height", "cm", defaults.HEIGHT_CM) or defaults.height_cm(sex, notes),
            egfr_ml_min_1_73m2=self._egfr(labs, kidney_disease="chronic kidney disease" in names),
            ancestry=self._word("ancestry", ANCESTRIES) or defaults.ancestry(notes),
            alcohol=self._word("alcohol", ALCOHOL) or defaults.alcohol(notes),
            adherence=self._adherence(),
            genotype=self._genotype(),
            family_history=self._family_history(),
            diet=self._diet(),
            jurisdiction=self._word("jurisdiction", JURISDICTIONS) or defaults.jurisdiction(notes),
            conditions=tuple(condition for condition, _ in placed),
            medicines=medicines,
            other_medicines=tuple(tables.read_other_medicine(each) for each in lists["other_medicine"]),
            labs=labs,
            symptoms=tuple(tables.read_symptom(each, calendar=calendar) for each in lists["symptom"]),
            findings=tuple(tables.read_finding(each, calendar=calendar, notes=notes) for each in lists["finding"]),
            taken=taken,
            plans=tables.read_plans(lists["plan"], notes=notes),
            assumptions=tuple(notes.assumptions),
            notices=tuple(notes.notices),
            source=source,
        )

    def _age(self) -> float:
        low, high = defaults.AGE_YEARS
        age = self.table.number("age", 0.0, high, unit="years")
        if age < low:
            raise OutsideValidity(CHILD, where=self.table.where, value=f"{age:g} years", allowed=f"{low:g} to {high:g}")
        return age

    def _day0(self, today: datetime.date) -> datetime.date | None:
        """Calendar date of day 0; every lab date is looked at first, since the latest one is the default."""
        dates: list[datetime.date] = []
        for lab in self.lists["lab"]:
            if "date" not in lab:
                continue
            found = lab.date()
            if found > today:
                raise InputError("a lab date in the future", where=lab.where, value=found, allowed=f"to {today}")
            dates.append(found)
        if "date" in self.table:
            return self.table.date()
        return max(dates, default=None)

    def _measure(self, key: str, unit: str, span: tuple[float, float]) -> float | None:
        return self.table.quantity(key, unit, *span) if key in self.table else None

    def _word(self, key: str, words: Vocabulary) -> str | None:
        return words.find(self.table.text(key), where=self.table.where) if key in self.table else None

    def _egfr(self, labs: Sequence[Lab], *, kidney_disease: bool) -> float:
        """From `egfr`, else the latest eGFR or creatinine to day 0, else what is typical."""
        low, high = defaults.EGFR_ML_MIN_1_73M2
        unit = "mL/min/1.73m2"
        measured = [lab for lab in labs if lab.test in ("egfr", "creatinine") and lab.day <= 0.0]
        if "egfr" in self.table:
            value = self.table.quantity("egfr", unit, 0.0, high)
        elif measured:
            # On one day the laboratory's own eGFR goes before the one worked out here.
            lab = max(measured, key=lambda each: (each.day, each.test == "egfr"))
            value = lab.value
            if lab.test == "creatinine":
                value = round(defaults.egfr_from_creatinine(lab.value, age=self.age, sex=self.sex), 1)
            made = "from creatinine by CKD-EPI 2021" if lab.test == "creatinine" else "from the latest eGFR lab"
            self.notes.assume(f"egfr not given in [person]: {value:g} {unit} {made}")
        elif kidney_disease:
            value = min(CKD_EGFR, defaults.typical_egfr(self.age))
            self.notes.assume(
                f"eGFR not given: {value:g} {unit} for chronic kidney disease; MMA cannot be read without it"
            )
        else:
            value = defaults.egfr(self.age, self.notes)
        if value < low:
            raise OutsideValidity(
                "kidney failure: the model does not apply at a filtration this low (the range of dialysis)",
                where=self.table.where, value=f"{value:g} {unit}", allowed=f"{low:g} to {high:g} {unit}",
            )  # fmt: skip
        return min(value, high)

    def _adherence(self) -> float:
        if "adherence" not in self.table:
            return defaults.adherence(self.notes)
        if isinstance(self.table.get("adherence"), str):
            return self.table.quantity("adherence", "%", 0.0, 100.0) / 100.0
        return self.table.number("adherence", 0.0, 1.0, unit='(a share), or a text such as "80 %"')

    def _texts(self, key: str, example: str) -> list[str]:
        """The list of texts under a key; empty where it is not given."""
        if key not in self.table:
            return []
        listed = self.table.get(key)
        entries = list(cast("Sequence[object]", listed)) if isinstance(listed, (list, tuple)) else [None]
        texts = [each for each in entries if isinstance(each, str)]
        if len(texts) < len(entries):
            raise InputError(f"{key} is not a list of texts", where=self.table.where, allowed=example)
        return texts

    def _family_history(self) -> tuple[str, ...]:
        texts = self._texts("family_history", '["pernicious anaemia"]')
        return tuple(dict.fromkeys(FAMILY_HISTORIES.find(each, where=self.table.where) for each in texts))

    def _genotype(self) -> tuple[str, ...]:
        texts = self._texts("genotype", '["TCN2 776GG"]')
        found = tuple(GENOTYPES.find(each, where=self.table.where) for each in texts)
        if len({variant.split()[0] for variant in found}) < len(found):
            raise InputError("genotype names a gene twice", where=self.table.where, value=", ".join(found))
        return found

    def _diet(self) -> Diet:
        table, notes = self.table, self.notes
        if "diet" not in table and "diet_since" in table:
            raise InputError("diet_since without diet", where=table.where, allowed=DIETS.hint)
        text = table.text("diet", allowed=DIETS.hint) if "diet" in table else defaults.diet_name(notes)
        intake = meals = None
        name, colon, file = (part.strip() for part in text.partition(":"))
        if colon and name.lower() == "diary":
            if self.base is None:
                raise InputError("a diary needs a person file to lie beside", where=table.where, value=file)
            diary = read_diary(self.base / file, where=table.where)
            name, intake, meals = "diary", diary.intake_ug_per_day, diary.meals_per_day
            notes.assume(f"the diary ({diary.days} d, {intake:.2g} ug of B12 a day) is taken as the habitual diet")
        else:
            name = DIETS.find(text, where=table.where)
        if "diet_since" in table:
            since = table.past_day("diet_since", self.calendar)
        else:
            since = defaults.diet_since_day(name, self.age, notes)
        return Diet(name=name, intake_ug_per_day=intake, meals_per_day=meals, since_day=since)
