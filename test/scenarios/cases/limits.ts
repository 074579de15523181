import { edit, says, use } from '../scenario.ts';
import type { Case } from './case.ts';

/**
 * What a person would judge otherwise, and we do not see. Each is held to come out wrong, so that it
 * moves among the cases once it comes out right.
 */
export const limits: readonly Case[] = [
  {
    situation: 'paraphrase',
    because:
      'the same first look is planned in words of another kind each time; only words are compared',
    is: 'wedged',
    events: [
      says('I will begin by examining how the login module validates a password.'),
      says('Let me start with the authentication code and see how passwords are checked.'),
      says('First, I want to understand what validation the sign-in does on a password.'),
      says('My first step is to inspect the login module, especially its password check.'),
      says('To start, I will take a look at the way login validates passwords.'),
      says('So, examining the login module first: how does it validate the password?'),
    ],
  },
  {
    situation: 'a claim without a check',
    because: 'the language server has no complaint; by its form a look-up, and no check',
    is: 'working',
    events: [
      edit('src/parse.ts', 'return rest;'),
      use('diagnostics', { path: 'src/parse.ts' }).gives([]),
      says('The type checker reports no errors.'),
    ],
  },
];
