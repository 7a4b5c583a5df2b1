"""Pydantic models of what the API answers and of what it sends: tolerant, since answers may grow."""

import json
import re
import tempfile
from pathlib import Path

from datamodel_code_generator import generate
from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import DataModelType, InputFileType
from datamodel_code_generator.format import DatetimeClassType, Formatter, PythonVersion
from datamodel_code_generator.parser import LiteralType

from .contract import Schema, event_schemas, openapi, operations

# Limits bind whoever sends. A reader takes what comes.
LIMITS = (
    *("pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"),
    *("maxProperties", "propertyNames", "default", "x-extensible-enum", "not", "example", "examples"),
)
CLASS = re.compile(r"^class (\w+)\(Model\):\n((?:    .*\n|\n)+?)(?=\n\n|\Z)", re.MULTILINE)
FORMATS = ("date-time", "date")


def answers() -> str:
    """The models of all that is answered, and of callbacks."""
    document = openapi()
    schemas: dict[str, Schema] = document["components"]["schemas"]
    wanted = set[str]()
    for operation in operations(document):
        if "Documentation" not in operation["tags"]:
            _reach({key: value for key, value in operation["responses"].items() if key[0] == "2"}, schemas, wanted)
    _reach({"$ref": "#/components/schemas/CallbackBody"}, schemas, wanted)
    _reach({"$ref": "#/components/schemas/Error"}, schemas, wanted)
    # What a stream sends is read line by line, and its data is one of these.
    wanted -= {"StreamTaskMessage", "ListTaskUpdatesMessage"}
    kept = {name: tolerant(schema) for name, schema in schemas.items() if name in wanted}
    return models('"""What the API answers, and what callbacks tell."""', {"$defs": kept})


def updates() -> str:
    """The models of the topic `task.updates`."""
    schema = tolerant(event_schemas()["task.updated"])
    definitions: dict[str, Schema] = schema.pop("$defs")
    data, schema["properties"]["data"] = schema["properties"]["data"], {"$ref": "#/$defs/UpdatedTask"}
    kept = {**definitions, "UpdatedTask": data, str(schema["title"]): schema}
    own = models('"""What is published to `task.updates`."""', {"$defs": kept})
    # What is answered and published alike is one class.
    shared = set(CLASS.findall(answers())) & set(CLASS.findall(own))
    names = ", ".join(sorted(shared_name for shared_name, _ in shared))
    own = CLASS.sub(lambda found: "" if found.groups() in shared else found[0], own)
    return own.replace(
        "from taskfold._model import Model", f"from taskfold._model import Model\nfrom taskfold.models import {names}"
    )


def tolerant(schema: Schema) -> Schema:
    """The schema without what would refuse a value that a newer API has."""
    if "x-extensible-enum" in schema:
        schema = {**schema, "enum": schema["x-extensible-enum"]}
    left = {key: value for key, value in schema.items() if key not in LIMITS}
    if left.get("format") not in FORMATS:
        left.pop("format", None)
    if "anyOf" in left:
        left["anyOf"] = [tolerant(each) for each in left["anyOf"]]
    if "number" in left.get("type", ""):
        # A whole number stays one: 120 is not 120.0, and beyond 2^53 no digit is lost.
        kinds = ["integer", *([left.pop("type")] if isinstance(left["type"], str) else left.pop("type"))]
        left["anyOf"] = [{"type": each} for each in kinds]
    if "enum" in left:
        known, kind = left.pop("enum"), left.pop("type")
        left["anyOf"] = [{"type": kind, "enum": known}, {"type": "string"}]
    for key in ("properties", "$defs"):
        if key in left:
            left[key] = {name: tolerant(each) for name, each in left[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(left.get(key), dict):
            left[key] = tolerant(left[key])
    return left


def models(docstring: str, schema: Schema, base: str = "taskfold._model.Model") -> str:
    """A module of models: one for each definition."""
    text = json.dumps(schema).replace("#/components/schemas/", "#/$defs/")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "models.py"
        config = GenerateConfig(
            input_file_type=InputFileType.JsonSchema,
            input_filename="contract.json",
            output=output,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_310,
            base_class=base,
            enum_field_as_literal=LiteralType.All,
            output_datetime_class=DatetimeClassType.Awaredatetime,
            use_standard_collections=True,
            use_union_operator=True,
            use_annotated=True,
            field_constraints=True,
            use_root_model_type_alias=True,
            use_field_description=True,
            use_attribute_docstrings=True,
            use_schema_description=True,
            collapse_root_models=True,
            disable_timestamp=True,
            use_double_quotes=True,
            use_single_line_docstring=True,
            formatters=[Formatter.BUILTIN],
        )
        generate(text, config=config)
        generated = output.read_text()
    body = generated.split("from __future__ import annotations\n", 1)[1]
    # What the base class says is not said again; and the document itself is no model.
    body = re.sub(r"    model_config = ConfigDict\([^()]*\)\n", "", body)
    body = re.sub(r"^ModelModel = .*\n", "", body, flags=re.MULTILINE)
    return f"{docstring}\n\nfrom __future__ import annotations\n{body}"


def _reach(node: "Schema | list[Schema] | str | float | None", schemas: dict[str, Schema], reached: set[str]) -> None:
    if isinstance(node, list):
        for each in node:
            _reach(each, schemas, reached)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and value.startswith("#/components/schemas/"):
                name = value.rsplit("/", 1)[1]
                if name not in reached:
                    reached.add(name)
                    _reach(schemas[name], schemas, reached)
            elif key not in ("example", "examples"):
                _reach(value, schemas, reached)
