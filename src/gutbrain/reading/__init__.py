"""One reader for what people write: values that know file, line and place."""

from gutbrain.reading.fields import document, parse_yaml, read_yaml
from gutbrain.yamlfields import Field

__all__ = ["Field", "document", "parse_yaml", "read_yaml"]
