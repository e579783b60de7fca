"""What is wrong with a module or a model."""


class ModelError(Exception):
    """The model does not hold together; the message names module and name."""
