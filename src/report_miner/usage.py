"""What typer says of its own accord, in the user's language: help, and calls that are off."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from report_miner.errors import UsageError
from report_miner.texts import say

# Newer versions of typer bear a copy of click of their own; what stands below this error is the same in all.
CallError: type[Any] = typer.BadParameter.__mro__[1]
"""What typer raises when a call is off."""

_EXTRA = re.compile(r"unexpected extra argument(?:s|\(s\))?\s*\((.*)\)")
_CHOICES = re.compile(r"is not one of ([^\[\n]+?)\.?$", re.MULTILINE)


class _Vietnamese:
    def format_usage(self, ctx, formatter) -> None:  # type: ignore[no-untyped-def]
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("cli.usage") + " ")

    def get_help_option(self, ctx):  # type: ignore[no-untyped-def]
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("cli.help_help")
        return option


class Command(_Vietnamese, TyperCommand):
    """A command that explains itself in Vietnamese."""


class Group(_Vietnamese, TyperGroup):
    """The commands together."""

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        """Find the command that the arguments name.

        Raises:
            UsageError: there is no such command.
        """
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UsageError(
                say("cli.no_such_command", name=args[0]), remedy=say("cli.try_help", command=ctx.command_path)
            )
        return super().resolve_command(ctx, args)


def name_panels() -> None:
    """Give the panels of the help their names, and what stands behind an option its words."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = say("cli.panel_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("cli.panel_options")
    rich_utils.COMMANDS_PANEL_TITLE = say("cli.panel_commands")
    rich_utils.DEFAULT_STRING = say("cli.default", value="{}")
    rich_utils.ENVVAR_STRING = say("cli.variable", value="{}")
    rich_utils.REQUIRED_LONG_STRING = say("cli.required")


def call_error(error: Any) -> UsageError | None:
    """Return typer's `CallError` as an error of ours; None where typer has said all by showing its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return None
    command = error.ctx.command_path if error.ctx else "report-miner"
    return UsageError(_message(error), remedy=say("cli.try_help", command=command))


def _message(error: Any) -> str:
    extra, choices = _EXTRA.search(error.message), _CHOICES.search(error.message)
    match type(error).__name__:
        case "MissingParameter":
            return say("cli.missing_value", name=_name(error.param))
        case "NoSuchOption" if error.possibilities:
            return say("cli.no_such_option_but", name=error.option_name, known=", ".join(error.possibilities))
        case "NoSuchOption":
            return say("cli.no_such_option", name=error.option_name)
        case "BadOptionUsage":
            return say("cli.option_without_value", name=error.option_name)
        case "BadParameter" if error.param and choices:
            return say("cli.bad_choice", name=_name(error.param), choices=choices[1].replace("'", ""))
        case "BadParameter" if error.param:
            return say("cli.bad_value", name=_name(error.param))
        case "UsageError" if extra:
            return say("cli.too_many", names=extra[1])
    return say("cli.bad_call", reason=error.format_message())


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return " / ".join(parameter.opts)
    return str(parameter.metavar or parameter.name).removesuffix("...")
