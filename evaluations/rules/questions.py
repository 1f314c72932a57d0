"""What an applicant is asked: pages of questions, repeat tables and uploads."""

from typing import Literal

import msgspec

Kind = Literal[
    "text", "long_text", "date", "year", "number", "money", "yes_no", "choice", "phone", "contest"
]


class Text(msgspec.Struct, frozen=True):
    """Words shown to people. Chinese is the policy's own language; English is a courtesy."""

    zh: str
    en: str = ""

    def say(self, language: str) -> str:
        """The text in ``language`` ("en", "zh-hans", ...); Chinese where no English was given."""
        return self.en if language.startswith("en") and self.en else self.zh


class Choice(msgspec.Struct, frozen=True):
    value: str
    label: Text


class When(msgspec.Struct, frozen=True):
    """Asked only when another question of the form has one of these answers.

    Inside a table, a column of the same row is looked for first.
    """

    question: str
    values: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True, tag="question"):
    """One answer. ``kind`` decides widget, validation and the JSON type of the answer.

    JSON types: text, long_text, phone, choice -> str; date -> "YYYY-MM-DD"; year, number -> int;
    money -> str of a decimal number of yuan; yes_no -> "yes" / "no";
    contest -> str, the public id of a row of the contest registry.
    """

    id: str
    label: Text
    kind: Kind = "text"
    required: bool = True
    hint: Text = Text("")
    choices: tuple[Choice, ...] = ()
    max_length: int = 100
    minimum: int | None = None
    maximum: int | None = None
    unit: Text = Text("")
    tracks: tuple[str, ...] = ()  # empty: every track asks it
    when: When | None = None
    identifying: bool = False  # hidden wherever a reader must not know who it is
    future: bool = False  # a date that may lie after the day of filing (the end of a contract)


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A repeat table: rows of the same questions. The answer is a list of objects."""

    id: str
    label: Text
    row_label: Text
    columns: tuple[Question, ...]
    hint: Text = Text("")
    minimum: int = 0
    maximum: int = 20
    tracks: tuple[str, ...] = ()
    when: When | None = None
    ordered: tuple[tuple[str, str], ...] = ()  # date columns: the first not after the second
    unique: tuple[str, ...] = ()  # no two rows have the same values in these columns


class Upload(msgspec.Struct, frozen=True, kw_only=True, tag="upload"):
    """A typed attachment, with its own limits."""

    id: str
    label: Text
    hint: Text = Text("")
    required: bool = True
    formats: tuple[str, ...] = ("pdf", "jpeg", "png")
    max_mb: int = 10
    max_files: int = 1
    tracks: tuple[str, ...] = ()
    when: When | None = None
    photo: bool = False  # an identity photo: normalised to 413 x 579 pixels
    identifying: bool = False  # proves who it is and nothing else: no copy for blind readers


Item = Question | Table | Upload


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One subject a page: the unit of the applicant's task list."""

    id: str
    title: Text
    intro: Text = Text("")
    items: tuple[Item, ...]
    tracks: tuple[str, ...] = ()
    ordered: tuple[
        tuple[str, str], ...
    ] = ()  # date or number answers: the first not above the second
