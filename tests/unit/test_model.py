"""AWS's enums and shapes, compiled or as read from botocore's data files."""

import subprocess
import sys

import pytest

from stackgate.aws import model


def test_an_enum_holds_the_words_of_the_api():
    names = model.enum("kinesis", "MetricsName")
    assert "IteratorAgeMilliseconds" in names
    assert "IteratorAge" not in names


def test_a_shape_that_is_not_compiled_is_read_from_botocore():
    assert "WindowsServer" not in model.compiled()["shapes"].get("gamelift", {})
    assert "WINDOWS_2012" in model.enum("gamelift", "OperatingSystem")


def test_a_value_newer_than_the_model_belongs_to_its_enum():
    dimensions = model.enum("application-autoscaling", "ScalableDimension")
    assert {"ecs:service:DesiredCount", "elasticache:cache-cluster:Nodes"} <= set(dimensions)


def test_limits_are_those_of_the_api_reference():
    assert model.limits("ecs", "CapacityProviderStrategyItemWeight") == (0, 1000)
    assert model.limits("ecs", "CapacityProviderStrategyItemBase") == (0, 100000)


def test_a_structure_leads_to_the_shapes_below_it():
    containers = model.members("ecs", "ContainerDefinition")
    mounts = model.item("ecs", containers["mountPoints"])
    assert mounts is not None
    assert {"sourceVolume", "containerPath", "readOnly"} == set(model.members("ecs", mounts))
    assert model.members("ecs", containers["name"]) == {}
    assert model.item("ecs", containers["name"]) is None


@pytest.mark.parametrize(("service", "name"), [("kinesys", "MetricsName"), ("kinesis", "MetricNames")])
def test_a_service_or_shape_that_is_not_there_is_an_error(service, name):
    with pytest.raises(model.ModelError, match=r"kinesys|MetricNames"):
        model.enum(service, name)


def test_reading_a_model_does_not_import_botocore():
    script = "import sys; from stackgate.aws.model import enum; enum('kinesis', 'MetricsName')"
    script += "; enum('sqs', 'QueueAttributeName')"
    script += "; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
