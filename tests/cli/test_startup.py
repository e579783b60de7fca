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
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stderr.split())
    assert loaded.isdisjoint(HEAVY)
    assert "simulate" in run.stdout
