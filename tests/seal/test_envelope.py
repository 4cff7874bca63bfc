"""Nothing but the envelope that the gate wrote is taken for a seal."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope

from stackgate.seal.envelope import PAYLOAD_TYPE, EnvelopeError, open_envelope, seal_text
from stackgate.seal.keys import signer_from_file
from stackgate.seal.statement import StatementError, read, write
from stackgate.seal.verification import NoSeal, SealMismatch
from stackgate.seal.verification import verify as held_against_all
from stackgate.settings import load_settings

Seal = dict[str, Any]


def other_content(seal: Seal) -> Seal:
    payload = base64.b64decode(seal["payload"]).replace(b'"blocked"', b'"allowed"').replace(b"prod", b"dev1")
    return seal | {"payload": base64.b64encode(payload).decode()}


def two_signatures(seal: Seal) -> Seal:
    wrong = {"keyid": "00" * 32, "sig": base64.b64encode(b"0" * 64).decode()}
    return seal | {"signatures": [*seal["signatures"], wrong]}


def other_key_id(seal: Seal) -> Seal:
    return seal | {"signatures": [seal["signatures"][0] | {"keyid": "00" * 32}]}


def no_key_id(seal: Seal) -> Seal:
    return seal | {"signatures": [{"sig": seal["signatures"][0]["sig"]}]}


def other_signature(seal: Seal) -> Seal:
    return seal | {"signatures": [seal["signatures"][0] | {"sig": base64.b64encode(b"0" * 64).decode()}]}


def url_safe(seal: Seal) -> Seal:
    signature = seal["signatures"][0]
    return seal | {
        "signatures": [
            signature | {"sig": base64.urlsafe_b64encode(base64.b64decode(signature["sig"])).decode() + "\n"}
        ]
    }


TAMPERED: dict[str, Callable[[Seal], object]] = {
    "payload with other content": other_content,
    "payload that is no base64": lambda seal: seal | {"payload": "*"},
    "payload that is a number": lambda seal: seal | {"payload": 1},
    "payload that is empty": lambda seal: seal | {"payload": ""},
    "two signatures, one of them wrong": two_signatures,
    "the signature twice": lambda seal: seal | {"signatures": seal["signatures"] * 2},
    "another key id": other_key_id,
    "no key id": no_key_id,
    "another signature": other_signature,
    "a signature written in another way": url_safe,
    "another payload type": lambda seal: seal | {"payloadType": "application/json"},
    "no payload type": lambda seal: {key: value for key, value in seal.items() if key != "payloadType"},
    "a further key": lambda seal: seal | {"further": 1},
    "a further key of the signature": lambda seal: seal | {"signatures": [seal["signatures"][0] | {"cert": "x"}]},
    "signatures that are none": lambda seal: seal | {"signatures": None},
    "a list": lambda seal: [seal],
    "nothing": lambda seal: None,
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_envelope(world: Any, verify: Any, change: Callable[[Seal], object]) -> None:
    path = world.out / "seal.json"
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    result = verify()
    assert (result.exit_code, result.output.startswith("seal.json: ")) == (1, True), result.output


def test_another_payload_type_signed_by_the_same_key(world: Any, verify: Any) -> None:
    payload = open_envelope((world.out / "seal.json").read_bytes()).payload
    envelope = Envelope(payload, "application/json", {})
    envelope.sign(signer_from_file(Path("stackgate.key")))
    (world.out / "seal.json").write_text(json.dumps(envelope.to_dict()), encoding="utf-8")
    result = verify()
    assert (result.exit_code, "its payloadType is 'application/json'" in result.output) == (1, True)


def test_a_document_that_is_no_file_of_the_synthesis(world: Any, verify: Any) -> None:
    record = read(open_envelope((world.out / "seal.json").read_bytes()).payload)
    other = write(replace(record, documents={"cdktf.out/stacks/one/cdk.tf.json": "0" * 64}))
    (world.out / "seal.json").write_text(seal_text(other, signer_from_file(Path("stackgate.key"))), encoding="utf-8")
    result = verify()
    assert (result.exit_code, result.output.startswith("cdktf.out/stacks/one/cdk.tf.json: ")) == (1, True)


@pytest.mark.parametrize("text", ["", "{", "\0", "[" * 100_000, '{"payload": 1, "payload": 2}', "\ufeff{}"])
def test_what_is_no_envelope(world: Any, verify: Any, text: str) -> None:
    (world.out / "seal.json").write_text(text, encoding="utf-8")
    result = verify()
    assert (result.exit_code, "seal.json: is no DSSE envelope" in result.output) == (1, True)


def test_a_seal_cut_short_anywhere(world: Any) -> None:
    text = (world.out / "seal.json").read_bytes()
    for length in (*range(0, 400, 7), *range(len(text) - 400, len(text) - 1)):
        with pytest.raises(EnvelopeError):
            open_envelope(text[:length])


def test_white_space_between_tokens_is_free(world: Any, verify: Any) -> None:
    path = world.out / "seal.json"
    path.write_text("\n" + json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=7), encoding="utf-8")
    assert verify().exit_code == 0


@given(data=st.data())
@how(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_of_the_seal(world: Any, data: st.DataObject) -> None:
    """Only what says the same is accepted."""
    path = world.out / "seal.json"
    original = world.out / "original.json"
    if not original.exists():
        path.rename(original)
    before = original.read_bytes()
    # Most of the bytes are payload: half of all flips are made in what stands around it.
    around = st.integers(0, 60) | st.integers(len(before) - 300, len(before) - 1)
    places = data.draw(st.lists(around | st.integers(0, len(before) - 1), min_size=1, max_size=3))
    after = bytearray(before)
    for place in places:
        after[place] = data.draw(st.sampled_from(b' \n"{}[]:,aA0+/=\\') | st.integers(0, 255))
    path.write_bytes(after)
    try:
        held_against_all(world.out, load_settings(), "prod")
    except (NoSeal, SealMismatch):
        return
    assert json.loads(after) == json.loads(before)


@pytest.mark.parametrize(
    "change",
    [
        lambda statement: statement | {"predicateType": "https://slsa.dev/provenance/v1"},
        lambda statement: statement | {"_type": "https://in-toto.io/Statement/v0.1"},
        lambda statement: statement | {"subject": []},
        lambda statement: statement | {"predicate": {}},
        lambda statement: statement | {"further": 1},
        lambda statement: {**statement, "predicate": statement["predicate"] | {"verifier": {"id": "x"}}},
        lambda statement: {**statement, "predicate": statement["predicate"] | {"timeVerified": "yesterday"}},
        lambda statement: changed(statement, schema="stackgate/seal/2"),
        lambda statement: changed(statement, verdict="fine"),
        lambda statement: changed(statement, undecided=0),
        lambda statement: changed(statement, environment=None),
        lambda statement: changed(statement, signedBy=1),
        lambda statement: changed(statement, out={"verdict.json": "00"}),
        lambda statement: changed(statement, tool=None),
    ],
)
def test_another_statement_by_the_same_key(world: Any, verify: Any, change: Callable[[Any], object]) -> None:
    """A key may sign other things: only a seal of this form is one."""
    payload = open_envelope((world.out / "seal.json").read_bytes()).payload
    other = json.dumps(change(json.loads(payload))).encode()
    with pytest.raises(StatementError):
        read(other)
    signer = signer_from_file(Path("stackgate.key"))
    (world.out / "seal.json").write_text(seal_text(other, signer), encoding="utf-8")
    result = verify()
    assert (result.exit_code, "seal.json: holds no statement of a gate" in result.output) == (1, True)


def changed(statement: Any, **values: object) -> object:
    seal = statement["predicate"]["stackgate_seal"] | values
    return {**statement, "predicate": statement["predicate"] | {"stackgate_seal": seal}}


def test_the_statement_is_what_the_specifications_ask_for(world: Any) -> None:
    envelope = open_envelope((world.out / "seal.json").read_bytes())
    statement = json.loads(envelope.payload)
    predicate = statement["predicate"]
    assert (envelope.payload_type, statement["_type"]) == (PAYLOAD_TYPE, "https://in-toto.io/Statement/v1")
    assert statement["predicateType"] == "https://slsa.dev/verification_summary/v1"
    assert [set(subject) for subject in statement["subject"]] == [{"name", "digest"}]
    required = {"verifier", "timeVerified", "resourceUri", "policy", "verificationResult", "verifiedLevels"}
    assert set(predicate) == required | {"slsaVersion", "stackgate_seal"}
    assert (predicate["verificationResult"], predicate["verifiedLevels"]) == ("PASSED", ["STACKGATE_ALLOWED"])
    assert predicate["verifier"]["version"]["checkov"] and len(predicate["policy"]["digest"]["sha256"]) == 64
