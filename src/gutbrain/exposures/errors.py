"""Errors in a protocol."""

from gutbrain.errors import InputError


class ProtocolError(InputError):
    """A protocol that cannot be run."""
