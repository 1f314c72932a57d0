"""A programme: all the answers in one structure, and its canonical form."""

import functools
import hashlib
import unicodedata

import msgspec

from evaluations.rules.conditions import Condition
from evaluations.rules.process import (
    Ballot,
    CertificateText,
    Clock,
    Milestone,
    Parameter,
    Places,
    Rubric,
    Tenure,
    Track,
)
from evaluations.rules.questions import Page, Question, Table, Text, Upload

FREE = "track:"  # the group of a track that takes no place of any quota


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """What every programme must answer. Frozen into ``Call.rules`` when a call opens."""

    id: str  # "technical_expert"
    code: str  # two capital letters in certificate numbers: "TE"
    edition: str  # "2026-1": changes whenever the file's meaning changes
    title: Text  # 市技术能手
    awarded_title: str  # the title as it stands on the paper, without the city's name
    purpose: Text
    legal_basis: tuple[str, ...]
    tracks: tuple[Track, ...]
    pages: tuple[Page, ...]
    conditions: tuple[Condition, ...]
    parameters: tuple[Parameter, ...]
    commitment: Text  # 诚信承诺书
    publicity: Clock
    supplement: Clock  # time to answer a one-time supplement notice
    correction: Clock  # time to answer a return for correction
    objection_handling: Clock
    certificate: CertificateText
    places: Places = Places()
    rubric: Rubric | None = None
    ballot: Ballot | None = None
    tenure: Tenure | None = None
    decided_by: str = "leading_group"  # role that takes the final decision
    title_code: str = ""  # what the holder registry and other programmes' rules call the title
    milestones: tuple[Milestone, ...] = ()  # of the contract or task book signed after the decision

    def track(self, track_id: str) -> Track:
        """The track of that id. Raises KeyError naming it when the programme has none."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise KeyError(f"{self.id} has no track {track_id!r}")

    def group_of(self, track: Track) -> str:
        """The bucket in which a track competes; "track:<id>" where it takes no place."""
        for bucket in self.places.buckets:
            if track.id in bucket.tracks or track.list_bucket == bucket.id:
                return bucket.id
        return f"{FREE}{track.id}"

    def pages_for(self, track_id: str) -> tuple[Page, ...]:
        """The pages this track asks, each with only the items it asks."""
        pages = []
        for page in self.pages:
            items = tuple(i for i in page.items if not i.tracks or track_id in i.tracks)
            if items and (not page.tracks or track_id in page.tracks):
                pages.append(msgspec.structs.replace(page, items=items))
        return tuple(pages)

    def conditions_for(self, track_id: str) -> tuple[Condition, ...]:
        """The eligibility rules that bind this track, waived ones left out."""
        waived = self.track(track_id).waives
        return tuple(
            c
            for c in self.conditions
            if (not c.tracks or track_id in c.tracks) and c.id not in waived
        )

    def items(self) -> tuple[Question | Table | Upload, ...]:
        return tuple(item for page in self.pages for item in page.items)

    def parameter(self, parameter_id: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.id == parameter_id:
                return parameter
        raise KeyError(f"{self.id} has no parameter {parameter_id!r}")


def canonical(programme: Programme) -> str:
    """The one spelling of these rules: sorted keys, no spaces, NFC."""
    text = msgspec.json.encode(programme, order="deterministic").decode()
    return unicodedata.normalize("NFC", text)


def edition_hash(rules_text: str) -> str:
    """SHA-256 of the canonical text, hexadecimal; shown wherever a decision is shown."""
    return hashlib.sha256(rules_text.encode()).hexdigest()


@functools.lru_cache(maxsize=32)
def read(rules_text: str) -> Programme:
    """The programme that ``canonical`` wrote. Whoever asks gets the same one: it cannot be changed,
    and reading it took a millisecond of every act.

    Raises msgspec.ValidationError naming the place when the text is not a programme.
    """
    return msgspec.json.decode(rules_text, type=Programme)
