"""Runs the nodes of a model's graph one after the other: dask costs more than the nodes themselves."""

from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema, SchemaNode
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class DirectRunner(GraphRunner):
    """A graph runner that calls the nodes in order, each once."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._order: dict[str, list[str]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> "DirectRunner":
        """Loads every node; raises what a component raises that cannot be loaded."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets; inputs are named by Rasa's placeholders."""
        outputs = dict(inputs or {})
        wanted = targets or self._schema.target_names
        for target in wanted:
            for name in self._steps(target):
                if name not in outputs:
                    needs = self._schema.nodes[name].needs.values()
                    outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needs))[1]
        return {target: outputs[target] for target in wanted}

    def _steps(self, target: str) -> list[str]:
        """The nodes that lead to a target, each after those it needs; worked out once per target."""
        if target not in self._order:
            order: list[str] = []
            self._visit(target, order)
            self._order[target] = order
        return self._order[target]

    def _visit(self, name: str, order: list[str]) -> None:
        if name in order or name not in self._schema.nodes:
            return
        for need in self._schema.nodes[name].needs.values():
            self._visit(need, order)
        order.append(name)


def without_node(schema: GraphSchema, removed: str, replacement: str) -> GraphSchema:
    """The schema without one node; those that needed it need the replacement instead."""
    nodes: dict[str, SchemaNode] = {}
    for name, node in schema.nodes.items():
        if name != removed:
            nodes[name] = _rewired(node, removed, replacement)
    return GraphSchema(nodes)


def _rewired(node: SchemaNode, removed: str, replacement: str) -> SchemaNode:
    needs = {key: replacement if need == removed else need for key, need in node.needs.items()}
    return replace(node, needs=needs)
