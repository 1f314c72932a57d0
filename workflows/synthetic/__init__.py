"""Plainly fictitious applicants who meet a programme's own conditions.

They serve the demo city, rehearsals, benchmarks and the test that every programme can be
walked to a certificate. Pure: the same dice give the same people.
"""

from workflows.synthetic.answers import answers
from workflows.synthetic.files import picture, scan
from workflows.synthetic.people import credit_code, id_number, name, phone

__all__ = ["answers", "credit_code", "id_number", "name", "phone", "picture", "scan"]
