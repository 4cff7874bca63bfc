"""Policies that Checkov runs, one a file: `checkov --external-checks-dir policies` reads them too."""
