import { describe, expect, it } from 'vitest';

import { progressLine, progressSentence } from './progress.ts';

const style = { columns: 80, colour: false, unicode: true };
const progress = { bytesRead: 1.2e9, bytesTotal: 3.4e9, sessions: 212, loops: 6, claims: 2 };

describe('progressLine(progress, style)', () => {
  it('shows how far, how many, and what was found', () => {
    expect(progressLine(progress, style)).toBe(
      '[===>      ] 1.2 of 3.4 GB  212 sessions  6 loops  2 unverified claims',
    );
  });
  it('says both units where they differ, and leaves out what is none', () => {
    const start = { bytesRead: 12e6, bytesTotal: 3.4e9, sessions: 1, loops: 0, claims: 0 };
    expect(progressLine(start, style)).toBe('[>         ] 12 MB of 3.4 GB  1 session');
  });
  it('is full at the end, and never more than full', () => {
    expect(progressLine({ ...progress, bytesRead: 3.4e9 }, style)).toContain('[==========] 3.4 of');
    expect(progressLine({ ...progress, bytesRead: 9e9 }, style)).toContain('[==========] 9 of');
  });
  it('has no bar where the end is unknown', () => {
    expect(progressLine({ bytesRead: 1.2e9, sessions: 212, loops: 6, claims: 2 }, style)).toBe(
      '1.2 GB  212 sessions  6 loops  2 unverified claims',
    );
  });
  it('drops facts from the right rather than fill the line', () => {
    expect(progressLine(progress, { ...style, columns: 42 })).toBe(
      '[===>      ] 1.2 of 3.4 GB  212 sessions',
    );
  });
});

describe('progressSentence(progress)', () => {
  it('says the same without a bar', () => {
    expect(progressSentence(progress)).toBe(
      'Read 1.2 of 3.4 GB, 212 sessions, 6 loops, 2 unverified claims.',
    );
    expect(progressSentence({ bytesRead: 840, sessions: 0, loops: 0, claims: 0 })).toBe(
      'Read 840 B.',
    );
  });
});
