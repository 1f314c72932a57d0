"""The office's registers: contests, calendar, organisations, roles."""
