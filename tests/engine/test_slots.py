"""Vectors hold every lane of every variant; where variants are coupled, variant 0 goes first, lane under lane."""

import numpy as np
import pytest

from gutbrain.engine.machine.slots import TOGETHER, coupled, packed


def pairs(parts):
    return {
        pair for part in parts for pair in zip(part.variant.ravel().tolist(), part.lane.ravel().tolist(), strict=True)
    }


@pytest.mark.parametrize(("variants", "lanes"), [(1, 1), (1, 16), (3, 5), (2, 40), (90, 8), (90, 17), (5, 3)])
@pytest.mark.parametrize("width", [4, 16])
def test_everything_stands_somewhere(variants, lanes, width):
    every = {(v, lane) for v in range(variants) for lane in range(lanes)}
    assert pairs(packed(variants, lanes, width)) == every
    parts = coupled(variants, lanes, width, 2)
    assert pairs(parts) == every
    for part in parts:
        assert part.variant.shape == part.lane.shape
        assert (part.variant[0] == 0).all()
        assert (part.lane == part.lane[0]).all()
        assert len(part.variant) <= TOGETHER + 1


def test_work_is_shared():
    assert len(coupled(20, 4, 16, 2)) == 2
    assert len(coupled(2, 4, 16, 4)) == 1


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (2, 40), (5, 3)])
def test_what_is_put_stands_at_its_variant_and_lane(shape):
    variants, lanes = shape
    for parts in (packed(variants, lanes, 4), coupled(variants, lanes, 4, 2)):
        whole = np.full((2, 3, variants, lanes), np.nan)
        for part in parts:
            named = 100 * part.variant + part.lane
            part.put(np.broadcast_to(named, (2, 3, *named.shape)), whole)
        expected = 100 * np.arange(variants)[:, None] + np.arange(lanes)
        assert (whole == expected).all()
