"""Tovholder: casework for municipal employment services."""

__version__ = "0.1.0"
