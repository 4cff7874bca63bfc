"""The one rule of the schema engine: its documentation, as every rule has one."""

from __future__ import annotations

from pathlib import Path

from stackgate.rule import ANY, Rule

SCHEMA = Rule(
    name="schema",
    engine="schema",
    path=Path(__file__),
    types=(ANY,),
    summary="A document is what Terraform and the AWS provider accept.",
    why="What the provider does not know, what it requires and does not get, a value of another type, and a reference "
    "to nothing end the deploy before anything is made. A block that lost its content in the synthesis shows here too. "
    "Where the document asks for a provider that is newer than the schema, a name that is not known is only a warning.",
    fix="Write the name, the type or the block as the provider's documentation of the resource has it; a list or a "
    "struct of the bindings becomes the right block by itself.",
    guards=("MF-1", "MF-S1"),
)
