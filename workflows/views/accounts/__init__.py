"""Signing in and out, registering, and the own profile."""
