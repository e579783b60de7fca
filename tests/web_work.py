"""Work for the tests of jobs: what a process of its own must be able to import by name."""

import os
import tempfile
import time
from pathlib import Path

from markupsafe import Markup
from pydantic import BaseModel

from gutbrain.errors import InputError, Problem
from gutbrain.web.jobs_process import Outcome


class Question(BaseModel):
    size: int = 1
    note: str = ""


class Answer(BaseModel):
    size: int


def quick(question, told):
    for step in range(5):
        told((step + 1) / 5)
    return Outcome(Answer(size=question.size), Markup("<p>head</p>"), Markup(""), {"data.csv": b"x" * question.size})


def wrong(question, told):
    raise InputError([Problem("is wrong", "write it right", "days", line=3)])


def broken(question, told):
    raise RuntimeError("a secret of the server")


def endless(question, told):
    """Say which process this is, and never end."""
    Path(question.note).write_text(str(os.getpid()), encoding="utf-8")
    told(0.5)
    while True:
        time.sleep(0.05)


def leaves_a_file(question, told):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"left")
    return quick(question, told)


def in_two_parts(question, told):
    """Tell a first outcome, and the last one once somebody has left a sign."""
    told(0.2, Outcome(Answer(size=0), Markup("<p>first</p>"), Markup(""), {}))
    while not Path(question.note).exists():
        time.sleep(0.05)
    return quick(question, told)
