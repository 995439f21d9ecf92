import { FixpointError } from '@fixpoint/contracts/errors.ts';

export const MAX_TITLE_CHARS = 1_000;
export const MAX_BODY_CHARS = 1_000_000;
/** GitLab's limit for the names of labels, the widest of the trackers. */
export const MAX_NAME_CHARS = 255;
export const MAX_NAMES = 100;

const OPERATION_ID = /^[A-Za-z0-9_-]{1,64}$/;
const LINE_BREAKS = /[\r\n\u2028\u2029]+/;

/**
 * Text as it can be stored and searched: without NUL, which ends a text for the search index, and without half characters.
 *
 * @throws FixpointError INVALID_INPUT
 */
export function cleanBody(field: string, text: string): string {
  if (typeof text !== 'string') throw invalid(field, 'must be text');
  if (text.length > MAX_BODY_CHARS) throw invalid(field, `at most ${MAX_BODY_CHARS} characters`);
  return text.replaceAll('\0', '').toWellFormed();
}

/** Like `cleanBody`, but in one line, and not empty. */
export function cleanLine(field: string, text: string, maxChars: number): string {
  const lines = cleanBody(field, text).split(LINE_BREAKS);
  const line = lines
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  if (line === '') throw invalid(field, 'must not be empty');
  if (line.length > maxChars) throw invalid(field, `at most ${maxChars} characters`);
  return line;
}

export function cleanName(field: string, name: string): string {
  return cleanLine(field, name, MAX_NAME_CHARS);
}

export function cleanNames(field: string, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  if (names.length > MAX_NAMES) throw invalid(field, `at most ${MAX_NAMES}`);
  return names.map((name) => cleanName(field, name));
}

export function cleanOperationId(operationId: string | undefined): string | null {
  if (operationId === undefined) return null;
  if (OPERATION_ID.test(operationId)) return operationId;
  throw invalid('operationId', '1 to 64 letters, digits, - or _');
}

export function oneOf<T extends string>(field: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw invalid(field, `one of ${allowed.join(', ')}`);
}

export function invalid(field: string, wanted: string): FixpointError {
  return new FixpointError('INVALID_INPUT', `${field}: ${wanted}.`);
}
