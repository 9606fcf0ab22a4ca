"""The answer to "is it B12?" as data: filled by `answer.py`, read by console, page and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.assess.deficiency import Probability
from cobalamin.assess.next_test import NextTest
from cobalamin.assess.rules import AppliedRule
from cobalamin.assess.urgent import Sign
from cobalamin.infer.attribution import Attribution, Share


@dataclass(frozen=True, kw_only=True)
class MarkerCard:
    """One laboratory value beside what is expected of this person.

    Attributes:
        observation: which marker.
        label, unit: as a laboratory prints them.
        value: the value as printed ("175", ">1476").
        number: the value.
        date: of the sample, "" without a calendar.
        low, high: 2.5 % and 97.5 % points of one sample in people of this age, sex and these kidneys, with B12 replete.
        expected: 5, 50 and 95 % points of the person's own level, given all data.
        before: the same before any data.
        sentence: where the value lies, in words.
    """

    observation: str
    label: str
    unit: str
    value: str
    number: float
    date: str
    low: float
    high: float
    expected: tuple[float, float, float]
    before: tuple[float, float, float]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class LivedBand:
    """What the body has probably lived through: one level over the years, 10, 50 and 90 % points of the particles."""

    observation: str
    unit: str
    days: tuple[float, ...]
    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class CauseLine:
    """A cause beside B12.

    Attributes:
        name: short.
        part: part of the best established complaint that it is a cause of; parts of several causes overlap.
        test: what tells.
        urgency: how soon.
        sentence: for a reader.
    """

    name: str
    part: float
    test: str
    urgency: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PublishedCheck:
    """The noisy-OR table of the diagnosis evidence beside the simulated share.

    Attributes:
        share: P(B12 contributes) by the table, for the probability of deficiency found here.
        simulated: middle of the simulated share.
        sentence: said where the two differ by more than 0.2, "" else.
    """

    share: float
    simulated: float
    sentence: str


@dataclass(frozen=True, kw_only=True)
class AssessReport:
    """Everything that the console, the page and the JSON show.

    Attributes:
        answer: the answer in one paragraph.
        first_lines: what to do today; what to send before treating; dose; potassium; cause.
        urgent: signs that cannot wait, most urgent first.
        rules: guideline rules that apply.
        probabilities: definition -> probability of deficiency.
        treat: whether treating is worth it, and why, in one sentence.
        share: of all symptoms and signs together that lack of B12 makes.
        parts: the same one by one.
        level: best level of evidence, in words.
        causes: beside B12, most likely first.
        unmodelled: part that is neither.
        tests: which would tell, best first.
        tests_note: said above them.
        reversible: what is known of recovery and of waiting, one sentence each with the id of its source.
        markers: laboratory values against what is expected.
        lived: what the body has probably lived through.
        conflicts: data that hardly go together, one sentence each.
        check: the published table.
        contraction: question -> 1 - posterior / prior variance; below 0.1 the data did not change it.
        person_sentences, assumptions, notices, warnings: one sentence each.
        effective_sample_size, particles: behind every number.
        method, seconds, version, date: of the calculation.
    """

    answer: str
    first_lines: tuple[str, ...]
    urgent: tuple[Sign, ...]
    rules: tuple[AppliedRule, ...]
    probabilities: Mapping[str, Probability]
    treat: str
    share: Share
    parts: tuple[Attribution, ...]
    level: str
    causes: tuple[CauseLine, ...]
    unmodelled: float | None
    tests: tuple[NextTest, ...]
    tests_note: str
    reversible: tuple[tuple[str, str], ...]
    markers: tuple[MarkerCard, ...]
    lived: tuple[LivedBand, ...]
    conflicts: tuple[str, ...]
    check: PublishedCheck | None
    contraction: Mapping[str, float]
    person_sentences: tuple[str, ...]
    assumptions: tuple[str, ...]
    notices: tuple[str, ...]
    warnings: tuple[str, ...]
    effective_sample_size: float
    particles: int
    method: str
    seconds: float
    version: str
    date: str


def to_json(report: AssessReport) -> dict[str, object]:
    """The report for other programs: plain numbers and text.

    `probability_deficient` and `prior_probability_deficient` have `store`, `functional` and `guideline`; intervals
    stand in `..._interval`.
    """
    return {
        "answer": report.answer,
        "first_lines": list(report.first_lines),
        "probability_deficient": {name: p.value for name, p in report.probabilities.items()},
        "probability_deficient_interval": {name: [p.low, p.high] for name, p in report.probabilities.items()},
        "prior_probability_deficient": {name: p.prior for name, p in report.probabilities.items()},
        "treat": report.treat,
        "b12_share_of_symptoms": {
            "median": report.share.median,
            "low": report.share.low,
            "high": report.share.high,
            "level_of_evidence": report.level,
            "licence": "scenario",
            "by_symptom": {part.complaint.label: _part(part) for part in report.parts},
        },
        "competing_causes": [
            {"name": c.name, "part": c.part, "test": c.test, "urgency": c.urgency, "sentence": c.sentence}
            for c in report.causes
        ],
        "other_or_not_modelled": report.unmodelled,
        "treat_now": [sign.id for sign in report.urgent if sign.urgency != "soon"],
        "treat_now_sentences": [sign.sentence for sign in report.urgent],
        "rules": [
            {"id": r.id, "jurisdiction": r.jurisdiction, "when": r.when, "then": r.then, "source": r.source}
            for r in report.rules
        ],
        "next_test": [
            {
                "test": t.card.name,
                "bits": t.bits,
                "bits_about_cause": t.bits_about_cause,
                "changes_plan": t.changes_plan,
                "availability": t.card.availability,
                "turnaround": t.card.turnaround,
                "cost": t.card.cost,
                "delays_treatment": t.delays_treatment,
                "traps": list(t.card.traps),
                "remark": t.remark,
                "source": t.card.source,
            }
            for t in report.tests
        ],
        "next_test_note": report.tests_note,
        "reversible": [{"sentence": words, "source": source} for words, source in report.reversible],
        "markers": [
            {
                "test": m.label,
                "value": m.number,
                "printed": m.value,
                "unit": m.unit,
                "date": m.date,
                "reference_for_age_and_kidneys": [m.low, m.high],
                "own_level": list(m.expected),
                "sentence": m.sentence,
            }
            for m in report.markers
        ],
        "conflicts": list(report.conflicts),
        "published_check": None
        if report.check is None
        else {"noisy_or": report.check.share, "simulated": report.check.simulated, "sentence": report.check.sentence},
        "contraction": dict(report.contraction),
        "effective_sample_size": report.effective_sample_size,
        "particles": report.particles,
        "method": report.method,
        "warnings": list(report.warnings),
        "notices": list(report.notices),
        "assumptions": list(report.assumptions),
        "seconds": report.seconds,
        "version": report.version,
        "context": "research, education and preparation of a clinical conversation; not a medical device",
    }


def _part(part: Attribution) -> dict[str, object]:
    return {
        "median": part.share.median,
        "low": part.share.low,
        "high": part.share.high,
        "level": part.complaint.level.value,
        "at_level": {level.value: [share.low, share.median, share.high] for level, share in part.by_level},
    }
