"""The claims as a network: paths, the policies that bite on them, measures. No English, no RDF."""
