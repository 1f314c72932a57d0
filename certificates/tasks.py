"""Background jobs of the paper room."""

from django.tasks import task
from django.utils import timezone

from certificates import batch as batches
from certificates import seal_service
from certificates.models import Batch


@task()
def issue_batch(batch_id: int, by: str) -> int:
    """Work on a batch until it is finished or paused. Run two of these on two cores."""
    batch = Batch.objects.get(pk=batch_id)
    return batches.work(batch, by=by, clock=timezone.now)


@task()
def seal_files(by: str) -> int:
    """Ask the city's seal platform for what it has not sealed yet; nothing where there is none."""
    service = seal_service.configured()
    if service is None:
        return 0
    return seal_service.seal_waiting(service=service, by=by, clock=timezone.now)
