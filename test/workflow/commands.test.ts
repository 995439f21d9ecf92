import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { hang, makeGate, solved, work } from './scenario.ts';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

describe('who may start it', () => {
  it('waits for /ai go of somebody with write access', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'bob');
      await issue.until(({ reason }) => reason !== null);
      await issue.command('go', 'bob');
      await issue.command('go', 'ada');
      await issue.until(({ state }) => state === 'in-review');

      const notices = issue.fleets.requests('postNotice').map(({ notice, key }) => [notice.kind, key]);
      expect(notices).toEqual([
        ['needs-go', `needs-go/test/${issue.issue.number}/1`],
        ['needs-go', `needs-go/test/${issue.issue.number}/1`],
        ['proposed', expect.any(String)],
      ]);
    });
  });

  it('lets the author of a waiting command withdraw it, and nobody else without write access', async () => {
    await harness.withIssue({ writers: [], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'bob');
      await issue.until(({ reason }) => reason !== null);
      await issue.command('stop', 'eve');
      await issue.command('stop', 'bob');
      await issue.until(({ state }) => state === 'stopped');

      await expect.poll(() => issue.fleets.notices).toEqual(['needs-go', 'nothing-to-stop', 'stopped']);
    });
  });
});

describe('what arrives while it runs', () => {
  it('takes /ai with text when the run has ended', async () => {
    const thinking = makeGate();
    const before = (activity: string) => (activity === 'think' ? thinking.opened : undefined);
    await harness.withIssue({ writers: ['ada'], attempts: [solved], before }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('think') === 1);
      await issue.command('solve', 'ada', { text: 'and the first page' });
      thinking.open();
      const view = await issue.until(({ runId, state }) => state === 'in-review' && !!runId?.endsWith('.2'));

      expect(view.proposal).toMatchObject({ number: 8 });
      expect(issue.fleets.notices).toEqual(['proposed', 'proposed']);
    });
  });

  it('keeps a go for the command that it is meant for', async () => {
    const thinking = makeGate();
    const before = (activity: string) => (activity === 'think' ? thinking.opened : undefined);
    await harness.withIssue({ writers: ['ada'], attempts: [solved], before }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('think') === 1);
      await issue.command('solve', 'bob', { text: 'and the first page' });
      await issue.command('go', 'ada');
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('acknowledge') === 2);
      thinking.open();
      await issue.until(({ runId, state }) => state === 'in-review' && !!runId?.endsWith('.2'));

      expect(issue.fleets.notices).toEqual(['proposed', 'needs-go', 'proposed']);
    });
  });

  it('answers a call for help at once', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 1);
      await issue.command('help', 'bob');
      await issue.until(() => issue.fleets.notices.includes('help'));

      expect((await issue.view()).state).toBe('reproducing');
    });
  });

  it('keeps a hundred inputs, counts what it drops, and has room for a stop', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [[work, hang]] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(() => issue.fleets.count('act') === 2);
      await Promise.all(
        Array.from({ length: 103 }, (_, index) => issue.command('solve', 'bob', { text: `no. ${index}` })),
      );
      const full = await issue.until(({ droppedInputs }) => droppedInputs > 0);
      await issue.command('stop', 'ada');
      await issue.until(() => issue.fleets.notices.includes('stopped'));

      expect(full.droppedInputs).toBe(3);
      expect((await issue.view()).droppedInputs).toBe(4);
    });
  });
});

describe('in which order it takes them', () => {
  it('takes a stop before what came earlier, then by the time of the forge', async () => {
    const first = makeGate();
    const before = (activity: string, request: unknown) =>
      activity === 'acceptInput' && (request as { ordinal: number }).ordinal === 1 ? first.opened : undefined;
    await harness.withIssue({ writers: [], attempts: [solved], before }, async (issue) => {
      await issue.command('help', 'ada', { key: 'first' });
      await issue.until(() => issue.fleets.count('acceptInput') === 1);
      await issue.command('solve', 'bob', { key: 'later', at: '2026-01-01T10:00:02.000Z' });
      await issue.command('solve', 'bob', { key: 'earlier', at: '2026-01-01T10:00:01.000Z' });
      await issue.command('stop', 'eve', { key: 'stop', at: '2026-01-01T10:00:03.000Z' });
      first.open();
      await issue.until(() => issue.fleets.count('postNotice') === 4);

      const keys = issue.fleets.requests('acceptInput').map(({ key }) => key);
      expect(keys).toEqual(['first', 'stop', 'earlier', 'later']);
    });
  });

  it('does not take a proposal out of review because somebody without write access asks for more', async () => {
    await harness.withIssue({ writers: ['ada'], attempts: [solved] }, async (issue) => {
      await issue.command('solve', 'ada');
      await issue.until(({ state }) => state === 'in-review');
      await issue.command('solve', 'bob', { text: 'and the first page' });
      await issue.until(() => issue.fleets.notices.includes('needs-go'));
      await issue.command('stop', 'bob');
      await issue.until(() => issue.fleets.notices.includes('stopped'));

      expect((await issue.view()).state).toBe('in-review');
      expect(issue.fleets.requests('upsertStatus').at(-1)?.status.state).toBe('in-review');
    });
  });
});
