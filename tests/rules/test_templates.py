"""The house rules of templates: nothing inline, components in the gallery, mistakes found before a person finds them."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

from hcec.core import messages
from hcec.core.strict_templates import UndefinedVariable
from hcec.core.templatetags.components import register
from hcec.place import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Letters are read in mail programs, which know no style sheets; papers are drawn by WeasyPrint alone.
ON_PAPER = {path for path in TEMPLATES if "base_print.html" in path.read_text(encoding="utf-8")}
INLINE = {
    "script": r"<script(?![^>]*\bsrc=)",
    "style": r"<style|\bstyle\s*=",
    "handler": r"\son[a-z]+\s*=\s*[\"']",
    "javascript address": r"javascript:",
    "htmx eval": r"hx-on|hx-vals=[\"']js:|hx-vars",
}
# Tags that no page shows: they work inside the bases.
UNSEEN = {"capture"}


def name(path):
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path not in ON_PAPER], ids=name)
def test_nothing_is_inline(path):
    source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
    assert [what for what, pattern in INLINE.items() if re.search(pattern, source, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_compiles(path):
    messages.reading_engine().from_string(path.read_text(encoding="utf-8"))


def test_every_component_is_in_the_gallery():
    gallery = (ROOT / "templates/core/styleguide.html").read_text(encoding="utf-8")
    gallery += (ROOT / "templates/base_public.html").read_text(encoding="utf-8")
    gallery += "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "templates/_components").rglob("*.html")
    )
    shown = set(re.findall(r"{%\s*(\w+)", gallery))
    assert set(register.tags) - shown - UNSEEN == set()


@pytest.mark.parametrize(
    "source",
    [
        '{% button lable="x" %}',
        "{% button %}",
        '{% tile label="x" value=1 colour="red" %}',
        '{% button "x" %}',
    ],
)
def test_a_misspelt_argument_of_a_component_does_not_compile(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    ['{% button label="x" kind="huge" %}', '{% icon "unicorn" %}', '{% badge label="x" tone="pink" %}'],
)
def test_a_value_that_a_component_does_not_know_stops_the_page(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source).render(Context())


def test_an_undefined_variable_of_our_templates_stops_the_page():
    with pytest.raises(UndefinedVariable, match="title"):
        get_template("_components/page_header.html").render({"about": "", "actions": ""})


def test_the_templates_of_packages_keep_their_ways():
    assert get_template("django/forms/errors/list/ul.html").render({}) == ""
