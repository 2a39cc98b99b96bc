"""The flag engine: what an environment's flags are, whether they are sound, what they serve.

Pure: no framework, no database, no clock. Time never enters a rule; a schedule or a ramp that
falls due publishes a new version of the document.

- `model`: the document, one wire form for editor, database, export and local providers
- `checks`: every error of a document or a flag, with its place
- `interpreter`: `evaluate` and `explain`, the meaning that the compiler is checked against
"""

from gapless.flagengine.checks import check_document, check_flag, check_segment
from gapless.flagengine.evaluation import ErrorCode, Evaluation, Reason, Step, StepCode
from gapless.flagengine.interpreter import evaluate, explain
from gapless.flagengine.issues import Issue, IssueCode
from gapless.flagengine.model import Document, Flag, FlagType, Operator, Segment
from gapless.flagengine.reading import read_document, read_flag, read_segment

__all__ = [
    "Document",
    "ErrorCode",
    "Evaluation",
    "Flag",
    "FlagType",
    "Issue",
    "IssueCode",
    "Operator",
    "Reason",
    "Segment",
    "Step",
    "StepCode",
    "check_document",
    "check_flag",
    "check_segment",
    "evaluate",
    "explain",
    "read_document",
    "read_flag",
    "read_segment",
]
