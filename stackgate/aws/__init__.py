"""What the rules know of AWS and of the provider's resources: how they are wired, what their documents hold."""
