"""The copy of an upload that is made for blind readers: pictures of its pages, black over names.

The applicant's own file is never touched. A copy belongs to one file: a corrected filing that names
another file needs another copy. Nothing of it is shown before a named officer has released it.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from evaluations.models.constraints import paired
from evaluations.models.evidence import Attachment
from evaluations.models.panel import Review
from evaluations.models.people import User
from evaluations.uploads.paper import WHOLE, Box


class BlindCopy(models.Model):
    """``problem``: the code of what kept it from being made; ``digest``: of the bytes released.

    ``withheld``: an officer decided that the experts score without this paper, with his reason.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="blind_copy"
    )
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=30, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)
    withheld_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)  # why it is withheld, or was taken back

    class Meta:
        ordering = ["attachment"]
        constraints = [
            paired("blindcopy", "released"),
            paired("blindcopy", "withheld"),
            models.CheckConstraint(
                name="blindcopy_released_or_withheld",
                condition=Q(released_at=None) | Q(withheld_at=None),
            ),
            models.CheckConstraint(
                name="blindcopy_released_only_when_made",
                condition=Q(released_at=None, digest="")
                | (Q(made_at__isnull=False, problem="") & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)

    @property
    def subject(self) -> str:
        return f"blind_copy:{self.token}"


def _page_path(page: "BlindPage", name: str) -> str:
    return f"blind/{page.copy.token.hex[:2]}/{page.copy.token.hex}/{page.number}-{name}"


class BlindPage(models.Model):
    """``file``: as drawn, for the office alone; ``shown``: with the boxes burnt in, where there are any."""

    copy = models.ForeignKey(BlindCopy, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    worded = models.BooleanField()  # has a text layer: words could be looked for
    file = models.FileField(upload_to=_page_path)
    shown = models.FileField(upload_to=_page_path, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="blindpage_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.copy} / {self.number}"

    def read(self) -> bytes:
        """What a blind reader may see of it."""
        with (self.shown or self.file).open("rb") as file:
            return file.read()


class BlindBox(models.Model):
    """A black box, in thousandths of the page. Found by the machine, or added by an officer; one
    that was taken off stays written down."""

    page = models.ForeignKey(BlindPage, on_delete=models.PROTECT, related_name="boxes")
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    bottom = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(null=True, blank=True)  # empty: found
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["top", "left", "id"]
        constraints = [
            paired("blindbox", "added"),
            paired("blindbox", "removed"),
            models.CheckConstraint(
                name="blindbox_lies_on_the_page",
                condition=Q(
                    left__lt=F("right"), top__lt=F("bottom"), right__lte=WHOLE, bottom__lte=WHOLE
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.sides}"

    @property
    def sides(self) -> Box:
        return self.left, self.top, self.right, self.bottom


class BlindOpening(models.Model):
    """An expert opened a copy for a review: nothing is served of which this does not tell."""

    copy = models.ForeignKey(BlindCopy, on_delete=models.PROTECT, related_name="openings")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "review"], name="blindopening_once"),
            paired("blindopening", "opened"),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.copy}"
