import type { Argument, Command, Option } from 'commander';

/** What only the tracker, or the configuration, knows. */
export type ValueKind = 'issue' | 'closed-issue' | 'label' | 'milestone' | 'backend';

/** What is being typed. */
export interface WantedValue {
  readonly kind: ValueKind;
  /** The tracker that the words before name. */
  readonly backend: string | null;
}

const OF_OPTIONS: ReadonlyMap<string, ValueKind> = new Map([
  ['label', 'label'],
  ['add-label', 'label'],
  ['remove-label', 'label'],
  ['milestone', 'milestone'],
  ['parent', 'issue'],
  ['issue', 'issue'],
  ['backend', 'backend'],
  ['pair', 'backend'],
]);
/** By `command argument`; issues have the same names everywhere. */
const OF_ARGUMENTS: ReadonlyMap<string, ValueKind> = new Map([
  ['label edit name', 'label'],
  ['label rename name', 'label'],
  ['label delete name', 'label'],
  ['milestone edit title', 'milestone'],
  ['milestone close title', 'milestone'],
  ['milestone reopen title', 'milestone'],
  ['milestone delete title', 'milestone'],
  ['backend test name', 'backend'],
  ['backend remove name', 'backend'],
  ['backend set-default name', 'backend'],
]);
const ISSUES: ReadonlySet<string> = new Set(['number', 'numbers', 'other']);
const SYNCS: ReadonlySet<string> = new Set(['sync pull', 'sync push', 'sync bidirectional']);

/** What the last of these words is to be; null when it is nothing that has to be looked up. */
export function wantedValue(program: Command, words: readonly string[]): WantedValue | null {
  const reading: Reading = { program, command: program, path: [], given: 0, backend: null };
  let pending: Option | null = null;
  for (const word of words.slice(0, -1)) {
    if (pending) pending = take(reading, pending, word);
    else pending = read(reading, word);
  }
  const last = words.at(-1) ?? '';
  const [flag = '', value] = last.split('=', 2);
  const option = pending ?? (value === undefined ? null : optionOf(reading, flag));
  const kind = option ? kindOfOption(option) : last.startsWith('-') ? null : kindOfArgument(reading);
  return kind && { kind, backend: reading.backend };
}

export function kindOfOption(option: Pick<Option, 'name'>): ValueKind | null {
  return OF_OPTIONS.get(option.name()) ?? null;
}

/** @param path the names of the command and those above it, as in `label edit` */
export function kindOfArgumentNamed(path: string, name: string): ValueKind | null {
  if (ISSUES.has(name)) return path === 'reopen' ? 'closed-issue' : 'issue';
  return SYNCS.has(path) ? 'backend' : (OF_ARGUMENTS.get(`${path} ${name}`) ?? null);
}

/** How far the words were understood. */
interface Reading {
  readonly program: Command;
  command: Command;
  path: string[];
  /** Arguments of the command until now. */
  given: number;
  backend: string | null;
}

/** An option that waits for its value; null when the word is complete in itself. */
function read(reading: Reading, word: string): Option | null {
  if (word.startsWith('-')) {
    const [flag = '', value] = word.split('=', 2);
    const option = optionOf(reading, flag);
    if (!option?.required) return null;
    return value === undefined ? option : take(reading, option, value);
  }
  const subcommand = reading.command.commands.find((it) => it.name() === word);
  if (subcommand) {
    reading.command = subcommand;
    reading.path.push(word);
  } else {
    reading.given += 1;
  }
  return null;
}

function take(reading: Reading, option: Option, value: string): null {
  if (option.name() === 'backend') reading.backend = value;
  return null;
}

function optionOf({ program, command }: Reading, flag: string): Option | null {
  return (
    [...command.options, ...program.options].find(({ short, long }) => short === flag || long === flag) ??
    null
  );
}

function kindOfArgument({ command, path, given }: Reading): ValueKind | null {
  const expected: readonly Argument[] = command.registeredArguments;
  const last = expected.at(-1);
  const argument = expected[given] ?? (last?.variadic ? last : undefined);
  return argument ? kindOfArgumentNamed(path.join(' '), argument.name()) : null;
}
