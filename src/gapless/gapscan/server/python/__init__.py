"""Python servers, read by ``ast``: nothing of the scanned project is ever imported or run."""
