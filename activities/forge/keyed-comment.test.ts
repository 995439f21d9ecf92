import type { IssueRef } from '@fixpoint/contracts/ids.ts';
import type { Forge } from '@fixpoint/forges/ports.ts';
import type { Comment } from '@fixpoint/issue-core/model/comment.ts';
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
const BOT = 'fixpoint';
const AT = '2026-01-01T00:00:00Z';

/** An issue's comments; `meanwhile` happens at the forge between our look and our POST. */
function forgeWith(comments: Comment[], meanwhile: () => void = () => undefined): Forge {
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

function add(comments: Comment[], body: string, author = BOT): Comment {
  const id = String(comments.length + 1);
  const comment = { id, issueNumber: 1, body, author, createdAt: AT, updatedAt: AT, url: '' };
  comments.push(comment);
  return comment;
}

test('is written once, and found again', async () => {
  const comments: Comment[] = [];
  const forge = forgeWith(comments);

  const first = await ensureKeyedComment(forge, ISSUE, 'status/1', 'hello');
  const second = await ensureKeyedComment(forge, ISSUE, 'status/1', 'hello');

  expect(second).toEqual(first);
  expect(comments).toHaveLength(1);
});

test('of two workers that post at once, both keep the first comment', async () => {
  const comments: Comment[] = [];
  const other = () => void add(comments, withMarker('status/1', 'hello'));

  const kept = await ensureKeyedComment(forgeWith(comments, other), ISSUE, 'status/1', 'hello');

  expect(kept.id).toBe('1');
  expect(comments.map(({ id }) => id)).toEqual(['1']);
});

test('a comment of somebody else that quotes the key is neither taken nor deleted', async () => {
  const comments: Comment[] = [];
  add(comments, withMarker('status/1', 'forged'), 'mallory');

  const kept = await ensureKeyedComment(forgeWith(comments), ISSUE, 'status/1', 'hello');

  expect(kept.author).toEqual(BOT);
  expect(comments).toHaveLength(2);
});
