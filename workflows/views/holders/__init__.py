"""Holders of titles: the register, each title, its yearly reviews, inquiries, stipends, contracts."""
