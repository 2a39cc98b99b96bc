"""What the environment says."""

import os

CHANGELOG = {}
for line in os.environ.get("CHANGELOG", "").split():
    CHANGELOG[line] = True
DEFAULTS = {"theme": os.environ.get("THEME", "dark")}
