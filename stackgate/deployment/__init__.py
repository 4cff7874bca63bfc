"""Deploys what was judged: a private copy, Terraform's plan, its judgement, and the apply of that plan alone."""
