"""The whole pipeline: which construct gets what from which."""

from cdktf import LocalBackend, S3Backend, TerraformElement, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct, Node

from stack.access import Access
from stack.alarms import alarms
from stack.database import Database
from stack.dead_letters import DeadLetters
from stack.endpoints import Endpoints
from stack.flow_logs import FlowLogs
from stack.keys import Keys
from stack.monitoring import Monitoring
from stack.network import Network
from stack.scaling import Scaling
from stack.service import Service
from stack.settings import Settings
from stack.stream import Stream


class Pipeline(TerraformStack):
    """StreamFlix in one environment."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings) -> None:
        super().__init__(scope, id_)
        self._paths: dict[str, str] = {}
        self._provider(settings)
        self._backend(settings)

        keys = Keys(self, "keys", settings=settings)
        network = Network(self, "network", settings=settings)
        FlowLogs(self, "flow_logs", settings=settings, vpc=network.vpc, key=keys.logs)
        endpoints = Endpoints(
            self,
            "endpoints",
            settings=settings,
            vpc=network.vpc,
            subnets=network.private_subnets,
            tables=network.private_tables,
        )
        access = Access(self, "access", settings=settings, vpc=network.vpc, endpoints=endpoints.group, s3=endpoints.s3)
        stream = Stream(self, "stream", settings=settings, key=keys.stream)
        queues = DeadLetters(self, "dead_letters", settings=settings, key=keys.queues)
        database = Database(
            self,
            "database",
            settings=settings,
            subnets=network.private_subnets,
            group=access.database,
            key=keys.database,
            log_key=keys.logs,
        )
        service = Service(
            self,
            "service",
            settings=settings,
            keys=keys,
            subnets=network.private_subnets,
            group=access.tasks,
            stream=stream,
            queues=queues,
            database=database,
        )
        Scaling(
            self,
            "scaling",
            settings=settings,
            cluster=service.cluster,
            service=service.worker,
            stream=stream.video,
        )
        monitoring = Monitoring(
            self,
            "monitoring",
            settings=settings,
            key=keys.alarms,
            alarms=alarms(settings=settings, stream=stream, service=service, database=database, queues=queues),
        )

        outputs = {
            "alarm_topic_arn": monitoring.topic.arn,
            "cluster_name": service.cluster.name,
            "database_endpoint": database.cluster.endpoint,
            "database_reader_endpoint": database.cluster.reader_endpoint,
            "dead_letter_queue_url": queues.dead_letters.url,
            "jobs_queue_url": queues.jobs.url,
            "service_name": service.worker.name,
            "stream_name": stream.video.name,
            "vpc_id": network.vpc.id,
        }
        for name, value in outputs.items():
            TerraformOutput(self, name, value=value)

    def _allocate_logical_id(self, tf_element: TerraformElement | Node) -> str:
        """The path without CDKTF's hash: `database_cluster`, an address that a person can write in a waiver."""
        path = (tf_element if isinstance(tf_element, Node) else tf_element.node).path
        name = "_".join(path.split("/")[1:])
        if self._paths.setdefault(name, path) != path:
            # Without the hash, a/b_c and a_b/c share a name, and CDKTF would merge them in silence.
            raise ValueError(f"{path} and {self._paths[name]} would both be named {name}")
        return name

    def _provider(self, settings: Settings) -> None:
        provider = AwsProvider(
            self,
            "aws",
            region=settings.region,
            default_tags=[
                AwsProviderDefaultTags(
                    tags={"Project": "streamflix", "Environment": settings.environment, "ManagedBy": "terraform"}
                )
            ],
        )
        # The bindings pin the provider to the release that they were made from; every later minor one serves too.
        metadata = provider.terraform_generator_metadata
        if metadata is None or metadata.provider_version is None:
            raise RuntimeError("the binding does not say for which release of the AWS provider it was made")
        minor = metadata.provider_version.rpartition(".")[0]
        self.add_override("terraform.required_providers.aws.version", f"~> {minor}")

    def _backend(self, settings: Settings) -> None:
        if settings.state_bucket is None:
            # CDKTF's own default is an absolute path, another one on every machine.
            LocalBackend(self, path=f"terraform.{settings.environment}.tfstate")
            return
        S3Backend(
            self,
            bucket=settings.state_bucket,
            key=f"streamflix/{settings.environment}/terraform.tfstate",
            region=settings.region,
            encrypt=True,
        )
        # S3's own lock, since Terraform 1.10; the bindings' backend does not know it yet.
        self.add_override("terraform.backend.s3.use_lockfile", True)
