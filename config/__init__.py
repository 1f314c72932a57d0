"""Settings, addresses and start-up: this room knows all the others and is known by none."""

__version__ = "0.1.0"
