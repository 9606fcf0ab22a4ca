"""What does not wait, and what else may be the cause: signs to treat at once, competing causes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cobalamin.assess.exposure import poisons, recent_gas
from cobalamin.assess.lack import Lack, acts_at_once, b12_goes_on_since
from cobalamin.person import Person

SEVERE_ANAEMIA = 7.0
"""Haemoglobin [g/dL] below which it is the anaemia that cannot wait. Source: rf_haem"""
NERVE_SIGNS = ("tingling", "numbness", "unsteadiness", "weakness", "memory trouble", "visual trouble")
_PERIPHERAL = frozenset((*NERVE_SIGNS[:4], "Lhermitte sign", "stiffness", "bladder trouble"))
_SENSES = ("vibration", "joint position sense", "touch", "pinprick", "ankle reflexes", "knee reflexes", "strength")
_LOST = ("absent", "reduced")


def _found(person: Person) -> dict[str, str]:
    """Latest word of every finding up to day 0."""
    seen = sorted((f for f in person.findings if f.day <= 0), key=lambda f: f.day)
    return {f.name: str(f.value) for f in seen}


def cord_findings(person: Person) -> bool:
    """Whether an examination or image points to the cord.

    Brisk knees count with absent ankles, or with a Romberg sign; a Romberg sign counts with lost vibration or position
    sense. Each of them alone has other causes.
    """
    found = _found(person)
    swaying = found.get("Romberg") == "positive"
    deep = any(found.get(name) in _LOST for name in ("vibration", "joint position sense"))
    brisk = found.get("knee reflexes") == "brisk"
    return (
        found.get("MRI cord") == "posterior column lesion"
        or found.get("plantar response") == "extensor"
        or found.get("gait") == "spastic"
        or (brisk and (swaying or found.get("ankle reflexes") == "absent"))
        or (swaying and deep)
    )


def nerve_findings(person: Person) -> bool:
    """Whether an examination found nerves or the cord affected."""
    found = _found(person)
    lost = any(found.get(name) in _LOST for name in _SENSES)
    return lost or found.get("Romberg") == "positive" or found.get("gait") == "ataxic" or cord_findings(person)


def nerve_signs(person: Person) -> bool:
    """Whether the person names symptoms of nerve or cord (pain only in feet or hands), or an examination found any."""
    names = any(s.name in _PERIPHERAL or (s.name == "pain" and s.site) for s in person.symptoms)
    return names or nerve_findings(person)


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Something for which one acts at once and does not wait for tests.

    Attributes:
        id: of the rule, a fact's id.
        urgency: "now", "same day", "urgent" or "soon".
        sentence: the sign, a colon, what to do.
    """

    id: str
    urgency: str
    sentence: str


def treat_now(person: Person, hemoglobin: float | None, *, lack: Lack = Lack.NONE) -> tuple[str, ...]:
    """The sentences of `urgent_signs`, without those that are only soon."""
    return tuple(s.sentence for s in urgent_signs(person, hemoglobin, lack=lack) if s.urgency != "soon")


def urgent_signs(person: Person, hemoglobin: float | None, *, lack: Lack = Lack.NONE) -> tuple[Sign, ...]:
    """Signs for which one acts at once and does not wait for tests, most urgent first.

    Arguments:
        person: who.
        hemoglobin: measured or simulated [g/dL].
        lack: how sure a lack is, simulated stores among the reasons; counts in pregnancy.

    Source: rf_cord, rf_gbs, rf_optic, rf_haem, rf_asym, rf_thiamine, rf_n2o, rf_gastric, rf_cognitive, r_neuro_now
    """
    found = [*_of_nerve(person), *_of_treatment(person, lack), *_of_the_rest(person, hemoglobin)]
    order = ("now", "same day", "urgent", "soon")
    return tuple(sorted(found, key=lambda sign: order.index(sign.urgency)))


def _sign(id: str, urgency: str, sentence: str) -> Sign:
    return Sign(id=id, urgency=urgency, sentence=sentence)


def _of_nerve(person: Person) -> Iterator[Sign]:
    """Signs of cord and nerve that need a neurologist, whatever the blood says."""
    names = {s.name for s in person.symptoms}
    complaints = {"bladder trouble", "Lhermitte sign", "stiffness"} & names
    if cord_findings(person) or complaints or {"unsteadiness", "weakness"} <= names:
        yield _sign(
            "rf_cord",
            "same day",
            "Signs of the spinal cord: same-day neurological advice and imaging; B12 is given meanwhile, without "
            "waiting for further tests.",
        )
    if _found(person).get("MRI cord") == "other lesion":
        yield _sign(
            "rf_cord",
            "same day",
            "Another lesion on the image of the cord: same-day neurological or neurosurgical advice; B12 does not "
            "treat it and does not replace that advice.",
        )
    found = _found(person)
    if _weak_for_days(person) and found.get("ankle reflexes") == "absent":
        yield _sign(
            "rf_gbs",
            "now",
            "Weakness of days to weeks with lost reflexes: emergency department, at once with trouble breathing or "
            "swallowing.",
        )
    elif "weakness" in names and not names & {"tingling", "numbness", "unsteadiness"}:
        yield _sign(
            "rf_asym",
            "urgent",
            "Weakness without loss of feeling: not the picture of lack of B12; urgent neurological advice.",
        )


_RECENT_WEAKNESS_DAYS = 28.0


def _weak_for_days(person: Person) -> bool:
    recent = [s.since_day for s in person.symptoms if s.name == "weakness" and s.since_day is not None]
    return any(day >= -_RECENT_WEAKNESS_DAYS for day in recent)


def _of_treatment(person: Person, lack: Lack) -> Iterator[Sign]:
    """Signs for which B12 is given before further tests."""
    names = {s.name for s in person.symptoms}
    nerve = nerve_signs(person) or bool(names & set(NERVE_SIGNS))
    if recent_gas(person) and nerve:
        yield _sign(
            "rf_n2o",
            "same day",
            "Nitrous oxide with nerve symptoms: stop the gas; injected B12 now; sample before the first dose.",
        )
    lacking = acts_at_once(person)
    if lacking and nerve:
        yield _sign(
            "r_neuro_now",
            "same day",
            "Signs of nerve with a likely lack of B12: treatment does not wait for further tests; sample before the "
            "first dose.",
        )
    if person.has("pregnancy") and (lacking or (lack is Lack.LIKELY and b12_goes_on_since(person) is None)):
        yield _sign(
            "r_preg",
            "same day",
            "Likely lack of B12 in pregnancy: treatment now and obstetric advice, for the mother and the child.",
        )


_OPERATED = ("gastric bypass", "sleeve gastrectomy", "total gastrectomy", "partial gastrectomy")


def _of_the_rest(person: Person, hemoglobin: float | None) -> Iterator[Sign]:
    names = {s.name for s in person.symptoms}
    drinks = person.has("alcohol use disorder") or person.alcohol == "heavy"
    operated = any(person.has(name) for name in _OPERATED)
    if (drinks or operated) and names & {"memory trouble", "psychosis", "visual trouble", "unsteadiness"}:
        yield _sign(
            "rf_thiamine",
            "now",
            "Alcohol or an operated stomach with confusion, eye signs or unsteadiness: thiamine by injection now, "
            "before glucose; B12 does not replace it.",
        )
    if "visual trouble" in names:
        yield _sign(
            "rf_optic",
            "same day",
            "New loss of vision: same-day eye or neurological advice; treat B12 if it is plausible.",
        )
    if {"psychosis", "memory trouble"} & names:
        yield _sign(
            "rf_cognitive",
            "same day",
            "New confusion, psychosis or fast loss of memory: same-day medical assessment.",
        )
    if hemoglobin is not None and hemoglobin < SEVERE_ANAEMIA:
        yield _sign(
            "rf_haem",
            "same day",
            "Haemoglobin below 7 g/dL: haematology today; potassium before and after B12.",
        )
    autoimmune = person.has("pernicious anaemia") or person.has("autoimmune gastritis")
    if autoimmune and (person.has("iron deficiency") or "weight loss" in names):
        yield _sign(
            "rf_gastric",
            "soon",
            "Autoimmune gastritis with lack of iron or loss of weight: discuss a gastroscopy.",
        )


_CAUSES = {
    "type 1 diabetes": "Diabetes: the most common cause of such symptoms; HbA1c tells how well it is controlled.",
    "type 2 diabetes": "Diabetes: the most common cause of such symptoms; HbA1c tells how well it is controlled.",
    "alcohol use disorder": "Alcohol: damages nerves by itself and through lack of thiamine.",
    "chronic kidney disease": "Kidney disease: damages nerves and raises methylmalonate without lack of B12.",
    "hypothyroidism": "Underactive thyroid: TSH tells.",
    "radicular back pain": "A root compressed in the back: pain follows one leg; B12 does not act on it.",
    "spinal stenosis": "A narrow spinal canal: imaging tells.",
    "vitamin B6 excess": "Too much vitamin B6: stop it; nerves often recover.",
    "chemotherapy neuropathy": "Chemotherapy: timing tells.",
    "HIV": "HIV and older drugs against it.",
    "paraproteinaemia": "A paraprotein: immunofixation tells.",
    "copper deficiency": "Lack of copper: looks like lack of B12; copper and caeruloplasmin tell.",
    "thiamine deficiency": "Lack of thiamine: treat first.",
    "post-herpetic neuralgia": "Shingles: pain stays where the rash was.",
    "idiopathic neuropathy": "Neuropathy of unknown cause, more frequent with age.",
}


def competing_causes(person: Person) -> tuple[str, ...]:
    """Other causes this person has, one sentence each; other or not modelled causes always remain.

    What injures nerves by itself comes first, since it can be stopped; only where there are nerve symptoms.
    """
    poisoned = poisons(person) if nerve_signs(person) else ()
    named = [sentence for name, sentence in _CAUSES.items() if person.has(name)]
    return (*poisoned, *dict.fromkeys(named), "Other or not modelled causes always remain possible.")
