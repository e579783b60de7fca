"""Vectors hold every lane of every variant; where variants are coupled, variant 0 goes first, lane under lane."""

import pytest

from gutbrain.engine.slots import TOGETHER, coupled, packed


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
