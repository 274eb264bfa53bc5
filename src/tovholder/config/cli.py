"""The command `tovholder`."""

from __future__ import annotations

import os

import click


@click.group()
def main() -> None:
    """Casework for municipal employment services."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands: `tovholder manage migrate`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tovholder manage", *arguments])
