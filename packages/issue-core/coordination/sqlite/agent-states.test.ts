import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openTemporary } from '../testing/open-temporary.ts';

const ISSUE = { backend: 'local', issue: 7 };

it('counts revisions for each agent, and reports them', async () => {
  const { coordination } = openTemporary();
  await coordination.setAgentState(ISSUE, 'coder', { step: 'plan' });
  await coordination.setAgentState(ISSUE, 'tester', { step: 'wait' });

  const second = await coordination.setAgentState(ISSUE, 'coder', { step: 'code' });

  expect(second).toEqual({
    ...ISSUE,
    agent: 'coder',
    state: { step: 'code' },
    revision: 2,
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(await coordination.getAgentState(ISSUE, 'coder')).toEqual(second);
  expect((await coordination.listAgentStates(ISSUE)).map(({ agent }) => agent)).toEqual(['coder', 'tester']);
  expect(await coordination.getAgentState({ ...ISSUE, issue: 8 }, 'coder')).toBeNull();
  expect((await coordination.events({ after: 2, limit: 9 })).events).toMatchObject([
    { type: 'agent-state', actor: 'coder', issue: 7, payload: { revision: 2 } },
  ]);
});

it('refuses a state that was thought out on an older one', async () => {
  const { coordination } = openTemporary();
  await coordination.setAgentState(ISSUE, 'coder', { n: 1 }, { expectedRevision: 0 });
  await coordination.setAgentState(ISSUE, 'coder', { n: 2 }, { expectedRevision: 1 });

  for (const expectedRevision of [0, 1, 3]) {
    const late = coordination.setAgentState(ISSUE, 'coder', { n: 9 }, { expectedRevision });
    await expect(late).rejects.toMatchObject({ code: 'EDIT_CONFLICT' });
  }
  expect(await coordination.getAgentState(ISSUE, 'coder')).toMatchObject({ revision: 2, state: { n: 2 } });
});

it('gives back any JSON object as it was', async () => {
  const { coordination } = openTemporary();
  const anyState = fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue(), { maxKeys: 5 });

  await fc.assert(
    fc.asyncProperty(anyState, async (state) => {
      const json = JSON.parse(JSON.stringify(state));
      await coordination.setAgentState(ISSUE, 'coder', json);
      const read = await coordination.getAgentState(ISSUE, 'coder');
      expect(JSON.stringify(read?.state)).toBe(JSON.stringify(json));
    }),
    { numRuns: 50 },
  );
});

it('takes 64 KiB of JSON and not one byte more', async () => {
  const { coordination } = openTemporary();
  const sized = (bytes: number) => ({ t: 'ü'.repeat((bytes - 8) / 2) });

  await coordination.setAgentState(ISSUE, 'coder', sized(64 * 1024));
  const tooLarge = coordination.setAgentState(ISSUE, 'coder', sized(64 * 1024 + 2));

  await expect(tooLarge).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
