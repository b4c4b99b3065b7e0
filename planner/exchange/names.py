"""What a role can be found by in a list: its title, and every other name it goes by."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model import Role


def role_names(roles: Mapping[str, Role]) -> dict[str, str]:
    """Return what a list of roles shows by what is chosen: every title, then every alias with the title it stands for.

    :func:`named_role` says which role a choice is.
    """
    titles = {id: role.label for id, role in roles.items()}
    taken = {title.casefold() for title in titles.values()}
    aliases = {
        f"{id} {alias}": f"{alias[:1].upper()}{alias[1:]} ({role.label})"
        for id, role in roles.items()
        for alias in role.aliases
        if alias.casefold() not in taken
    }
    ordered = [sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])) for names in (titles, aliases)]
    return dict(pair for names in ordered for pair in names)


def named_role(choice: str) -> str:
    """Return the id of the role that a choice of :func:`role_names` is.

    >>> named_role("financial-manager branch manager")
    'financial-manager'
    """
    return choice.partition(" ")[0]
