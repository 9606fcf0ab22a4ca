"""Safety of a plan for this person: rules that fire on what could harm, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from cobalamin.person import Medicine, Person
from cobalamin.plan.model import SafetyWarning, Severity
from cobalamin.regimen import COBALAMIN_CLASS, Course, Route

_PYRIDOXINE_LIMIT = {"UK": (10.0, "cmp_b6_cot_uk"), "US": (100.0, "cmp_b6_ul_iom")}
_PYRIDOXINE_DEFAULT = (12.0, "cmp_b6_ul_efsa")
_OPIOIDS = ("morphine", "codeine", "tramadol", "oxycodone", "fentanyl", "buprenorphine", "tapentadol", "hydromorphone")
_SEVERE_ANAEMIA = 8.0
_SMALL_FOLIC_ACID_MG = 1.0
_RECENT_GAS_DAYS = -90.0
_CORD_VALUES = ("absent", "none", "normal", "no", "negative", "flexor", "other lesion")
_OLD = 65.0
_NERVE_SIGNS = ("tingling", "numbness", "unsteadiness", "weakness", "memory trouble", "visual trouble")


def _warn(severity: Severity, sentence: str, source_id: str) -> SafetyWarning:
    return SafetyWarning(severity=severity, sentence=sentence, source_id=source_id)


def _cobalamin(person: Person, ahead: list[Course], hemoglobin: float | None, deficient: bool) -> list[SafetyWarning]:
    found: list[SafetyWarning] = []
    taken = [c for c in ahead if c.substance_class == COBALAMIN_CLASS]
    if person.has("Leber optic neuropathy") and any(c.substance == "cyanocobalamin" for c in taken):
        found.append(
            _warn(
                Severity.STOP,
                "Cyanocobalamin must not be used in Leber optic neuropathy; hydroxocobalamin is the form to discuss.",
                "cmp_b12_leber",
            )
        )
    if taken and hemoglobin is not None and hemoglobin < _SEVERE_ANAEMIA:
        found.append(
            _warn(
                Severity.CAUTION,
                "Severe anaemia: potassium can fall in the first 48 hours of B12; measure it before and within them.",
                "cmp_b12_hypok_window",
            )
        )
    injected = any(c.route in (Route.INTRAMUSCULAR, Route.SUBCUTANEOUS, Route.INTRAVENOUS) for c in taken)
    nerve = any(s.name in _NERVE_SIGNS for s in person.symptoms) or _cord_findings(person)
    if taken and not injected and deficient and nerve:
        found.append(
            _warn(
                Severity.NOTE,
                "With signs of nerve or cord disease guidelines start with injections; discuss with your clinician.",
                "uk_neuro_load",
            )
        )
    if not taken and deficient:
        found.append(
            _warn(
                Severity.CAUTION,
                "This plan leaves a lack of B12 untreated; nerve damage by it can become permanent.",
                "diag_px_delay",
            )
        )
    return found


def _folate_and_pyridoxine(person: Person, ahead: list[Course], deficient: bool) -> list[SafetyWarning]:
    found: list[SafetyWarning] = []
    b12 = any(c.substance_class == COBALAMIN_CLASS for c in ahead)
    folic = [c for c in ahead if c.substance == "folic acid"]
    pyridoxine = sum(c.amount * (c.doses_per_day or 0) for c in ahead if c.substance == "pyridoxine")
    if folic and not b12 and deficient:
        found.append(
            _warn(
                Severity.STOP,
                "Folic acid without B12 can correct the blood while nerve damage goes on.",
                "diag_fol_label",
            )
        )
    elif folic and not b12 and max(c.amount for c in folic) > _SMALL_FOLIC_ACID_MG:
        found.append(
            _warn(
                Severity.NOTE,
                "Before more than 1 mg of folic acid a day a lack of B12 should be excluded: it can be masked.",
                "diag_fol_label",
            )
        )
    limit, source = _PYRIDOXINE_LIMIT.get(person.jurisdiction, _PYRIDOXINE_DEFAULT)
    if pyridoxine > limit:
        found.append(
            _warn(
                Severity.CAUTION,
                f"Vitamin B6 of {pyridoxine:g} mg a day is above the limit of {limit:g} mg; too much damages nerves; "
                "the size of the risk is known with very low certainty.",
                source,
            )
        )
    diabetic = person.has("type 1 diabetes") or person.has("type 2 diabetes")
    if b12 and folic and pyridoxine >= 20 and diabetic and person.egfr_ml_min_1_73m2 < 60:
        found.append(
            _warn(
                Severity.CAUTION,
                "High-dose B6, B12 and folic acid together worsened kidneys in diabetic kidney disease (one trial).",
                "cmp_divine_gfr",
            )
        )
    return found


def _analgesics(person: Person, ahead: list[Course]) -> list[SafetyWarning]:
    found: list[SafetyWarning] = []
    names = {c.substance for c in ahead}
    if names & {"pregabalin", "gabapentin"}:
        found.append(
            _warn(
                Severity.CAUTION,
                "Gabapentinoids cause dizziness and drowsiness and carry a long-term risk of falls and misuse; do not "
                "stop them suddenly.",
                "cmp_gbd_hr_inj",
            )
        )
        if any(o in other.lower() for other in person.other_medicines for o in _OPIOIDS):
            found.append(_warn(Severity.STOP, "With an opioid, gabapentinoids can depress breathing.", "cmp_fda_resp"))
        if person.egfr_ml_min_1_73m2 < 60:
            found.append(_warn(Severity.CAUTION, "The dose must be lowered for these kidneys.", "cmp_pgb_cl_slope"))
        if person.has("radicular back pain"):
            found.append(
                _warn(Severity.STOP, "Guidance advises against gabapentinoids in sciatica; no effect is claimed.",
                      "comparators_report")
            )  # fmt: skip
    if "duloxetine" in names and person.egfr_ml_min_1_73m2 < 30:
        found.append(_warn(Severity.STOP, "Duloxetine is not for severe kidney disease.", "cmp_dlx_esrd"))
    if names & {"amitriptyline", "nortriptyline"} and person.age >= _OLD:
        found.append(
            _warn(
                Severity.CAUTION,
                "From 65 years on tricyclics raise the risk of falls, confusion and heart rhythm trouble.",
                "comparators_report",
            )
        )
    return found


def warnings_for(
    person: Person, courses: Iterable[Course], *, hemoglobin: float | None, deficient: bool
) -> tuple[SafetyWarning, ...]:
    """Warnings of one plan, most severe first.

    Arguments:
        person: who.
        courses: all that is taken under the plan, from the past on; only what falls after day 0 counts.
        hemoglobin: lowest known haemoglobin on day 0, measured or simulated [g/dL].
        deficient: whether the simulated stores or a cause that ends absorption call for B12.
    """
    ahead = [c for c in courses if c.end_day > 0]
    found = [
        *_cobalamin(person, ahead, hemoglobin, deficient),
        *_folate_and_pyridoxine(person, ahead, deficient),
        *_analgesics(person, ahead),
    ]
    sessions = sum(1 for c in ahead if c.substance == "nitrous oxide" for day in c.days() if day >= 0)
    if sessions > 1:
        found.append(
            _warn(
                Severity.STOP,
                "Nitrous oxide goes on in this plan: it destroys B12 as it is given. Stopping it comes first.",
                "rf_n2o",
            )
        )
    elif sessions == 1:
        found.append(
            _warn(
                Severity.CAUTION,
                "One exposure to nitrous oxide can bring out nerve damage where B12 is low; tell the anaesthetist.",
                "rf_n2o",
            )
        )
    order = list(Severity)
    return tuple(sorted(found, key=lambda w: order.index(w.severity)))


def _cord_findings(person: Person) -> bool:
    """Whether an examination or image found the cord affected."""
    for f in person.findings:
        value = str(f.value).lower()
        if f.name.startswith("MRI cord") and value not in _CORD_VALUES:
            return True
        if "plantar" in f.name and value == "extensor":
            return True
    return False


def _recent_gas(person: Person) -> bool:
    """Whether nitrous oxide was used more than once and up to three months ago or later."""
    for entry in (*person.medicines, *person.taken):
        begin = entry.since_day if isinstance(entry, Medicine) else entry.from_day
        end = 1.0 if entry.until_day is None else min(entry.until_day, 1.0)
        if end <= begin:
            continue
        days = [
            day
            for course in entry.regimen.courses(start=begin, end=end)
            if course.substance == "nitrous oxide"
            for day in course.days()
        ]
        if len(days) > 1 and days[-1] >= _RECENT_GAS_DAYS:
            return True
    return False


def treat_now(person: Person, hemoglobin: float | None) -> tuple[str, ...]:
    """Signs for which one acts at once and does not wait for tests, one sentence each."""
    names = {s.name for s in person.symptoms}
    signs: list[str] = []
    findings = _cord_findings(person)
    complaints = {"bladder trouble", "Lhermitte sign", "stiffness"} & names
    if findings or complaints or {"unsteadiness", "weakness"} <= names:
        signs.append(
            "Signs of the spinal cord: same-day neurological advice and imaging; B12 is given meanwhile, without "
            "waiting for further tests."
        )
    if "visual trouble" in names:
        signs.append("New loss of vision: same-day eye or neurological advice; treat B12 if it is plausible.")
    if {"psychosis", "memory trouble"} & names:
        signs.append("New confusion, psychosis or fast loss of memory: same-day medical assessment.")
    if hemoglobin is not None and hemoglobin < 7.0:
        signs.append("Haemoglobin below 7 g/dL: haematology today; potassium before and after B12.")
    gas = _recent_gas(person)
    if gas and names & set(_NERVE_SIGNS):
        signs.append("Nitrous oxide with nerve symptoms: stop the gas; injected B12 now; sample before the first dose.")
    return tuple(signs)


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
    """Other causes this person has, one sentence each; other or not modelled causes always remain."""
    named = [sentence for name, sentence in _CAUSES.items() if person.has(name)]
    return (*dict.fromkeys(named), "Other or not modelled causes always remain possible.")
