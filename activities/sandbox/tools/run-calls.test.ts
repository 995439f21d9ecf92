import { MAX_CALLS_PER_TURN } from '@fixpoint/contracts/limits.ts';
import { expect, test } from 'vitest';
import type { Workspace } from '../workspace/workspace.ts';
import { runCalls } from './run-calls.ts';

/** Calls of unknown tools touch no workspace. */
const NOWHERE = {} as Workspace;

test('a turn has a bound on its calls; the model is told which were not run', async () => {
  const calls = Array.from({ length: MAX_CALLS_PER_TURN + 2 }, (_, index) => ({
    toolUseId: `call-${index}`,
    name: 'nothing',
    input: {},
  }));

  const done = await runCalls(NOWHERE, calls, new AbortController().signal, () => 0);

  const contents = done.map(({ outcome }) => outcome.content);
  expect(contents.slice(0, MAX_CALLS_PER_TURN)).toEqual(
    Array(MAX_CALLS_PER_TURN).fill('Error: there is no tool nothing.'),
  );
  const left = `Error: not run: a turn has at most ${MAX_CALLS_PER_TURN} calls.`;
  expect(contents.slice(MAX_CALLS_PER_TURN)).toEqual([left, left]);
});

test('what ends the turn is the last that is run', async () => {
  const calls = [
    { toolUseId: 'a', name: 'give_up', input: { reason: 'It contradicts itself.' } },
    { toolUseId: 'b', name: 'nothing', input: {} },
  ];

  const done = await runCalls(NOWHERE, calls, new AbortController().signal, () => 0);

  expect(done.map(({ outcome }) => outcome.intent?.kind)).toEqual(['give-up', undefined]);
  expect(done[1]?.outcome).toMatchObject({ content: 'not run', isError: true });
});
