"""The attributes that the AWS provider itself marks sensitive.

sensitive.json is made of the provider's schema, in a folder where `terraform init` has installed the provider:

    terraform providers schema -json | python -m stackgate.secrets.sensitive > stackgate/secrets/sensitive.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stackgate.graph import Resource

_DATA = Path(__file__).with_name("sensitive.json")

NO_SECRETS = frozenset(
    {
        # Certificates, public keys and identifiers
        "bundle_id",
        "ca_certificate_pem",
        "ca_pem",
        "certificate",
        "certificate_chain",
        "certificate_pem",
        "client_id",
        "platform_principal",
        "team_id",
        "token_key_id",
        "token_signing_public_keys",
        "verification_certificate_pem",
        # Names of users
        "admin_username",
        "master_user_name",
        "username",
        # What may hold a secret, which is then found by its name
        "airflow_configuration_options",
        "athena_properties",
        "connection_properties",
        "content",
        "input",
        "kms_encryption_context",
        "kms_key_id",
        "notes",
        "payload",
        "post_authentication_login_banner",
        "pre_authentication_login_banner",
        "schema",
    }
)
"""Attributes that the provider marks out of caution, though what they hold is seldom a secret as a whole."""
_SECRET_IF_FLAGGED = ("body.value", "header.value", "query_string.value")
"""Values of aws_cloudwatch_event_connection that are secret only beside is_value_secret."""
_PARAMETER = "aws_ssm_parameter"
"""Its values are marked sensitive whatever the parameter's type: see `is_secure_parameter`."""


def sensitive_attributes(resource: Resource) -> frozenset[str]:
    """The paths of a resource's secret attributes, without indices, as in `credentials.password`.

    Source: `sensitive` in the schema of the AWS provider 5.100.0, for attributes that can be set.
    """
    return _by_type().get(resource.kind, frozenset())


def is_secure_parameter(resource: Resource) -> bool:
    """Whether a resource is a parameter of SSM that is kept encrypted.

    Whole settings, addresses and numbers are kept so too, so its value is a secret only where it reads like one.
    """
    kind = resource.peek("type")
    return resource.kind == _PARAMETER and isinstance(kind, str) and kind == "SecureString"


@cache
def _by_type() -> Mapping[str, frozenset[str]]:
    content = json.loads(_DATA.read_text(encoding="utf-8"))
    return {kind: frozenset(paths) for kind, paths in content["attributes"].items()}


def derive(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The content of sensitive.json out of what `terraform providers schema -json` prints for the AWS provider."""
    (provider,) = schema["provider_schemas"].values()
    attributes = {
        prefix + kind: paths
        for group, prefix in (("resource_schemas", ""), ("data_source_schemas", "data."))
        for kind, body in sorted(provider[group].items())
        if kind != _PARAMETER and (paths := sorted(_sensitive(body["block"])))
    }
    return {"source": "terraform providers schema -json", "attributes": attributes}


def _sensitive(block: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, attribute in block.get("attributes", {}).items():
        path = above + name
        can_be_set = attribute.get("optional") or attribute.get("required")
        is_secret = name not in NO_SECRETS and not path.endswith(_SECRET_IF_FLAGGED)
        if attribute.get("sensitive") and can_be_set and is_secret:
            yield path
        if "nested_type" in attribute:
            yield from _sensitive(attribute["nested_type"], f"{path}.")
    for name, nested in block.get("block_types", {}).items():
        yield from _sensitive(nested["block"], f"{above}{name}.")


if __name__ == "__main__":
    json.dump(derive(json.load(sys.stdin)), sys.stdout, indent=1)
    sys.stdout.write("\n")
