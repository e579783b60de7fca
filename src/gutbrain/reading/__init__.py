"""One reader for what people write: values that know file, line and place."""

from gutbrain.reading.fields import Field, document, parse_yaml, read_yaml

__all__ = ["Field", "document", "parse_yaml", "read_yaml"]
