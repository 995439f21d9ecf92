import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { NumberRange, Term, TimeRange } from './ast.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const MIDNIGHT = 'T00:00:00.000Z';
/** Text that is read as itself, as a word or as a value, whatever stands around it. */
const PLAIN = /^[\p{L}\p{N}_./+][\p{L}\p{N}_./+-]*$/u;
const OPERATOR = /^(?:AND|OR|NOT)$/;

/** One term as text, for a query that is normalised. */
export function formatTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return term.in === 'any' ? quoted(term.word) : `${term.in}:${quoted(term.word)}`;
    case 'state':
      return `state:${term.state}`;
    case 'not-closed':
      return 'is:open';
    case 'close-reason':
      return `reason:${term.reason}`;
    case 'label':
      return `label:${quoted(term.name)}`;
    case 'type':
      return `type:${quoted(term.type)}`;
    case 'priority':
      return `priority:${term.priorities.join(',')}`;
    case 'assignee':
      return `assignee:${quoted(term.login)}`;
    case 'author':
      return `author:${quoted(term.login)}`;
    case 'milestone':
      return `milestone:${quoted(term.title)}`;
    case 'has':
      return `has:${term.field}`;
    case 'number':
    case 'comments':
      return `${term.kind}:${numberRange(term.range)}`;
    case 'time':
      return `${term.field}:${timeRange(term.range)}`;
    case 'parent':
    case 'blocked-by':
    case 'blocks':
      return `${term.kind}:${term.number}`;
    case 'is':
      return `is:${term.what}`;
    case 'claimed-by':
      return `claimed-by:${quoted(term.agent)}`;
    default:
      return assertNever(term);
  }
}

function quoted(text: string): string {
  if (PLAIN.test(text) && !OPERATOR.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function numberRange({ from, to }: NumberRange): string {
  if (from === null) return to === null ? '*..*' : `<=${to}`;
  if (to === null) return `>=${from}`;
  return from === to ? `${from}` : `${from}..${to}`;
}

/** In whole days where it can be, because people read it. */
function timeRange({ from, before }: TimeRange): string {
  if (from === null) return before === null ? '*..*' : `<${shortTime(before)}`;
  if (before === null) return `>=${shortTime(from)}`;
  const wholeDays = from.endsWith(MIDNIGHT) && before.endsWith(MIDNIGHT);
  const last = new Date(Date.parse(before) - (wholeDays ? DAY_MS : 1)).toISOString();
  if (!wholeDays) return `${from}..${last}`;
  return from === last ? shortTime(from) : `${shortTime(from)}..${shortTime(last)}`;
}

function shortTime(time: string): string {
  return time.endsWith(MIDNIGHT) ? time.slice(0, -MIDNIGHT.length) : time;
}
