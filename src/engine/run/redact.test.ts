import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const BODY = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6';

describe('redact(text)', () => {
  it.each([
    [
      `curl -H "Authorization: Bearer ${BODY}" x.io`,
      'curl -H "Authorization: Bearer [redacted]" x.io',
    ],
    [`export OPENAI_API_KEY=sk-proj-${BODY}`, 'export OPENAI_API_KEY=[redacted]'],
    [`echo sk-ant-${BODY}`, 'echo sk-[redacted]'],
    [
      `git clone https://me:ghp_${BODY}@github.com/a/b`,
      'git clone https://me:[redacted]@github.com/a/b',
    ],
    [`gh auth login --token gho_${BODY}`, 'gh auth login --token [redacted]'],
    [`github_pat_${BODY}`, 'github_pat_[redacted]'],
    ['aws configure set x AKIAIOSFODNN7EXAMPLE', 'aws configure set x AKIA[redacted]'],
    [`key AIza${BODY}`, 'key AIza[redacted]'],
    ['slack xoxb-1234-5678-abcdef', 'slack xoxb-[redacted]'],
    [`jwt eyJhbGciOiJI.eyJzdWIiOiIx.${BODY}`, 'jwt eyJ[redacted]'],
    ['psql postgres://app:hunter2@db/x', 'psql postgres://app:[redacted]@db/x'],
    ['mysql --password hunter2 -u root', 'mysql --password [redacted] -u root'],
    ['DB_PASSWORD=hunter2 npm start', 'DB_PASSWORD=[redacted] npm start'],
    ['curl -d \'{"password": "hunter2"}\'', 'curl -d \'{"password": "[redacted]"}\''],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE', '[redacted]'],
  ])('%s → %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'npm test',
    'grep -rn token src',
    'the password page is done',
    'git log --author=me',
    'cat src/keys.ts',
    'https://example.org/a:b@c',
    'how many tokens: see usage',
    'sk-learn',
  ])('leaves %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('applied twice changes nothing more, whatever the text', () => {
    const part = fc.constantFrom(
      '--token ',
      'sk-',
      BODY,
      '=',
      ' ',
      ':',
      '://',
      '@',
      'password',
      'Bearer ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = redact(parts.join(''));
        expect(redact(once)).toBe(once);
      }),
    );
  });
});
