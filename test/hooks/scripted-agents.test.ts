import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { answerHook, HOSTS } from '../../src/adapters/hooks/hook.ts';
import { CLAUDE_CODE, CODEX, GEMINI, takes, WIRES, type Wire } from './host-wire.ts';

const root = mkdtempSync(join(tmpdir(), 'second-thought-hooks-'));
let folder = root;
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
});
afterAll(() => rmSync(root, { recursive: true }));

const TEST = { command: 'npm test' };
const FAILURE = '1 failing: expected 2 to be 3';

/** What a hook said, in words: which moment, what it did, its text. */
interface Heard {
  readonly does: 'nothing' | 'context' | 'ask' | 'deny' | 'go-on';
  readonly text: string;
  readonly output: string;
}

describe.each(WIRES)('a looping agent of $host', (wire) => {
  it('is told once with evidence, then it is asked about, then refused', () => {
    const heard: Heard[] = [];
    for (let turn = 1; turn <= 9; turn++) {
      heard.push(hear(wire, wire.call(`t${turn}`, 'Bash', TEST)));
      if (heard.at(-1)!.does !== 'nothing') continue;
      heard.push(hear(wire, wire.result(`t${turn}`, 'Bash', TEST, FAILURE, true)));
    }
    const told = heard.filter(({ does }) => does === 'context');
    expect(told.map(({ text }) => text)).toEqual([
      'Second Thought: `npm test` ×3, same result, no change between: 3 steps since it began. ' +
        'Change something before you run it again, or say what is missing.',
    ]);
    const denied = heard.filter(({ does }) => does === 'deny');
    const isShown = ({ text }: Heard): boolean => /^`npm test` ×\d, same result/.test(text);
    expect(denied.length).toBeGreaterThan(2);
    expect(denied.every(isShown)).toBe(true);
    const quiet = 'nothing nothing';
    // A person who is asked and says no has said no to the same call after it; a host that cannot
    // ask denies one call with the question, and from the sixth turn on each.
    const last = {
      'claude-code': 'ask deny deny deny deny',
      codex: `deny ${quiet} ${quiet} deny deny`,
      gemini: `deny ${quiet} ${quiet} deny deny`,
    }[wire.host];
    expect(heard.map(({ does }) => does).join(' ')).toBe(
      `${quiet} ${quiet} nothing context ${quiet} ${last}`,
    );
  });

  it('goes on unhindered with anything else, and is free again after it', () => {
    turns(wire, 8);
    const edit = { file_path: 'a.ts', old_string: 'return 2', new_string: 'return 3' };
    expect(hear(wire, wire.call('e', 'Edit', edit)).does).toBe('nothing');
    hear(wire, wire.result('e', 'Edit', edit, 'The file was updated.'));
    expect(hear(wire, wire.call('t', 'Bash', TEST)).does).toBe('nothing');
  });

  it('is free again after a person spoke', () => {
    turns(wire, 8);
    hear(wire, wire.prompt('Try it once more, please.'));
    expect(hear(wire, wire.call('t', 'Bash', TEST)).does).toBe('nothing');
  });

  it('is never ended as a whole, unless the user wanted that', () => {
    turns(wire, 9);
    expect(hear(wire, wire.call('t', 'Bash', TEST)).output).not.toContain('"continue"');
  });
});

describe.each(WIRES)('an agent of $host is left alone', (wire) => {
  it('that polls and sees something change', () => {
    for (let i = 0; i < 40; i++) {
      expectQuiet(wire, `p${i}`, { command: 'gh run view 7' }, `step ${i} of 40 is running`);
    }
  });

  it('that goes through a batch, each answered alike', () => {
    for (let i = 0; i < 40; i++) {
      expectQuiet(wire, `b${i}`, { command: `mv src/part-${WORDS[i]}.js lib/` }, '');
    }
  });

  it('that fixes and tests in turn', () => {
    for (let i = 0; i < 12; i++) {
      expectQuiet(wire, `e${i}`, { command: `sed -i s/${WORDS[i]}/x/ a.ts` }, '');
      const failed = `${12 - i} failing: ${WORDS[i]} is wrong`;
      expectQuiet(wire, `t${i}`, TEST, failed, true);
    }
  });
});

describe.each(WIRES)('a claim of an agent of $host', (wire) => {
  const CLAIM = 'Fixed. All tests pass now.';

  it('that nothing bears out keeps it at work, once', () => {
    change(wire);
    const first = hear(wire, wire.answer(CLAIM));
    expect(first.does).toBe('go-on');
    expect(first.text).toContain('Run the check and report what it says');
    expect(hear(wire, wire.answer(CLAIM, true)).does).toBe('nothing');
    // Nor where the host forgets to say that a hook is behind it.
    expect(hear(wire, wire.answer(CLAIM)).does).toBe('nothing');
  });

  it('made while a hook keeps the agent going is let be', () => {
    change(wire);
    expect(hear(wire, wire.answer(CLAIM, true)).does).toBe('nothing');
  });

  it('that a check bears out is fine', () => {
    change(wire);
    hear(wire, wire.call('t', 'Bash', TEST));
    hear(wire, wire.result('t', 'Bash', TEST, '12 passing'));
    expect(hear(wire, wire.answer(CLAIM)).does).toBe('nothing');
  });

  it('that is none is none', () => {
    change(wire);
    expect(hear(wire, wire.answer('I changed a.ts. The tests still have to run.')).does).toBe(
      'nothing',
    );
  });
});

describe('a person who is asked', () => {
  it('and agrees is not asked again before it cost twice as much', () => {
    const asked: number[] = [];
    for (let turn = 1; turn <= 24; turn++) {
      if (hear(CLAUDE_CODE, CLAUDE_CODE.call(`t${turn}`, 'Bash', TEST)).does !== 'nothing') {
        asked.push(turn);
      }
      hear(CLAUDE_CODE, CLAUDE_CODE.result(`t${turn}`, 'Bash', TEST, FAILURE, true));
    }
    expect(asked[0]).toBe(5);
    expect(asked[1]).toBeGreaterThanOrEqual(9);
  });
});

describe('an agent that no person watches', () => {
  it('is told, and refused from the sixth turn, and nobody is asked', () => {
    hear(CLAUDE_CODE, CLAUDE_CODE.prompt('Fix the build', 'sdk'));
    const does = turns(CLAUDE_CODE, 9);
    expect(does).toEqual([...Array.from({ length: 6 }, () => 'nothing'), 'deny', 'deny', 'deny']);
  });
});

describe('with --end-agent', () => {
  it('a stop ends the agent of Gemini CLI', () => {
    turns(GEMINI, 9);
    expect(JSON.parse(hear(GEMINI, GEMINI.call('t', 'Bash', TEST), true).output)).toMatchObject({
      continue: false,
      stopReason: expect.stringContaining('npm test') as string,
    });
  });

  it('and of Claude Code, where nobody is there to be asked', () => {
    hear(CLAUDE_CODE, CLAUDE_CODE.prompt('Fix the build', 'sdk'));
    turns(CLAUDE_CODE, 9);
    const { output } = hear(CLAUDE_CODE, CLAUDE_CODE.call('t', 'Bash', TEST), true);
    expect(JSON.parse(output)).toMatchObject({ continue: false });
  });

  it('that a person said no is no stop of ours', () => {
    turns(CLAUDE_CODE, 9);
    const { output } = hear(CLAUDE_CODE, CLAUDE_CODE.call('t', 'Bash', TEST), true);
    expect(JSON.parse(output)).not.toHaveProperty('continue');
  });

  it('Codex is only ever refused the call: it does not take more', () => {
    turns(CODEX, 9);
    expect(hear(CODEX, CODEX.call('t', 'Bash', TEST), true).output).not.toContain('"continue"');
  });
});

describe('subagents', () => {
  it('have their own runs; their parent is told of them', () => {
    const sub = { agent_id: 'a7', agent_type: 'Explore' };
    for (let i = 0; i < 4; i++) {
      hear(CLAUDE_CODE, { ...CLAUDE_CODE.call(`s${i}`, 'Bash', TEST), ...sub });
      hear(CLAUDE_CODE, { ...CLAUDE_CODE.result(`s${i}`, 'Bash', TEST, FAILURE, true), ...sub });
    }
    hear(CLAUDE_CODE, CLAUDE_CODE.call('m', 'Read', { path: 'a' }));
    const told = hear(CLAUDE_CODE, CLAUDE_CODE.result('m', 'Read', { path: 'a' }, 'content'));
    expect(told.does).toBe('context');
    expect(told.text).toContain('In run a7: `npm test` ×4');
  });
});

const WORDS = Array.from({ length: 40 }, (_, i) => `w${String.fromCharCode(97 + (i % 26))}${i}`);

/** Runs turns of a loop as long as they are let; what was said before each call. */
function turns(wire: Wire, max: number): string[] {
  return Array.from({ length: max }, (_, i) => {
    const { does } = hear(wire, wire.call(`t${i}`, 'Bash', TEST));
    if (does === 'nothing') hear(wire, wire.result(`t${i}`, 'Bash', TEST, FAILURE, true));
    return does;
  });
}

function change(wire: Wire): void {
  const args = { command: 'sed -i s/a/b/ src/a.ts' };
  hear(wire, wire.call('c', 'Bash', args));
  hear(wire, wire.result('c', 'Bash', args, ''));
}

function expectQuiet(wire: Wire, id: string, args: object, output: string, failed = false): void {
  expect(hear(wire, wire.call(id, 'Bash', args)).does).toBe('nothing');
  expect(hear(wire, wire.result(id, 'Bash', args, output, failed)).does).toBe('nothing');
}

/** Gives an event to the hook; fails where the host would not take the answer. */
function hear(wire: Wire, input: object, mayEnd = false): Heard {
  const host = HOSTS.find(({ name }) => name === wire.host)!;
  const output = answerHook(host, input, { folder, mayEnd });
  const event = (input as { hook_event_name: string }).hook_event_name;
  if (!takes(wire.host, event, output)) throw new Error(`${wire.host} ${event} refuses ${output}`);
  return { ...understood(event, output), output };
}

function understood(event: string, output: string): Pick<Heard, 'does' | 'text'> {
  if (output === '') return { does: 'nothing', text: '' };
  const { hookSpecificOutput: specific = {}, ...rest } = JSON.parse(output) as {
    hookSpecificOutput?: Record<string, string>;
    reason?: string;
  };
  if (specific['additionalContext'] !== undefined) {
    return { does: 'context', text: specific['additionalContext'] };
  }
  if (specific['permissionDecision'] !== undefined) {
    const does = specific['permissionDecision'] as 'ask' | 'deny';
    return { does, text: specific['permissionDecisionReason']! };
  }
  const isEnd = event === 'Stop' || event === 'AfterAgent';
  return { does: isEnd ? 'go-on' : 'deny', text: rest.reason! };
}
