"""The commands, one module a subject; each is loaded when it is asked for."""
