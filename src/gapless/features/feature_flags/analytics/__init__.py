"""How often flags are asked for, and which variants are met, over time."""
