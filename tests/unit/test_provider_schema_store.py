"""The provider's schema: its files, their notation, and the bindings that they are made from."""

import json
from importlib.util import find_spec

import pytest

from stackgate.bundle import bundled
from stackgate.provider_schema.bindings import PACKAGE, installed_bindings
from stackgate.provider_schema.extract import schema_file
from stackgate.provider_schema.generated_code import UnknownShape, read_module
from stackgate.provider_schema.json_schema import validator_for
from stackgate.provider_schema.model import Attribute
from stackgate.provider_schema.notation import read, written
from stackgate.provider_schema.store import GENERATIONS, load_schema

FILES = {generation: bundled("validators") / "schemas" / f"aws-{generation}.jsonl" for generation in GENERATIONS}
READER = """
class QueueOutputReference extends cdktf.ComplexObject {
    get %s() {
        return %s;
    }
}
"""


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_type_is_found_and_nothing_else_is(generation: int) -> None:
    schema = load_schema(generation)
    assert schema.version.startswith(f"{generation}.")
    assert schema.get("aws_sqs_queue") is schema.get("aws_sqs_queue")
    assert schema.get("aws_sqs_queu") is schema.get("version") is schema.get("") is None
    assert {"aws_sqs_queue", "data.aws_vpc", "provider.aws"} <= set(schema.kinds)
    assert list(schema.kinds) == sorted(set(schema.kinds))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_type_says_what_may_be_set_and_what_must(generation: int) -> None:
    service = load_schema(generation).get("aws_ecs_service")
    group = load_schema(generation).get("aws_security_group")
    assert service and group
    assert service.attributes["name"] == Attribute("string", required=True)
    assert service.attributes["tags"] == Attribute(["map", "string"])
    network = service.blocks["network_configuration"]
    assert (network.nesting, network.required, network.at_most_one) == ("list", False, True)
    assert network.block.attributes["subnets"] == Attribute(["set", "string"], required=True)
    assert group.attributes["arn"] == Attribute("string", configurable=False)
    constructor, (inner, members) = group.attributes["ingress"].type
    assert (constructor, inner, members["cidr_blocks"]) == ("set", "object", ["list", "string"])


@pytest.mark.parametrize("generation", GENERATIONS)
def test_each_line_is_read_as_it_is_written_and_compiles(generation: int) -> None:
    for text in FILES[generation].read_text(encoding="utf-8").splitlines()[1:]:
        ((kind, line),) = json.loads(text).items()
        assert written(read(line)) == line, kind
        validator = validator_for(generation, kind)
        assert validator is not None
        assert not validator.is_valid({"no_such_argument": 1}), kind


@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="the bindings of the provider are not installed")
def test_the_installed_bindings_give_the_file_that_ships() -> None:
    content = schema_file(installed_bindings())
    generation = int(json.loads(content.partition("\n")[0])["version"].split(".")[0])
    assert content == FILES[generation].read_text(encoding="utf-8")


def test_generated_code_is_read() -> None:
    module = read_module(READER % ("ports", "cdktf.Fn.tolist(this.getListAttribute('port_names'))"))
    assert module.readers["QueueOutputReference"].attributes == {"port_names": ["set", "string"]}


@pytest.mark.parametrize(
    ("getter", "value"),
    [("arn", "this.getUnheardOfAttribute('arn')"), ("arn", "this._arn"), ("arn", "cdktf.unheardOf(this)")],
)
def test_generated_code_of_an_unknown_shape_is_an_error(getter: str, value: str) -> None:
    with pytest.raises(UnknownShape, match="QueueOutputReference"):
        read_module(READER % (getter, value))
