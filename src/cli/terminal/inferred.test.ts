import { describe, expect, it } from 'vitest';
import type { Sign } from '../../engine/run/signs.ts';
import { inferredSentence } from './inferred.ts';

describe('how a run seems to have ended', () => {
  it.each<[number, Sign[], string]>([
    [
      0.74,
      ['check-passed', 'committed'],
      'Ended well, it seems: the check passed after the last change, then it was committed.',
    ],
    [0.6, ['went-on'], 'May have ended well: the person went on to something else.'],
    [0.2, ['check-failed'], 'Ended badly, it seems: the last check failed.'],
    [0.4, ['command-failed'], 'May have ended badly: the last step failed.'],
    [
      0.55,
      ['check-passed', 'displeased'],
      'May have ended well: the check passed after the last change, though the person was not content.',
    ],
    [
      0.3,
      ['taken-back', 'pleased'],
      'Ended badly, it seems: the changes were taken back, though the person was content.',
    ],
    // Of an agent that usually does well, even so.
    [0.8, ['command-failed'], 'Ended well, it seems, though the last step failed.'],
    [0.5, ['check-failed'], 'May have ended badly: the last check failed.'],
  ])('at %d: %s', (probability, signs, sentence) => {
    expect(inferredSentence({ probability, signs })).toBe(sentence);
  });
});
