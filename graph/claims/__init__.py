"""What was said, by whom, how surely: the claim model, claim files, evidence and standing."""
