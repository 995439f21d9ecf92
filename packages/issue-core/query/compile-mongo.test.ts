import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Issue } from '../model/issue.ts';
import { anyFacts, anyIssue, anyQuery, anyTerm } from '../testing/arbitraries.ts';
import type { IssueFacts, Query } from './ast.ts';
import { compileMongo, type MongoFilter } from './compile-mongo.ts';
import { matches } from './matches.ts';
import { toMongoIssue } from './mongo-document.ts';
import { parseQuery } from './parse.ts';

const Filter = z.record(z.string(), z.unknown());
const Filters = z.array(Filter).min(1);

/** The few operators that filters may use, as MongoDB's manual describes them; any other fails. */
function isSelected(document: unknown, filter: MongoFilter): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '$and') return Filters.parse(condition).every((part) => isSelected(document, part));
    if (key === '$or') return Filters.parse(condition).some((part) => isSelected(document, part));
    if (key === '$nor') return !Filters.parse(condition).some((part) => isSelected(document, part));
    return isMet(at(document, key), condition);
  });
}

function at(document: unknown, path: string): unknown {
  return path.split('.').reduce((inner: unknown, key) => Filter.parse(inner)[key], document);
}

function isMet(value: unknown, condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return isEqual(value, condition);
  return Object.entries(condition).every(([operator, operand]) => compare(operator, value, operand));
}

function compare(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case '$ne':
      return !isEqual(value, operand);
    case '$in':
      return z
        .array(z.unknown())
        .parse(operand)
        .some((one) => isEqual(value, one));
    case '$gte':
      return typeof value === 'number' && value >= z.number().parse(operand);
    case '$lte':
      return typeof value === 'number' && value <= z.number().parse(operand);
    case '$lt':
      return typeof value === 'number' && value < z.number().parse(operand);
    case '$size':
      return Array.isArray(value) && value.length === operand;
    case '$regex':
      return typeof value === 'string' && new RegExp(z.string().parse(operand), 'u').test(value);
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function isEqual(value: unknown, operand: unknown): boolean {
  return Array.isArray(value) ? value.includes(operand) : value === operand;
}

test.each([
  ['every query', anyQuery],
  // Alone, so that no other term hides what is wrong with one.
  ['every term', anyTerm],
])('for %s, the filter selects what matches', (_, queries) => {
  fc.assert(
    fc.property<[Query, Issue, IssueFacts]>(queries, anyIssue, anyFacts, (query, issue, facts) => {
      const document = toMongoIssue('key', issue, facts);

      expect(isSelected(document, compileMongo(query))).toBe(matches(query, issue, facts));
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['', {}],
  ['-is:issue', { _id: { $in: [] } }],
  [
    '"a.*(b)?"',
    { $or: ['title', 'body'].map((it) => ({ [`folded.${it}`]: { $regex: 'a\\.\\*\\(b\\)\\?' } })) },
  ],
  ['label:Bug -is:closed', { $and: [{ 'folded.labels': 'bug' }, { $nor: [{ 'issue.state': 'closed' }] }] }],
  ['label:"$where"', { 'folded.labels': '$where' }],
])('%s', (query, filter) => {
  expect(compileMongo(parseQuery(query, { now: new Date(0) }))).toEqual(filter);
});

test('no pattern holds a NUL, which neither server takes', () => {
  expect(compileMongo({ kind: 'text', word: 'a\0b', in: 'title' })).toEqual({
    'folded.title': { $regex: 'a\\x00b' },
  });
});
