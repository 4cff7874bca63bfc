from stackgate.aws import model
from stackgate.validator import Reference, Unresolved, known, suggestion, validator

SERVICE = "application-autoscaling"
ENUMS = {"service_namespace": "ServiceNamespace", "scalable_dimension": "ScalableDimension"}
METRICS = "target_tracking_scaling_policy_configuration"
RESOURCES = {"dynamodb": "table/", "ecs": "service/", "lambda": "function:", "rds": "cluster:"}
METRIC_NAMESPACES = {"alb": ("ecs", "ec2")}


@validator(on=("aws_appautoscaling_target", "aws_appautoscaling_policy"), guards=("MF-4", "MF-S5"))
def check(scaling, graph):
    """What is scaled is named in Application Auto Scaling's own words, and in ones that fit each other.

    Why: Terraform takes any text for the dimension, the namespace and the metric; AWS refuses the target or the policy
    at deploy time, when the service already runs unscaled.
    Fix: Use a ScalableDimension, a ServiceNamespace and a predefined MetricType of the Application Auto Scaling API
    that belong to the same service, and a min_capacity that is not above max_capacity.
    """
    wrong = [problem for name in ENUMS for problem in unknown_word(scaling, name)]
    yield from wrong
    if not wrong:
        yield from misfits(scaling)
    yield from metrics(scaling)
    least, most = scaling.number("min_capacity"), scaling.number("max_capacity")
    if least is not None and most is not None and least > most:
        yield f"min_capacity {least:g} is above max_capacity {most:g}", "min_capacity"


def unknown_word(scaling, name):
    value = scaling[name]
    if value is None or isinstance(value, Reference):  # what is taken over from a target is judged there
        return
    words = model.enum(SERVICE, ENUMS[name])
    if value not in words:
        yield f"{name} {value!s} does not exist{suggestion(str(value), words)}", name


def misfits(scaling):
    namespace, dimension = scaling["service_namespace"], scaling["scalable_dimension"]
    if isinstance(namespace, Reference) and isinstance(dimension, Reference):
        return
    if namespace is not None and dimension is not None and dimension.split(":")[0] != namespace:
        yield f"scalable_dimension {dimension!s} does not belong to the namespace {namespace!s}", "scalable_dimension"
        return
    resource, prefix = scaling["resource_id"], RESOURCES.get(namespace)
    if prefix is None or resource is None or isinstance(resource, Reference):
        return
    if not isinstance(resource, (str, Unresolved)) or not resource.startswith(prefix):
        yield f"resource_id {resource!s} is none of {namespace!s}: it does not begin with {prefix!r}", "resource_id"


def metrics(scaling):
    for configuration in scaling.blocks(METRICS):
        for specification in configuration.blocks("predefined_metric_specification"):
            metric = specification["predefined_metric_type"]
            if metric is None:
                continue
            known_types = model.enum(SERVICE, "MetricType")
            if metric not in known_types:
                yield f"the predefined metric {metric!s} does not exist{suggestion(str(metric), known_types)}", METRICS
            elif not fits(metric, scaling["service_namespace"]):
                yield f"the predefined metric {metric!s} is none of {scaling['service_namespace']!s}", METRICS


def fits(metric, namespace):
    """Whether a metric is of a namespace: the one it begins with, but for the request count of a load balancer.

    A namespace that does not exist is a fault of its own, of the target where the policy takes it over.
    """
    if namespace is None or known(namespace) not in model.enum(SERVICE, ENUMS["service_namespace"]):
        return True
    allowed = next((spaces for prefix, spaces in METRIC_NAMESPACES.items() if metric.lower().startswith(prefix)), None)
    return namespace in allowed if allowed else metric.lower().startswith(known(namespace))
