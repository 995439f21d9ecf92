import { nearestWord } from './nearest-word.ts';
import type { ParseContext } from './parse-context.ts';
import { queryError } from './query-error.ts';
import type { Written } from './tokens.ts';

/**
 * One of a few words; neither case nor the kind of its gaps matters.
 *
 * @throws FixpointError QUERY_INVALID, naming them
 */
export function readChoice<T extends string>(
  value: Written,
  choices: readonly T[],
  { text }: ParseContext,
): T {
  const word = value.text.toLowerCase().replace(/[\s-]/g, '_');
  const found = choices.find((choice) => choice === word);
  if (found !== undefined) return found;
  const nearest = nearestWord(word, choices);
  const suggestion = nearest ? ` Did you mean ${nearest}?` : '';
  throw queryError(text, value.at, `This is none of ${choices.join(', ')}.${suggestion}`);
}

/** `bob`, `@bob`, or `@me`. @throws FixpointError QUERY_INVALID when nobody knows who `@me` is */
export function readLogin(value: Written, context: ParseContext): string {
  return readName(value, context.me, context);
}

/** The same of an agent. @throws FixpointError QUERY_INVALID when nobody knows who `@me` is */
export function readAgent(value: Written, context: ParseContext): string {
  return readName(value, context.agent, context);
}

function readName(value: Written, me: string | null, { text }: ParseContext): string {
  if (value.quoted || !value.text.startsWith('@')) return value.text;
  const name = value.text.slice(1);
  if (name === '') throw queryError(text, value.at, 'A name is missing after this.');
  if (name.toLowerCase() !== 'me') return name;
  if (me === null) throw queryError(text, value.at, '`@me` is nobody here; write the name.');
  return me;
}
