"""Questions in, answers out: names, English and the JSON that others build on."""
