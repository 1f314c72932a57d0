"""The two flows: every desk of the town hall round one gate, and what the office does with a call."""

from viewflow import this
from viewflow.workflow import flow, lock

from workflows.models import CaseProcess, DeskTask
from workflows.nodes import Desk, Gate

# Waits for the row instead of sleeping in the worker. On SQLite "FOR UPDATE" does nothing;
# there ``transaction_mode=IMMEDIATE`` is the lock (a system check insists on it).
LOCK = lock.SelectForUpdateLock(nowait=False)


class TalentFlow(flow.Flow):
    """An application. Node names are stored in tasks: renaming one is a data migration."""

    process_class = CaseProcess
    task_class = DeskTask
    lock_impl = LOCK

    start = flow.StartHandle(this.begin).Next(this.gate)

    gate = (
        Gate()
        .Case(this.correction)
        .Case(this.employer)
        .Case(this.employer_publicity)
        .Case(this.supervisor)
        .Case(this.district)
        .Case(this.formal_check)
        .Case(this.qualification)
        .Case(this.qualification_approval)
        .Case(this.panel)
        .Case(this.defence)
        .Case(this.site_visit)
        .Case(this.vote)
        .Case(this.inspection)
        .Case(this.joint_review)
        .Case(this.list)
        .Case(this.objection)
        .Case(this.recheck)
        .Default(this.end)
    )

    correction = Desk().Next(this.gate)
    employer = Desk().Next(this.gate)
    employer_publicity = Desk().Next(this.gate)
    supervisor = Desk().Next(this.gate)
    district = Desk().Next(this.gate)
    formal_check = Desk().Next(this.gate)
    qualification = Desk().Next(this.gate)
    qualification_approval = Desk().Next(this.gate)
    panel = Desk().Next(this.gate)
    defence = Desk().Next(this.gate)
    site_visit = Desk().Next(this.gate)
    vote = Desk().Next(this.gate)
    inspection = Desk().Next(this.gate)
    joint_review = Desk().Next(this.gate)
    list = Desk().Next(this.gate)
    objection = Desk().Next(this.gate)
    recheck = Desk().Next(this.gate)

    end = flow.End()

    def begin(self, activation, *, found):
        activation.process.application = found.subject
        activation.process.found = found
        return activation.process


class CallFlow(flow.Flow):
    """A call: the list of one programme and year, decided as a list."""

    process_class = CaseProcess
    task_class = DeskTask
    lock_impl = LOCK

    start = flow.StartHandle(this.begin).Next(this.gate)

    gate = (
        Gate()
        .Case(this.call_setup)
        .Case(this.call_window)
        .Case(this.call_list)
        .Case(this.call_notice)
        .Case(this.call_decision)
        .Case(this.call_promulgation)
        .Case(this.call_certificates)
        .Default(this.end)
    )

    call_setup = Desk().Next(this.gate)
    call_window = Desk().Next(this.gate)
    call_list = Desk().Next(this.gate)
    call_notice = Desk().Next(this.gate)
    call_decision = Desk().Next(this.gate)
    call_promulgation = Desk().Next(this.gate)
    call_certificates = Desk().Next(this.gate)

    end = flow.End()

    def begin(self, activation, *, found):
        activation.process.call = found.subject
        activation.process.found = found
        return activation.process
