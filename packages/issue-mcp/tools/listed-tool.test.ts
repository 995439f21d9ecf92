import { expect, it } from 'vitest';
import { openClient } from '../testing/open-client.ts';

/** About 8,000 tokens, which every conversation pays. */
const MAX_LIST_BYTES = 32 * 1024;
const MAX_DESCRIPTION_CHARS = 250;

it('lists all tools in little room', async () => {
  const { client } = await openClient();

  const { tools } = await client.listTools();

  expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThanOrEqual(MAX_LIST_BYTES);
  for (const { name, description = '', title = '' } of tools) {
    expect(description.length, name).toBeGreaterThan(0);
    expect(description.length, name).toBeLessThanOrEqual(MAX_DESCRIPTION_CHARS);
    expect(title.length, name).toBeLessThanOrEqual(40);
  }
});

it('leaves out of schemas only what tells nothing', async () => {
  const { client } = await openClient();

  const { tools } = await client.listTools();
  const schemaOf = (tool: string) => tools.find(({ name }) => name === tool)?.inputSchema;

  expect(schemaOf('defer_issue')).toEqual({
    type: 'object',
    properties: {
      number: { type: 'integer', minimum: 1, description: 'The number of an issue' },
      until: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
      fencingToken: { type: 'integer', minimum: 1, description: expect.any(String) },
    },
    required: ['number', 'until'],
    additionalProperties: false,
  });
  expect(schemaOf('save_label')?.properties).toMatchObject({ color: { pattern: '^#[0-9a-fA-F]{6}$' } });
});

it('says which tools lose what was there, and which may be called twice', async () => {
  const { client } = await openClient();

  const { tools } = await client.listTools();
  const namesOf = (hint: 'destructiveHint' | 'idempotentHint', value: boolean) =>
    tools.flatMap(({ name, annotations }) =>
      annotations?.readOnlyHint === false && annotations[hint] === value ? [name] : [],
    );

  expect(namesOf('destructiveHint', true).toSorted()).toEqual([
    'delete_comment',
    'delete_issue',
    'delete_label',
    'delete_milestone',
    'edit_comment',
    'save_label',
    'set_state',
    'update_issue',
    'update_issues',
    'update_milestone',
  ]);
  expect(namesOf('idempotentHint', false).toSorted()).toEqual([
    'attach_file',
    'claim_issue',
    'close_issue',
    'comment_on_issue',
    'create_issue',
    'create_milestone',
    'reopen_issue',
  ]);
});
