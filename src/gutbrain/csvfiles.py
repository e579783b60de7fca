"""Tables as the text of CSV files (RFC 4180): UTF-8, a line feed after each row, nothing where nothing is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def table(frame: pd.DataFrame) -> str:
    """A table without its index, numbers with six significant digits.

    Parameters
    ----------
    frame
        The table.
    """
    return str(frame.to_csv(index=False, float_format="%.6g", lineterminator="\n"))


def rows(columns: Sequence[str], found: Iterable[Sequence[object]]) -> str:
    """Rows below their headings, every cell as it is given.

    Parameters
    ----------
    columns
        The headings.
    found
        The rows.
    """
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(columns)
    written.writerows(found)
    return text.getvalue()
