"""Documents in which any one value is odd."""

ODD = (None, [], {}, "x", "", -1, 1e308, True, [[]], {"a": 1}, "9 g/day", 10**400, [None], {"": None})


def documents(value):
    """The same document with each odd value in the place of one part after the other."""
    for odd in ODD:
        yield from _variants(value, odd)


def _variants(value, odd):
    yield odd
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        for changed in _variants(value[key], odd):
            copy = value.copy()
            copy[key] = changed
            yield copy
