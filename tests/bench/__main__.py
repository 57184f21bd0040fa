"""Measures the house and prints one table: `python -m tests.bench [PART …]`; without parts, all of them.

Each part is written to `var/bench/PART.json`, and a picture of each curve beside them.
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from rich.console import Console
from sanic.server.loop import try_use_uvloop

from hub.settings import ROOT
from tests.bench.parts import bot, house_of_articles, hub, routing, search, stock, way, webchat
from tests.bench.plots import draw
from tests.bench.result import FOLDER, QUICK_FOLDER, load_average, read_results, write_result
from tests.bench.sizes import QUICK, Sizes
from tests.bench.steps import Steps, bars
from tests.bench.table import table_of

PARTS = {
    "bot": bot,
    "hub": hub,
    "webchat": webchat,
    "search": search,
    "house-of-articles": house_of_articles,
    "routing": routing,
    "way": way,
    "stock": stock,
}
ONLY_WHEN_NAMED = {"house-of-articles"}
"""What takes longer than all others together."""


def main(arguments: list[str] | None = None) -> int:
    """Measures; exit code 2 where a part is not known."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # unwinds: no program stays
    try_use_uvloop()  # as the hub does; what the driver's own loop takes would be counted as the hub's
    console = Console()
    out = options.out or (QUICK_FOLDER if options.sizes is QUICK else FOLDER)
    wanted = options.parts or [part for part in PARTS if part not in ONLY_WHEN_NAMED]
    for part in wanted:
        load = load_average()
        with bars() as progress:
            figures = asyncio.run(PARTS[part].measure(options.sizes, Steps(progress, part)))
        write_result(out, part, PARTS[part].SETTINGS, figures, load)
        console.print(f"{part}: {out / part}.json", highlight=False)
    results = read_results(out)
    shown = {part: results[part] for part in wanted}
    console.print(table_of(shown))
    draw(results, options.pictures or out)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--out", type=Path, help=f"folder of the results, if not {FOLDER.relative_to(ROOT)}")
    parser.add_argument("--pictures", type=Path, help="folder of the pictures, if another")
    parser.add_argument(
        "--quick",
        dest="sizes",
        action="store_const",
        const=QUICK,
        default=Sizes(),
        help=f"tiny sizes, into {QUICK_FOLDER.relative_to(ROOT)}: tries the harness alone",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
