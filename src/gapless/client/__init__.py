"""A local OpenFeature provider: fetches an environment's flags once and evaluates them here.

pip install 'gapless[client]'

from openfeature import api
from gapless.client import GaplessProvider

api.set_provider(GaplessProvider("https://gapless.example.com", "gls_live_..."))
"""

from gapless.client.provider import GaplessProvider

__all__ = ["GaplessProvider"]
