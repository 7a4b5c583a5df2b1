"""What all models have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Something that was answered: it does not change, and keeps keys that this version does not know."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True, protected_namespaces=())


class Data(BaseModel):
    """A rule for what is sent: nothing is taken for something else, and nothing is left aside."""

    model_config = ConfigDict(strict=True, extra="forbid", use_attribute_docstrings=True, protected_namespaces=())
