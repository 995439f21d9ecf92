import { expect, test } from 'vitest';
import { localPaths } from './paths.ts';

test('sockets are below the checkout when their paths are short enough', () => {
  expect(localPaths('/work/main').dockerRun).toBe('/work/main/.fixpoint/run/docker');
});

test('sockets of a checkout with a long path go to a short folder of its own', () => {
  const long = `/home/${'somebody/'.repeat(10)}`;

  const folders = [localPaths(`${long}a`).dockerRun, localPaths(`${long}b`).dockerRun];

  expect(folders[0]).toMatch(/^\/run\/fixpoint-[0-9a-f]{10}$/);
  expect(folders[1]).not.toBe(folders[0]);
});
