import { stripVTControlCharacters } from 'node:util';

import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { ACTIONS, CONCERN_KINDS, type Belief, type Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { addAnalysis, createOverview, overviewOf } from '../analyze/overview.ts';
import { createTold, newsLines, statusLines } from './follow-screen.ts';
import { print } from './lines.ts';
import { renderOverview } from './render-overview.ts';
import { renderRun } from './render-run.ts';
import { renderRuns } from './render-runs.ts';
import { addRun, createRunsSummary } from './runs-summary.ts';
import type { TerminalStyle } from './style.ts';

/** What must hold for each screen, whatever an agent says or does. */

const hostile = fc.constantFrom(
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202egpj.exe',
  '\u2066\u200f\u200b\ufeff',
  'שלום עולם',
  '修正テスト'.repeat(12),
  '👩‍💻🏴‍☠️1️⃣',
  'e\u0301\u0301\u0301',
  '\ud83d',
  '<script>',
  'x'.repeat(256),
  '   ',
);
const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 256 }), hostile, fc.constant('coder'));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const amount = fc.integer({ min: 0, max: 3_000_000 });
const time = fc.oneof(fc.integer({ min: 1.6e12, max: 1.8e12 }), fc.double());

/** Low, value and high in order. */
const interval = fc
  .tuple(share, share, share)
  .map((shares) => shares.toSorted((a, b) => a - b))
  .map(([low, value, high]) => ({ low: low!, value: value!, high: high! }));

const belief: fc.Arbitrary<Belief> = fc
  .record({
    interval,
    basis: fc.constantFrom('prior' as const, 'learned' as const, 'measured' as const),
    outcomes: amount,
  })
  .map(({ interval: shares, ...rest }) => Object.assign(rest, shares));

const steps: fc.Arbitrary<StepMark[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom('check' as const, 'change' as const, 'other' as const),
      failed: fc.boolean(),
      concern: fc.boolean(),
      interval,
    }),
    { maxLength: 300, size: '+1' },
  )
  .map((marks) => {
    let event = -1;
    return marks.map(({ gap, interval: shares, kind, failed, concern }) => {
      event += gap;
      return { event, kind, failed, concern, ...shares };
    });
  });

const cost = { steps: fc.oneof(fc.constant(0), amount), ms: amount, tokens: amount };
const concernOf = (
  names: fc.Arbitrary<string>,
  evidence: fc.Arbitrary<string>,
): fc.Arbitrary<Concern> =>
  fc.record(
    {
      kind: fc.constantFrom(...CONCERN_KINDS),
      action: fc.constantFrom(...ACTIONS),
      run: names,
      strength: share,
      since: fc.record(
        { event: fc.integer({ min: 0, max: 600 }), at: time },
        { requiredKeys: ['event'] },
      ),
      evidence,
      tool: names,
      cost: fc.record(cost, { requiredKeys: ['steps'] }),
    },
    { requiredKeys: ['kind', 'action', 'strength', 'since', 'evidence', 'cost'] },
  );

function analysisOf(
  names: fc.Arbitrary<string>,
  evidence: fc.Arbitrary<string>,
  tell: fc.Arbitrary<string>,
): fc.Arbitrary<Analysis> {
  const concern = concernOf(names, evidence);
  const past = fc
    .tuple(concern, amount)
    .map(([{ run: _run, ...own }, length]) =>
      Object.assign(own, { until: own.since.event + length }),
    );
  return fc.record(
    {
      run: names,
      agent: fc.oneof(names, fc.constantFrom('claude-code@opus', 'codex@gpt-5', 'gemini-cli')),
      task: names,
      project: fc.oneof(
        names,
        names.map((folder) => `/home/${folder}/${folder}`),
      ),
      started: amount,
      events: amount,
      steps,
      tokens: amount,
      ms: amount,
      startedAt: time,
      concerns: fc.array(concern, { maxLength: 5 }),
      past: fc.array(past, { maxLength: 5 }),
      confidence: belief,
      advice: fc.record({
        action: fc.constantFrom(...ACTIONS),
        tell,
      }),
      outcome: fc.record({ succeeded: fc.boolean() }),
      problems: fc.array(names, { maxLength: 3 }),
    },
    {
      requiredKeys: [
        'run',
        'agent',
        'events',
        'steps',
        'concerns',
        'past',
        'confidence',
        'advice',
        'problems',
      ],
    },
  );
}

const anything = analysisOf(name, name, name);
const columns = fc.oneof(fc.constantFrom(40, 60, 80, 120), fc.integer({ min: 40, max: 300 }));
const style: fc.Arbitrary<TerminalStyle> = fc.record({
  columns,
  colour: fc.constant(false),
  unicode: fc.boolean(),
});

/** All that a screen may be, with the style it is for. */
const screen: fc.Arbitrary<{ style: TerminalStyle; render: (style: TerminalStyle) => string }> =
  fc.oneof(
    fc.record({ style, analysis: anything }).map(({ analysis, style: of }) => ({
      style: of,
      render: (as: TerminalStyle) => renderRun(analysis, as),
    })),
    fc
      .record({ style, analyses: fc.array(anything, { maxLength: 13 }) })
      .map(({ analyses, style: of }) => ({
        style: of,
        render: (as: TerminalStyle): string => {
          const summary = createRunsSummary();
          for (const analysis of analyses) addRun(summary, analysis);
          return renderRuns(summary, as);
        },
      })),
    fc
      .record({ style, analyses: fc.array(anything, { maxLength: 13 }), now: time })
      .map(({ analyses, now, style: of }) => ({
        style: of,
        render: (as: TerminalStyle): string => {
          const summary = createRunsSummary();
          const sums = createOverview(now > 1.6e12 ? now : undefined);
          for (const analysis of analyses) {
            addRun(summary, analysis);
            addAnalysis(sums, analysis);
          }
          const command = analyses[0]?.run;
          return renderOverview(summary, overviewOf(sums), as, now, command);
        },
      })),
    fc.record({ style, analysis: anything }).map(({ analysis, style: of }) => ({
      style: of,
      render: (as: TerminalStyle): string =>
        print([...newsLines(createTold(), analysis, as, false), ...statusLines(analysis, as)], as),
    })),
  );

/** Control, format and half characters, but for line breaks and the joiners of emoji. */
const OBEYED = /(?!\n|\u200d)[\p{Cc}\p{Cf}\p{Cs}]/u;

describe('every screen', () => {
  it('has no line wider than the terminal, and none that ends with a space', () => {
    fc.assert(
      fc.property(screen, ({ style: of, render }) => {
        for (const line of render(of).split('\n')) {
          expect(stringWidth(line)).toBeLessThanOrEqual(of.columns);
          expect(line).toBe(line.trimEnd());
        }
      }),
    );
  });

  it('lets nothing through that a terminal would obey', () => {
    fc.assert(
      fc.property(screen, ({ style: of, render }) => {
        expect(render(of)).not.toMatch(OBEYED);
      }),
    );
  });

  it('is plain ASCII where the locale is not UTF-8', () => {
    fc.assert(
      fc.property(screen, ({ style: of, render }) => {
        expect(render({ ...of, unicode: false })).toMatch(/^[\n\u0020-\u007e]*$/);
      }),
    );
  });

  it('says the same in colour, in few colours', () => {
    fc.assert(
      fc.property(screen, ({ style: of, render }) => {
        const coloured = render({ ...of, colour: true });
        expect(stripVTControlCharacters(coloured)).toBe(render(of));
        for (const escape of coloured.split('\u001b').slice(1)) {
          expect(escape).toMatch(/^\[(?:1|22|31|33|36|39)m/);
        }
      }),
    );
  });

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(screen, ({ style: of, render }) => {
        expect(render(of)).toBe(render(of));
      }),
    );
  });
});

const ascii = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme-ascii', maxLength });
/** Sentences of at most so many columns: of anything in ASCII, or as concerns tell them. */
const sentence = (columnsMax: number): fc.Arbitrary<string> =>
  fc.oneof(
    ascii(columnsMax),
    fc
      .array(fc.constantFrom('`npm', 'test`', '×5,', 'same', 'failures,', '修正'), {
        maxLength: 70,
      })
      .map((words) => words.join(' '))
      .filter((text) => stringWidth(text) <= columnsMax),
  );
const squeezed = (text: string): string => text.replace(/\s/g, '');

describe('the screen of a run', () => {
  it('takes at most 24 lines, with any names', () => {
    const analyses = analysisOf(name, sentence(130), sentence(200));
    fc.assert(
      fc.property(analyses, columns, (analysis, width) => {
        const text = renderRun(analysis, { columns: width, colour: false, unicode: true });
        expect(text.split('\n').length).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('has the whole evidence of the strongest concern, and the whole advice', () => {
    const analyses = analysisOf(ascii(256), sentence(400), sentence(400));
    fc.assert(
      fc.property(analyses, columns, (analysis, width) => {
        const { concerns, advice } = analysis;
        const text = renderRun(analysis, { columns: width, colour: false, unicode: true });
        const strongest = concerns.find(({ strength }) => strength >= 0.5);
        for (const said of [strongest?.evidence, advice.action === 'proceed' ? '' : advice.tell]) {
          expect(squeezed(text)).toContain(squeezed(said ?? ''));
        }
      }),
    );
  });
});
