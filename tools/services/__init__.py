"""Embedded database and broker."""
