import { describe, expect, it } from 'vitest';
import { tellsToWait } from './waiting.ts';

describe('tellsToWait(text)', () => {
  it.each([
    'poll the job until it is done',
    'Please poll it every 10 seconds.',
    'Start the deploy, then poll the status endpoint until it says ready',
    'keep checking the build',
    'Keep polling until the queue is empty.',
    'keep watching the logs',
    'Continue monitoring the rollout.',
    'Check every 5 minutes whether the run has finished',
    'check the pipeline every 30s',
    'Look at the dashboard once an hour.',
    'Every 10 minutes, check the inbox.',
    'wait for the build to finish',
    'Wait until the container is healthy, then run the tests',
    'Please wait a minute and try again.',
    'Push it and wait for CI.',
    'monitor the deployment',
    'Watch the logs until the error shows up',
    'watch ci-run 123 until it is green',
    'check back until the import is through',
    'check periodically, it is slow',
    'retry until it works',
    'Try again every few minutes.',
    'let me know when it is finished',
    'Start the training and tell me once it has finished.',
    'It takes long. Ping me when it has finished!',
    'Fix the bug. Then keep an eye on the deploy.',
    'Create the machine and wait until it is up.',
    'Fix the typo, push it and then monitor the pipeline',
    'You need to wait for the migration.',
    'Make sure to keep checking the queue.',
    'poll it',
  ])('is true of %j', (text) => {
    expect(tellsToWait(text)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['Fix the bug until the tests pass', 'no word of watching'],
    ['wait, that is wrong', 'an objection'],
    ['Wait, why did you delete it?', 'an objection'],
    ["don't poll, use the webhook", 'forbidden'],
    ['Do not wait for the build.', 'forbidden'],
    ['stop polling', 'forbidden'],
    ['Stop checking it every minute', 'forbidden'],
    ['Never wait for input.', 'forbidden'],
    ['format every file', 'a plain every'],
    ['Check every file for typos', 'a plain every'],
    ['watch out for edge cases', 'a warning'],
    ['monitor.ts has a bug', 'a file'],
    ['add a polling mode to the client', 'something to build'],
    ['Add a function that polls the queue every 5 seconds', 'something to build'],
    ['Implement retry until success in fetch.ts', 'something to build'],
    ['Fix the test that waits for the server', 'something to mend'],
    ['the poll results page is broken', 'a page'],
    ['Why does it wait for the lock?', 'a question'],
    ['refactor the watch mode', 'something to mend'],
    ['What is a monitor?', 'a question'],
    ['Write a script to monitor the disk', 'something to build'],
    ['I waited for you', 'a report'],
    ['The poll closes on Monday', 'a vote'],
    ['check the types', 'once'],
    ['run the tests again', 'once'],
    ['let me know what you think', 'no waiting'],
    ["Please cancel the order. Let me know once it's done!", 'courtesy'],
    ["Let me know when you're finished", 'courtesy'],
    ['Hmm, wait a second, that is the wrong order', 'an objection'],
    ['Save a file and watch the dev server not restart', 'how to see a bug'],
    ['The server should wait for the lock', 'what a program does'],
    ['Make it poll every 5 seconds', 'something to build'],
    ['Change the client so that it polls every 5 s', 'something to build'],
    ['Write a script to connect and poll the queue every 5 s', 'something to build'],
    ['the watch the user wears', 'a watch'],
    ['Rename wait_for to await', 'a name'],
    ['pollForResult() throws', 'a name'],
  ])('is false of %j: %s', (text) => {
    expect(tellsToWait(text)).toBe(false);
  });

  it('reads a long text at both its ends', () => {
    const paste = 'a line of a log that was pasted here\n'.repeat(200);
    expect(tellsToWait(`wait for the build to finish\n${paste}`)).toBe(true);
    expect(tellsToWait(`${paste}wait for the build to finish`)).toBe(true);
    expect(tellsToWait(`${paste}wait for the build to finish\n${paste}`)).toBe(false);
  });

  it('knows English only', () => {
    expect(tellsToWait('warte, bis der Build fertig ist')).toBe(false);
  });

  it('takes no time over a text made to be slow', () => {
    const started = performance.now();
    for (const part of [
      'poll ',
      'check ',
      'every ',
      'and ',
      'add ',
      'do not ',
      'poll a b c d e ',
    ]) {
      for (let i = 0; i < 20; i++) tellsToWait(part.repeat(10_000));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
