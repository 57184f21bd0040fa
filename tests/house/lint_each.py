"""Lints the packages of its folder once for each planted violation: as if that one stood there alone.

Reading all packages takes the most of the time of a lint, so they are read once; then what the other
violations are made of is taken out. Reads a list of pairs from standard input, of a contract and the modules
planted for it; writes a list of pairs, of lint-imports' exit code and what it said. The last pair is of all
contracts with nothing planted.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from copy import deepcopy

import grimp
from importlinter import cli, configuration
from importlinter.application.app_config import settings
from importlinter.application.ports.building import GraphBuilder


class Without(GraphBuilder):
    """Gives the one graph that was built, without some of its modules."""

    def __init__(self) -> None:
        self.left_out: set[str] = set()
        self._built: grimp.ImportGraph | None = None

    def build(
        self,
        root_package_names: list[str],
        cache_dir: str | None,
        include_external_packages: bool = False,
        exclude_type_checking_imports: bool = False,
    ) -> grimp.ImportGraph:
        """As import-linter builds one."""
        self._built = self._built or grimp.build_graph(
            *root_package_names,
            include_external_packages=include_external_packages,
            exclude_type_checking_imports=exclude_type_checking_imports,
            cache_dir=cache_dir,
        )
        graph = deepcopy(self._built)
        for module in sorted(self.left_out, reverse=True):  # a package goes with all that is in it
            if module not in graph.modules:
                raise ValueError(f"{module} was not read")
            graph.remove_module(module)
        return graph


def lint_each(planted: list[tuple[str, list[str]]]) -> list[tuple[int, str]]:
    """What lint-imports says to each of the violations alone, and at last to none."""
    configuration.configure()
    graphs = Without()
    settings.configure(GRAPH_BUILDER=graphs)
    everything = {module for _, modules in planted for module in modules}
    found = []
    for contract, modules in [*planted, (None, [])]:
        graphs.left_out = everything - set(modules)
        with redirect_stdout(io.StringIO()) as said:
            code = cli.lint_imports(
                limit_to_contracts=(contract,) if contract else (), no_cache=True, no_logo=True
            )
        found.append((code, said.getvalue()))
    return found


if __name__ == "__main__":
    json.dump(lint_each(json.load(sys.stdin)), sys.stdout)
