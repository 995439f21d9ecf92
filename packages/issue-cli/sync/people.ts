import type { SamePerson } from '@fixpoint/issue-core/sync/user-names.ts';
import { readRepositoryConfig } from '../config/repository-config.ts';
import { findRepositoryRoot } from '../config/repository-root.ts';
import type { World } from '../world.ts';
import type { MappedUser } from './mapped-users.ts';
import { type Pair, sideOf } from './pair.ts';

/**
 * Who is who at the two trackers: what the configuration says of both, and what was said for this run, which wins.
 *
 * @throws FixpointError INVALID_CONFIG
 */
export async function peopleOf(
  world: World,
  pair: Pair,
  firstName: string,
  mapped: readonly MappedUser[],
): Promise<readonly SamePerson[]> {
  const first = sideOf(pair, firstName);
  const said = mapped.map(([one, other]) => (first === 'a' ? { a: one, b: other } : { a: other, b: one }));
  const config = await readRepositoryConfig(findRepositoryRoot(world.cwd).path);
  const configured = (config?.users ?? []).flatMap((logins) => {
    const { [pair.a.name]: a, [pair.b.name]: b } = logins;
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  const isSaid = ({ a, b }: SamePerson) => said.some((person) => person.a === a || person.b === b);
  return [...said, ...configured.filter((person) => !isSaid(person))];
}
