import { describe, expect, it } from 'vitest';
import {
  CLAIMS_BUILD,
  CLAIMS_LINT,
  CLAIMS_TESTS,
  CLAIMS_TYPES,
  CLAIMS_WORK,
  claimIn,
} from './claim.ts';

const [TESTS, BUILD, LINT, TYPES, WORK] = [
  CLAIMS_TESTS,
  CLAIMS_BUILD,
  CLAIMS_LINT,
  CLAIMS_TYPES,
  CLAIMS_WORK,
];

describe('claimIn(text): what is claimed', () => {
  it.each([
    // Tests, specs, CI, checks.
    ['All tests pass.', TESTS],
    ['All 42 tests are passing now', TESTS],
    ['12/12 tests passed', TESTS],
    ['The test suite is green', TESTS],
    ['- All tests pass ✅', TESTS],
    ['**All tests pass.**', TESTS],
    ['CI is green again.', TESTS],
    ['All checks passed!', WORK],
    ['The new regression test passes.', TESTS],
    ['The tests in `src/parser` now pass.', TESTS],
    ['The tests I added all pass.', TESTS],
    ['I ran the suite and they all pass.', TESTS],
    ['`pytest -q` passes.', TESTS],
    ['42 passed, 0 failed.', TESTS],
    ['It passes all existing tests.', TESTS],
    ['No test failures.', TESTS],
    ['All green.', TESTS],
    ['I can confirm that all tests pass.', TESTS],
    ['After the fix, all tests pass.', TESTS],
    ['The previously failing tests now pass.', TESTS],
    ['All tests pass, so I will commit.', TESTS],
    ['I did not touch the API, but all tests pass.', TESTS],
    ['5 of 5 tests pass.', TESTS],
    ['Tests: ✅', TESTS],
    ['I re-ran the suite twice and it passed both times.', TESTS],
    ['The tests you asked for are written and pass.', TESTS],
    ['Verified: `go test ./...` passes.', TESTS],
    // Build.
    ['The build succeeds.', BUILD],
    ['It compiles without errors.', BUILD],
    ['The project builds cleanly.', BUILD],
    ['Everything compiles.', BUILD],
    ['`npm run build` succeeds.', BUILD],
    ['Build successful.', BUILD],
    ['TypeScript compiles with no errors.', BUILD],
    ['The production build completes without errors.', BUILD],
    // Linter.
    ['Lint is clean.', LINT],
    ['ESLint reports no errors.', LINT],
    ['There are no lint warnings.', LINT],
    ['The linter runs without any warnings.', LINT],
    ['- Lint: clean', LINT],
    // Type checker.
    ['No type errors remain.', TYPES],
    ['`tsc --noEmit` is clean.', TYPES],
    ['The type checker is happy.', TYPES],
    ['The code type-checks.', TYPES],
    // Several at once.
    ['Lint, types and tests are all green.', LINT | TYPES | TESTS],
    ['The build succeeds and all tests pass.', BUILD | TESTS],
    ['No lint or type errors.', LINT | TYPES],
    ['The bug is fixed and all tests pass.', WORK | TESTS],
    ['The whole thing compiles and the linter has no complaints.', BUILD | LINT],
    ['Typecheck: ✅ Lint: ✅ Tests: ✅', TYPES | LINT | TESTS],
    ['Done! All 12 tests pass and the linter is clean.', WORK | TESTS | LINT],
    // The work in general.
    ['Done!', WORK],
    ['**Done**', WORK],
    ['## ✅ Done', WORK],
    ['✅ Fixed', WORK],
    ['🔥 Fixed!', WORK],
    ['Done — the parser handles both forms.', WORK],
    ['Task complete.', WORK],
    ["I'm done.", WORK],
    ["I've fixed the bug", WORK],
    ['I’ve fixed the bug where the app crashed when the list was empty.', WORK],
    ['Fixed `src/parser.ts` by adding a guard.', WORK],
    ['The issue is now resolved', WORK],
    ["The issue's been resolved.", WORK],
    ['The bug has been fixed', WORK],
    ['The bug in the date parser has been fixed.', WORK],
    ['Everything works as expected', WORK],
    ['It works now.', WORK],
    ['It now works! 🎉', WORK],
    ['The feature works', WORK],
    ['The implementation is complete and verified', WORK],
    ['I have verified that the fix works', WORK],
    ['I verified the fix with a small script.', WORK],
    ['Successfully implemented the retry logic.', WORK],
    ["I've implemented pagination for the list endpoint.", WORK],
    ['Everything is done.', WORK],
    ['The error is gone.', WORK],
    ['It no longer crashes.', WORK],
    ['I found the cause and fixed it.', WORK],
    ["Now that the bug is fixed, I'll clean up.", WORK],
    ['I have completed the task.', WORK],
    ['That fixed it — the page renders again.', WORK],
    ['The login flow works end to end.', WORK],
    ['The fix is in place and verified.', WORK],
    ["That's it, all done!", WORK],
    ['We are done here.', WORK],
    ["I'm finished with the implementation.", WORK],
    ['The script runs without errors.', WORK],
    ['I resolved the failing CI job by pinning the version.', WORK],
    ['Verified that the login works after the change.', WORK],
    ['The root cause was a stale closure, which I have fixed.', WORK],
    ['The problem has been solved by caching the response.', WORK],
    ['This change resolves the issue.', WORK],
  ])('%j', (text, kinds) => {
    expect(claimIn(text)?.kinds).toBe(kinds);
  });
});

describe('claimIn(text): several sentences', () => {
  it('finds the one that claims, and says where it lies', () => {
    const text = 'I looked at the parser. All tests pass. Next I will update the docs.';
    expect(claimIn(text)).toEqual({ kinds: TESTS, start: 24, end: 39, checkFollows: false });
    expect(text.slice(24, 39)).toBe('All tests pass.');
  });

  it('sums the kinds and points at the first specific one', () => {
    const text = '## Done\n\n- Fixed the bug\n- Lint is clean\n- All tests pass\n';
    const claim = claimIn(text)!;
    expect(claim.kinds).toBe(WORK | LINT | TESTS);
    expect(text.slice(claim.start, claim.end)).toBe('- Lint is clean');
  });

  it('points at the first claim where none is specific', () => {
    const text = 'The cause was a typo. The bug is fixed. Everything works.';
    const claim = claimIn(text)!;
    expect(text.slice(claim.start, claim.end)).toBe('The bug is fixed.');
  });

  it('ends no sentence within a name, a number, code or a quotation', () => {
    for (const text of [
      'The tests in a.ts and b.test.ts pass.',
      'With node 20.19 all tests pass.',
      'The change to `a. b` is done.',
      'The tests for "a. b" pass.',
    ]) {
      expect(claimIn(text)).toMatchObject({ start: 0, end: text.length });
    }
  });

  it('reads on behind code, quotes and tables', () => {
    const text =
      '```\nall tests pass\n```\n> it is fixed\n\n| tests | pass |\n|---|---|\n\nIt compiles.';
    expect(claimIn(text)).toMatchObject({ kinds: BUILD, start: text.indexOf('It compiles') });
  });

  it('takes a list under a plan for a part of the plan, up to the next paragraph', () => {
    expect(claimIn('Next steps:\n- All tests pass\n- Lint is clean')).toBeUndefined();
    expect(claimIn('## Acceptance criteria\n\n1. All tests pass\n')).toBeUndefined();
    expect(claimIn('Next steps:\n- update the docs\n\nAll tests pass.')?.kinds).toBe(TESTS);
    expect(claimIn('Summary of changes:\n- Fixed the bug')?.kinds).toBe(WORK);
    expect(claimIn('## Final check\n- All tests pass')?.kinds).toBe(TESTS);
    expect(claimIn('- [ ] All tests pass\n- [x] Lint is clean')?.kinds).toBe(LINT);
  });

  it('reads the first and the last 4000 characters of a long text, not what lies between', () => {
    const filler = 'One line of plain prose.\n'.repeat(200);
    expect(claimIn(`All tests pass.\n${filler}${filler}`)).toMatchObject({ start: 0, end: 15 });
    expect(claimIn(`${filler}All tests pass.\n${filler}`)).toBeUndefined();
    const text = `${filler}${filler}All tests pass.`;
    expect(claimIn(text)).toMatchObject({ start: text.length - 15, end: text.length });
    // A fence that opens between the edges still stands at the end.
    expect(claimIn(`${filler}\`\`\`\n${filler}All tests pass.`)).toBeUndefined();
    // No sentence shortened by the cut: what stands before may take it back.
    const cut = `${'x'.repeat(6000)} should ${' '.repeat(3980)}`;
    expect(claimIn(`${cut}all tests pass`)).toBeUndefined();
  });
});

describe('claimIn(text).checkFollows', () => {
  it.each([
    'I fixed the bug. Now let me run the tests to verify.',
    "The bug is fixed. I'll run the test suite next.",
    'Fixed the parser. Let me verify that it works.',
    'I have implemented the feature.\n\nNext, I will run the linter.',
    'The fix is done. Running the tests now.',
    "The change is complete. Let's double-check.",
    'Done. I still need to check whether the build succeeds.',
  ])('is true of %j', (text) => {
    expect(claimIn(text)).toMatchObject({ kinds: WORK, checkFollows: true });
  });

  it.each([
    'Done. Let me know if you want me to run the tests.',
    'Done. You can run the tests with `npm test`.',
    'I fixed the bug and ran the tests.',
    'The bug is fixed. Should I run the tests?',
    "The bug is fixed. Next I'll update the docs.",
  ])('is false of %j', (text) => {
    expect(claimIn(text)).toMatchObject({ kinds: WORK, checkFollows: false });
  });
});
