"""The deploy, with a Terraform that does what a test tells it."""
