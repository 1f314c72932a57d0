"""What anybody may open: the home page, calls, notices, objections. No login, no ID digits."""
