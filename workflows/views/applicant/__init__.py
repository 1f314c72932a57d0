"""Everything an applicant opens: from the open calls to the certificate."""
