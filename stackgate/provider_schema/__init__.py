"""What the AWS provider lets a configuration say, and whether a document says nothing else."""
