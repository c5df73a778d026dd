"""A large graph on disk: files that are mapped into memory and read only where an answer looks."""
