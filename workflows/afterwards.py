"""What follows from an act in another room: departments are asked, certificates change with titles.

The law and the paper do not know each other, and neither knows the desks. Here they meet, in the
transaction of the act itself.
"""

from datetime import datetime

from evaluations.actions import joint
from evaluations.desks import Desk
from evaluations.models import Application, Call


def moved(subject: Application | Call, *, came_to: str, at: datetime) -> None:
    """A file has been moved by an act, to the desk ``came_to`` ("" when it stays, or has none)."""
    if not isinstance(subject, Application):
        return
    if came_to == Desk.JOINT_REVIEW:
        joint.ask(application_id=subject.pk, at=at)
    elif subject.joint_requests.filter(answered_at=None, closed_at=None).exists():
        joint.close_unanswered(application_id=subject.pk, at=at)
