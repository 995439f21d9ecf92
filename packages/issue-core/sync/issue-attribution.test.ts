import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { markerOf, withMarker, withoutMarker } from '../backend/marker.ts';
import { canonicalText } from './canonical-text.ts';
import {
  attributionIn,
  issueAttribution,
  withIssueAttribution,
  withoutIssueAttribution,
} from './issue-attribution.ts';
import { createWorld, type SyncWorld } from './testing/sync-world.ts';

const worlds: SyncWorld[] = [];

function open(options: Parameters<typeof createWorld>[0] = {}): SyncWorld {
  const world = createWorld(options);
  worlds.push(world);
  return world;
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const LINE = issueAttribution('ann', 'fake-a', 1);

describe('who wrote an issue', () => {
  test('is taken off again, whatever the text and the login are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (given, login) => {
        const body = canonicalText(given);
        const line = issueAttribution(login, 'github', 12);
        const written = withIssueAttribution(body, line);

        expect(withoutIssueAttribution(canonicalText(written))).toBe(body);
        expect(attributionIn(written.replaceAll('\n', '\r\n'))).toBe(line);
        expect(markerOf(withMarker(written, 'op-1'))).toBe('op-1');
        expect(withoutIssueAttribution(withoutMarker(withMarker(written, 'op-1')))).toBe(body);
      }),
    );
  });

  test('stands above its text at the other tracker, and never comes back as an edit', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title', body: 'text' });
    world.a.state.createIssue('sync-bot', { title: 'our own', body: 'text' });
    await world.sync();
    expect(world.b.state.issue(1).body).toBe(`${LINE}\n\ntext`);
    expect(world.b.state.issue(2).body).toBe('text');
    world.pass(10);

    expect(await world.sync({ force: true })).toMatchObject({ operationCount: 0 });
    expect(world.a.state.issue(1).body).toBe('text');
  });

  test('stays above a text that is edited on either side', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title', body: 'text' });
    await world.sync();
    world.pass(10);
    world.a.state.updateIssue(1, { body: 'by a' });
    await world.sync();
    expect(world.b.state.issue(1).body).toBe(`${LINE}\n\nby a`);
    world.pass(10);
    world.b.state.updateIssue(1, { body: `${LINE}\n\nby b` });
    await world.sync();

    expect(world.a.state.issue(1).body).toBe('by b');
    expect(world.b.state.issue(1).body).toBe(`${LINE}\n\nby b`);
  });

  test('may be taken away by whoever edits the text', async () => {
    const world = open();
    world.a.state.createIssue('ann', { title: 'title', body: 'text' });
    await world.sync();
    world.pass(10);
    world.b.state.updateIssue(1, { body: 'text' });

    expect(await world.sync()).toMatchObject({ operationCount: 0, conflicts: 0 });
  });

  test('goes on to a third tracker', async () => {
    const world = open();
    world.a.state.createIssue('robot', { title: 'title', body: withIssueAttribution('text', LINE) });
    await world.sync();

    expect(world.b.state.issue(1).body).toBe(`${LINE}\n\ntext`);
  });
});
