"""What every command of the terminal begins with brings none of the parts with it."""

import subprocess
import sys

from hub.settings import ROOT
from yuanqiao.parts import PARTS, migration_folders

COUNT = "print(sum(f'{name}.part' in sys.modules for name in parts.PARTS))"


def test_the_schema_of_every_part_is_found_and_no_part_imported() -> None:
    code = f"""
import sys
import yuanqiao.cli.main
from yuanqiao import parts
print(len(parts.migration_folders()))
{COUNT}
parts.part_modules()
{COUNT}
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(len(migration_folders())), "0", str(len(PARTS))]


def test_a_part_with_tables_has_its_branch() -> None:
    with_tables = {
        path.relative_to(ROOT).parts[0] for name in PARTS for path in (ROOT / name).rglob("schema*.py")
    }
    with_branches = {folder.relative_to(ROOT).parts[0] for folder in migration_folders()}
    assert with_tables == with_branches
    assert len(with_branches) > 15
