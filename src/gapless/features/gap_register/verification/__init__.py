"""Proof: contracts, the runs that carry them out, and the evidence that they leave."""
