from stackgate.aws.order import made_before
from stackgate.aws.wiring import wired
from stackgate.validator import validator


@validator(on="aws_api_gateway_deployment")
def check(deployment, graph):
    """A deployment of a REST API is made after the API's methods and integrations.

    Why: A deployment is a snapshot. It refers to the API alone, so Terraform makes it beside the methods: AWS refuses
        one of an API without methods or with a method that has no integration, or deploys an API in which some are
        missing.
    Fix: Add the integrations to the deployment's depends_on, or their ids to its triggers, which also makes a new
        deployment when one of them changes.
    """
    api = graph.target(deployment.peek("rest_api_id"))
    if api is None or "body" in api:
        return
    parts = wired(graph, api, "rest_api_id", "aws_api_gateway_integration", "aws_api_gateway_method")
    before = made_before(deployment, graph) if parts else set()
    # An integration refers to its method; what waits for the one waits for both.
    missed = [part for part in parts if part.address not in before]
    if missed:
        yield f"may be made before {missed[0].address}", "depends_on"
