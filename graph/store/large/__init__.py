"""Graphs too large to be built in memory: documents stream through, put aside where need be."""
