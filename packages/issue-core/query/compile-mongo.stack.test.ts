import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { anyFacts, anyIssues, anyQuery } from '../testing/arbitraries.ts';
import { compileMongo } from './compile-mongo.ts';
import { matches } from './matches.ts';
import { type MongoIssue, toMongoIssue } from './mongo-document.ts';
import { parseQuery } from './parse.ts';

const ISSUES = 100;
const QUERIES = 200;
let database: TestDatabase;
let documents: readonly MongoIssue[];

function collection() {
  return database.db.collection<MongoIssue>('issues');
}

beforeAll(async () => {
  database = await createTestDatabase('query');
  const trackers = fc.sample(fc.array(fc.tuple(anyIssues, anyFacts)), { numRuns: 200, seed: 4 }).flat();
  documents = trackers
    .flatMap(([issues, facts], tracker) =>
      issues.map((issue) => toMongoIssue(`${tracker}/${issue.number}`, issue, facts)),
    )
    .slice(0, ISSUES);
  await collection().insertMany([...documents]);
});
afterAll(() => database.remove());

async function expectAgreement(query: Parameters<typeof compileMongo>[0]): Promise<void> {
  const found = await collection()
    .find(compileMongo(query), { projection: { _id: 1 } })
    .toArray();

  const wanted = documents.filter(({ issue, facts }) => matches(query, issue, facts));
  expect(found.map(({ _id }) => _id).sort()).toEqual(wanted.map(({ _id }) => _id).sort());
}

test('a real server finds exactly what matches', async () => {
  expect(documents).toHaveLength(ISSUES);
  await fc.assert(fc.asyncProperty(anyQuery, expectAgreement), { numRuns: QUERIES });
});

test.each([
  'closed:*..*',
  '-closed:>=2026-01-01',
  'no:label',
  '-label:bug,"a,b"',
  '"C:\\\\temp" OR "^$ |" OR "{1,2}" OR "[x]"',
  'is:ready',
  '-is:issue',
  'İstanbul',
])('and so for %s', (text) => expectAgreement(parseQuery(text, { now: new Date(0) })));

test('an issue is read back as it was', async () => {
  const [first] = documents;

  expect(await collection().findOne({ _id: first?._id ?? '' })).toEqual(first);
});
