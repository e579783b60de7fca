"""Readers of exports, one file a kind; which one reads a file is told by what stands in it, never by its name."""

from __future__ import annotations

from gutbrain.diary.readers import (
    apple_health,
    bearable,
    cronometer,
    daylio,
    fhir,
    fitbit,
    garmin,
    google_fit,
    loop_habits,
    mpath,
    open_mhealth,
    oura,
    own,
    plain,
    redcap,
    sleep_as_android,
    whoop,
)
from gutbrain.diary.readers.reader import Asked, Reader, Sight

READERS: tuple[Reader, ...] = (
    daylio.READER,
    bearable.READER,
    apple_health.READER,
    google_fit.READER,
    fitbit.READER,
    fitbit.TAKEOUT,
    oura.READER,
    whoop.READER,
    garmin.READER,
    cronometer.READER,
    mpath.READER,
    sleep_as_android.READER,
    open_mhealth.READER,
    fhir.READER,
    loop_habits.READER,
    own.READER,
    redcap.READER,
    plain.READER,
)
"""All readers; the first that knows a file reads it, tables of no known kind come last."""

__all__ = ["READERS", "Asked", "Reader", "Sight"]
