import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import type { Forge, ForgeComment } from '@fixpoint/forges/ports.ts';
import { expect, test } from 'vitest';
import { ensureKeyedComment, withMarker } from './keyed-comment.ts';

const ISSUE: IssueRef = {
  repository: {
    forgeKind: 'gitea',
    forgeInstance: 'git.example',
    repositoryId: '1',
    owner: 'ada',
    name: 'a',
  },
  number: 1,
};
const BOT = { id: '1', login: 'fixpoint' };

/** An issue's comments; `meanwhile` happens at the forge between our look and our POST. */
function forgeWith(comments: ForgeComment[], meanwhile: () => void = () => undefined): Forge {
  const forge: Partial<Forge> = {
    botLogin: 'Fixpoint',
    listComments: async () => [...comments],
    async createComment(_, body) {
      meanwhile();
      return add(comments, body);
    },
    async deleteComment(_, id) {
      comments.splice(
        comments.findIndex((comment) => comment.id === id),
        1,
      );
    },
  };
  return forge as Forge;
}

function add(comments: ForgeComment[], body: string, author = BOT): ForgeComment {
  const comment = { id: String(comments.length + 1), body, author, at: '2026-01-01T00:00:00Z', url: '' };
  comments.push(comment);
  return comment;
}

test('is written once, and found again', async () => {
  const comments: ForgeComment[] = [];
  const forge = forgeWith(comments);

  const first = await ensureKeyedComment(forge, ISSUE, 'status/1', 'hello');
  const second = await ensureKeyedComment(forge, ISSUE, 'status/1', 'hello');

  expect(second).toEqual(first);
  expect(comments).toHaveLength(1);
});

test('of two workers that post at once, both keep the first comment', async () => {
  const comments: ForgeComment[] = [];
  const other = () => void add(comments, withMarker('status/1', 'hello'));

  const kept = await ensureKeyedComment(forgeWith(comments, other), ISSUE, 'status/1', 'hello');

  expect(kept.id).toBe('1');
  expect(comments.map(({ id }) => id)).toEqual(['1']);
});

test('a comment of somebody else that quotes the key is neither taken nor deleted', async () => {
  const comments: ForgeComment[] = [];
  add(comments, withMarker('status/1', 'forged'), { id: '2', login: 'mallory' });

  const kept = await ensureKeyedComment(forgeWith(comments), ISSUE, 'status/1', 'hello');

  expect(kept.author).toEqual(BOT);
  expect(comments).toHaveLength(2);
});
