"""Imports every module of a generated package: python generated.py FOLDER."""
import importlib
import pkgutil
import sys
from pathlib import Path

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder.parent))
package = importlib.import_module(folder.name)
modules = [m.name for m in pkgutil.walk_packages(package.__path__, f"{folder.name}.")]
for name in modules:
    importlib.import_module(name)
assert len(modules) > 40, modules
