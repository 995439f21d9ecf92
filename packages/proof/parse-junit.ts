import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { isAssertionFailure } from './assertion-failure.ts';
import type { CaseStatus, TestCase, TestReport } from './test-report.ts';
import { decodeXmlText } from './xml-text.ts';

const MAX_XML_CHARS = 16 * 1024 * 1024;

/** `@` marks attributes: Node's report has a `failure` attribute beside the element of that name. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && REPEATED.has(name),
});
const REPEATED = new Set(['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped']);

const text = z.string().default('').transform(decodeXmlText);
/** An element without attributes is its text. */
const Detail = z.preprocess(
  (value) => (typeof value === 'string' ? { '#text': value } : value),
  z.object({ '@type': text, '@message': text, '#text': text }),
);
const Case = z.object({
  '@name': text,
  '@classname': text,
  failure: z.array(Detail).default([]),
  error: z.array(z.unknown()).default([]),
  skipped: z.array(z.unknown()).default([]),
});
type Case = z.infer<typeof Case>;

interface Suite {
  readonly '@name': string;
  readonly testcase: readonly Case[];
  readonly testsuite: readonly Suite[];
}
const Suite: z.ZodType<Suite> = z.preprocess(
  (value) => (typeof value === 'string' ? {} : value),
  z.object({
    '@name': text,
    testcase: z.array(z.preprocess((value) => (typeof value === 'string' ? {} : value), Case)).default([]),
    get testsuite() {
      return z.array(Suite).default([]);
    },
  }),
);
const Document = z.object({ testsuites: z.array(Suite).default([]), testsuite: z.array(Suite).default([]) });

/** JUnit XML as pytest, `node --test`, vitest, jest-junit and Gradle write it. */
export function parseJunit(xml: string): TestReport | null {
  if (xml.length > MAX_XML_CHARS || !/<testsuites?[\s>/]/.test(xml)) return null;
  const document = Document.safeParse(parseXml(xml));
  if (!document.success) return null;
  const roots = [...document.data.testsuites, ...document.data.testsuite];
  return { cases: roots.flatMap((suite) => casesOf(suite, [])), unnamedPasses: 0 };
}

/** Null for what is no XML: a report that was cut off, or never was one. */
function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    return null;
  }
}

function casesOf(suite: Suite, outer: readonly string[]): TestCase[] {
  const path = suite['@name'] === '' ? outer : [...outer, suite['@name']];
  const own = suite.testcase.map((testcase) => toCase(testcase, path));
  return [...own, ...suite.testsuite.flatMap((inner) => casesOf(inner, path))];
}

function toCase(testcase: Case, suites: readonly string[]): TestCase {
  const name = testcase['@name'];
  const modules = testcase['@classname'].split('.').filter((part) => part !== '');
  return {
    paths: [
      [...suites, name],
      [...modules, name],
    ],
    status: statusOf(testcase),
  };
}

function statusOf({ failure, error, skipped }: Case): CaseStatus {
  // First: Node reports the failure of a test that is marked as to do beside the mark.
  if (skipped.length > 0) return 'skipped';
  if (error.length > 0) return 'error';
  if (failure.length === 0) return 'passed';
  const byAssertion = failure.every((detail) =>
    isAssertionFailure({ type: detail['@type'], message: detail['@message'], text: detail['#text'] }),
  );
  return byAssertion ? 'failed' : 'error';
}
