"""Inroads: industry relationships as claims with evidence.

The rooms, each importing only from those before it: ``errors``, ``claims`` (what was said),
``store`` (RDF and SPARQL), ``network`` (paths and measures), ``answers`` (English) and
``pages`` (tables and files). ``graph.session.open`` opens a graph and hands out its parts.
"""
