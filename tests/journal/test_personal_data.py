import uuid
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.personal_data import PersonalDataRefused, refuse_personal_data

# The region code 990000 is in no use, so these belong to nobody.
ID_NUMBER = "990000199003070013"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (ID_NUMBER, "a resident ID number"),
        ("99000019900307001x", "a resident ID number"),
        (f"身份证{ID_NUMBER}号", "a resident ID number"),
        ("９９００００１９９００３０７００１３", "a resident ID number"),
        (int(ID_NUMBER), "a resident ID number"),
        ("9900********0013", "a masked resident ID number"),
        ("13800138000", "a mobile number"),
        ("电话：138-0013-8000。", "a mobile number"),
        ("+86 138 0013 8000", "a mobile number"),
        (13800138000, "a mobile number"),
        ("wang@example.org", "an e-mail address"),
    ],
)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: ["x", v], lambda v: {"deep": [{"er": v}]}])
def test_personal_data_is_refused_at_any_depth(value, kind, wrap):
    with pytest.raises(PersonalDataRefused) as refusal:
        refuse_personal_data({"detail": {"note": wrap(value)}})
    sentence = str(refusal.value)
    assert kind in sentence
    assert "“detail.note" in sentence
    assert str(value) not in sentence


def test_personal_data_is_refused_as_a_key():
    with pytest.raises(PersonalDataRefused):
        refuse_personal_data({"detail": {ID_NUMBER: "x"}})


@pytest.mark.parametrize("key", ["name", "Full_Name", "mobile", "idNumber", "姓名", "birth_date"])
def test_keys_of_personal_data_are_refused_whatever_the_value(key):
    with pytest.raises(PersonalDataRefused, match=rf"personal \({key}\)"):
        refuse_personal_data({"detail": {key: "王小明"}})


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23T04:00:00.000000Z",
        "星人社发〔2026〕12号",
        "370600-CT-2023-0037-X",
        "914403001922038216",  # a unified social credit code made of digits only
        "990000199013070013",  # no thirteenth month
        20261123,
        "",
    ],
)
def test_what_an_entry_needs_passes(value):
    refuse_personal_data({"detail": {"document": value}})


@given(st.uuids(), st.binary(min_size=1))
def test_identifiers_and_digests_always_pass(identifier: uuid.UUID, data: bytes):
    digest = sha256(data).hexdigest()
    refuse_personal_data({"subject": f"application:{identifier}", "commitment": digest})
