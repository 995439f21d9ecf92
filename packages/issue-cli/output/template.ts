import { UsageError } from '../usage-error.ts';
import { safeText } from './safe-text.ts';

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly path: readonly string[] }
  | { readonly kind: 'join'; readonly path: readonly string[]; readonly separator: string }
  | { readonly kind: 'json'; readonly path: readonly string[] };

const ACTION = /\{\{\s*(.*?)\s*\}\}/gs;
const FIELD = /^\.((?:[A-Za-z_]\w*)(?:\.\w+)*)$/;
const JOIN = /^join\s+(\.[\w.]+)\s+"((?:[^"\\]|\\.)*)"$/;
const JSON_OF = /^json\s+(\.[\w.]*)$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

export type Template = (item: unknown) => string;

/**
 * A template such as `#{{.number}} {{.title}} [{{join .labels ", "}}]`: fields by their JSON names (`{{.claim.agent}}`),
 * `join` for lists, `json` for anything (`{{json .}}` is all of it), `\n` and `\t`. What is null is empty.
 *
 * @throws UsageError for what cannot be read, and, when it is filled in, for a field that there is not
 */
export function parseTemplate(text: string): Template {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ACTION)) {
    parts.push({ kind: 'text', text: unescaped(text.slice(end, match.index)) }, readAction(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  const rest = text.slice(end);
  if (rest.includes('{{')) throw new UsageError(`--template: \`${rest}\` has no \`}}\`.`);
  parts.push({ kind: 'text', text: unescaped(rest) });
  return (item) => parts.map((part) => fill(part, item)).join('');
}

function readAction(action: string): Part {
  const field = FIELD.exec(action)?.[1];
  if (field !== undefined) return { kind: 'field', path: field.split('.') };
  const [, list, separator] = JOIN.exec(action) ?? [];
  if (list !== undefined && separator !== undefined)
    return { kind: 'join', path: pathOf(list), separator: unescaped(separator) };
  const whole = JSON_OF.exec(action)?.[1];
  if (whole !== undefined) return { kind: 'json', path: pathOf(whole) };
  throw new UsageError(
    `--template: \`{{${action}}}\` is not known; write {{.field}}, {{join .list ", "}} or {{json .field}}.`,
  );
}

function pathOf(text: string): readonly string[] {
  return text.split('.').filter((name) => name !== '');
}

function fill(part: Part, item: unknown): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'field':
      return safeText(textOf(valueAt(item, part.path), ', '));
    case 'join':
      return safeText(textOf(valueAt(item, part.path), part.separator));
    case 'json':
      return safeText(JSON.stringify(valueAt(item, part.path)) ?? '');
  }
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const name of path) {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object' || !Object.hasOwn(value, name)) throw unknownField(name, value);
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function unknownField(name: string, value: unknown): UsageError {
  const names = typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : 'none';
  return new UsageError(`--template: there is no field ${name}; there is: ${names}.`);
}

function textOf(value: unknown, separator: string): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => textOf(item, separator)).join(separator);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
