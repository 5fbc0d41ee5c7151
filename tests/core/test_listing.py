"""The list pattern: what the address asks for is what the list shows, counts, sorts, pages and exports."""

import io

import django_filters
import openpyxl
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from centers.models import Province
from hcec.core import listing as listings
from hcec.core.listing import Column, Listing
from tests.factories.centers import ProvinceFactory
from tests.support.pages import faults

pytestmark = pytest.mark.django_db


class ProvinceFilter(django_filters.FilterSet):
    region = django_filters.CharFilter(field_name="region_en", label="Region")

    class Meta:
        model = Province
        fields: list[str] = []


class ProvinceListing(Listing):
    columns = (
        Column("name", "Name", sort="name_en", card="title", link=lambda province: f"/p/{province.code}"),
        Column("order", "Order", value="sort_order", sort="sort_order", kind="number"),
        Column("known", "Known", value=lambda province: True, kind="yes_no"),
        Column("nothing", "Nothing", value=lambda province: None),
    )
    search = ("name_en", "region_en")
    filterset = ProvinceFilter
    default_sort = "name"
    filename = "provinces"
    empty_title = "No provinces"
    empty_action = ("Add the first", "/new")


def ask(address="/list", **headers):
    request = RequestFactory().get(address, headers=headers)
    return ProvinceListing(request, Province.objects.all())


def shown(address):
    return [province.name_en for province in ask(address).page]


@pytest.fixture
def three():
    for order, name, region in ((3, "Alpha", "North"), (1, "Beta", "South"), (2, "Gamma", "North")):
        ProvinceFactory(name_en=name, region_en=region, sort_order=order)


def test_the_default_sort_stands_until_another_is_asked(three):
    assert shown("/list") == ["Alpha", "Beta", "Gamma"]
    assert shown("/list?sort=order") == ["Beta", "Gamma", "Alpha"]
    assert shown("/list?sort=-order") == ["Alpha", "Gamma", "Beta"]


@pytest.mark.parametrize("sort", ["password", "-", "nothing", "name_en; drop table", "--order"])
def test_an_unknown_sort_falls_back(three, sort):
    assert shown(f"/list?sort={sort}") == ["Alpha", "Beta", "Gamma"]


def test_the_order_always_ends_in_the_primary_key():
    assert ask("/list?sort=order").found.query.order_by == ("sort_order", "pk")
    assert ask("/list?sort=-order").found.query.order_by == ("-sort_order", "-pk")


def test_every_word_of_the_search_must_be_found(three):
    assert shown("/list?q=north") == ["Alpha", "Gamma"]
    assert shown("/list?q=NORTH+gam") == ["Gamma"]
    assert shown("/list?q=south+gam") == []


def test_filters_live_in_the_address(three):
    assert shown("/list?region=South") == ["Beta"]
    assert ask("/list?region=South").narrowed
    assert not ask("/list").narrowed


def test_pages_are_of_twenty_five_and_a_wrong_number_gives_the_nearest():
    ProvinceFactory.create_batch(30)
    assert [len(shown(f"/list?page={page}")) for page in (1, 2, 99, "x")] == [25, 5, 5, 25]
    assert ask("/list").count == 30


def test_a_list_of_millions_is_counted_no_further_than_its_bound(three, monkeypatch):
    monkeypatch.setattr(listings.BoundedPaginator, "bound", 2)
    short = ask("/list")
    assert short.count == 2
    assert short.page.paginator.more
    html = short.respond("_components/listing.html").content.decode()
    assert "export=xlsx" not in html
    assert not ask("/list?export=csv").respond("_components/listing.html").headers.get("Content-Disposition")


def test_one_row_and_a_thousand_cost_the_same_queries(three):
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask("/list").respond("_components/listing.html")
        counts.append(len(queries))
        ProvinceFactory.create_batch(40)
    assert counts[0] == counts[1] <= 2


def test_a_sheet_holds_every_found_row_and_not_only_the_page():
    ProvinceFactory.create_batch(30, region_en="North")
    ProvinceFactory(region_en="South")
    response = ask("/list?region=North&page=2&export=xlsx").respond("_components/listing.html")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Name", "Order", "Known", "Nothing")
    assert len(rows) == 31
    assert isinstance(rows[1][1], int)
    assert "provinces-" in response.headers["Content-Disposition"]


def test_a_formula_in_a_name_is_text_in_the_sheet():
    ProvinceFactory(name_th='=HYPERLINK("http://evil")')
    content = ask("/list?export=csv").respond("_components/listing.html").content.decode("utf-8-sig")
    assert "\n=HYPERLINK" not in content
    assert '\n"=HYPERLINK' not in content


def test_htmx_gets_the_list_alone_and_it_is_the_one_of_the_page(three, client, settings):
    whole = client.get("/styleguide?q=cefr").content.decode()
    part = client.get("/styleguide?q=cefr", headers={"HX-Request": "true", "HX-Target": "listing"})
    assert "HX-Target" in part.headers["Vary"]
    fragment = part.content.decode().strip()
    assert fragment.startswith('<div class="listing" id="listing">')
    assert fragment in whole


def test_an_empty_list_says_what_to_do_next():
    html = ask("/list").respond("_components/listing.html").content.decode()
    assert "No provinces" in html
    assert 'href="/new"' in html


def test_nothing_found_offers_the_way_back(three):
    html = ask("/list?q=zzz").respond("_components/listing.html").content.decode()
    assert 'href="/list"' in html
    assert "/new" not in html


def test_the_head_of_the_sorted_column_turns_it_round(three):
    heads = {head.column.name: head for head in ask("/list?sort=order").heads}
    assert (heads["order"].sort, heads["order"].direction) == ("-order", "ascending")
    assert (heads["name"].sort, heads["name"].direction) == ("name", "")
    assert heads["known"].sort == ""


def test_what_people_typed_comes_back_as_text_and_not_as_markup(three):
    html = ask('/list?q="><script>alert(1)</script>').respond("_components/listing.html").content.decode()
    assert faults(html) == []
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "wrong", [{"kind": "colour"}, {"card": "title-ish"}, {"kind": "status"}, {"lifecycle": "testing.session"}]
)
def test_a_column_that_contradicts_itself_does_not_start(wrong):
    with pytest.raises(ValueError, match="Column x"):
        Column("x", "X", **wrong)
