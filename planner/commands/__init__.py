"""What each command of ``pivot`` does, a module for each, and what they share: options, inputs and output.

What takes long to import is imported by the command that needs it.
"""
