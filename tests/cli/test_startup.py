import os
import subprocess
import sys

HEAVY = {
    "jax",
    "llvmlite",
    "xarray",
    "pandas",
    "numpy",
    "scipy",
    "sympy",
    "pydantic",
    "zarr",
    "jinja2",
    "gutbrain.axis",
}


def test_nothing_heavy_is_imported_for_help():
    code = (
        "import sys; from gutbrain.cli import app\n"
        "try: app(['--help'], standalone_mode=False)\n"
        "finally: sys.stderr.write(' '.join(m for m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = set(run.stderr.split())
    assert loaded.isdisjoint(HEAVY)
    assert "simulate" in run.stdout


def test_help_takes_no_time():
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "gutbrain", "--help"], capture_output=True, check=True)
        after = os.times()
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(spent) < 0.3  # of the processor: what else runs on the machine does not count
