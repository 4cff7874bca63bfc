"""What a run judged: its documents as components of OSCAL, its resources as inventory items."""

from __future__ import annotations

from collections.abc import Iterator

from stackgate.evidence import SeenResource
from stackgate.finding import Finding
from stackgate.reports.audit import JudgedRun
from stackgate.reports.markdown.text import whole
from stackgate.reports.oscal.words import Object, given, identifier, prop, string


class Subjects:
    """The documents and resources of a run, and references to them."""

    def __init__(self, run: JudgedRun) -> None:
        self._run = run.name
        self._documents = {document.stack: self._document(document.path) for document in run.verdict.documents}
        found = {document.path: document for document in run.verdict.documents}
        self.documents: list[Object] = [
            {
                "uuid": self._document(document.path),
                "type": "software",
                "title": f"Document {whole(string(document.path))}",
                "description": f"The synthesized document of stack {whole(string(document.stack))}.",
                "props": [
                    prop("sha256", document.sha256),
                    *([prop("provider", document.provider)] if document.provider else ()),
                ],
                "status": {"state": "under-development"},
            }
            for document in found.values()
        ]
        items = {item["uuid"]: item for item in self._items(run)}
        self.resources: list[Object] = list(items.values())

    def of(self, stack: str, address: str) -> list[Object]:
        """The reference to a resource, or to the document where the address is `*`; none where there is no document."""
        if address != "*":
            return [{"subject-uuid": self._resource(stack, address), "type": "inventory-item"}]
        document = self._documents.get(stack)
        return [{"subject-uuid": document, "type": "component"}] if document else []

    def _items(self, run: JudgedRun) -> Iterator[Object]:
        """The resources, some more than once; of the last one most is known."""
        verdict = run.verdict
        for pair in verdict.evidence.pairs if verdict.evidence else ():
            if pair.address != "*":
                yield self._item(pair.stack, pair.address, None)
        for finding in verdict.findings:
            if finding.address != "*":
                yield self._item(finding.stack, finding.address, finding)
        for resource in verdict.evidence.resources if verdict.evidence else ():
            yield self._item(resource.stack, resource.address, resource)

    def _item(self, stack: str, address: str, known: Finding | SeenResource | None) -> Object:
        document = self._documents.get(stack)
        props = [prop("asset-id", address, None), prop("stack", stack)]
        if known and known.construct:
            props.append(prop("construct", known.construct))
        if known and known.source:
            props.append(prop("source", f"{known.source.file}:{known.source.line}"))
        return given(
            uuid=self._resource(stack, address),
            description=f"Resource {whole(string(address))} of stack {whole(string(stack))}.",
            props=props,
            implemented_components=[{"component-uuid": document}] if document else None,
        )

    def _document(self, path: str) -> str:
        return identifier("document", self._run, path)

    def _resource(self, stack: str, address: str) -> str:
        return identifier("resource", self._run, stack, address)
