"""The atlas: one record for each observable, channel and exposure, and typed readers of them; nothing else.

Whatever is told, listed, drawn or compared asks here for names, groups, sides, scales and places. What has no record
still works: it is told of by its declaration, in the group :data:`OWN`.
"""

OWN = "own"
"""Group of what somebody added without saying more of it."""

__all__ = ["OWN"]
