import pytest

from journal.queries import entries_after, history_of
from journal.record import record_many
from tests.journal.acts import act

pytestmark = pytest.mark.django_db


def test_a_history_holds_one_subject_oldest_first():
    record_many(
        [
            act(subject="application:1", verb="file"),
            act(subject="application:11", verb="file"),
            act(subject="call:1", verb="open"),
            act(subject="application:1", verb="accept"),
        ]
    )
    assert [(entry.seq, entry.verb) for entry in history_of("application:1")] == [
        (1, "file"),
        (4, "accept"),
    ]


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 6, 100])
def test_walking_in_chunks_meets_every_entry_once(chunk):
    record_many([act()] * 6)
    assert [row.seq for row in entries_after(1, chunk=chunk)] == [2, 3, 4, 5, 6]


def test_a_walk_asks_once_per_chunk(django_assert_num_queries):
    record_many([act()] * 5)
    with django_assert_num_queries(3):
        assert len(list(entries_after(0, "body", chunk=2))) == 5
