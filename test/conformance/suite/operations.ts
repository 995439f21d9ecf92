import { expect, test } from 'vitest';
import { canonical } from './expecting.ts';
import { allIssues, allPages, drain } from './reading.ts';
import type { Subject } from './subject.ts';

const UNUSED = '01ARZ3NDEKTSV4RRFFQ69G5FAX';

export function operations(subject: Subject): void {
  test('an issue is found again by its operation, and nothing of that shows', async () => {
    const { backend } = subject.now();
    const operationId = '01J0A0B0C0D0E0F0G0H0J0K0M1';
    const text = 'What happened.\n\nTwo paragraphs.';

    const before = await backend.findCreatedIssue(operationId);
    const created = await backend.createIssue({ title: 'Found again', body: text }, { operationId });
    const found = await subject.other().findCreatedIssue(operationId);

    expect(before).toBeNull();
    expect(canonical(created.body)).toBe(text);
    expect(found).toEqual(created);
    expect(await backend.getIssue(created.number)).toEqual(created);
    expect((await allIssues(backend)).filter(({ number }) => number === created.number)).toEqual([created]);
  });

  test('it is found after others were created and its body was rewritten', async () => {
    const { backend } = subject.now();
    const operationId = 'rewritten-1_x';
    const created = await backend.createIssue({ title: 'Rewritten', body: 'first' }, { operationId });
    await backend.createIssue({ title: 'Another' }, { operationId: 'rewritten-2_x' });

    const rewritten = await backend.updateIssue(created.number, { body: 'second' });
    const found = await backend.findCreatedIssue(operationId);

    expect(rewritten.body).toBe('second');
    expect(found).toEqual(rewritten);
  });

  test('an empty body stays empty', async () => {
    const { backend } = subject.now();

    const created = await backend.createIssue({ title: 'Empty' }, { operationId: 'empty-1' });

    expect(created.body).toBe('');
    expect((await backend.findCreatedIssue('empty-1'))?.number).toBe(created.number);
  });

  test('a comment is found again by its operation, on its issue only', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({ title: 'Talk' });
    const elsewhere = await backend.createIssue({ title: 'Elsewhere' });
    const operationId = '01J0A0B0C0D0E0F0G0H0J0K0M2';

    const before = await backend.findCreatedComment(number, operationId);
    const created = await backend.createComment(number, 'Said once.', { operationId });
    const edited = await backend.updateComment(number, created.id, 'Said better.');

    expect(before).toBeNull();
    expect(created.body).toBe('Said once.');
    expect(edited.body).toBe('Said better.');
    expect(await backend.findCreatedComment(number, operationId)).toEqual(edited);
    expect(await backend.findCreatedComment(elsewhere.number, operationId)).toBeNull();
    expect(await allPages((cursor) => subject.other().listComments(number, cursor))).toEqual([edited]);
  });

  test('an operation that never was is not found', async () => {
    const { backend } = subject.now();
    const { number } = await backend.createIssue({
      title: 'Quoting',
      body: `They wrote ${UNUSED} somewhere.`,
    });

    expect(await backend.findCreatedIssue(UNUSED)).toBeNull();
    expect(await backend.findCreatedComment(number, UNUSED)).toBeNull();
  });

  if (subject.capabilities['changes-since'] === 'native') {
    test('changes show nothing of it either', async () => {
      const { backend } = subject.now();
      await backend.createIssue({ title: 'Seen as a change', body: 'plain' }, { operationId: 'change-1' });

      const { items } = await drain((cursor) => backend.changedIssues(cursor, 20), null);

      const texts = items.map(({ body }) => body);
      expect(texts).toContain('plain');
      expect(texts.filter((body) => body.includes('issue-core:'))).toEqual([]);
    });
  }
}
