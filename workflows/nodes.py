"""Our nodes: a desk without back doors, and the one gate between all desks."""

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.switch import SwitchActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.signals import task_finished
from viewflow.workflow.status import STATUS

from workflows import moment, subjects


class DeskActivation(ViewActivation):
    """A file arrives on a desk: whose desk, and until when."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = prev_activation.process
        task = flow_task.flow_class.task_class(
            process=process, flow_task=flow_task, token=token, desk=flow_task.name
        )
        subject = process.found.subject
        task.place = subjects.place(subject, task.desk)
        task.created = moment.now()
        task.due_at = subjects.due(subject, task.desk, since=task.created)
        task.save()
        task.previous.add(prev_activation.task)
        return cls(task)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.DONE)
    def settle(self, by):
        """Assigned, started and finished, in one row: the act that was just done was the work."""
        task = self.task
        if task.owner_id is None:
            task.owner = by
        task.started = task.finished = moment.now()
        task.save(update_fields=["owner", "status", "started", "finished"])
        task_finished.send(sender=self.flow_class, process=self.process, task=task)


class Desk(flow.View):
    """A desk where people work through our own pages.

    The engine's undo, revive and cancel views are shut: they would reopen a desk while the
    law says rejected. A correction is a new transition with a reason.
    """

    activation_class = DeskActivation
    cancel_view_class = None
    undo_view_class = None
    revive_view_class = None

    def __init__(self, **kwargs):
        super().__init__(view=None, **kwargs)

    def _owner(self, _activation):
        return None


class GateActivation(SwitchActivation):
    """Asks the law where the case lies, and sends the file there."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        """Reached and passed, in one row: no file ever lies at a gate."""
        task = flow_task.flow_class.task_class(
            process=prev_activation.process, flow_task=flow_task, token=token
        )
        passing = cls(task)
        passing.activate()
        passing.complete()
        task.previous.add(prev_activation.task)
        return passing

    @Activation.status.super()
    def activate(self):
        nodes = {node.name: node for node, _condition in self.flow_task._branches}
        self.next_task = nodes[self.process.found.desk or "end"]


class Gate(flow.Switch):
    """The one gate. It reads nothing but the law's answer, and never ``process.data``."""

    activation_class = GateActivation
    undo_view_class = None
    revive_view_class = None
