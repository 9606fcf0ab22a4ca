"""Write the foods and the reference intakes that this project may hold into `src/cobalamin/evidence/`.

    python tools/take_foods.py

`foods.csv`: foods of the shared table, tidied. USDA tables are in the public domain; rows of the Ciqual table are held
and shown with its citation, as the Etalab Open Licence asks. A value that is known to be wrong is left empty and says
why. `reference_values.csv`: adults, pregnancy and lactation; a row that nobody read keeps its place without a figure.
The folder of the shared tables is `$COBALAMIN_SHARED`, by default `../shared` beside the project.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/cobalamin/evidence"
Row = dict[str, str]

FOOD_COLUMNS = (
    *("food", "category", "matrix", "b12_ug_per_100g", "typical_portion_g", "portion_text", "fortified"),
    *("active_low", "active_high", "source", "source_id", "doi_or_url", "verified", "note"),
)
CIQUAL = "Anses, Ciqual table 2020 (Etalab Open Licence 2.0)"
CIQUAL_ADDRESS = "https://ciqual.anses.fr/"
USDA_ADDRESS = "https://fdc.nal.usda.gov/"
NOT_FOR_ADULTS = ("infant",)
WRONG = {
    "NDB 15159": "no value: the table's 98.9 was worked out from a raw value of 49.4 that has since become 11.3",
    "NDB 15158": "no value: worked out from a superseded raw value of clams, as the cooked ones were",
    "NDB 16166": "no value: the table gives 0.7 for a drink that it calls unfortified, and soya itself has none",
}
"""Rows whose value is known or judged to be wrong; the food stays, so that its eater learns why."""
SPIRULINA_MOST = "0.2"
"""Largest share of the B12 of spirulina taken as active. Source: guess (shares of pseudo-B12 are recalled, not read)"""
REFERENCE_COLUMNS = ("body", "year", "kind", "group", "value", "unit", "source", "doi_or_url", "verified", "note")
GROUPS = ("adults", "19-50 y", "51+ y", "15+ y", "pregnancy", "lactation")


def shared_folder() -> Path:
    """Folder of the shared tables; it may be absent."""
    return Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared")


def _rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _origin(row: Row) -> tuple[str, str, str]:
    """Source, the short mark that tells foods of one name apart, and where to find it."""
    source, number = row["source"], row["source_id"]
    if "Ciqual" in source:
        return CIQUAL, "Ciqual", CIQUAL_ADDRESS
    if "SR28" in source:
        at = f"{USDA_ADDRESS}food-details/{row['fdc_id']}/nutrients" if row["fdc_id"] else USDA_ADDRESS
        return "USDA National Nutrient Database, SR28 (2015)", "SR28", at
    if "USDA" in source:
        part = {"foundation": "Foundation", "survey": "FNDDS", "branded": "label"}[
            number.partition(":")[2].split("_")[0]
        ]
        words = "Branded Foods, as the label says" if part == "label" else part
        return f"USDA FoodData Central, {words}", part, USDA_ADDRESS
    _, _, doi = source.partition("(doi ")
    return source.partition(" (doi")[0], "literature", doi.rstrip(")")


def _active(row: Row) -> tuple[str, str]:
    if row["matrix"] != "algae" or not float(row["b12_ug_per_100g"]):
        return "1", "1"
    return "0", SPIRULINA_MOST if "spirulina" in row["food"].lower() else "1"


def _name(row: Row, mark: str) -> str:
    name = " ".join(row["food"].split())
    if name.isupper() or mark == "label":
        name = name.capitalize()
    if row["category"] == "yeast" and "fortified" not in name:
        name += ", fortified" if row["fortified"] == "1" else ", not fortified"
    return name


def foods(folder: Path) -> list[Row]:
    """Foods by name, each name once."""
    found: list[Row] = []
    marks: list[str] = []
    for row in _rows(folder / "evidence/diet/foods.csv"):
        if row["category"] in NOT_FOR_ADULTS or row["verified"] == "memory":
            continue
        source, mark, place = _origin(row)
        low, high = _active(row)
        made = {column: " ".join(row.get(column, "").split()) for column in FOOD_COLUMNS}
        made |= {
            "food": _name(row, mark),
            "source": source,
            "doi_or_url": place,
            "active_low": low,
            "active_high": high,
        }
        made["source_id"] = row["source_id"].partition(":")[2] or row["source_id"]
        if row["source_id"] in WRONG:
            made |= {"b12_ug_per_100g": "", "note": WRONG[row["source_id"]]}
        found.append(made)
        marks.append(mark)
    count = Counter(row["food"].casefold() for row in found)
    for row, mark in zip(found, marks, strict=True):
        if count[row["food"].casefold()] > 1:
            row["food"] += f" [{mark}]"
    return sorted(found, key=lambda row: row["food"].casefold())


def reference_values(folder: Path) -> list[Row]:
    """Reference intakes of adults; a recalled one has no figure, and no note that could hold one."""
    found: list[Row] = []
    for row in _rows(folder / "evidence/diet/reference_values.csv"):
        if row["group"] not in GROUPS:
            continue
        made = {column: row[column].strip() for column in REFERENCE_COLUMNS}
        if row["verified"] == "memory":
            made |= {"value": "", "note": ""}
        found.append(made)
    return found


def text(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def tables(folder: Path) -> dict[str, str]:
    """File name -> text of the two tables."""
    return {
        "foods.csv": text(FOOD_COLUMNS, foods(folder)),
        "reference_values.csv": text(REFERENCE_COLUMNS, reference_values(folder)),
    }


def main() -> None:
    """Write the tables and say what they hold."""
    folder = shared_folder()
    if not (folder / "evidence").is_dir():
        raise SystemExit(f"no evidence tables in {folder}; set COBALAMIN_SHARED to their folder")
    for name, content in tables(folder).items():
        (TARGET / name).write_text(content, encoding="utf-8")
        print(f"{name}: {content.count(chr(10)) - 1} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
