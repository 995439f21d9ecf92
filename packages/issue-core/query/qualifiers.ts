import { CLOSE_REASONS, ISSUE_STATES } from '../model/issue.ts';
import { QUERY_FIELDS, type Query, type QueryField } from './ast.ts';
import { labelTerm } from './label-term.ts';
import { nearestWord } from './nearest-word.ts';
import { readNumber, readNumberRange } from './number-values.ts';
import type { ParseContext } from './parse-context.ts';
import { readPriorities } from './priority-values.ts';
import { queryError } from './query-error.ts';
import { readTimeRange } from './time-values.ts';
import type { Token, Written } from './tokens.ts';
import { readAgent, readChoice, readLogin } from './word-values.ts';

type ReadValue = (value: Written, context: ParseContext) => Query;

/** The qualifiers, each with the meaning of one value; of several values separated by commas any may be met. */
const QUALIFIERS = {
  state: (value, context) => ({ kind: 'state', state: readChoice(value, ISSUE_STATES, context) }),
  is: (value, context) => readIs(readChoice(value, IS, context)),
  reason: (value, context) => ({ kind: 'close-reason', reason: readChoice(value, CLOSE_REASONS, context) }),
  label: orAny('label', ({ text }) => labelTerm(text)),
  type: orAny('type', ({ text }) => ({ kind: 'type', type: text })),
  priority: orAny('priority', (value, context) => ({
    kind: 'priority',
    priorities: readPriorities(value, context),
  })),
  assignee: orAny('assignee', (value, context) => ({ kind: 'assignee', login: readLogin(value, context) })),
  author: (value, context) => ({ kind: 'author', login: readLogin(value, context) }),
  milestone: orAny('milestone', ({ text }) => ({ kind: 'milestone', title: text })),
  has: (value, context) => ({ kind: 'has', field: readField(value, context) }),
  no: (value, context) => ({ kind: 'not', part: { kind: 'has', field: readField(value, context) } }),
  number: (value, context) => ({ kind: 'number', range: readNumberRange(value, context) }),
  comments: (value, context) => ({ kind: 'comments', range: readNumberRange(value, context) }),
  created: (value, context) => ({ kind: 'time', field: 'created', range: readTimeRange(value, context) }),
  updated: (value, context) => ({ kind: 'time', field: 'updated', range: readTimeRange(value, context) }),
  closed: (value, context) => ({ kind: 'time', field: 'closed', range: readTimeRange(value, context) }),
  parent: orAny('parent', (value, context) => ({ kind: 'parent', number: readNumber(value, context) })),
  'blocked-by': (value, context) => ({ kind: 'blocked-by', number: readNumber(value, context) }),
  blocks: (value, context) => ({ kind: 'blocks', number: readNumber(value, context) }),
  'claimed-by': (value, context) => ({ kind: 'claimed-by', agent: readAgent(value, context) }),
  title: ({ text }) => ({ kind: 'text', word: text, in: 'title' }),
  body: ({ text }) => ({ kind: 'text', word: text, in: 'body' }),
} as const satisfies Record<string, ReadValue>;

export type QualifierName = keyof typeof QUALIFIERS;
export const QUALIFIER_NAMES = Object.keys(QUALIFIERS) as readonly QualifierName[];

/** What others call them. */
const MEANT: Readonly<Record<string, QualifierName>> = {
  status: 'state',
  in: 'title',
  id: 'number',
  assigned: 'assignee',
  tag: 'label',
};

const IS = [...ISSUE_STATES, 'ready', 'blocked', 'claimed', 'deferred', 'issue'] as const;

/** @throws FixpointError QUERY_INVALID for an unknown qualifier, naming the nearest, and for values it cannot have */
export function readQualifier(token: Extract<Token, { kind: 'qualifier' }>, context: ParseContext): Query {
  const name = token.name.toLowerCase().replaceAll('_', '-');
  if (!isQualifierName(name)) throw unknownQualifier(token.name, name, token.at, context);
  const read: ReadValue = QUALIFIERS[name];
  return anyOf(token.values.map((value) => read(value, context)));
}

function isQualifierName(name: string): name is QualifierName {
  return Object.hasOwn(QUALIFIERS, name);
}

function unknownQualifier(written: string, name: string, at: number, { text }: ParseContext): Error {
  const nearest = Object.hasOwn(MEANT, name) ? MEANT[name] : nearestWord(name, QUALIFIER_NAMES);
  const suggestion = nearest ? `did you mean \`${nearest}:\`?` : `there are ${QUALIFIER_NAMES.join(', ')}.`;
  const shown = written.slice(0, 40);
  return queryError(text, at, `There is no qualifier \`${shown}:\`; ${suggestion} Text goes into quotes.`);
}

/** Several priorities are one term, as it is in the tree. */
function anyOf(parts: readonly Query[]): Query {
  const priorities = parts.flatMap((part) => (part.kind === 'priority' ? [part.priorities] : []));
  if (priorities.length === parts.length) return { kind: 'priority', priorities: priorities.flat() };
  return { kind: 'or', parts };
}

/** `*` asks whether the issue has one at all. */
function orAny(field: QueryField, read: ReadValue): ReadValue {
  return (value, context) =>
    value.text === '*' && !value.quoted ? { kind: 'has', field } : read(value, context);
}

function readIs(what: (typeof IS)[number]): Query {
  switch (what) {
    case 'issue':
      return { kind: 'everything' };
    case 'open':
      return { kind: 'not-closed' };
    case 'in_progress':
    case 'closed':
      return { kind: 'state', state: what };
    default:
      return { kind: 'is', what };
  }
}

/** `no:labels` is what people say. */
function readField(value: Written, context: ParseContext): QueryField {
  const singular = QUERY_FIELDS.find((field) => value.text.toLowerCase() === `${field}s`);
  return singular ?? readChoice(value, QUERY_FIELDS, context);
}
