"""The house keeps its order: imports run downward, the first import is light, no machine named, the lock is whole."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "cobalamin"
LOCKS = [ROOT / "requirements.txt", ROOT / "requirements-docs.txt"]

# A room may import itself and the rooms before it. CONTRIBUTING.md shows the same list to people.
ROOMS = [
    "errors",
    "units",
    "evidence",
    "parameters",
    "body",
    "regimen",
    "person",
    "solve",
    "nerve",
    "simulate",
    "infer",
    "assess",
    "plan",
    "study",
    "validate",
    "interop",
    "plot",
    "report",
    "cli",
    "web",
]
DOORS = {"__init__", "__main__"}  # of the package itself: they may import every room

NOT_AT_FIRST_IMPORT = ("jax", "pint", "pandas", "xarray", "matplotlib")
FIRST_IMPORT_SECONDS = 0.3


# Imports


def imported_names(tree: ast.Module, package: list[str]) -> Iterator[tuple[int, str]]:
    """(line, full dotted name) of every import in a module of `package`, wherever it stands in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            name = node.args[0].value
            if called in {"import_module", "__import__"} and isinstance(name, str):
                if name.startswith("."):
                    level = len(name) - len(name.lstrip("."))
                    name = ".".join([*package[: len(package) - level + 1], name.lstrip(".")])
                yield node.lineno, name


def wrong_arrows(package: Path) -> list[str]:
    """One sentence for every module without a room and every import that runs upward."""
    found: list[str] = []
    for file in sorted(package.rglob("*.py")):
        inside = file.relative_to(package)
        where = f"src/{package.name}/{inside.as_posix()}"
        room = inside.parts[0].removesuffix(".py")
        if len(inside.parts) == 1 and room in DOORS:
            continue
        if room not in ROOMS:
            found.append(f"{where}: {room!r} is no room of the house; the rooms are {', '.join(ROOMS)}")
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
        for line, name in imported_names(tree, [package.name, *inside.parts[:-1]]):
            parts = name.split(".")
            if parts[0] != package.name or len(parts) == 1:
                continue
            aim = parts[1]
            if aim.startswith("__"):  # from cobalamin import __version__
                continue
            if aim not in ROOMS:
                found.append(f"{where}:{line}: imports {name}, and {aim!r} is no room; import from the room itself")
            elif ROOMS.index(aim) > ROOMS.index(room):
                found.append(f"{where}:{line}: imports {name}, upward: {room!r} stands before {aim!r}")
    return found


def test_imports_run_downward():
    found = wrong_arrows(PACKAGE)
    assert not found, "wrong arrows (order in CONTRIBUTING.md):\n  " + "\n  ".join(found)


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("units.py", "from cobalamin.errors import InputError", None),
        ("body/gut.py", "from .graph import flow\nfrom ..parameters import parameter", None),
        ("cli.py", "from cobalamin import __version__, plan\nimport numpy", None),
        ("__init__.py", "from cobalamin.web import page", None),
        ("__main__.py", "from cobalamin.cli import main", None),
        ("person/labs.py", "import cobalamin.regimen.language", None),
        ("units.py", "import cobalamin.body.gut", "units.py:1: imports cobalamin.body.gut, upward"),
        ("body/gut.py", "from cobalamin import errors, person", "imports cobalamin.person, upward"),
        ("body/gut.py", "from ..solve.fast import solve", "imports cobalamin.solve.fast.solve, upward"),
        ("body/deep/gut.py", "from ... import solve", "imports cobalamin.solve, upward"),
        ("regimen/rules.py", "def f():\n    from cobalamin.person import Person", "rules.py:2: imports"),
        (
            "body/gut.py",
            "import importlib\nimportlib.import_module('cobalamin.cli')",
            "gut.py:2: imports cobalamin.cli",
        ),
        ("body/gut.py", "from cobalamin.utils import clip", "'utils' is no room"),
        ("plan/page.py", "from cobalamin import Person", "'Person' is no room"),
        ("helpers.py", "", "'helpers' is no room"),
        ("helpers/__init__.py", "", "'helpers' is no room"),
    ],
)
def test_reader_of_arrows_sees_them(tmp_path: Path, file: str, text: str, complaint: str | None):
    module = tmp_path / "cobalamin" / file
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(text, encoding="utf-8")
    found = wrong_arrows(tmp_path / "cobalamin")
    if complaint is None:
        assert found == []
    else:
        assert len(found) == 1
        assert complaint in found[0]


def test_contributing_shows_the_same_order():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(errors\n.*?)```", text, re.DOTALL)
    assert shown is not None, "CONTRIBUTING.md must show the order of the rooms in a text block that starts with errors"
    assert shown[1].split() == ROOMS


# First import


def test_first_import_is_light():
    program = (
        "import sys, time; start = time.perf_counter(); import cobalamin; "
        "print(time.perf_counter() - start, *{name.partition('.')[0] for name in sys.modules})"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    seconds: list[float] = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        taken, *loaded = done.stdout.split()
        heavy = sorted(set(NOT_AT_FIRST_IMPORT) & set(loaded))
        assert not heavy, f"`import cobalamin` loads {heavy}; import them where they are used"
        seconds.append(float(taken))
    assert min(seconds) < FIRST_IMPORT_SECONDS, f"`import cobalamin` takes {min(seconds):.2f} s at best of 3"


# Machines and registries


def tracked_files() -> list[Path]:
    """Files that git tracks; in a tree without git, all files that are not made by a run."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        listed = ""
    files = [ROOT / name for name in listed.split("\0") if name]
    if not files:
        made = {".venv", ".git", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__", "out", "dist", "_build"}
        files = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


# Written in pieces, so that this file does not name what it looks for.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "crates" + ".io", "ana" + "conda.org"]
REGISTRIES += ["download.py" + "torch.org", "proxy.go" + "lang.org"]
MACHINE_FOLDERS = ["wo" + "rk", "ro" + "ot", "ho" + "me", "o" + "pt", "Us" + "ers"]
MACHINE = re.compile(
    (
        r"\b(?:" + "|".join(re.escape(host) for host in REGISTRIES) + r")\b"
        r"|(?<![\w.~)}\]*-])/(?:" + "|".join(MACHINE_FOLDERS) + r")/[\w.-]"
        r"|" + "file:" + "//"
    ).encode()
)


def test_no_file_names_a_registry_or_a_machine_path():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {hit[0].decode()}"
        for path in tracked_files()
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if (hit := MACHINE.search(line))
    ]
    assert not found, "a package registry or a path of one machine is named:\n  " + "\n  ".join(found)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("see /wo" + "rk/main", True),
        ('open("/ro' + 'ot/x")', True),
        ("https://py" + "pi.org/simple", True),
        ("name @ file:" + "//tmp/x", True),
        ("https://example.org/wo" + "rk/1", False),
        ("docs/wo" + "rk/notes.md", False),
        ("pmol/L and nmol/ho" + "ur", False),
    ],
)
def test_reader_of_machine_paths_sees_them(text: str, wrong: bool):
    assert bool(MACHINE.search(text.encode())) is wrong


# The lock


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: Path) -> dict[str, str]:
    """Name to version; fails on a line that is not `name==version --hash=sha256:...`."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    pinned: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"([\w.-]+)==([\w.!+-]+)(?: *; *[^-]+?)?((?: +--hash=sha256:[0-9a-f]{64})+) *", line)
        assert match is not None, f"{lock.name}: not pinned and hashed: {line[:120]}"
        pinned[canonical(match[1])] = match[2]
    return pinned


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_is_pinned_and_hashed(lock: Path):
    assert len(locked(lock)) > 20
    place = re.compile(r"https?:|^ *-|--(?:extra-)?index|--find-links|--trusted-host| @ |file:" + "//")
    named = [
        line
        for line in lock.read_text(encoding="utf-8").splitlines()
        if place.search(line) and not line.startswith("    --hash=sha256:")
    ]
    assert not named, f"{lock.name} names an address or a place: {named}"


def test_lock_holds_every_declared_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = project["dependencies"] + [line for extra, lines in extras.items() if extra != "docs" for line in lines]
    names = {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in declared} - {"cobalamin"}
    missing = names - set(locked(LOCKS[0]))
    assert not missing, f"run `make lock`: requirements.txt lacks {sorted(missing)}"


def test_docs_lock_agrees_with_the_lock():
    first, second = locked(LOCKS[0]), locked(LOCKS[1])
    other = {name: (first[name], second[name]) for name in set(first) & set(second) if first[name] != second[name]}
    assert not other, f"run `make lock`: different pins {other}"


def test_extra_all_names_every_runtime_extra():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (everything,) = extras["all"]
    named = set(re.findall(r"\w+", everything)) - {"cobalamin"}
    assert named == set(extras) - {"all", "dev", "docs", "peers"}
