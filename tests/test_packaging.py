"""What is declared, locked and shipped."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gutbrain.extras import install, libraries

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

IMPORTED_AS = {
    "copasi-basico": "basico",
    "python-libsbml": "libsbml",
    "resvg-py": "resvg_py",
    "ruamel.yaml": "ruamel",
    "salib": "SALib",
}
"""Names by which packages are imported, where they differ from their own."""

LOCKED = ("meta", "trials")
"""Extras that the users' lock, the container and conda hold all the same."""

NOT_RUN = ("all", "docs")
"""Extras that nothing in the package imports: the sum of them, and what builds the site of the documentation."""


def name_of(requirement):
    return re.split(r"[<>=\[; ]", requirement, maxsplit=1)[0].lower()


def declared():
    named = PROJECT["project"]["optional-dependencies"]
    extras = [needed for extra, needed in named.items() if extra not in NOT_RUN]
    everything = [*PROJECT["project"]["dependencies"], *(one for extra in extras for one in extra)]
    return {name_of(one) for one in everything}


def pins(lock):
    """Names and versions with their marker, and lines of text."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {(m[1], m[2]) for m in re.finditer(r"^([a-z0-9.-]+)==([^ ]+)", text, re.MULTILINE)}, text


def test_everything_that_is_imported_is_declared_and_everything_declared_is_imported():
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    known = {IMPORTED_AS.get(name, name) for name in declared()}
    assert imported - set(sys.stdlib_module_names) - {"gutbrain", "__future__"} - known == set()
    # asked for by name where they are needed only
    assert known - imported == {"distributed", "openpyxl", "pyarrow"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_versions_and_hashes_and_no_address(lock):
    found, text = pins(lock)
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in package for package in packages)
    assert len(packages) == len(found)
    assert "://" not in text
    assert "--index-url" not in text


def test_the_users_lock_holds_what_runs_and_no_tools_of_developers():
    users, _ = pins("requirements.lock")
    developers, _ = pins("requirements-dev.lock")
    assert users <= developers
    names = {name for name, _ in users}
    runtime = {name_of(one).replace("ruamel.yaml", "ruamel-yaml") for one in PROJECT["project"]["dependencies"]}
    assert runtime <= names
    tools = {name_of(one) for one in PROJECT["dependency-groups"]["dev"]}
    named = PROJECT["project"]["optional-dependencies"]
    kept = {name_of(one) for extra in LOCKED for one in named[extra]}
    assert kept <= names
    extras = declared() - kept - {name_of(one) for one in PROJECT["project"]["dependencies"]}
    assert names.isdisjoint(tools | extras)


def test_what_is_missing_is_named_so_that_it_can_be_installed():
    extras = PROJECT["project"]["optional-dependencies"]
    everything = sorted({name_of(one) for extra, needed in extras.items() if extra not in NOT_RUN for one in needed})
    assert sorted(map(name_of, libraries("all"))) == everything  # a new extra is one of all
    for extra, needed in extras.items():
        if extra == "all":
            continue
        assert sorted(map(name_of, libraries(extra))) == sorted(map(name_of, needed))
        assert all(f"'{one}'" in install(extra) for one in libraries(extra))
    with pytest.raises(KeyError):
        libraries("nothing")
    asked = set()
    for path in [*(ROOT / "src").rglob("*.py"), *ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"\binstall\([\"'](\w+)[\"']\)", text))
        asked |= set(re.findall(r"\bneed\([\"']\w+[\"'], [\"'](\w+)[\"']", text))
        assert "pip install gutbrain" not in text.replace("'", "").replace('"', ""), path  # a name on no registry
    assert asked <= extras.keys()
    assert asked >= {"export", "cluster", "calibrate", "png", "trials", "meta", "plot", "sensitivity"}


def test_the_wheel_holds_the_examples_and_every_file_of_data():
    package = ROOT / "src" / "gutbrain"
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/gutbrain"]
    assert (ROOT / "examples").resolve() == package / "examples"
    tried = (ROOT / ".ci" / "first_run.py").read_text(encoding="utf-8")
    for command in ("simulate", "evidence", "label", "trial", "serve"):
        assert f'"{command}"' in tried
    assert ".ci/wheel" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_place_that_names_the_version_names_the_same():
    version = PROJECT["project"]["version"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'version: "{version}"' in (ROOT / "conda" / "recipe.yaml").read_text(encoding="utf-8")
    assert f"\n## {version} - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_conda_recipe_asks_for_what_the_package_asks_for():
    recipe = YAML(typ="safe").load(ROOT / "conda" / "recipe.yaml")
    asked = {one.replace(" ", "") for one in recipe["requirements"]["run"]}
    kept = [one for extra in LOCKED for one in PROJECT["project"]["optional-dependencies"][extra]]
    assert asked == {*PROJECT["project"]["dependencies"], *kept, f"python{PROJECT['project']['requires-python']}"}


def test_the_container_installs_the_lock_and_runs_as_nobody_of_importance():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    bases = {line.split()[1] for line in lines if line.startswith("FROM")}
    *_, newest = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["project"]["classifiers"]))
    assert bases == {f"python:{newest}-slim"}
    assert any("--require-hashes -r requirements.lock" in line for line in lines)
    assert "USER gutbrain" in lines
    copied = [name for line in lines if line.startswith("COPY") and "--from" not in line for name in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
