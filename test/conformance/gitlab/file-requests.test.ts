import { expect, test } from 'vitest';
import { openGitLabScene } from './open-gitlab.ts';

const BYTES = new TextEncoder().encode('a line\n');

test('whoever reads the files of an issue one by one does not have its comments read for each', async () => {
  const scene = await openGitLabScene({ now: Date.now });
  const backend = scene.open();
  const { number } = await backend.createIssue({ title: 'With files' });
  for (const name of ['a.txt', 'b.txt', 'c.txt']) await backend.addAttachment(number, { name, bytes: BYTES });

  const files = await backend.listAttachments(number);
  const before = scene.simulator.requests.length;
  for (const { id } of files) expect(await backend.readAttachment(number, id)).toEqual(BYTES);

  expect(files).toHaveLength(3);
  expect(scene.simulator.requests.length - before).toBe(3);
  await scene.simulator.close();
  expect(scene.simulator.violations).toEqual([]);
});
