"""The demo bank's outlets: invented ones, at places of Shanghai that everybody knows."""

from pathlib import Path

FILE = Path(__file__).parent / "outlets.yml"
