"""Pictures of trials, where there is little to draw."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from gutbrain.report.trial_pictures import results


@pytest.mark.parametrize("estimates", [[1.0, 2.0], [0.0, 0.0], [3.0], [-1.0, np.nan, 4.0]])
def test_every_trial_is_drawn_however_few_and_alike(estimates):
    drawn = results(SimpleNamespace(estimates={"bdi2": np.array(estimates)}), "bdi2", -1)
    tall = [float(height) for height in re.findall(r'<rect [^>]*height="([\d.]+)"', drawn)]
    assert max(tall) > 10
    assert "nan" not in drawn
