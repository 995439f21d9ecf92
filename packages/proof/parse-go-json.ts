import { z } from 'zod';
import { statusOf } from './parse-go-text.ts';
import type { TestCase, TestReport } from './test-report.ts';

const Event = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
});
type Event = z.infer<typeof Event>;

/** The events that `go test -json` prints, one a line. */
export function parseGoJson(text: string): TestReport | null {
  const events = text.split('\n').flatMap(readEvent);
  if (events.length === 0) return null;
  const panics = new Set(events.filter((event) => event.Output?.startsWith('panic: ')).map(keyOf));
  return { cases: events.flatMap((event) => toCase(event, panics)), unnamedPasses: 0 };
}

function readEvent(line: string): Event[] {
  if (!line.startsWith('{') || !line.includes('"Action"')) return [];
  try {
    const parsed = Event.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}

function toCase(event: Event, panics: ReadonlySet<string>): TestCase[] {
  if (event.Action === 'build-fail') return [{ paths: [[event.ImportPath ?? 'build']], status: 'error' }];
  if (event.Test === undefined || !['pass', 'fail', 'skip'].includes(event.Action)) return [];
  const status = panics.has(keyOf(event)) ? 'error' : statusOf(event.Action);
  return [{ paths: [[event.Package ?? '', ...event.Test.split('/')]], status }];
}

function keyOf({ Package, Test }: Event): string {
  return `${Package} ${Test}`;
}
