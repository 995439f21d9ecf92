import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import { runPager } from '../terminal/pager.ts';
import { type World, writeTo } from '../world.ts';
import { type FormatFlags, outputFormatOf } from './output-format.ts';
import { safeJson } from './safe-text.ts';
import { type Style, styleFor } from './style.ts';

const SCHEMA_VERSION = 1;

export interface PrintedPage<T> {
  readonly items: readonly T[];
  readonly next?: string | number | null;
  /** Of all pages, where that is known. */
  readonly total?: number | null;
}

export interface PrintFlags extends FormatFlags {
  readonly pager?: boolean;
  readonly color?: boolean;
}

/** Writes what a command found or did, in the format that was asked for. */
export interface Printer {
  readonly style: Style;
  /** Whether people read it, so that something may be added for them. */
  readonly isForPeople: boolean;
  /** Whether it is told how many there are on all pages. */
  readonly tellsTotal: boolean;
  list<T>(page: PrintedPage<T>, render: (items: readonly T[], style: Style) => string): Promise<void>;
  one<T>(item: T, render: (item: T, style: Style) => string): Promise<void>;
  /** One of many that come one after the other: a line each. */
  line<T>(item: T, render: (item: T, style: Style) => string): Promise<void>;
  /** To stderr, and only for people. */
  note(text: string): Promise<void>;
}

/** @throws UsageError when the flags contradict each other */
export function createPrinter(world: World, flags: PrintFlags): Printer {
  const format = outputFormatOf(flags);
  const style = styleFor(world, flags.color ?? true);
  const isForPeople = format.kind === 'table';

  async function show(text: string): Promise<void> {
    if (text === '') return;
    const ended = endedLine(text);
    const isPaged =
      world.isTerminal.stdout && isForPeople && flags.pager !== false && rowsOf(ended, world) >= world.rows;
    if (isPaged && (await runPager(world, ended))) return;
    await writeTo(world.stdout, ended);
  }

  const linesOf = (items: readonly unknown[], lineOf: (item: unknown) => string) =>
    items.map((item) => endedLine(lineOf(item))).join('');

  return {
    style,
    isForPeople,
    tellsTotal: isForPeople || format.kind === 'envelope',
    async list(page, render) {
      const { items, total = null, next = null } = page;
      switch (format.kind) {
        case 'json':
          return show(safeJson(items, 2));
        case 'envelope':
          return show(safeJson(envelopeOf(items, { total, next: next === null ? null : String(next) })));
        case 'ndjson':
          return show(linesOf(items, (item) => safeJson(item)));
        case 'template':
          return show(linesOf(items, format.template));
        case 'table':
          return show(items.length === 0 ? '' : render(items, style));
        default:
          return assertNever(format);
      }
    },
    async one(item, render) {
      switch (format.kind) {
        case 'json':
          return show(safeJson(item, 2));
        case 'envelope':
          return show(safeJson(envelopeOf(item, { total: null, next: null })));
        case 'ndjson':
          return show(safeJson(item));
        case 'template':
          return show(format.template(item));
        case 'table':
          return show(render(item, style));
        default:
          return assertNever(format);
      }
    },
    async line(item, render) {
      const text = format.kind === 'template' ? format.template(item) : safeJson(item);
      await writeTo(world.stdout, endedLine(isForPeople ? render(item, style) : text));
    },
    async note(text) {
      if (isForPeople) await writeTo(world.stderr, `${text}\n`);
    },
  };
}

/** A template may end with a newline by itself. */
function endedLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** On the terminal, where long lines are broken; colours make it a little too many. */
function rowsOf(text: string, { columns }: World): number {
  return text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
}

function envelopeOf(data: unknown, page: { readonly total: number | null; readonly next: string | null }) {
  return { schemaVersion: SCHEMA_VERSION, data, page };
}
