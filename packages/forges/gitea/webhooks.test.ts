import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseWebhook, verifySignature } from './webhooks.ts';

const FIXTURES = new URL('../../../test/fixtures/webhooks/gitea/', import.meta.url);
const IDENTITY = { instance: 'gitea.example', botLogin: 'bot', triggerLabel: 'fixpoint' };
const OTHERS_IDENTITY = { ...IDENTITY, botLogin: 'somebody-else' };

interface Captured {
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

/** Deliveries as a real server sent them, with neutral hosts and names. */
function captured(name: string): Captured {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'));
}

function parse({ headers, body }: Captured, identity = IDENTITY) {
  return parseWebhook(headers, Buffer.from(JSON.stringify(body)), identity);
}

describe('parseWebhook', () => {
  test('reads a command from a new comment', () => {
    const parsed = parse(captured('comment-created'));

    expect(parsed).toMatchObject({
      kind: 'input',
      issue: {
        number: 1,
        repository: { forgeKind: 'gitea', forgeInstance: 'gitea.example', owner: 'owner', name: 'project' },
      },
      input: {
        key: expect.stringMatching(/^gitea\.example\/comment\/\d+\/created$/),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        content: {
          kind: 'command',
          command: { verb: 'solve', text: 'use round half up', author: { login: 'writer' } },
        },
      },
    });
  });

  test('reads a command from the body of a new issue', () => {
    const parsed = parse(captured('issue-opened'));

    expect(parsed).toMatchObject({
      input: {
        key: expect.stringMatching(/^gitea\.example\/issue\/\d+\/opened$/),
        content: { command: { verb: 'solve', author: { login: 'reader' }, commentId: null } },
      },
    });
  });

  test.each([
    ['the label on a new issue', 'issue-opened-labelled', 'writer'],
    ['the label, from whoever put it there', 'issue-labelled', 'writer'],
  ])('takes %s for a command', (_, name, login) => {
    const parsed = parse(captured(name));

    expect(parsed).toMatchObject({
      input: {
        key: expect.stringMatching(/^gitea\.example\/issue\/\d+\/opened$/),
        content: { command: { verb: 'solve', text: '', author: { login }, commentId: null } },
      },
    });
  });

  test('an issue asks once: by its text or its label, however often it is labelled', () => {
    const labelled = captured('issue-labelled');
    const issue = labelled.body.issue as Record<string, unknown>;
    const opened = {
      ...labelled,
      body: { ...labelled.body, action: 'opened', issue: { ...issue, body: 'Help\n\n/ai help' } },
    };
    const later = {
      ...labelled,
      body: { ...labelled.body, issue: { ...issue, updated_at: '2027-01-01T00:00:00Z' } },
    };

    const read = [opened, labelled, later].map((delivery) => parse(delivery));

    const keys = read.map((one) => (one.kind === 'input' ? one.input.key : one.kind));
    expect(new Set(keys).size).toBe(1);
    expect(read[0]).toMatchObject({ input: { content: { command: { verb: 'help' } } } });
  });

  test('knows the label in any case, and no other', () => {
    const label = (triggerLabel: string) =>
      parse(captured('issue-labelled'), { ...IDENTITY, triggerLabel }).kind;

    expect([label('FixPoint'), label('fix'), label('fixpoint ')]).toEqual(['input', 'ignored', 'ignored']);
    expect(parse(captured('issue-labelled-otherwise')).kind).toBe('ignored');
  });

  test('ignores a label of its own, and one on what it wrote', () => {
    const labelled = captured('issue-labelled');
    const issue = { ...(labelled.body.issue as object), body: '<!-- fixpoint:x -->' };

    expect(parse(labelled, { ...IDENTITY, botLogin: 'Writer' }).kind).toBe('ignored');
    expect(parse({ ...labelled, body: { ...labelled.body, issue } }).kind).toBe('ignored');
  });

  test.each([
    ['pull-closed', 'proposal-closed'],
    ['pull-merged', 'proposal-merged'],
  ])('reads a fact from %s', (name, kind) => {
    const parsed = parse(captured(name));

    expect(parsed).toMatchObject({
      input: {
        key: expect.stringMatching(/^gitea\.example\/pull\/\d+\/closed\/\d{4}-/),
        content: { kind: 'fact', fact: { kind, by: 'owner' } },
      },
    });
  });

  test('reads that an issue was closed', () => {
    const parsed = parse(captured('issue-closed'));

    expect(parsed).toMatchObject({
      issue: { number: 1 },
      input: {
        key: expect.stringMatching(/^gitea\.example\/issue\/\d+\/closed\/\d{4}-/),
        content: { kind: 'fact', fact: { kind: 'issue-closed', by: 'owner' } },
      },
    });
  });

  test('gives a redelivery the same key', () => {
    const first = captured('comment-created');
    const again = { ...first, headers: { ...first.headers, 'x-gitea-delivery': 'another' } };

    expect(parse(again)).toEqual(parse(first));
  });

  test.each(['comment-edited', 'comment-by-bot', 'pull-opened', 'pull-comment-created'])(
    'ignores %s',
    (name) => {
      const parsed = parse(captured(name));

      expect(parsed.kind).toBe('ignored');
    },
  );

  test('ignores a comment with our marker, whoever posts it', () => {
    const parsed = parse(captured('comment-by-bot'), OTHERS_IDENTITY);

    expect(parsed.kind).toBe('ignored');
  });

  test('ignores its own login in any case', () => {
    const parsed = parse(captured('comment-created'), { ...IDENTITY, botLogin: 'WRITER' });

    expect(parsed.kind).toBe('ignored');
  });

  test('ignores events that are not for us without looking at their body', () => {
    const parsed = parseWebhook({ 'x-gitea-event': 'push' }, Buffer.from('not json'), IDENTITY);

    expect(parsed.kind).toBe('ignored');
  });

  const { headers } = captured('comment-created');
  test.each([
    ['no event header', {}, '{}'],
    ['no JSON', headers, '{'],
    ['no UTF-8', headers, '\xff'],
    ['no action', headers, '{}'],
    ['no comment', headers, '{"action":"created"}'],
    ['null', headers, 'null'],
  ])('refuses a delivery with %s', (_, given, body) => {
    const act = () => parseWebhook(given, Buffer.from(body, 'latin1'), IDENTITY);

    expect(act).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('verifySignature', () => {
  const body = Buffer.from('{"a":1}');
  const signature = createHmac('sha256', 'secret').update(body).digest('hex');

  test('accepts the HMAC of exactly this body', () => {
    expect(verifySignature({ 'x-gitea-signature': signature }, body, 'secret')).toBe(true);
  });

  test.each([
    ['absent', undefined],
    ['empty', ''],
    ['too short', signature.slice(1)],
    ['too long', `${signature}0`],
    ['not hex', 'z'.repeat(64)],
    ['prefixed', `sha256=${signature}`],
    ['given twice', [signature, signature]],
    ['of another secret', createHmac('sha256', 'other').update(body).digest('hex')],
  ])('refuses a signature that is %s', (_, given) => {
    expect(verifySignature({ 'x-gitea-signature': given }, body, 'secret')).toBe(false);
  });

  test('refuses another body', () => {
    expect(verifySignature({ 'x-gitea-signature': signature }, Buffer.from('{"a":2}'), 'secret')).toBe(false);
  });
});
