from stackgate.aws import model
from stackgate.aws.containers import cluster_of
from stackgate.aws.wiring import wired
from stackgate.validator import Reference, Unresolved, nearest, validator

FARGATE = ("FARGATE", "FARGATE_SPOT")
STRATEGIES = {
    "aws_ecs_cluster_capacity_providers": "default_capacity_provider_strategy",
    "aws_ecs_service": "capacity_provider_strategy",
}


@validator(on=STRATEGIES, guards=("MF-1", "MF-S1"))
def check(resource, graph):
    """A cluster lists capacity providers that exist, and a strategy spreads tasks over listed ones, with legal numbers.

    An entry without a provider, emptied on its way out of Python, is the finding of `schema`.

    Why: Terraform checks none of this. ECS refuses the cluster or the service at deploy time.
    Fix: Name FARGATE, FARGATE_SPOT or a declared aws_ecs_capacity_provider, list in capacity_providers what a strategy
    names, give each entry as a typed object (EcsServiceCapacityProviderStrategy and its like) with a capacity_provider,
    a weight from 0 to 1000 (not all 0) and at most one base, from 0 to 100000.
    """
    if resource.type == "aws_ecs_cluster_capacity_providers":
        for provider in resource.values("capacity_providers"):
            yield from misnamed(provider, "capacity_providers")
    strategy = STRATEGIES[resource.type]
    entries = resource.blocks(strategy)
    named = [entry["capacity_provider"] for entry in entries if "capacity_provider" in entry]
    if named:
        yield from not_listed(named, resource, graph, strategy)
    yield from mixed(named, graph, strategy)
    yield from numbers(entries, strategy)


def literal(provider):
    """The provider's name where it is a literal, else None."""
    final = provider.final() if isinstance(provider, Unresolved) else provider
    return final if isinstance(final, str) else None


def misnamed(provider, attribute):
    name = literal(provider)
    if name is None or name in FARGATE or isinstance(provider, Reference):
        return
    meant = misspelt(name)
    if meant:
        yield f"no capacity provider is called {name!r} (did you mean {meant!r}?)", attribute
    elif name.startswith(("aws", "ecs")):
        yield f"no capacity provider is called {name!r}: AWS takes no name that begins with aws or ecs", attribute


def misspelt(name):
    """The provider of AWS that a name means, or None where it is one of somebody's own."""
    meant = nearest(name, FARGATE, similarity=0.8)
    return meant or ("FARGATE" if name.lower().startswith("fargate") else None)


def not_listed(named, resource, graph, strategy):
    where, listed = providers_of(resource, graph)
    if listed is None:
        for provider in named:
            yield from misnamed(provider, strategy)
        return
    if not listed:
        yield f"the strategy names capacity providers, and {where} lists none", strategy
        return
    # A misspelt name in the list is its own fault, and not that of a strategy that names the right one.
    listed = [misspelt(literal(provider) or "") or identity(provider, graph) for provider in listed]
    listed.sort(key=lambda provider: isinstance(provider, Unresolved))
    for provider in named:
        mine = identity(provider, graph)
        if not any(mine == other for other in listed):
            problem = next(misnamed(provider, strategy), None)
            yield problem or (
                f"the strategy names {literal(provider) or provider!s}, which {where} does not list",
                strategy,
            )


def providers_of(resource, graph):
    """Who lists the capacity providers that the strategy may name, and which; None where it is outside the document."""
    if resource.type == "aws_ecs_cluster_capacity_providers":
        return "capacity_providers", resource.values("capacity_providers")
    cluster = cluster_of(resource, graph)
    if cluster is None or cluster.type != "aws_ecs_cluster":
        return "", None
    lists = wired(graph, cluster, "cluster_name", "aws_ecs_cluster_capacity_providers")
    # Before version 5 of the provider a cluster had the list itself.
    return f"its cluster {cluster.address}", [
        provider for holder in (cluster, *lists) for provider in holder.values("capacity_providers")
    ]


def identity(provider, graph):
    """The same for a reference to a declared capacity provider and for its name."""
    target = graph.target(provider)
    if target is not None:
        return target.address
    name = literal(provider)
    for declared in graph.of_type("aws_ecs_capacity_provider"):
        if name is not None and declared["name"] == name:
            return declared.address
    return provider


def mixed(named, graph, strategy):
    names = [literal(provider) for provider in named]
    own = [provider for provider in named if str(identity(provider, graph)).startswith("aws_ecs_capacity_provider.")]
    if own and any(name in FARGATE for name in names):
        yield "the strategy mixes Fargate with providers of EC2 instances, which ECS does not take", strategy


def numbers(entries, strategy):
    for key, shape in (("weight", "CapacityProviderStrategyItemWeight"), ("base", "CapacityProviderStrategyItemBase")):
        least, most = model.limits("ecs", shape)
        for entry in entries:
            number = entry.number(key)
            if number is not None and not least <= number <= most:
                yield f"{key} {number:g} is not between {least:g} and {most:g}", strategy
    bases = [entry.number("base") or 0 for entry in entries]
    if sum(base > 0 for base in bases) > 1:
        yield f"{sum(base > 0 for base in bases)} entries have a base: ECS takes one", strategy
    if len(entries) > 1 and all(entry and not entry.number("weight") for entry in entries):
        yield "every weight is 0, so no task can be placed", strategy
