import { readFileSync } from 'node:fs';
import { ERRORS } from '@fixpoint/contracts/errors.ts';
import { expect, test } from 'vitest';
import { openServer } from '../testing/open-server.ts';
import { TaskAnswer, TaskSpec } from './schema.ts';

const document = readFileSync(new URL('../../../docs/taskspec.md', import.meta.url), 'utf8');
const [example = '', answer = ''] = [...document.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(
  ([, json]) => json,
);

test('the document names every field, and no other', () => {
  const section = document.split('## Its fields')[1]?.split('\n## ')[0] ?? '';
  const named = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

  expect(named.toSorted()).toEqual(Object.keys(TaskSpec.shape).toSorted());
});

test('its example is taken as it stands, and uses every field but one', async () => {
  const { ask } = openServer();
  const task = JSON.parse(example);
  for (let i = 1; i <= 40; i += 1) await ask('POST', '/api/v1/issues', { body: { title: `${i}` } });
  await ask('POST', '/issues/', { body: { id: 'activity-17/freeze-releases', title: 'Freeze' } });

  const made = await ask('POST', '/issues/', { body: task });

  expect(made.status).toBe(201);
  expect(made.body.sync_metadata).toMatchObject({ parent: 12, depends_on: [41, 40] });
  const unused = Object.keys(TaskSpec.shape).filter((name) => !(name in task));
  expect(unused).toEqual(['milestone']);
});

test('its answer is one', () => {
  expect(TaskAnswer.parse(JSON.parse(answer))).toEqual(JSON.parse(answer));
});

test('the codes that it names are codes of ours', () => {
  const section = document.split('## When it is refused')[1]?.split('\n## ')[0] ?? '';
  const codes = [...section.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code);
  const ofHttp = ['BAD_REQUEST', 'BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'];

  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !(code in ERRORS) && !ofHttp.includes(code))).toEqual([]);
});
