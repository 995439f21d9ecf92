import { expect, it } from 'vitest';
import { openCoordination } from './sqlite/open-coordination.ts';
import { openTemporary } from './testing/open-temporary.ts';

const FROM_START = { after: 0, limit: 10 };
const never = new AbortController().signal;

it('answers at once when there is something', async () => {
  const { coordination } = openTemporary();
  await coordination.claim({ backend: 'local', issue: 1, agent: 'coder' });

  const page = await coordination.waitForEvents(FROM_START, never, 600_000);

  expect(page.events).toHaveLength(1);
});

it('sees what another connection writes while it waits, and passes over what it did not ask for', async () => {
  const { coordination, path } = openTemporary();
  const other = openCoordination({ path });
  const waiting = coordination.waitForEvents({ ...FROM_START, types: ['released'] }, never, 30_000);

  const { token } = await other.claim({ backend: 'local', issue: 1, agent: 'coder' });
  await other.release({ backend: 'local', issue: 1, token });
  await other.close();

  expect(await waiting).toMatchObject({ events: [{ type: 'released', seq: 2 }], cursor: 2 });
});

it('answers with none when its time is over', async () => {
  const { coordination } = openTemporary();

  expect(await coordination.waitForEvents(FROM_START, never, 20)).toEqual({ events: [], cursor: 0 });
});

it('stops waiting when the signal fires', async () => {
  const { coordination } = openTemporary();
  const stop = new AbortController();
  const waiting = coordination.waitForEvents(FROM_START, stop.signal, 600_000);

  stop.abort();

  expect(await waiting).toEqual({ events: [], cursor: 0 });
});

it('refuses to wait without a bound', async () => {
  const { coordination } = openTemporary();

  const waiting = coordination.waitForEvents(FROM_START, never, Number.POSITIVE_INFINITY);

  await expect(waiting).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
