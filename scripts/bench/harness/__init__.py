"""Runs contestants in turn, each in a process of its own, and compares them pair by pair."""
