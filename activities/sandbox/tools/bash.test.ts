import { expect, it } from 'vitest';
import { tellResult } from './bash.ts';

it.each([
  [{ output: 'a\n', exitCode: 0, restarted: null }, 'a', false],
  [{ output: '', exitCode: 0, restarted: null }, '(no output)', false],
  [{ output: 'a\n', exitCode: 2, restarted: null }, 'a\n[exit code 2]', false],
  [
    { output: '', exitCode: 137, restarted: null },
    '(no output)\n[exit code 137]\n[it was killed; was it out of memory?]',
    false,
  ],
  [
    { output: 'a', exitCode: null, restarted: 'timed out after 2 s; the shell was restarted' },
    'a\n[timed out after 2 s; the shell was restarted; its directory and variables are gone, the files are not]',
    true,
  ],
])('tells the model %j', (result, content, isError) => {
  expect(tellResult(result)).toMatchObject({ content, isError, shellRestarted: isError });
});
