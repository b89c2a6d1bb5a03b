"""Receiving webhooks with a framework's own request: one module for each framework.

None of them is needed by this package; a module imports its framework only where it cannot do without.
"""
