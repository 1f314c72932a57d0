"""Marks on a file: which fields and attachments are to be corrected, and what is wrong with each.

Plain boxes, not form fields: a file has dozens of them, and every one is a line of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workflows.templatetags.ui import icon

PREFIX = "mark-"
LONGEST = 2000


@dataclass(frozen=True)
class Marks:
    """``labels``: path -> words of everything that can be marked. ``typed``: path -> remark."""

    labels: Mapping[str, str]
    typed: Mapping[str, str]

    @classmethod
    def of(cls, labels: Mapping[str, str], data: Mapping[str, str]) -> "Marks":
        """The remarks that were sent; unknown paths mark nothing."""
        sent = {path: data.get(f"{PREFIX}{path}", "") for path in labels}
        return cls(labels, {path: words for path, words in sent.items() if words.strip()})

    @property
    def remarks(self) -> list[dict[str, str]]:
        """As the law takes them."""
        return [{"path": path, "remark": words.strip()} for path, words in self.typed.items()]

    def too_long(self) -> list[str]:
        """A sentence for each remark that is longer than can be kept."""
        sentence = _("%(field)s: write at most %(n)d characters.")
        return [
            sentence % {"field": self.labels[path], "n": LONGEST}
            for path, words in self.typed.items()
            if len(words) > LONGEST
        ]

    def boxes(self, form_id: str) -> dict[str, SafeString]:
        """Path -> the flag of that line, and the box behind it. They belong to the form of that id."""
        flag, said, asks = icon("flag"), _("Mark for correction"), _("%s: what is wrong?")
        return {
            path: format_html(
                '<details class="mark"{}><summary title="{}">{}<span class="sr-only">{}: {}</span>'
                '</summary><div class="mark-box"><label class="small" for="id_{}">{}</label>'
                '<textarea class="textarea" name="{}" id="id_{}" form="{}" rows="2">{}</textarea>'
                "</div></details>",
                SafeString(" open") if path in self.typed else "",
                said,
                flag,
                said,
                label,
                f"{PREFIX}{path}",
                asks % label,
                f"{PREFIX}{path}",
                f"{PREFIX}{path}",
                form_id,
                self.typed.get(path, ""),
            )
            for path, label in self.labels.items()
        }
