"""Everything the register says is said in both languages, and can be kept and said again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import gapless.app
import gapless.cli_gaps  # noqa: F401
from gapless.gapscan.contracts import words
from gapless.gapscan.language import Language
from gapless.gapscan.message import TEMPLATES, Message, Template, placeholders, plain
from gapless.gapscan.register import check_words
from gapless.gapscan.register.model import FieldKey, Status

SOURCE = Path(__file__).parents[2] / "src" / "gapless"
# These are marks, names or somebody else's words, and the same in every language.
SAME = {
    "text", "quoted", "is.value", "is.condition", "run.both", "cli.moved", "cli.file",
    "file.says", "store.log-line", "server.bad-address", "step.bad-operand", "proof.unreadable",
    "proof.damaged", "check.history-broken",
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.key)
def test_every_message_is_said_in_both_languages(template: Template) -> None:
    assert placeholders(template.english) == placeholders(template.turkish)
    assert template.english.strip()
    assert (template.english == template.turkish) is (template.key in SAME)
    said = template(**{name: f"<{name}>" for name in template.names})
    for language in Language:
        for name in template.names:
            assert f"<{name}>" in said.text(language)


def test_every_message_is_said_somewhere() -> None:
    declared: dict[str, str] = {}
    uses = ""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        declared |= dict.fromkeys(re.findall(r"^([A-Z_0-9]+) = Template\(", text, re.M), path.name)
        uses += re.sub(r"^[A-Z_0-9]+ = Template\(", "", text, flags=re.M)
    assert len(declared) > 150
    assert [name for name in declared if not re.search(rf"\b{name}\b", uses)] == []


def test_a_message_is_kept_and_said_again_in_another_language() -> None:
    message = check_words.MIRROR_DIFFERS(
        gap="G-001", field=FieldKey.STATUS, here=check_words.QUOTED(text=Status.FIXED),
        file="a.md", line=3, there=check_words.NOTHING(),
    )  # fmt: skip
    assert str(message) == "G-001: Status is 'Fixed', a.md:3 has nothing"
    kept = Message.from_data(json.loads(json.dumps(message.as_data())))
    assert kept == message
    assert kept is not None
    assert kept.text(Language.TR) == "G-001: Durum 'Düzeltildi', a.md:3 içinde boş"
    lists = words.NO_ACTOR(name="x", known=["a", plain("b")])
    assert Message.from_data(lists.as_data()) == lists
    assert lists.text().endswith("a, b")


@pytest.mark.parametrize(
    "data",
    [
        None, [], "x", {}, {"key": "no.such", "params": {}}, {"key": "nothing"},
        {"key": "nothing", "params": {"more": 1}}, {"key": "text", "params": {}},
        {"key": "text", "params": {"text": {"$message": {"key": "no.such"}}}},
        {"key": "text", "params": {"text": {"$name": ["no", "such"]}}},
    ],
)  # fmt: skip
def test_what_is_no_message_is_none(data: object) -> None:
    assert Message.from_data(data) is None


def test_a_message_must_have_its_parameters() -> None:
    with pytest.raises(TypeError, match="takes"):
        check_words.NO_STATUS()
    with pytest.raises(TypeError, match="takes"):
        check_words.NOTHING(gap="G-001")
    with pytest.raises(TypeError, match="two messages"):
        Template("nothing", "x", "y")


def test_secrets_are_taken_out_of_every_parameter() -> None:
    inner = words.EXPECTED(expected=words.VALUE(value="tok"), actual=["tok", "x"])
    hidden = inner.mapped(lambda text: text.replace("tok", "***"))
    assert str(hidden) == "expected ***, got ***, x"
