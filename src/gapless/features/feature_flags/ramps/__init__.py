"""Progressive rollouts: a share that grows step by step, and goes back if a guardrail breaks."""
