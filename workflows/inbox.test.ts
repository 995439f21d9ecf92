import type { CommandVerb, Fact, IssueInput } from '@fixpoint/contracts/commands.ts';
import { MAX_PENDING_INPUTS } from '@fixpoint/contracts/workflows.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Inbox } from './inbox.ts';

const issue = {
  repository: { forgeKind: 'gitea', forgeInstance: 'test', repositoryId: '1', owner: 'ada', name: 'shop' },
  number: 1,
} as const;

function command(key: string, at: string, verb: CommandVerb, text = ''): IssueInput {
  const author = { id: 'ada', login: 'ada' };
  return { key, at, content: { kind: 'command', command: { verb, text, issue, author, commentId: null } } };
}

function fact(key: string, at: string, kind: Fact['kind']): IssueInput {
  const told: Fact = kind === 'issue-closed' ? { kind, by: 'ada' } : { kind, proposalNumber: 7, by: 'ada' };
  return { key, at, content: { kind: 'fact', fact: told } };
}

const at = fc
  .integer({ min: 0, max: 20 })
  .map((second) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString());
const key = fc.integer({ min: 0, max: 300 }).map((id) => `test/comment/${id}/created`);
const input = fc.oneof(
  fc
    .tuple(key, at, fc.constantFrom<CommandVerb>('solve', 'go', 'stop', 'help'), fc.constantFrom('', 'more'))
    .map(([id, time, verb, text]) => command(id, time, verb, text)),
  fc
    .tuple(key, at, fc.constantFrom<Fact['kind']>('proposal-merged', 'proposal-closed', 'issue-closed'))
    .map(([id, time, kind]) => fact(id, time, kind)),
);

function filled(inputs: readonly IssueInput[]): Inbox {
  const inbox = new Inbox();
  for (const arrived of inputs) inbox.push(arrived);
  return inbox;
}

function drain(inbox: Inbox): IssueInput[] {
  const taken: IssueInput[] = [];
  for (let next = inbox.take(); next; next = inbox.take()) taken.push(next);
  return taken;
}

function ends({ content }: IssueInput): boolean {
  return content.kind === 'fact' ? content.fact.kind === 'issue-closed' : content.command.verb === 'stop';
}

function rank(taken: IssueInput): string {
  return `${ends(taken) ? 0 : 1} ${taken.at} ${taken.key}`;
}

describe('Inbox', () => {
  it('gives every input once, endings first, then by time and key, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(input, { selector: ({ key: id }) => id, maxLength: 60 }), (inputs) => {
        const taken = drain(filled(inputs));

        expect(taken.map(rank)).toEqual(inputs.map(rank).sort());
        expect(taken).toEqual(drain(filled([...inputs].reverse())));
      }),
    );
  });

  it('takes what is delivered again while it waits as the one that it is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(input, { selector: ({ key: id }) => id, maxLength: 60 }), (inputs) => {
        const inbox = filled([...inputs, ...inputs]);

        expect(inbox.size).toBe(inputs.length);
        expect(inbox.dropped).toBe(0);
      }),
    );
  });

  it('never holds more than its cap, and counts what it drops', () => {
    const many = fc.uniqueArray(input, { selector: ({ key: id }) => id, minLength: 80, maxLength: 200 });
    fc.assert(
      fc.property(many, (inputs) => {
        const inbox = filled(inputs);

        expect(inbox.size).toBe(Math.min(inputs.length, MAX_PENDING_INPUTS));
        expect(inbox.size + inbox.dropped).toBe(inputs.length);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps stops and facts of a flood before commands that can be asked again', () => {
    const many = fc.uniqueArray(input, { selector: ({ key: id }) => id, minLength: 80, maxLength: 200 });
    fc.assert(
      fc.property(many, (inputs) => {
        const isOnce = (arrived: IssueInput) => arrived.content.kind === 'fact' || ends(arrived);
        const once = inputs.filter(isOnce).length;

        const kept = drain(filled(inputs)).filter(isOnce).length;

        expect(kept).toBe(Math.min(once, MAX_PENDING_INPUTS));
      }),
      { numRuns: 50 },
    );
  });

  it('counts on from what was dropped before', () => {
    expect(new Inbox(4).dropped).toBe(4);
    expect(new Inbox().dropped).toBe(0);
  });
});

describe('Inbox beside a running run', () => {
  const early = '2026-01-01T00:00:01.000Z';
  const late = '2026-01-01T00:00:02.000Z';

  it('gives only what ends the run', () => {
    const inbox = filled([command('a', early, 'solve', 'more'), command('b', late, 'stop')]);

    expect(inbox.hasEnding).toBe(true);
    expect(inbox.takeEnding()?.key).toBe('b');
    expect(inbox.takeEnding()).toBeNull();
    expect(inbox.size).toBe(1);
  });

  it('lets nothing but help, an empty /ai and a needless go be answered', () => {
    const inbox = filled([
      command('a', late, 'help'),
      command('b', early, 'solve'),
      command('c', late, 'go'),
      fact('d', early, 'proposal-merged'),
    ]);

    const answered = [1, 2, 3, 4].map(() => inbox.takeAnswerable()?.key ?? null);

    expect(answered).toEqual(['b', 'a', 'c', null]);
    expect(inbox.hasFact('proposal-merged')).toBe(true);
    expect(inbox.hasFact('issue-closed')).toBe(false);
  });

  it('keeps a go that may be meant for a command which waits', () => {
    const inbox = filled([command('a', early, 'solve', 'more'), command('b', late, 'go')]);

    expect(inbox.hasAnswerable).toBe(false);
  });
});
