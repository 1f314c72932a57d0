"""What must hold before the server starts: every programme complete, its routes sound, its desks built."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Tags, register

from evaluations import soundness
from evaluations.rules import Programme
from workflows import programme
from workflows.flow import TalentFlow


@register(Tags.compatibility)
def programmes_are_sound(app_configs, **kwargs) -> list[CheckMessage]:
    """Errors workflows.E001: one for each thing wrong with a programme."""
    return [
        Error(
            complaint,
            hint="Correct the file of this programme in workflows/programmes/.",
            id="workflows.E001",
        )
        for each in programme.all_programmes()
        for complaint in complaints(each)
    ]


def complaints(each: Programme) -> list[str]:
    """Incomplete answers, unsound routes, desks without a node."""
    incomplete = [f"{each.id}: {complaint}" for complaint in programme.complaints(each)]
    return incomplete + soundness.complaints(each) + list(_desks_without_node(each))


def _desks_without_node(each: Programme) -> Iterator[str]:
    nodes = {node.name for node in TalentFlow.instance.nodes()}
    for track in each.tracks:
        for step in track.route:
            if step.desk not in nodes:
                yield f"{each.id}/{track.id}: no node in the flow serves the desk {step.desk!r}"
