"""Every text of the source has its Thai, and the Thai carries the same values."""

import re

import polib
import pytest

from hcec.core import messages
from hcec.place import ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|{(\w*)}")


def wanted(app):
    return {message.key: message for message in messages.found(ROOT, apps=[app])[app]}


def catalogue(app):
    path = messages.catalogue_path(app, ROOT)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def thai(entry):
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def values(text):
    return sorted(found.group(0) for found in PLACEHOLDER.finditer(text))


@pytest.fixture(scope="module", params=messages.APPS)
def app(request):
    return request.param


def test_every_text_is_in_the_catalogue_and_no_other(app):
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(app)}
    assert known == set(wanted(app))


def test_every_text_has_its_thai(app):
    assert [entry.msgid for entry in catalogue(app) if not thai(entry).strip()] == []


def test_nothing_is_left_unsure_or_over(app):
    entries = catalogue(app)
    assert entries.fuzzy_entries() == []
    assert entries.obsolete_entries() == []


def test_the_thai_carries_the_same_values(app):
    wrong = []
    for entry in catalogue(app):
        sources = [values(entry.msgid), values(entry.msgid_plural or entry.msgid)]
        if thai(entry) and values(thai(entry)) not in sources:
            wrong.append(entry.msgid)
    assert wrong == []


def test_a_text_has_one_thai_in_the_whole_house():
    """Two apps that say the same words say them alike, or the button and the heading would differ."""
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for app in messages.APPS:
        for entry in catalogue(app):
            if thai(entry):
                seen.setdefault((entry.msgctxt or "", entry.msgid), {})[app] = thai(entry)
    assert {key: said for key, said in seen.items() if len(set(said.values())) > 1} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Plain" %}', [("Plain", "", "")]),
        ('{% translate "May" context "verb" %}', [("May", "", "verb")]),
        ('{% translate "50 %" %}', [("50 %%", "", "")]),
        (
            "{% blocktranslate trimmed %}\n  One\n  line {{ x }}\n{% endblocktranslate %}",
            [("One line %(x)s", "", "")],
        ),
        (
            "{% blocktranslate count n=1 %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            [("%(n)s day", "%(n)s days", "")],
        ),
        (
            '{% facts %}{% fact label=_("Inside") %}{% translate "Deep" %}{% endfact %}{% endfacts %}',
            [("Deep", "", ""), ("Inside", "", "")],
        ),
        ('{% if x %}{% else %}{{ x|default:_("Else") }}{% endif %}', [("Else", "", "")]),
    ],
)
def test_templates_are_read_whole(source, expected):
    found = sorted((m.msgid, m.plural, m.context) for m in messages.template_texts(source, "x.html"))
    assert found == expected


def test_python_is_read_whole():
    source = 'A = _("One")\nB = ngettext("%d day", "%d days", n)\nC = pgettext_lazy("verb", "May")\nD = other.gettext("no")\n'
    found = sorted((m.msgid, m.plural, m.context) for m in messages.python_texts(source, "x.py"))
    assert found == [("%d day", "%d days", ""), ("May", "", "verb"), ("One", "", "")]


def test_a_text_put_together_at_run_time_is_refused():
    with pytest.raises(ValueError, match=r"x\.py:1"):
        list(messages.python_texts('_(f"Hello {name}")', "x.py"))


def test_the_file_of_a_template_decides_its_app():
    from pathlib import Path

    assert messages.app_of(Path("templates/testing/session.html")) == "testing"
    assert messages.app_of(Path("templates/mfa/totp/activate_form.html")) == "hcec/accounts"
    assert messages.app_of(Path("templates/_components/field.html")) == "hcec/core"
    assert messages.app_of(Path("hcec/reports/views.py")) == "hcec/reports"


def test_a_catalogue_keeps_its_thai_when_the_source_moves(tmp_path):
    texts = [messages.Message("One", place="a.py:1"), messages.Message("Gone", place="a.py:2")]
    assert messages.update("testing", texts, tmp_path) == (2, 0)
    path = messages.catalogue_path("testing", tmp_path)
    entries = polib.pofile(str(path))
    entries.find("One").msgstr = "หนึ่ง"
    entries.save()
    assert messages.update(
        "testing", [messages.Message("One", place="b.py:9"), messages.Message("New")], tmp_path
    ) == (1, 1)
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {"One": "หนึ่ง", "New": ""}
