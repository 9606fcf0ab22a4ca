"""The words of the answer: what to do first, the answer in a paragraph, causes, values, recovery, warnings.

Exact and kind: no bare score, never "normal" beside a symptom, competing causes named, decisions left to people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cobalamin.assess.deficiency import Probability
from cobalamin.assess.exposure import recent_gas
from cobalamin.assess.lack import WORKING_KIDNEYS, b12_goes_on_since
from cobalamin.assess.next_test import LEAST_CHANGE, NextTest
from cobalamin.assess.rules import taken_for
from cobalamin.assess.urgent import SEVERE_ANAEMIA, Sign, nerve_signs
from cobalamin.evidence import fact
from cobalamin.infer.attribution import Attribution, Share
from cobalamin.infer.complaints import TESTS_OF_NERVE, Cause
from cobalamin.infer.forecast import ENOUGH, Posterior
from cobalamin.infer.measurement import Result
from cobalamin.person import Person
from cobalamin.units import Censor

ANAEMIA = 10.0
"""Haemoglobin [g/dL] below which potassium is watched when B12 is begun. Source: k_rule, guess"""
_WITH_NERVE: Mapping[str, tuple[str, str]] = {
    "UK": (
        "hydroxocobalamin 1 mg by injection on alternate days until there is no further improvement, then every 2 "
        "months",
        "uk_neuro_load",
    ),
    "US": (
        "cyanocobalamin 1 mg by injection daily for a week, then weekly for 4 weeks, then monthly",
        "us_practice_1",
    ),
    "JP": ("mecobalamin 500 ug by injection 3 times a week, reviewed after a month", "jp_inj_pn"),
}
_WITHOUT: Mapping[str, tuple[str, str]] = {
    "UK": (
        "hydroxocobalamin 1 mg by injection 3 times a week for 2 weeks, then every 2 to 3 months",
        "uk_noneuro_load",
    ),
    "US": ("cyanocobalamin 1 to 2 mg by mouth daily", "us_oral"),
    "JP": ("mecobalamin 500 ug by injection 3 times a week for about 2 months", "jp_inj_mega"),
}
_DIETARY = ("cyanocobalamin 50 to 150 ug by mouth daily between meals", "uk_diet_oral")
_GUT = (
    *("pernicious anaemia", "autoimmune gastritis", "total gastrectomy", "gastric bypass", "ileal resection"),
    *("partial gastrectomy", "sleeve gastrectomy", "Crohn's disease of the ileum", "coeliac disease"),
)


def percent(share: float) -> str:
    """A probability in words that do not claim more than they can."""
    if share < 0.01:
        return "below 1 %"
    if share > 0.99:
        return "above 99 %"
    return f"{100 * share:.0f} %"


def span(low: float, high: float) -> str:
    """Two probabilities as a range; one where they are said alike."""
    one, other = percent(low), percent(high)
    return one if one == other else f"{one} to {other}"


def answer_sentence(
    person: Person,
    chance: Mapping[str, Probability],
    share: Share,
    parts: Sequence[Attribution],
    signs: Sequence[Sign],
    *,
    treats: bool,
) -> str:
    """The answer in one paragraph."""
    said = [_lacking(chance)]
    if parts:
        names = ", ".join(dict.fromkeys(part.complaint.label for part in parts))
        if share.high < 0.10:
            said.append(
                f"It is unlikely to be the cause of what is felt and found here ({names}): its part is "
                f"{span(share.low, share.high)}. "
                "No test excludes it fully."
            )
        else:
            said.append(
                f"Its part in what is felt and found here ({names}) is {span(share.low, share.high)}, over rival "
                "models of "
                "nerve injury: a scenario, not a measurement."
            )
    if any(sign.urgency in ("now", "same day") for sign in signs):
        said.insert(0, "Some signs here cannot wait; they stand first.")
    elif treats and parts:
        said.append(
            "Treating is cheap and safe, and what nerves lose may stay lost, so it need not wait for certainty."
        )
    return " ".join(said)


def _lacking(chance: Mapping[str, Probability]) -> str:
    function, store, band = chance["functional"], chance["store"], chance["guideline"]
    top = max(function.value, band.value)
    if top >= 0.9:
        word = "Lack of B12 is nearly certain"
    elif top >= 0.6:
        word = "Lack of B12 is likely"
    elif top >= 0.25:
        word = "Lack of B12 is possible"
    elif top >= 0.05:
        word = "Lack of B12 is not likely"
    else:
        word = "Lack of B12 is unlikely"
    return (
        f"{word}: cells short of it {percent(function.value)} ({span(function.low, function.high)}; before the results "
        f"{percent(function.prior)}), stores low {percent(store.value)}, level in a guideline's deficient range "
        f"{percent(band.value)}."
    )


def dose_for(person: Person) -> tuple[str, str]:
    """Usual schedule of the person's jurisdiction, and the id of its source; discussed with a clinician."""
    if nerve_signs(person) or recent_gas(person):
        return _WITH_NERVE.get(person.jurisdiction, _WITH_NERVE["UK"])
    if person.jurisdiction == "UK" and person.diet.name in ("vegan", "vegetarian") and not _gut(person):
        return _DIETARY
    return _WITHOUT.get(person.jurisdiction, _WITHOUT["UK"])


def _gut(person: Person) -> bool:
    return any(person.has(name) for name in _GUT)


def first_lines(
    person: Person, signs: Sequence[Sign], *, treats: bool, hemoglobin: float, tests: Sequence[NextTest]
) -> tuple[str, ...]:
    """Five lines for today: what to do, what to send first, dose, potassium, cause."""
    return (
        _today(person, signs, treats=treats),
        _before(person, tests, treats=treats),
        _dose(person, treats=treats),
        _potassium(hemoglobin, treats=treats),
        _cause(person),
    )


def _today(person: Person, signs: Sequence[Sign], *, treats: bool) -> str:
    urgent = [sign for sign in signs if sign.urgency != "soon"]
    if urgent:
        more = f" ({len(urgent) - 1} more below)" if len(urgent) > 1 else ""
        return f"Today: {urgent[0].sentence}{more}"
    if b12_goes_on_since(person) is not None and treats:
        return "Today: discuss with your clinician that the B12 taken now does not seem to be enough."
    if b12_goes_on_since(person) is not None:
        return (
            "Today: B12 is being taken already; whether to change it is judged by symptoms and function, not by its "
            "level."
        )
    if treats:
        return "Today: discuss starting B12 with your clinician; it need not wait for the last result."
    return "Today: nothing here asks for B12 at once; discuss the tests below and the other causes with your clinician."


def _before(person: Person, tests: Sequence[NextTest], *, treats: bool) -> str:
    sent = [lab.test for lab in person.labs if lab.day <= 0]
    wanted = ["homocysteine", "methylmalonic acid"] if recent_gas(person) else ["serum B12", "methylmalonic acid"]
    keys = {"serum B12": "serum_b12", "methylmalonic acid": "mma", "homocysteine": "homocysteine"}
    missing = [name for name in wanted if keys[name] not in sent]
    usual = [
        name
        for name, key in (("blood count", "hemoglobin"), ("folate", "folate"), ("creatinine", "creatinine"))
        if key not in sent
    ]
    if "egfr" in sent:
        usual = [name for name in usual if name != "creatinine"]
    if b12_goes_on_since(person) is not None:
        return (
            "Before treating: samples taken on B12 show the treatment; function (methylmalonic acid, homocysteine) "
            "still tells."
        )
    listed = ", ".join([*missing, *usual, "potassium"])
    when = "Before the first dose" if treats else "Before any B12 is taken"
    return f"{when}: take blood for {listed}; treatment does not wait for the results."


def _dose(person: Person, *, treats: bool) -> str:
    if b12_goes_on_since(person) is not None and not treats:
        return "Dose: as prescribed; when symptoms return before the next dose, tell your clinician: they count."
    words, source = dose_for(person)
    begin = "Dose to discuss" if treats else "Should B12 be started, the usual dose"
    if b12_goes_on_since(person) is not None:
        begin = "Dose to discuss, since what is taken does not seem to be enough"
    return f"{begin}: {words} ({fact(source).source})."


def _potassium(hemoglobin: float, *, treats: bool) -> str:
    if hemoglobin < SEVERE_ANAEMIA:
        return "Potassium: measure before B12, and often in the first 48 hours; transfuse only with great care."
    if hemoglobin < ANAEMIA:
        return "Potassium: measure before B12 and in the first days, because new blood cells take it up."
    return "Potassium: no watch is needed at this haemoglobin. Folic acid never before or without B12."


def _cause(person: Person) -> str:
    found: list[str] = []
    if recent_gas(person):
        found.append("nitrous oxide: stopping it is part of the treatment")
    if person.diet.name in ("vegan", "vegetarian"):
        found.append(f"a {person.diet.name} diet")
    if taken_for(person, "metformin") > 0:
        found.append("metformin (keep taking it; the lack is treated beside it)")
    if max(taken_for(person, "proton pump inhibitor"), taken_for(person, "H2 blocker")) > 0:
        found.append("a medicine against acid (whether it is still needed is for your clinician)")
    found += [name for name in _GUT if person.has(name)]
    tested = any(lab.test == "intrinsic_factor_antibody" for lab in person.labs)
    then = "" if tested else " Intrinsic factor antibody tells pernicious anaemia; a negative one does not exclude it."
    if found:
        return f"Cause: {'; '.join(found)}.{then}"
    return f"Cause: none is told. Ask for diet, stomach and gut, medicines and nitrous oxide.{then}"


def treat_sentence(
    person: Person,
    probability: float,
    treat_from: float,
    share: Share,
    parts: Sequence[Attribution],
    *,
    treats: bool,
) -> str:
    """Whether to treat, apart from whether B12 is the cause."""
    if b12_goes_on_since(person) is not None and treats:
        return (
            f"Treat? What is taken does not seem to be enough: lack is {percent(probability)} likely in spite of it. "
            "More, "
            "or another route, is to be discussed."
        )
    if b12_goes_on_since(person) is not None:
        return (
            "B12 is being taken: the question is whether it is enough, and function tells that, not the level in serum."
        )
    line = f"the line used here is {percent(treat_from)}"
    if treats and parts and share.high < 0.5:
        return (
            f"Treat? Yes, to discuss: lack is {percent(probability)} likely ({line}), B12 is cheap and safe, and what "
            "is "
            "lost may stay lost. That holds although other causes are more likely to be behind the complaints: they "
            "need "
            "their own tests."
        )
    if treats:
        return (
            f"Treat? Yes, to discuss: lack is {percent(probability)} likely ({line}), B12 is cheap and safe, and what "
            "is "
            "lost may stay lost."
        )
    return f"Treat? Not on these data alone: lack is {percent(probability)} likely ({line}). No test excludes it fully."


def tests_sentence(tests: Sequence[NextTest], *, treats: bool) -> str:
    """What is said above the tests."""
    best = max((test.changes_plan for test in tests), default=0.0)
    if best < LEAST_CHANGE:
        then = "treat and see how symptoms and function answer" if treats else "look for other causes"
        return (
            f"No further test of B12 would change the plan: {then}. Tests below would still say more about the cause."
        )
    return "Ordered by the chance that a result would change the plan. None of them delays treatment."


def cause_sentence(cause: Cause, part: float) -> str:
    """One cause beside B12 for a reader."""
    words = cause.words[0].upper() + cause.words[1:]
    return (
        f"{words}: part of it in about {percent(min(part, 1.0))} of people like this. Test: {cause.test}. "
        f"{_urgency(cause)}"
    )


def _urgency(cause: Cause) -> str:
    return f"How soon: {cause.urgency}."


def marker_sentence(result: Result, low: float, high: float) -> str:
    """Where a value lies against people of this age, sex and these kidneys with B12 replete."""
    return _place(result, low, high).replace("kidneys", "height" if result.observation in _OF_NERVE else "kidneys")


_OF_NERVE = frozenset(TESTS_OF_NERVE.values())


def _place(result: Result, low: float, high: float) -> str:
    if result.censor is Censor.ABOVE and result.value < high:
        return "a bound only: not known whether it lies above the reference range for age and kidneys"
    if result.censor is Censor.BELOW and result.value > low:
        return "a bound only: not known whether it lies below the reference range for age and kidneys"
    if result.value < low:
        return "below the reference range for age and kidneys"
    if result.value > high:
        return "above the reference range for age and kidneys"
    return "in the reference range for age and kidneys; this does not exclude a lack"


def reversible_sentences(person: Person, parts: Sequence[Attribution]) -> tuple[tuple[str, str], ...]:
    """What is known of recovery and of waiting: directions with figures of cohorts, never a personal percentage."""
    if person.has("pregnancy"):
        return (("In pregnancy no forecast of nerves is made; treatment of a lack does not wait.", "r_preg"),)
    if not parts:
        return ()
    return (
        (
            "Where lack of B12 is the cause, most people improve, and sooner is better: severity at treatment follows "
            "how "
            "long it went on. Improvement usually shows within 3 months.",
            "diag_sx_neuro_resp",
        ),
        (
            "In one series with nerve or mind affected and a lack of B12, 39 of 39 people improved with treatment.",
            "diag_sx_lind_resp",
        ),
        (
            "With disease of the cord 86 % of 57 published people improved and 14 % recovered wholly: waiting costs.",
            "diag_sx_scd_full",
        ),
        ("Some people feel worse before they feel better. What has come back rarely says how much was lost.", "guess"),
    )


def warnings_of(person: Person, found: Posterior) -> tuple[str, ...]:
    """What limits this answer, one sentence each."""
    said: list[str] = []
    if person.has("pregnancy"):
        said.append(
            "Pregnancy lowers serum B12 by itself: the probabilities are those of people who are not pregnant, and "
            "active "
            "B12 and methylmalonic acid are read first."
        )
    if recent_gas(person):
        said.append("Nitrous oxide: serum and active B12 exclude nothing; the amount that harms is not known.")
    if person.egfr_ml_min_1_73m2 < WORKING_KIDNEYS:
        said.append(
            "These kidneys raise methylmalonic acid and homocysteine by themselves; both are read against them."
        )
    if b12_goes_on_since(person) is not None:
        said.append("On B12 already: a high level in serum is neither cure nor reason to stop.")
    size = found.effective_size
    if found.surprising:
        said.append(
            "These results are rare for people with this history, so another way of searching was used; check the "
            "history "
            f"and the results. The answer rests on {size:.0f} simulated selves."
        )
    elif size < ENOUGH:
        said.append(f"The answer rests on {size:.0f} simulated selves only, so its numbers are rough.")
    if found.failed:
        many = len(found.weights) + found.failed
        said.append(f"{found.failed} of {many} simulated selves left the range of the model; they are left out.")
    if found.impossible > 0.05:
        said.append(
            f"In {percent(found.impossible)} of lives with this history haemoglobin would have fallen below 3 g/dL "
            "before "
            "today; they are left out."
        )
    return tuple(said)
