"""The Thai sort key inside PostgreSQL is the one in Python, and a generated column can hold it."""

from itertools import islice

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models
from django.db.models.functions import Length
from pythainlp.corpus import thai_words

from hcec.core.thai import ThaiSort, thai_sort_key

pytestmark = pytest.mark.django_db


def test_the_database_computes_the_same_key_as_python():
    words = list(islice(sorted(word for word in thai_words() if len(word) < 100), 0, None, 10))
    Group.objects.bulk_create(Group(name=word) for word in words)
    found = Group.objects.annotate(key=ThaiSort("name")).values_list("name", "key")
    assert len(found) == len(words) > 5_000
    assert dict(found) == {word: thai_sort_key(word) for word in words}


def test_the_database_sorts_provinces_as_a_dictionary_does():
    names = ["ตราด", "เชียงราย", "แพร่", "เลย", "กระบี่", "อำนาจเจริญ", "ลำปาง", "แม่ฮ่องสอน"]
    Group.objects.bulk_create(Group(name=name) for name in names)
    found = Group.objects.order_by(ThaiSort("name"), "name").values_list("name", flat=True)
    assert list(found) == ["กระบี่", "เชียงราย", "ตราด", "แพร่", "แม่ฮ่องสอน", "ลำปาง", "เลย", "อำนาจเจริญ"]


def test_the_key_can_be_built_on_another_expression():
    Group.objects.create(name="เลย")
    assert Group.objects.annotate(size=Length(ThaiSort(models.F("name")))).get().size == 3


def test_a_generated_column_holds_the_key_and_compares_it_by_code_point():
    with connection.cursor() as cursor:
        query = Group.objects.annotate(key=ThaiSort("name")).values_list("key").query
        sql, values = query.get_compiler(connection=connection).as_sql()
        expression = cursor.mogrify(sql, values).decode().removeprefix("SELECT ").partition(" AS ")[0]
        expression = expression.replace('"auth_group".', "")
        column = ThaiSort.field().clone()
        column.set_attributes_from_name("key")
        kind = f'text COLLATE "{column.db_collation}" GENERATED ALWAYS AS ({expression}) STORED'
        cursor.execute(f"CREATE TEMPORARY TABLE place (name text, key {kind})")
        cursor.execute("INSERT INTO place VALUES ('เก่ง') RETURNING key")
        assert cursor.fetchone() == (thai_sort_key("เก่ง"),)
