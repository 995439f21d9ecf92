import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { fold } from '../query/fold.ts';
import type { PerSide } from './side.ts';

/** Who is who: of one person the logins at both trackers. */
export type SamePerson = PerSide<string>;

export interface UserNames {
  /** The name under which the sync knows a login of side b. */
  toA(login: string): string;
  toB(name: string): string;
}

/**
 * One name for each person at both sides, which is the login at side a. Whoever is not in the list has the same login on
 * both; where that login is somebody else's on the other side, the tracker's kind is put behind it, so that nobody is taken
 * for another.
 *
 * @throws FixpointError INVALID_INPUT when a login has two others
 */
export function createUserNames(people: readonly SamePerson[], kinds: PerSide<string>): UserNames {
  const { byA, byB } = pairLogins(people);
  return {
    toA: (login) => translate(login, byB, byA, { own: kinds.b, other: kinds.a }),
    toB: (name) => translate(name, byA, byB, { own: kinds.a, other: kinds.b }),
  };
}

interface PairedLogins {
  readonly byA: ReadonlyMap<string, string>;
  readonly byB: ReadonlyMap<string, string>;
}

/**
 * The login at the other side, by the folded one.
 *
 * @throws FixpointError INVALID_INPUT when a login has two others
 */
export function pairLogins(people: readonly SamePerson[]): PairedLogins {
  const byA = new Map<string, string>();
  const byB = new Map<string, string>();
  for (const { a, b } of people) {
    const [known, knownB] = [byA.get(fold(a)), byB.get(fold(b))];
    if ((known ?? b) !== b || (knownB ?? a) !== a) {
      throw new FixpointError(
        'INVALID_INPUT',
        `users: ${a} and ${b} are mapped to others too; name each login once.`,
      );
    }
    byA.set(fold(a), b);
    byB.set(fold(b), a);
  }
  return { byA, byB };
}

function translate(
  name: string,
  there: ReadonlyMap<string, string>,
  back: ReadonlyMap<string, string>,
  kinds: { readonly own: string; readonly other: string },
): string {
  const mapped = there.get(fold(name));
  if (mapped !== undefined) return mapped;
  const suffix = `@${kinds.other}`;
  const base = name.endsWith(suffix) ? name.slice(0, -suffix.length) : null;
  if (base !== null && there.has(fold(base))) return base;
  return back.has(fold(name)) ? `${name}@${kinds.own}` : name;
}
