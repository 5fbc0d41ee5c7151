"""Addresses put in order by their first word: Django asks one pattern after the other, and the portal has hundreds."""

from collections.abc import Iterable
from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

Route = URLPattern | URLResolver


def by_first_word(modules: Iterable[str]) -> list[Route]:
    """The addresses of these modules, those that begin with the same word in one branch and in the order in which they stand.

    What has no first word (the front page, a file at the root, an `include`) follows after the branches."""
    branches: dict[str, list[Route]] = {}
    others: list[Route] = []
    for module in modules:
        for each in import_module(module).urlpatterns:
            word, slash, rest = str(each.pattern).partition("/")
            if isinstance(each, URLPattern) and slash and "<" not in word:
                branches.setdefault(word, []).append(path(rest, each.callback, each.default_args, each.name))
            else:
                others.append(each)
    return [*(path(f"{word}/", include(branch)) for word, branch in branches.items()), *others]
