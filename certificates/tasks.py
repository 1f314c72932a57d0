"""Background jobs of the paper room."""

from django.tasks import task
from django.utils import timezone

from certificates import batch as batches
from certificates.models import Batch


@task()
def issue_batch(batch_id: int, by: str) -> int:
    """Work on a batch until it is finished or paused. Run two of these on two cores."""
    batch = Batch.objects.get(pk=batch_id)
    return batches.work(batch, by=by, clock=timezone.now)
