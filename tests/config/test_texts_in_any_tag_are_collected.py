"""A text on the screen is collected for translation wherever it stands in a template."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages_tool"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "template",
    [
        '{% translate "A text" %}',
        '{% empty _("A text") %}',
        '{% tag _("A text") "warning" %}',
        '{{ label|default:_("A text") }}',
        "{% blocktranslate %}A text{% endblocktranslate %}",
        'before {% empty _("A text") _("Another, with (brackets)") %} after {% translate "And another" %}',
    ],
)
def test_a_text_is_found(messages: ModuleType, tmp_path: Path, template: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(template, encoding="utf-8")
    assert "A text" in [message for _line, message, *_rest in messages.found_in(file)]


def test_what_is_no_text_is_left_alone(messages: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text('my_call("no") {{ other_("no") }} {% field form.name %}', encoding="utf-8")
    assert list(messages.found_in(file)) == []
