import { expect, it } from 'vitest';
import { checkDocuments } from './documents.ts';
import { treeOf } from './testing/write-tree.ts';

const SOUND = {
  'README.md': 'See [how](docs/operating.md#health) and [the site](https://example.org).',
  'docs/operating.md':
    '[Back](../README.md). `FIXPOINT_PORT` is read by `packages/config/service.ts`, in `packages/config/`.',
  'packages/config/service.ts': 'z.object({\n  FIXPOINT_PORT: port,\n});',
};

it('takes documents that tell the truth', () => {
  expect(checkDocuments(treeOf(SOUND))).toEqual({ name: 'documents', ok: true, output: '2 files' });
});

it.each([
  ['a dead link', { 'README.md': 'a\n[b](docs/gone.md)' }, 'README.md:2: docs/gone.md does not exist'],
  [
    'a path that is gone',
    { 'README.md': 'a\n\n`packages/gone/a.ts`' },
    'README.md:3: packages/gone/a.ts does not exist',
  ],
  [
    'a variable that is in no document',
    { 'packages/config/service.ts': 'z.object({\n  FIXPOINT_NEW: port,\n});' },
    'packages/config/service.ts: FIXPOINT_NEW is not in docs/operating.md',
  ],
])('refuses %s', (_, change, finding) => {
  const result = checkDocuments(treeOf({ ...SOUND, ...change }));

  expect(result).toMatchObject({ ok: false, output: finding });
});

it('does not take one variable for another that begins like it', () => {
  const config = { 'packages/config/service.ts': '  FIXPOINT_POR: port,' };

  expect(checkDocuments(treeOf({ ...SOUND, ...config })).ok).toBe(false);
});

it('leaves alone what only tests are told, and patterns', () => {
  const tree = treeOf({
    ...SOUND,
    'packages/config/stack.ts': '  FIXPOINT_STACK_URL: z.url(),',
    'docs/other.md': '`services/<name>/main.ts`',
  });

  expect(checkDocuments(tree).ok).toBe(true);
});
