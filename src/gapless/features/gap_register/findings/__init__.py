"""What captures and scans show: findings, one row each however often they are seen."""
