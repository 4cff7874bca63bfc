"""The seal: the signed record of a verdict, bound to the digests of all that it rests on."""
