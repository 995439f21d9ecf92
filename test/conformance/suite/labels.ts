import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { describe, expect, test } from 'vitest';
import { expectError, NOT_FOUND, REFUSED } from './expecting.ts';
import { allPages, makeMany } from './reading.ts';
import type { Subject } from './subject.ts';

const NAMES = ['needs review', 'größe', 'area/ui', 'a::b', '100% ?&#', '"quoted"', 'p.1', '7'];

export function labels(subject: Subject): void {
  function allLabels() {
    return allPages((cursor) => subject.now().backend.listLabels(cursor));
  }

  test.each(NAMES)('%j is given, found again and taken', async (name) => {
    const { backend } = subject.now();

    const created = await backend.createIssue({ title: name, labels: [name, 'beside it'] });
    const bare = await backend.updateIssue(created.number, { removeLabels: [name] });
    const again = await backend.updateIssue(created.number, { addLabels: [name] });

    expect(created.labels.toSorted()).toEqual([name, 'beside it'].toSorted());
    expect(bare.labels).toEqual(['beside it']);
    expect(again.labels.toSorted()).toEqual([name, 'beside it'].toSorted());
    expect((await allLabels()).map((label) => label.name)).toContain(name);
  });

  test(`a name with a comma is ${subject.refusesCommas ? 'refused' : 'one label'}`, async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Comma' });
    const giving = () => backend.updateIssue(number, { addLabels: ['one, two'] });

    if (subject.refusesCommas) await expectError(giving(), ...REFUSED);
    else await giving();

    const { labels: names } = await backend.getIssue(number);
    expect(names).toEqual(subject.refusesCommas ? [] : ['one, two']);
  });

  test('labels with the same scope stand side by side', async () => {
    const { backend } = subject.now();

    const issue = await backend.createIssue({ title: 'Scopes', labels: ['scope/one', 'scope/two'] });

    expect(issue.labels.toSorted()).toEqual(['scope/one', 'scope/two']);
  });

  test('neither case nor Unicode form makes a second label', async () => {
    const { backend } = subject.now();
    await backend.saveLabel({ name: 'Überfällig', color: '#aa0000', description: '' });

    const created = await backend.createIssue({ title: 'Folded', labels: ['überfällig'] });
    const again = await backend.updateIssue(created.number, { addLabels: ['U\u0308berfa\u0308llig'] });
    const known = (await allLabels()).filter(({ name }) => fold(name) === fold('Überfällig'));
    const bare = await backend.updateIssue(created.number, { removeLabels: ['ÜBERFÄLLIG'] });

    expect(created.labels.map(fold)).toEqual([fold('überfällig')]);
    expect(again.labels.map(fold)).toEqual([fold('überfällig')]);
    expect(known).toHaveLength(1);
    expect(bare.labels).toEqual([]);
  });

  test('giving twice and taking what is not there do no harm', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Twice', labels: ['once'] });

    const given = await backend.updateIssue(number, { addLabels: ['once', 'once'] });
    const taken = await backend.updateIssue(number, { removeLabels: ['never there', 'not known at all'] });

    expect(given.labels).toEqual(['once']);
    expect(taken.labels).toEqual(['once']);
  });

  test('what somebody else gave meanwhile stays', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Deltas', labels: ['mine', 'shared'] });

    await subject.other().updateIssue(number, { addLabels: ['theirs'] });
    const changed = await backend.updateIssue(number, { addLabels: ['more'], removeLabels: ['mine'] });

    expect(changed.labels.toSorted()).toEqual(['more', 'shared', 'theirs']);
  });

  test('two who give at the same time both succeed', async () => {
    const { backend } = subject.now();
    await Promise.all(
      ['left', 'right'].map((name) => backend.saveLabel({ name, color: '#123456', description: '' })),
    );
    const { number } = await backend.createIssue({ title: 'Race' });

    await Promise.all([
      backend.updateIssue(number, { addLabels: ['left'] }),
      subject.other().updateIssue(number, { addLabels: ['right'] }),
    ]);

    expect((await backend.getIssue(number)).labels.toSorted()).toEqual(['left', 'right']);
  });

  describe('of the repository', () => {
    test('are made and changed under their name', async () => {
      const { backend } = subject.now();

      const made = await backend.saveLabel({ name: 'kind', color: '#00aabb', description: 'First' });
      const changed = await backend.saveLabel({
        name: 'KIND',
        color: '#ffffff',
        description: 'Second, größer',
      });
      const known = (await allLabels()).filter(({ name }) => fold(name) === 'kind');

      expect(made).toEqual({ name: 'kind', color: '#00aabb', description: 'First' });
      expect(changed).toMatchObject({ color: '#ffffff', description: 'Second, größer' });
      expect(known).toEqual([changed]);
    });

    test('are renamed on all issues', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'Renaming', labels: ['old name'] });

      const renamed = await backend.renameLabel('Old Name', 'new/name');

      expect(renamed.name).toBe('new/name');
      expect((await backend.getIssue(number)).labels).toEqual(['new/name']);
      expect((await allLabels()).map(({ name }) => name)).not.toContain('old name');
    });

    test('do not take a name that another has', async () => {
      const { backend } = subject.now();
      for (const name of ['taken', 'taker'])
        await backend.saveLabel({ name, color: '#000000', description: '' });

      await expectError(backend.renameLabel('taker', 'Taken'), 'ALREADY_EXISTS', 'FORGE_REFUSED');

      const names = (await allLabels()).map(({ name }) => name);
      expect(names.filter((name) => /^take[nr]$/i.test(name)).toSorted()).toEqual(['taken', 'taker']);
    });

    test('are deleted from all issues', async () => {
      const { backend } = subject.now();
      const { number } = await backend.createIssue({ title: 'Deleting', labels: ['doomed', 'spared'] });

      await backend.deleteLabel('Doomed');

      expect((await backend.getIssue(number)).labels).toEqual(['spared']);
      expect((await allLabels()).map(({ name }) => name)).not.toContain('doomed');
      await expectError(backend.deleteLabel('doomed'), ...NOT_FOUND);
    });

    test('are listed beyond one page', async () => {
      const { backend } = subject.now();
      const names = Array.from(
        { length: Math.min(subject.crowd.issues, 110) },
        (_, index) => `many-${index}`,
      );
      await makeMany(names.length, (index) =>
        backend.saveLabel({ name: names[index] ?? '', color: '#0a0b0c', description: '' }),
      );

      const listed = (await allLabels()).filter(({ name }) => name.startsWith('many-'));

      expect(listed.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      expect(new Set(listed.map(({ color }) => color))).toEqual(new Set(['#0a0b0c']));
    });
  });
}
