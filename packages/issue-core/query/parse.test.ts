import { describe, expect, test } from 'vitest';
import type { Query } from './ast.ts';
import { parseQuery } from './parse.ts';

const NOW = new Date('2026-03-31T12:34:56.789Z');

function parse(text: string): Query {
  return parseQuery(text, { now: NOW, me: 'bob', agent: 'coder' });
}

function text(word: string): Query {
  return { kind: 'text', word, in: 'any' };
}

function not(part: Query): Query {
  return { kind: 'not', part };
}

function and(...parts: Query[]): Query {
  return { kind: 'and', parts };
}

function or(...parts: Query[]): Query {
  return { kind: 'or', parts };
}

const [a, b, c] = [text('a'), text('b'), text('c')];

describe('words and operators', () => {
  test.each<[string, Query]>([
    ['', { kind: 'everything' }],
    [' \n\t ', { kind: 'everything' }],
    ['a b', and(a, b)],
    ['a AND b', and(a, b)],
    ['a OR b', or(a, b)],
    ['a b OR c', or(and(a, b), c)],
    ['a OR b c', or(a, and(b, c))],
    ['(a OR b) c', and(or(a, b), c)],
    ['((a) ((b)))', and(a, b)],
    ['NOT a b', and(not(a), b)],
    ['NOT (a OR b)', not(or(a, b))],
    ['-(a b) OR c', or(not(and(a, b)), c)],
    ['NOT NOT a', a],
    ['NOT -a', a],
    ['a AND -b', and(a, not(b))],
    ['a and or not', and(a, text('and'), text('or'), text('not'))],
    ['"AND" "OR"', and(text('and'), text('or'))],
    ['ÉCOLE', text('école')],
    ['"Null  Pointer"', text('null  pointer')],
    ['"say \\"hi\\" \\\\ C:\\dir"', text('say "hi" \\ c:\\dir')],
    ['-"two words"', not(text('two words'))],
    ['--dry-run', text('--dry-run')],
    ['a - b', and(a, text('-'), b)],
    ['foo.ts:12', text('foo.ts:12')],
    ['12:30', text('12:30')],
    ['#12', { kind: 'number', range: { from: 12, to: 12 } }],
    ['"#12"', text('#12')],
    ['#fix', text('#fix')],
    ['x\uD800', text('x\uFFFD')],
  ])('%j', (written, query) => {
    expect(parse(written)).toEqual(query);
  });
});

describe('qualifiers', () => {
  test.each<[string, Query]>([
    ['state:OPEN', { kind: 'state', state: 'open' }],
    ['state:in-progress', { kind: 'state', state: 'in_progress' }],
    ['is:open', { kind: 'not-closed' }],
    ['is:closed', { kind: 'state', state: 'closed' }],
    ['is:in_progress', { kind: 'state', state: 'in_progress' }],
    ['is:issue', { kind: 'everything' }],
    ['IS:ready', { kind: 'is', what: 'ready' }],
    ['reason:"not planned"', { kind: 'close-reason', reason: 'not_planned' }],
    ['label:Bug', { kind: 'label', name: 'Bug' }],
    ['label:a,"b, c"', or({ kind: 'label', name: 'a' }, { kind: 'label', name: 'b, c' })],
    ['label:area:login', { kind: 'label', name: 'area:login' }],
    ['label:Priority:High', { kind: 'priority', priorities: ['high'] }],
    ['label:priority:high,priority:low', { kind: 'priority', priorities: ['high', 'low'] }],
    ['label:type:bug', { kind: 'type', type: 'bug' }],
    ['label:in-progress', { kind: 'state', state: 'in_progress' }],
    ['label:*', { kind: 'has', field: 'label' }],
    ['label:"*"', { kind: 'label', name: '*' }],
    ['priority:low,critical', { kind: 'priority', priorities: ['critical', 'low'] }],
    ['priority:>=high', { kind: 'priority', priorities: ['critical', 'high'] }],
    ['priority:<high', { kind: 'priority', priorities: ['medium', 'low'] }],
    ['priority:medium..high', { kind: 'priority', priorities: ['high', 'medium'] }],
    ['assignee:@me', { kind: 'assignee', login: 'bob' }],
    ['assignee:"@me"', { kind: 'assignee', login: '@me' }],
    ['author:@Ann', { kind: 'author', login: 'Ann' }],
    ['milestone:"v 1"', { kind: 'milestone', title: 'v 1' }],
    ['no:assignees', not({ kind: 'has', field: 'assignee' })],
    ['-has:body', not({ kind: 'has', field: 'body' })],
    ['-label:a,b', not(or({ kind: 'label', name: 'a' }, { kind: 'label', name: 'b' }))],
    ['number:#3..5', { kind: 'number', range: { from: 3, to: 5 } }],
    ['comments:>3', { kind: 'comments', range: { from: 4, to: null } }],
    ['comments:<3', { kind: 'comments', range: { from: null, to: 2 } }],
    ['comments:*..3', { kind: 'comments', range: { from: null, to: 3 } }],
    ['comments:*..*', { kind: 'everything' }],
    ['parent:#3', { kind: 'parent', number: 3 }],
    ['blocked_by:3', { kind: 'blocked-by', number: 3 }],
    ['blocks:3', { kind: 'blocks', number: 3 }],
    ['claimed-by:@me', { kind: 'claimed-by', agent: 'coder' }],
    ['title:Login', { kind: 'text', word: 'login', in: 'title' }],
    ['body:"a b"', { kind: 'text', word: 'a b', in: 'body' }],
  ])('%j', (written, query) => {
    expect(parse(written)).toEqual(query);
  });
});

describe('times', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['>2026-01-31', '2026-02-01T00:00:00.000Z', null],
    ['>=2026-01-31', '2026-01-31T00:00:00.000Z', null],
    ['<2026-01-31', null, '2026-01-31T00:00:00.000Z'],
    ['<=2026-01-31', null, '2026-02-01T00:00:00.000Z'],
    ['2026-01-01..2026-01-31', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['*..2026-01-31', null, '2026-02-01T00:00:00.000Z'],
    ['2026-01-31T10:00', '2026-01-31T10:00:00.000Z', '2026-01-31T10:01:00.000Z'],
    ['2026-01-31t10:00:05z', '2026-01-31T10:00:05.000Z', '2026-01-31T10:00:06.000Z'],
    ['2026-01-31T10:00:05.5Z', '2026-01-31T10:00:05.500Z', '2026-01-31T10:00:05.501Z'],
    ['>=2026-01-31T00:30:00+02:00', '2026-01-30T22:30:00.000Z', null],
    ['>=2026-01-31T00:30:00-0230', '2026-01-31T03:00:00.000Z', null],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['today', '2026-03-31T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
    ['yesterday', '2026-03-30T00:00:00.000Z', '2026-03-31T00:00:00.000Z'],
    ['-7d', '2026-03-24T12:34:56.789Z', null],
    ['>-2w', '2026-03-17T12:34:56.789Z', null],
    ['<-1h', null, '2026-03-31T11:34:56.789Z'],
    ['-90min', '2026-03-31T11:04:56.789Z', null],
    ['-1mo', '2026-02-28T12:34:56.789Z', null],
    ['-1y', '2025-03-31T12:34:56.789Z', null],
    ['-2d..-1d', '2026-03-29T12:34:56.789Z', '2026-03-30T12:34:56.789Z'],
    ['-7d..today', '2026-03-24T12:34:56.789Z', '2026-04-01T00:00:00.000Z'],
  ])('%s', (written, from, before) => {
    expect(parse(`updated:${written}`)).toEqual({
      kind: 'time',
      field: 'updated',
      range: { from, before },
    });
  });
});
