import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../paths.ts';
import { sourceHash } from './source-hash.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fixpoint-sources-'));
  mkdirSync(join(root, 'packages/store/node_modules'), { recursive: true });
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'a');
  writeFileSync(join(root, 'packages/store/blobs.ts'), 'a');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['a source', 'packages/store/blobs.ts', true],
  ['a new source', 'packages/store/records.ts', true],
  ['the lock file', 'pnpm-lock.yaml', true],
  ['a test', 'packages/store/blobs.test.ts', false],
  ['what is installed', 'packages/store/node_modules/x.ts', false],
])('%s changes it: %s → %s', (_what, path, changes) => {
  const before = sourceHash(root, ['packages']);
  writeFileSync(join(root, path), 'b');

  expect(sourceHash(root, ['packages']) !== before).toBe(changes);
});

test('names the sources of this checkout', () => {
  expect(sourceHash(CHECKOUT_ROOT, ['workflows', 'packages'])).toMatch(/^[0-9a-f]{16}$/);
});
