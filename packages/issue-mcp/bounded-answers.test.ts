import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_ANSWER_BYTES } from './answers/budget.ts';
import { clipList, clipText, jsonBytes } from './answers/clip.ts';
import { callTool } from './testing/mcp-client.ts';
import { connectClient } from './testing/open-client.ts';
import { openStore } from './testing/open-store.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '\n', '標', '🙂', '\u0000', 'a'), maxLength: 3_000 }),
);

it('cuts texts within their bytes, and loses nothing on the way', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 16, max: 500 }), (text, maxBytes) => {
      let whole = '';
      let offset: number | null = 0;
      while (offset !== null) {
        const { value, next }: { value: string; next: number | null } = clipText(text, maxBytes, offset);
        expect(jsonBytes(value)).toBeLessThanOrEqual(maxBytes);
        if (next !== null) expect(next).toBeGreaterThan(offset);
        whole += value;
        offset = next;
      }
      expect(whole).toBe(text);
    }),
  );
});

it('cuts lists within their bytes, and loses nothing on the way', () => {
  fc.assert(
    fc.property(fc.array(anyText), fc.integer({ min: 10, max: 5_000 }), (items, maxBytes) => {
      const all: string[] = [];
      let offset: number | null = 0;
      while (offset !== null) {
        const { value, next }: { value: readonly string[]; next: number | null } = clipList(
          items,
          maxBytes,
          offset,
        );
        if (value.length > 1) expect(jsonBytes(value)).toBeLessThanOrEqual(maxBytes);
        if (next !== null) expect(next).toBeGreaterThan(offset);
        all.push(...value);
        offset = next;
      }
      expect(all).toEqual(items);
    }),
  );
});

it('answers within its bounds, however much there is, and goes on to the end', async () => {
  const as = openStore();
  const client = await connectClient(as('coder'));
  const ann = as('ann');
  const wide = '標'.repeat(250);
  const names = Array.from({ length: 60 }, (_, i) => `${i}${wide}`);
  const body = '🙂"\\\n'.repeat(20_000);
  for (let i = 1; i <= 40; i += 1) {
    await ann.create({
      title: `${i} ${'標'.repeat(900)}`,
      body,
      labels: names,
      assignees: names,
      priority: 'low',
    });
  }
  for (let i = 1; i <= 12; i += 1) await ann.comment(1, `${i} ${body}`);
  for (const agent of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    await as(agent).setAgentState(1, { text: '"'.repeat(30_000) });
  }
  const call = async (name: string, given: object) => {
    const answer = await callTool(client, name, given);
    expect(answer.isError).toBe(false);
    expect(answer.bytes).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    return answer.data;
  };

  const listed: number[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { number: number }[]; next: string | null; truncated?: boolean } = await call(
      'list_issues',
      {
        limit: 100,
        ...(cursor === null ? {} : { cursor }),
      },
    );
    if (page.next !== null) expect(page.truncated).toBe(true);
    listed.push(...page.items.map(({ number }) => number));
    cursor = page.next;
  } while (cursor !== null);
  expect(listed).toEqual(Array.from({ length: 40 }, (_, i) => 40 - i));

  let text = '';
  let offset: number | null = 0;
  while (offset !== null) {
    const issue: { body: string; bodyNext: number | null; truncated: string[] } = await call('get_issue', {
      number: 1,
      bodyOffset: offset,
    });
    expect(issue.truncated).toContain('labels');
    text += issue.body;
    offset = issue.bodyNext;
  }
  expect(text).toBe(body);

  const comments = await call('list_comments', { number: 1, limit: 100 });
  expect([comments.truncated, comments.items[0].truncated]).toEqual([true, true]);
  const state = await call('get_state', { number: 1, agent: 'a' });
  expect(state).toMatchObject({ truncated: true, stateText: expect.stringMatching(/^\{"text":"/) });
  const rest = await call('get_state', { number: 1, agent: 'a', offset: state.next });
  expect(rest.stateText.length).toBeGreaterThan(0);
  await call('ready_issues', { limit: 100 });
  const events = await call('list_events', { limit: 200 });
  expect(events.truncated).toBe(true);
  expect(events.cursor).toBe(events.items.at(-1).seq);
  await client.readResource({ uri: 'issue://1' });
});
