"""What does not wait, and what else may be the cause: signs to treat at once, competing causes."""

from __future__ import annotations

from cobalamin.person import Medicine, Person

NERVE_SIGNS = ("tingling", "numbness", "unsteadiness", "weakness", "memory trouble", "visual trouble")
_RECENT_GAS_DAYS = -90.0
_CORD_VALUES = ("absent", "none", "normal", "no", "negative", "flexor", "other lesion")


def cord_findings(person: Person) -> bool:
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
    findings = cord_findings(person)
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
    if gas and names & set(NERVE_SIGNS):
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
