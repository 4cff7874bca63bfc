"""The commands of the seal: `stackgate keys | verify`, and the option by which the gate is given a key."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackgate.commands.options import FOLDER, config_option, environment_option, settings_of
from stackgate.terminal import CannotJudge, progress

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

KEY_VARIABLE = "STACKGATE_KEY"
_EPILOG = "Exit status: 0 the seal matches, 1 it does not, 2 there is none that could be held against anything."
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_FILE = click.Path(path_type=Path)


def _span(context: click.Context, parameter: click.Parameter, value: str) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,5})([mhd])", value)
    if match is None:
        raise click.BadParameter(f"{value!r}: write a number and m, h or d, as 90m, 24h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


key_option = click.option(
    "--key", type=_FILE, help=f"Seal with the private key in this file. Default: the PEM in {KEY_VARIABLE}, if set."
)
max_age_option = click.option(
    "--max-age",
    callback=_span,
    default="24h",
    metavar="AGE",
    show_default=True,
    help="How old the seal may be: 90m, 24h, 7d.",
)
public_key_option = click.option(
    "--public-key", type=_FILE, help="The file of the public key. Default: as in the settings."
)


def signer_of(key: Path | None) -> CryptoSigner | None:
    """The private key that the option or the variable gives, if either does. Raises CannotJudge."""
    text = os.environ.pop(KEY_VARIABLE, "")
    if key is None and not text.strip():
        return None
    from stackgate.seal.keys import KeyFileError, signer_from_file, signer_from_text

    try:
        return signer_from_file(key) if key is not None else signer_from_text(text, KEY_VARIABLE)
    except KeyFileError as error:
        raise CannotJudge(str(error)) from None


@click.command(short_help="Make a pair of keys, to seal and to verify with.")
@click.option("--private", type=_FILE, default=Path("stackgate.key"), show_default=True, help="Where to put this one.")
@click.option("--public", type=_FILE, default=Path("stackgate.pub"), show_default=True, help="Where to put this one.")
def keys(private: Path, public: Path) -> None:
    """Make a pair of keys: the gate seals with the private one, verify and deploy hold seals against the public one."""
    from stackgate.seal.keys import KeyFileError, make_pair, public_pem

    try:
        signer = make_pair(private, public)
    except KeyFileError as error:
        raise CannotJudge(str(error)) from None
    click.echo(public_pem(signer), nl=False)
    click.echo(f"key {signer.public_key.keyid[:16]}")
    click.echo(f'{public}: commit it, and name it in stackgate.toml: public_key = "{public.as_posix()}"')
    click.echo(f"{private}: keep it secret, out of the repository; give it to the gate with --key or in {KEY_VARIABLE}")


@click.command(epilog=_EPILOG, short_help="Does the seal still match all that it rests on?")
@click.argument("out", required=False, default=Path("gate"), metavar="[DIR]", type=FOLDER)
@environment_option
@config_option
@max_age_option
@public_key_option
def verify(
    out: Path,
    environment: str | None,
    config: Path | None,
    max_age: timedelta,
    public_key: Path | None,
) -> None:
    """Does the seal still match all that it rests on? DIR is the gate's out folder."""
    from stackgate.deployment.journal import earlier_deploys
    from stackgate.reports.visible import visible
    from stackgate.seal.verification import NoSeal, SealMismatch
    from stackgate.seal.verification import verify as held_against_all

    settings, chosen = settings_of(environment, config)
    for line in earlier_deploys(out):
        progress(line)
    try:
        sealed = held_against_all(out, settings, chosen, max_age=max_age, public_key=public_key)
    except NoSeal as error:
        raise CannotJudge(visible(str(error))) from None
    except SealMismatch as mismatch:
        for difference in mismatch.differences:
            click.echo(visible(difference))
        count = len(mismatch.differences)
        click.echo(f"MISMATCH  {chosen}: {count} difference{'' if count == 1 else 's'} from what was sealed")
        raise SystemExit(1) from None
    documents = len(sealed.documents)
    signer = f"signed by {sealed.key_id[:16]}" if sealed.key_id else "not signed, so anybody may have written it"
    click.echo(
        f"VERIFIED  {sealed.environment}: {documents} document{'' if documents == 1 else 's'}, "
        f"sealed {_age(sealed.sealed_at)} ago, {signer}"
    )


def _age(then: datetime) -> str:
    minutes = max(int((datetime.now(UTC) - then).total_seconds()), 0) // 60
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
