"""A path relative to the source."""

from pathlib import Path

from cdktf import App, AssetType, TerraformAsset
from cdktf_cdktf_provider_aws.s3_object import S3Object
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    asset = TerraformAsset(stack, "page", path=str(Path(__file__).resolve()), type=AssetType.FILE)
    S3Object(stack, "object", bucket="pages-prod", key=asset.file_name, source=asset.path)
