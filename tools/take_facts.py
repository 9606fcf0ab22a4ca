"""Copy the evidence that this project cites from the shared evidence tables into `src/cobalamin/evidence/facts.csv`.

Figures that the shared tables lack and that were read for this project stand in `found_facts.csv` beside this tool.

    python tools/take_facts.py

An id counts as cited when it stands anywhere in the code, the parameters or the examples. The folder of the tables is
`$COBALAMIN_SHARED`, by default `../shared` beside the project. Run it after citing a new id, and commit the result.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cobalamin.evidence import Use, one_use_a_paper

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/cobalamin/evidence/facts.csv"
FOUND = ROOT / "tools/found_facts.csv"
SPLIT = ROOT / "src/cobalamin/evidence/split.csv"
SURVEYS = (
    {"study": "NHANES 1999-2002", "use": "calibrate", "date": "2026-11-22"},
    {"study": "NHANES 2003-2006", "use": "validate", "date": "2026-11-22"},
)
"""The surveys are split by year; the shared table names studies only."""
CITING = (("src", "*.py"), ("src", "*.toml"), ("examples", "*.toml"))
COLUMNS = (
    *("id", "quantity", "value", "low", "high", "unit", "population", "source", "doi_or_url", "verified", "use"),
)
Row = dict[str, str]


def shared_folder() -> Path:
    """Folder of the shared tables; it may be absent."""
    return Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared")


def cited_words() -> set[str]:
    """Every word of the code, the parameters and the examples that could be an id."""
    words: set[str] = set()
    for folder, pattern in CITING:
        for file in (ROOT / folder).rglob(pattern):
            words.update(re.findall(r"\b[a-z]\w*_\w+\b", file.read_text(encoding="utf-8")))
    return words


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _of_regimen(row: Row) -> Row:
    """A dosing schedule as a fact: the dose is its value, a range of doses its low and high."""
    low, dash, high = row["dose"].partition("-")
    lasting = f" for {row['duration']}" if row["duration"] else ""
    return row | {
        "quantity": f"{row['drug']} {row['route']}, {row['schedule']}{lasting} ({row['phase']})",
        "value": "" if dash else row["dose"],
        "low": low if dash else "",
        "high": high,
        "unit": row["dose_unit"],
        "population": f"{row['jurisdiction']}: {row['indication']}",
    }


def _of_rule(row: Row) -> Row:
    """A rule of guidance or a red flag as a fact without a number."""
    return row | {"quantity": row["then"], "population": row["when"]}


def _of_symptom(row: Row) -> Row:
    """How often a symptom or a sign was seen, as a fact."""
    return row | {"quantity": row["feature"], "low": "", "high": ""}


def _of_time_course(row: Row) -> Row:
    """A marker on a day after treatment began as a fact."""
    when = f", day {row['time_d']}" if row["time_d"] else ""
    return row | {"quantity": f"{row['marker']}, {row['arm']}{when}"}


def _split(folder: Path) -> dict[str, str]:
    """Study -> calibrate or validate, one use a paper; it goes before the `use` of a row."""
    uses = {row["study"]: Use(row["use"]) for row in _rows(folder / "evidence/split.csv")}
    return {study: use.value for study, use in one_use_a_paper(uses).items()}


def _use(row: Row, split: dict[str, str]) -> str:
    if row.get("verified") == "memory":  # recalled rows are never fitted and never scored
        return "context"
    source = row.get("source", "")
    named = [study for study in split if source == study or re.match(re.escape(study) + r"\b", source)]
    return split[max(named, key=len)] if named else row.get("use") or "context"


def shared_facts(folder: Path) -> dict[str, Row]:
    """Every row of the shared tables that has an id, with the columns of our table."""
    evidence = folder / "evidence"
    found = [row for file in sorted(evidence.glob("*/facts.csv")) for row in _rows(file)]
    found += _rows(FOUND)
    found += [_of_regimen(row) for row in _rows(evidence / "diagnosis/regimens.csv")]
    found += [_of_symptom(row) for row in _rows(evidence / "diagnosis/symptoms.csv")]
    found += [_of_time_course(row) for row in _rows(evidence / "diagnosis/timecourse.csv")]
    for name in ("guideline_rules", "red_flags"):
        found += [_of_rule(row) for row in _rows(evidence / f"diagnosis/{name}.csv")]
    split = _split(folder)
    facts: dict[str, Row] = {}
    for row in found:
        if row["id"] in facts:
            raise SystemExit(f"the id {row['id']} stands in two rows")
        facts[row["id"]] = {column: (row.get(column) or "").strip() for column in COLUMNS} | {"use": _use(row, split)}
    return facts


def table(facts: dict[str, Row]) -> str:
    """The text of `facts.csv`: the cited rows, by id."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    cited = cited_words()
    writer.writerows(facts[name] for name in sorted(facts) if name in cited)
    return text.getvalue()


def split_table(folder: Path) -> str:
    """The text of `split.csv`: every study with its use and the day on which it was set."""
    text = io.StringIO()
    columns = ("study", "use", "seen_by_prototype", "date")
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(_rows(folder / "evidence/split.csv"))
    writer.writerows(SURVEYS)
    return text.getvalue()


ARM_COLUMNS = (
    *(
        "id",
        "study",
        "condition",
        "drug",
        "dose_mg_d",
        "n",
        "week",
        "baseline",
        "endpoint",
        "change",
        "diff_vs_placebo",
    ),
    *("diff_lo", "diff_hi", "r30_pct", "r50_pct", "source", "doi_or_url", "verified", "use"),
)
EVENT_COLUMNS = (
    *("id", "study", "condition", "drug", "dose_mg_d", "event", "rate_pct", "n", "source", "doi_or_url"),
    *("verified", "use"),
)
ONSET_COLUMNS = (
    *("id", "study", "condition", "drug", "dose_mg_d", "measure", "value", "unit", "comparator_value", "source"),
    *("doi_or_url", "verified", "use"),
)
EVENTS = {
    "dizziness": "dizziness",
    "somnolence": "somnolence",
    "peripheral edema": "oedema",
    "dry mouth": "dry_mouth",
    "weight gain": "weight_gain",
    "nausea": "nausea",
    "AE discontinuation": "stop_for_harm",
}


def _named_id(row: Row, seen: set[str]) -> str:
    """An id made of study, drug, dose and event; a number tells rows apart that share all of these."""
    words = [row["study"], row["drug"], row["dose_mg_d"], row.get("event", "")]
    name = re.sub(r"\W+", "_", " ".join(word for word in words if word).lower()).strip("_")
    number = 1
    while (made := name if number == 1 else f"{name}_{number}") in seen:
        number += 1
    seen.add(made)
    return made


def comparator_rows(folder: Path, table: str) -> list[Row]:
    """Rows of one table of trials of drugs for nerve pain: those that were read and may be fitted or tested.

    `study` becomes the study as the split names it, which decides the use.
    """
    split, found, seen = _split(folder), [], set[str]()
    for row in _rows(folder / f"evidence/comparators/{table}.csv"):
        if row["verified"] == "memory" or row["use"] == "context" or row.get("ae", "nausea") not in EVENTS:
            continue
        named = [study for study in split if re.search(rf"(?<!\w){re.escape(study)}(?!\w)", row["source"])]
        study = max(named, key=len) if named else row["source"]
        made = {name: cell.strip() for name, cell in row.items()} | {
            "study": study,
            "use": split.get(study, row["use"]),
        }
        if "ae" in row:
            made["event"] = EVENTS[row["ae"]]
        found.append(made | {"id": _named_id(made, seen)})
    return found


def comparator_table(folder: Path, table: str) -> str:
    """The text of one table of trials of drugs for nerve pain."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COMPARATORS[table], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(comparator_rows(folder, table))
    return text.getvalue()


RENAL_COLUMNS = ("drug", "crcl_low", "crcl_high", "total_daily_high_mg", "source", "doi_or_url", "verified")


def renal_table(folder: Path) -> str:
    """The text of `renal_dosing.csv`: largest daily doses by kidneys that somebody read."""
    text = io.StringIO()
    writer = csv.DictWriter(text, RENAL_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    rows = _rows(folder / "evidence/comparators/renal_dosing.csv")
    writer.writerows(row for row in rows if row["verified"] != "memory" and row["crcl_high"])
    return text.getvalue()


COMPARATORS = {"pain_arms": ARM_COLUMNS, "adverse_events": EVENT_COLUMNS, "onset": ONSET_COLUMNS}


def main() -> None:
    """Write the tables and say what they hold."""
    folder = shared_folder()
    if not (folder / "evidence").is_dir():
        raise SystemExit(f"no evidence tables in {folder}; set COBALAMIN_SHARED to their folder")
    text = table(shared_facts(folder))
    TARGET.write_text(text, encoding="utf-8")
    SPLIT.write_text(split_table(folder), encoding="utf-8")
    for name in COMPARATORS:
        (TARGET.parent / f"{name}.csv").write_text(comparator_table(folder, name), encoding="utf-8")
    (TARGET.parent / "renal_dosing.csv").write_text(renal_table(folder), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {text.count(chr(10)) - 1} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
