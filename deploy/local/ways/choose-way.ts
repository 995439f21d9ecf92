import { LocalStackError } from '../errors.ts';

/** The ways to have a server, best first. */
export const WAYS = ['running', 'path', 'image', 'go-module'] as const;
export type WayName = (typeof WAYS)[number];

/** Tries one way; undefined means that it does not work here, and the next one is tried. */
export type TryWay<Had> = () => Promise<Had | undefined>;

/**
 * Has a server in the first way that works.
 * @throws {LocalStackError} LOCAL_NO_WAY, naming the ways that were tried.
 */
export async function chooseWay<Had>(
  server: string,
  ways: Partial<Record<WayName, TryWay<Had>>>,
): Promise<{ way: WayName; had: Had }> {
  const tried: WayName[] = [];
  for (const way of WAYS) {
    const had = await ways[way]?.();
    if (had !== undefined) return { way, had };
    if (ways[way] !== undefined) tried.push(way);
  }
  throw new LocalStackError('LOCAL_NO_WAY', `${server}: tried ${tried.join(', ') || 'nothing'}.`);
}
