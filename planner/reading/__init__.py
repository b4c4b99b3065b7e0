"""Texts to ordinary values: a background to a Profile, a job posting to a Role, with nothing made up or dropped."""
