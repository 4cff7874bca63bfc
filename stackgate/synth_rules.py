"""The rules that the synthesis itself is held against: what an app's source gets wrong before there is a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from stackgate.finding import Source
from stackgate.rule import DOCUMENT, Rule


class Fault(NamedTuple):
    """What is wrong with a synthesis, by one of SYNTH_RULES.

    `source` is the place in the app's source; `construct` and `address` are given where the fault belongs to a
    construct that has reached a document, else the address is `*`.
    """

    rule: str
    message: str
    source: Source | None = None
    attribute: str | None = None
    construct: str | None = None
    address: str = "*"


DROPPED_KEYS = "synth_dropped_keys"
"""The one rule that somebody has to look for in a synthesis that went well."""
REPRODUCIBLE = "synth_not_reproducible"
"""The one rule that takes more than one synthesis."""


def _rule(name: str, summary: str, why: str, fix: str, guards: tuple[str, ...] = ()) -> Rule:
    return Rule(name, "synth", Path(__file__), (DOCUMENT,), summary, why, fix, guards=guards)


_FAILS = "The app fails at this call, so that nothing is synthesized."

_RULES = (
    _rule(
        "synth_unknown_name",
        "What is named of the bindings exists.",
        "The module, class or attribute is not in the installed bindings, so the app ends where it is named. A "
        "resource whose plain name is taken by another's struct ends in A: S3BucketVersioning is a block of S3Bucket, "
        "the resource is S3BucketVersioningA.",
        "Use the name that is suggested; the bindings' module is the Terraform type without its provider prefix.",
    ),
    _rule(
        "synth_unknown_keyword",
        "A call passes only keywords that the class has.",
        _FAILS + " A keyword of another class, or of another generation of the provider, is not known here.",
        "Use the keyword that is suggested, or drop it.",
    ),
    _rule(
        "synth_missing_property",
        "A call passes every property that the class requires.",
        _FAILS + " A dict inside a list is not converted: its snake_case keys never reach jsii, so that a required "
        "one counts as missing though it is written there.",
        "Pass the property; inside a list or a nested block use the typed struct that is named, not a dict.",
        ("MF-1", "MF-S1"),
    ),
    _rule(
        "synth_wrong_type",
        "A property has the type that the class declares.",
        _FAILS + " The bindings and jsii check types, where Terraform would convert them.",
        "Pass a value of the type that is named, such as a text in quotes where the provider declares one.",
    ),
    _rule(
        "synth_list_or_object",
        "A list is passed where a list belongs, and an object where an object does.",
        _FAILS + " Whether a block may occur once or often is the provider's choice, and differs by attribute.",
        "Put the value into a list, or take it out of one, as is named.",
    ),
    _rule(
        "synth_token_misuse",
        "A token is passed on, not taken apart.",
        "An attribute of a resource is a token until the deploy: splitting, parsing or converting it works on the "
        "token's placeholder, or raises.",
        "Use Fn (Fn.element, Fn.split, Fn.join) or Token.as_*, which become expressions that Terraform evaluates.",
    ),
    _rule(
        "synth_missing_asset",
        "A file that the app refers to is there.",
        "The asset or archive does not exist where the app looks for it, so the synthesis ends.",
        "Build the file first, and name it relative to the source file (Path(__file__).parent), not to the folder "
        "in which the command happens to run.",
    ),
    _rule(
        "synth_entry_point",
        "What cdktf.json runs is there, and the project calls its own classes as they are declared.",
        "The command names a file that is missing, or a constructor and the call of it disagree: the app ends before "
        "anything is synthesized.",
        "Name the entry point in cdktf.json's \"app\"; make the call and the constructor's parameters agree.",
    ),
    _rule(
        "synth_no_stack",
        "The app synthesizes at least one stack.",
        "An app that ends without error and synthesizes nothing looks like success, and deploys nothing.",
        'Make a stack and call app.synth(), in the file that cdktf.json\'s "app" runs.',
    ),
    _rule(
        "synth_no_provider",
        "A stack with AWS resources has an AwsProvider.",
        "Without a provider block the region and credentials are whatever the machine has that runs the deploy.",
        "Make an AwsProvider in the stack, with its region.",
    ),
    _rule(
        DROPPED_KEYS,
        "What is passed to a construct reaches the document.",
        "A dict inside a list is not converted: its snake_case keys are dropped in silence, and the block is "
        "synthesized without them, or empty.",
        "Use the typed struct that is named, not a dict.",
        ("MF-1",),
    ),
    _rule(
        REPRODUCIBLE,
        "Two syntheses of one source give the same document.",
        "What changes from run to run is deployed again each time, and what was judged is not what is deployed. A "
        "password made at synthesis stands in the document in plain text besides.",
        "Make no random values, times or hashes at synthesis, and sort what comes from a set; let AWS make secrets "
        "(manage_master_user_password) or use Terraform's random provider.",
    ),
)

SYNTH_RULES: Mapping[str, Rule] = {rule.name: rule for rule in _RULES}
