import type { Analysis } from './analysis.ts';

/**
 * A run as one line of `--json`. Numbers with a fraction carry 4 significant digits; those from
 * 1000, times in ms among them, none behind the point.
 *
 * @see README, "analyze --json", for the fields.
 */
export function toJsonLine(analysis: Analysis): string {
  const { run, agent, project, parent, started, events, steps, tokens } = analysis;
  const { concerns, past, confidence, advice, outcome } = analysis;
  const line = {
    schema: 1,
    run,
    agent,
    project,
    parent,
    started,
    events,
    steps: steps.length,
    tokens,
    concerns,
    past,
    confidence,
    advice,
    outcome,
  };
  return JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value,
  );
}

function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}
