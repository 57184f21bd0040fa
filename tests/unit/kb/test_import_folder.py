"""A folder of a bank's own documents becomes drafts by one command, and nothing of it is lost unsaid."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from tests.support.migrated import migrated_file
from tests.unit.kb.test_exchange import workbook
from tests.unit.kb.test_exchange_docx import banks_own, saved
from yuanqiao.cli.main import yuanqiao

TEXT = "费用" + ".md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document, a workbook, a table, a text, a wrong table, a file that is none, and a picture."""
    below = tmp_path / "bank" / "零售"
    below.mkdir(parents=True)
    (below / "手册.docx").write_bytes(saved(banks_own()))
    rows = ["标题", "相似问", "答案"], ["怎么改密码", "密码忘了", "在手机银行重置。"]
    (below / "密码.xlsx").write_bytes(workbook(*rows))
    (tmp_path / "bank" / "卡.csv").write_text("标题,分类,答案\n怎么销卡,卡片,到网点。\n", "utf-8")
    head = "---\n标题: 年费怎么收\n分类: 费用\n---\n不收。\n"
    (tmp_path / "bank" / TEXT).write_text(head, "utf-8")
    (tmp_path / "bank" / "错.csv").write_text(
        "标题,分类,生效日期\n甲,卡片,昨天\n乙,卡片,2026-01-01\n", "utf-8"
    )
    (tmp_path / "bank" / "坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "bank" / "logo.png").write_bytes(b"png")
    (tmp_path / "bank" / "~$手册.docx").write_bytes(b"lock")
    return tmp_path / "bank"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = migrated_file(tmp_path / "yuanqiao.db")
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    with create_engine(f"sqlite:///{tmp_path / 'yuanqiao.db'}").begin() as connection:
        columns = (
            "account_id, login, name, branch_id, state, password_hash, must_change, password_at, created_at"
        )
        now = "'2026-01-01T00:00:00+00:00'"
        values = f"'a1', 'li', '李', 'head', 'active', '', 0, {now}, {now}"
        connection.execute(text(f"INSERT INTO staff_account ({columns}) VALUES ({values})"))
    return f"sqlite:///{tmp_path / 'yuanqiao.db'}"


def drafts(database: str) -> list[str]:
    with create_engine(database).begin() as connection:
        return sorted(connection.execute(text("SELECT title FROM kb_draft")).scalars())


def test_a_folder_is_tried_then_written_and_can_be_run_again(folder: Path, database: str) -> None:
    run = CliRunner().invoke
    tried = run(yuanqiao, ["kb", "import", str(folder), "--dry-run"])
    assert tried.exit_code == 1, tried.output
    assert drafts(database) == []
    assert "6 files, 0 drafts written, 2 files wrong, 1 of other kinds left out" in tried.output
    with Path("kb-import-report.csv").open(encoding="utf-8-sig", newline="") as report:
        found = list(csv.DictReader(report))
    assert {(row["file"], row["fate"], row["finding"]) for row in found} >= {
        ("错.csv", "wrong", "bad_date"),
        ("坏.docx", "wrong", "unreadable"),
        ("零售/手册.docx", "new", "not_taken"),
        (TEXT, "new", "no_questions"),
    }
    written = run(yuanqiao, ["kb", "import", str(folder), "--author", "li"])
    assert written.exit_code == 1, (written.output, written.exception)
    assert "5 drafts written" in written.output, (written.output, written.exception)
    wanted = ["年费怎么收", "怎么改密码", "怎么提前还款", "怎么销卡", "银行卡丢失怎么挂失"]
    assert drafts(database) == sorted(wanted), "nothing of a file with a wrong row"
    again = run(yuanqiao, ["kb", "import", str(folder), "--author", "li"])
    assert "0 drafts written" in again.output
    assert drafts(database) == sorted(wanted)


def test_who_writes_has_to_be_somebody(folder: Path, database: str) -> None:
    run = CliRunner().invoke
    assert run(yuanqiao, ["kb", "import", str(folder)]).exit_code == 2
    nobody = run(yuanqiao, ["kb", "import", str(folder), "--author", "nobody"])
    assert nobody.exit_code != 0
    assert drafts(database) == []
