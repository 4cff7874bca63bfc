"""From a document's JSON to its graph: resources, with variables, locals and references resolved as they are read.

`count`, `for_each`, dynamic blocks and local modules are expanded where it is known into what, and named as unexpanded
where it is not. Nothing is fetched.
"""

from stackgate.resolver.build import build_graph, written_graph

__all__ = ["build_graph", "written_graph"]
