"""Holds every JSON Schema against its meta-schema, and each example that comes by standard input against its own: python schemas.py FOLDER."""
import json
import re
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

files = sorted(Path(sys.argv[1]).glob("*.json"))
examples = json.loads(sys.stdin.read())
assert len(files) > 10, files
for file in files:
    schema = json.loads(file.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    event = examples[file.stem]
    validator.validate(event)
    assert not validator.is_valid({**event, "id": 7}), file.stem
    for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', file.read_text()):
        re.compile(json.loads(f'"{pattern}"'))
command = [str(Path(sys.executable).parent / "check-jsonschema"), "--check-metaschema"]
subprocess.run([*command, *map(str, files)], check=True, stdout=subprocess.DEVNULL)
