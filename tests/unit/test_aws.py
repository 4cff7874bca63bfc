"""AWS's enums and shapes as read from botocore's data files."""

import subprocess
import sys

import pytest

from stackgate import aws


def test_an_enum_holds_the_words_of_the_api():
    names = aws.enum("kinesis", "MetricsName")
    assert "IteratorAgeMilliseconds" in names
    assert "IteratorAge" not in names


def test_a_value_newer_than_the_model_belongs_to_its_enum():
    dimensions = aws.enum("application-autoscaling", "ScalableDimension")
    assert {"ecs:service:DesiredCount", "elasticache:cache-cluster:Nodes"} <= set(dimensions)


def test_limits_are_those_of_the_api_reference():
    assert aws.limits("ecs", "CapacityProviderStrategyItemWeight") == (0, 1000)
    assert aws.limits("ecs", "CapacityProviderStrategyItemBase") == (0, 100000)


def test_a_structure_leads_to_the_shapes_below_it():
    containers = aws.members("ecs", "ContainerDefinition")
    mounts = aws.item("ecs", containers["mountPoints"])
    assert mounts is not None
    assert {"sourceVolume", "containerPath", "readOnly"} == set(aws.members("ecs", mounts))
    assert aws.members("ecs", containers["name"]) == {}
    assert aws.item("ecs", containers["name"]) is None


@pytest.mark.parametrize(("service", "name"), [("kinesys", "MetricsName"), ("kinesis", "MetricNames")])
def test_a_service_or_shape_that_is_not_there_is_an_error(service, name):
    with pytest.raises(aws.ModelError, match=r"kinesys|MetricNames"):
        aws.enum(service, name)


def test_reading_a_model_does_not_import_botocore():
    script = (
        "import sys; from stackgate import aws; aws.enum('kinesis', 'MetricsName'); sys.exit('botocore' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
