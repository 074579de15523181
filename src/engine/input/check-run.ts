import type { Outcome } from '../learning/learn-outcome.ts';
import { asInputError, booleanOf, nameOf, recordOf } from './check.ts';
import { CONCERN_KINDS, type ConcernKind } from '../report/report.ts';
import type { DecodedEvent } from './decode-event.ts';
import type { RunOptions } from './event.ts';
import { describe, InputError } from './input-error.ts';
import { LIST_MAX } from './limits.ts';

/** How a run is opened, with its names filled in. */
export type Opening = RunOptions & { readonly agent: string; readonly run: string };

/** How a run is opened, checked, with its defaults. @throws {InputError} `invalid-run`. */
export function checkRunOptions(input: RunOptions): Opening {
  try {
    return optionsOf(input);
  } catch (error) {
    throw asInputError(RUN, error);
  }
}

/** An outcome, checked, with its defaults. @throws {InputError} `invalid-outcome`. */
export function checkOutcome(input: unknown): Outcome & { agent: string; run: string } {
  try {
    return outcomeOf(input);
  } catch (error) {
    throw asInputError(OUTCOME, error);
  }
}

/** Which kind of concern a person vetoes; undefined for all. @throws {InputError} `invalid-veto`. */
export function checkVeto(kind: unknown): ConcernKind | undefined {
  if (kind === undefined) return undefined;
  const known = CONCERN_KINDS.find((one) => one === kind);
  if (known !== undefined) return known;
  throw new InputError(
    'invalid-veto',
    'kind',
    describe(kind),
    `${CONCERN_KINDS.join(', ')} or none`,
  );
}

/** An event that names an agent or a run names the one it is given to. @throws {InputError} */
export function checkOwner(event: DecodedEvent, opening: Opening): void {
  const { agent, run } = event;
  if (agent !== undefined && agent !== opening.agent) {
    throw new InputError('invalid-event', 'agent', describe(agent), `"${opening.agent}" or none`);
  }
  if (run !== undefined && run !== opening.run) {
    throw new InputError('invalid-event', 'run', describe(run), `"${opening.run}" or none`);
  }
}

const RUN = 'invalid-run';
const OUTCOME = 'invalid-outcome';

function optionsOf(input: RunOptions): Opening {
  const options = recordOf(RUN, '', input) as RunOptions;
  const { agent, run, task, interactive, recorded, pollers, exempt, parent } = options;
  return {
    agent: agent === undefined ? 'default' : nameOf(RUN, 'agent', agent),
    run: run === undefined ? 'default' : nameOf(RUN, 'run', run),
    ...(task === undefined ? {} : { task: nameOf(RUN, 'task', task) }),
    ...(parent === undefined ? {} : { parent: nameOf(RUN, 'parent', parent) }),
    interactive: interactive === undefined ? true : booleanOf(RUN, 'interactive', interactive),
    recorded: recorded === undefined ? false : booleanOf(RUN, 'recorded', recorded),
    ...(pollers === undefined ? {} : { pollers: namesOf('pollers', pollers) }),
    ...(exempt === undefined ? {} : { exempt: namesOf('exempt', exempt) }),
  };
}

function outcomeOf(input: unknown): Outcome & { agent: string; run: string } {
  const { agent, run, task, succeeded } = recordOf(OUTCOME, '', input);
  return {
    agent: agent === undefined ? 'default' : nameOf(OUTCOME, 'agent', agent),
    run: run === undefined ? 'default' : nameOf(OUTCOME, 'run', run),
    ...(task === undefined ? {} : { task: nameOf(OUTCOME, 'task', task) }),
    succeeded: booleanOf(OUTCOME, 'succeeded', succeeded),
  };
}

function namesOf(path: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > LIST_MAX) {
    throw new InputError(RUN, path, describe(value), `an array of up to ${LIST_MAX} tool names`);
  }
  return Array.from(value, (name, i) => nameOf(RUN, `${path}.${i}`, name));
}
