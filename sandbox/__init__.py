"""What could hurt us, and where is it touched? In a process without network, keys and database.

A room hands a job over by name (:class:`sandbox.process.Sandbox`); the locked process
(:mod:`sandbox.child`) does it and answers with bytes. The room brings a module with two things:
``do(name, given, how)``, which yields the bytes, and ``told(problem)``, which puts a refusal into a
letter and bytes, or says None of what is no refusal.
"""

from django.conf import settings


def is_in_use() -> bool:
    """Whether jobs are done in the locked process; tests may do them in their own."""
    return bool(getattr(settings, "LAUREL_LOCKED_PROCESS", not getattr(settings, "TESTING", False)))
