"""Deploys the stacks of an out folder, one after the other, and tells how it ended."""

from __future__ import annotations

from collections.abc import Collection

from stackgate.deployment.chain import Chain
from stackgate.deployment.ending import CouldNotDeploy, Interrupted, Refused
from stackgate.deployment.journal import Journal, earlier_deploys, only_deploy, private_folder
from stackgate.deployment.record import Record
from stackgate.deployment.signals import Signals
from stackgate.deployment.stacks import Stack, stacks_to_deploy
from stackgate.deployment.states import refuse_shared_states, refuse_unsaved_states
from stackgate.deployment.terms import Terms
from stackgate.deployment.variables import refuse_undeclared, secrets_of_environment


def deploy(terms: Terms, signals: Signals, names: Collection[str] = ()) -> None:
    """Deploy the named stacks, else all of them, each behind those that it depends on.

    Raises Refused where something is not as it was judged, or was judged and blocked; CouldNotDeploy where it could
    not be done, with what was done until then; Interrupted before there is a stack.
    """
    for line in earlier_deploys(terms.out):
        terms.progress(line)
    terms.verify()
    refuse_undeclared(terms.environ, terms.settings.deploy.variables)
    left = stacks_to_deploy(terms.out, names)
    refuse_unsaved_states(left, terms.app)
    refuse_shared_states(terms.out, stacks_to_deploy(terms.out), terms.app, terms.environ)
    deployed: list[str] = []
    try:
        with only_deploy(terms.out) as lock:
            while left:
                _deploy(terms, left[0], signals, lock)
                deployed.append(left.pop(0).name)
    except OSError as error:
        raise CouldNotDeploy(_told(error)) from None
    finally:
        if deployed and left:
            terms.progress(f"deployed: {', '.join(deployed)}; not: {', '.join(stack.name for stack in left)}")


def _deploy(terms: Terms, stack: Stack, signals: Signals, lock: int) -> None:
    folder = private_folder(terms.out, stack.name)
    facts = {"stack": stack.name, "environment": terms.environment, "out": str(terms.out.resolve())}
    journal = Journal(folder, facts, step="verify")
    record = Record(stack.name, folder, journal, terms.progress, secrets_of_environment(terms.environ))
    try:
        for earlier in folder.iterdir():
            earlier.unlink()
        changes = Chain(terms, stack, record, signals, lock).run()
        signals.check()
    except Interrupted:
        ended = f"interrupted by {signals.received} during {journal.step}: {record.outcome}"
        raise CouldNotDeploy(f"{stack.name}: {ended}") from None
    except CouldNotDeploy as error:
        raise CouldNotDeploy(f"{stack.name}: {record.clean(str(error))}; {record.outcome}") from None
    except OSError as error:
        raise CouldNotDeploy(f"{stack.name}: {journal.step}: {_told(error)}; {record.outcome}") from None
    except Refused as error:
        raise Refused(*(f"{stack.name}: {record.clean(line)}" for line in error.lines)) from None
    terms.progress(f"{stack.name}: deployed: {changes}" if changes.is_applyable else f"{stack.name}: nothing to apply")


def _told(error: OSError) -> str:
    return f"{error.filename2 or error.filename or 'a file'} cannot be written: {error.strerror}"
