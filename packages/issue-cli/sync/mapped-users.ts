import { InvalidArgumentError } from 'commander';

/** A login at each of the two trackers that a sync was asked for, in the order in which they were named. */
export type MappedUser = readonly [first: string, second: string];

/** Parses `ann=ann-b`, after those that were given before it. @throws InvalidArgumentError */
export function collectMappedUser(text: string, before: readonly MappedUser[] = []): readonly MappedUser[] {
  const [one, other, ...rest] = text.split('=');
  if (one && other && rest.length === 0) return [...before, [one, other]];
  throw new InvalidArgumentError('Give two logins, such as ann=ann-b.');
}
