import type { Capability } from '@fixpoint/issue-core/backend/capabilities.ts';
import { inverseLink, type LinkKind } from '@fixpoint/issue-core/model/link.ts';
import { describe, expect, test } from 'vitest';
import { expectError, has, REFUSED } from './expecting.ts';
import type { Subject } from './subject.ts';

const KINDS: readonly (readonly [Capability, LinkKind])[] = [
  ['blocked-by', 'blocked_by'],
  ['blocked-by', 'blocks'],
  ['parent', 'parent'],
  ['parent', 'child'],
  ['relates', 'relates'],
  ['duplicates', 'duplicates'],
  ['duplicates', 'duplicated_by'],
];
/** A circle of these would never end. */
const DIRECTED: ReadonlySet<LinkKind> = new Set(['blocked_by', 'blocks', 'parent', 'child']);

export function links(subject: Subject): void {
  const { capabilities } = subject;

  async function twoIssues(): Promise<readonly [number, number]> {
    const { backend } = subject.now();
    const one = await backend.createIssue({ title: 'one end' });
    const other = await backend.createIssue({ title: 'other end' });
    return [one.number, other.number];
  }

  for (const [capability, kind] of KINDS) {
    if (has(capabilities, capability)) {
      describe(kind, () => {
        linkOfKind(subject, kind, twoIssues);
      });
    } else {
      test(`${kind} is not for this tracker, and says so`, async () => {
        const { backend } = subject.now();
        const [one, other] = await twoIssues();

        await expectError(backend.addLink(one, { kind, number: other }), 'UNSUPPORTED');

        expect(await backend.listLinks(one)).toEqual([]);
        expect(await backend.listLinks(other)).toEqual([]);
      });
    }
  }

  if (has(capabilities, 'blocked-by')) {
    test('what is blocked is closed all the same, or stays open with an error', async () => {
      const { backend } = subject.now();
      const [blocked, blocker] = await twoIssues();
      await backend.addLink(blocked, { kind: 'blocked_by', number: blocker });

      const outcome = await backend
        .updateIssue(blocked, { state: 'closed' })
        .catch((error: unknown) => error);
      const { state } = await backend.getIssue(blocked);
      await backend.updateIssue(blocker, { state: 'closed' });
      const closed = await backend.updateIssue(blocked, { state: 'closed' });

      if (outcome instanceof Error) await expectError(Promise.reject(outcome), 'FORGE_REFUSED');
      expect(state).toBe(outcome instanceof Error ? 'open' : 'closed');
      expect(closed.state).toBe('closed');
    });
  }

  if (has(capabilities, 'parent')) {
    test('the parent is a field as well', async () => {
      const { backend } = subject.now();
      const [parent, other] = await twoIssues();

      const child = await backend.createIssue({ title: 'child', parent });
      const moved = await backend.updateIssue(child.number, { parent: other });
      const movedLinks = await backend.listLinks(child.number);
      const orphan = await backend.updateIssue(child.number, { parent: null });

      expect(child.parent).toBe(parent);
      expect(moved.parent).toBe(other);
      expect(movedLinks).toEqual([{ kind: 'parent', number: other }]);
      expect(orphan.parent).toBeNull();
      expect(await backend.listLinks(child.number)).toEqual([]);
    });
  } else if (capabilities.parent === 'beside') {
    test('a parent given as a field is passed over, for whoever keeps it', async () => {
      const { backend } = subject.now();
      const [parent] = await twoIssues();

      const child = await backend.createIssue({ title: 'child', parent });

      expect(child.parent).toBeNull();
      expect(await backend.listLinks(child.number)).toEqual([]);
    });
  } else {
    test('a parent given as a field is refused', async () => {
      const [parent] = await twoIssues();

      await expectError(subject.now().backend.createIssue({ title: 'child', parent }), 'UNSUPPORTED');
    });
  }
}

function linkOfKind(
  subject: Subject,
  kind: LinkKind,
  twoIssues: () => Promise<readonly [number, number]>,
): void {
  test('is made once, seen from both ends, and removed', async () => {
    const { backend } = subject.now();
    const [one, other] = await twoIssues();
    const link = { kind, number: other };

    for (let time = 0; time < 2; time += 1) await backend.addLink(one, link);
    const made = [await subject.other().listLinks(one), await subject.other().listLinks(other)];
    for (let time = 0; time < 2; time += 1) await backend.removeLink(one, link);

    expect(made).toEqual([[link], [{ kind: inverseLink(kind), number: one }]]);
    expect([await backend.listLinks(one), await backend.listLinks(other)]).toEqual([[], []]);
  });

  test('is removed from the other end as well', async () => {
    const { backend } = subject.now();
    const [one, other] = await twoIssues();
    await backend.addLink(one, { kind, number: other });

    await backend.removeLink(other, { kind: inverseLink(kind), number: one });

    expect([await backend.listLinks(one), await backend.listLinks(other)]).toEqual([[], []]);
  });

  test('with itself, or with nothing, is refused', async () => {
    const { backend } = subject.now();
    const [one] = await twoIssues();

    await expectError(backend.addLink(one, { kind, number: one }), 'LINK_CYCLE', ...REFUSED);
    await expectError(backend.addLink(one, { kind, number: 999_999 }), ...REFUSED);

    expect(await backend.listLinks(one)).toEqual([]);
  });

  if (!DIRECTED.has(kind)) return;
  test('back and forth is a circle', async () => {
    const { backend } = subject.now();
    const [one, other] = await twoIssues();
    await backend.addLink(one, { kind, number: other });

    await expectError(backend.addLink(other, { kind, number: one }), 'LINK_CYCLE');

    expect(await backend.listLinks(one)).toEqual([{ kind, number: other }]);
  });
}
