"""The reference data is real, complete, and loading it again changes nothing."""

import pytest
from django.core.management import call_command

from centers.actions import reference
from centers.models import Affiliation, Center, Province, Room, School, ServiceArea
from committees.models import Committee, Level
from hcec.core.integrity import all_invariants

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_reference", verbosity=0)


def test_the_nation_is_complete(loaded):
    assert Province.objects.count() == 77
    assert ServiceArea.objects.count() == 245
    assert ServiceArea.objects.filter(level=ServiceArea.Level.PRIMARY).count() == 183
    assert Center.objects.count() == 185
    assert set(Center.objects.values_list("province__code", flat=True).distinct()) == set(
        Province.objects.values_list("code", flat=True)
    )


def test_every_province_is_served_by_a_primary_and_a_secondary_area(loaded):
    for level in ServiceArea.Level:
        assert ServiceArea.objects.filter(level=level).values("provinces").distinct().count() == 77


def test_every_committee_of_the_four_levels_stands(loaded):
    counts = {level: Committee.objects.filter(level=level).count() for level in Level}
    assert counts == {"ministry": 1, "obec": 1, "province": 77, "center": 185}


def test_exactly_one_host_school_is_confirmed(loaded):
    confirmed = Center.objects.get(host_verified=True)
    assert confirmed.host_school.name_th == "โรงเรียนพรเจริญวิทยา"
    assert confirmed.province.name_th == "บึงกาฬ"


def test_every_center_has_a_room_that_a_test_can_use(loaded):
    assert not Center.objects.exclude(rooms__kind=Room.Kind.LAB).exists()


def test_loading_twice_changes_nothing(loaded):
    before = {
        model: model.objects.count() for model in (Province, ServiceArea, School, Center, Room, Committee)
    }
    call_command("load_reference", verbosity=0)
    assert before == {model: model.objects.count() for model in before}


def test_what_people_changed_in_a_center_survives_loading_again(loaded):
    Center.objects.filter(code="HCEC-50-01").update(phone="053 000 000", name_th="ศูนย์ HCEC ใหม่")
    reference.load()
    assert Center.objects.get(code="HCEC-50-01").phone == "053 000 000"
    assert Center.objects.get(code="HCEC-50-01").name_th == "ศูนย์ HCEC ใหม่"


def test_a_corrected_name_in_the_file_reaches_the_row(loaded):
    Province.objects.filter(code="50").update(name_en="Chieng Mai")
    reference.load()
    assert Province.objects.get(code="50").name_en == "Chiang Mai"


def test_provinces_stand_in_the_order_of_the_thai_dictionary(loaded):
    first = list(Province.objects.order_by("sort_order").values_list("name_th", flat=True)[:4])
    assert first == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "กาฬสินธุ์"]


def test_every_affiliation_of_the_guideline_is_there(loaded):
    assert {"obec", "ovec", "opec", "dole"} <= set(Affiliation.objects.values_list("code", flat=True))


def test_every_invariant_holds_after_loading(loaded):
    assert [invariant.name for invariant in all_invariants() if invariant.broken()] == []
