import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';

/** Logins as they were given, `@me` as who we are at the tracker. */
export async function loginsOf(tracker: Tracker, names: readonly string[]): Promise<readonly string[]> {
  if (!names.includes('@me')) return names;
  const { login } = await tracker.currentUser();
  return names.map((name) => (name === '@me' ? login : name));
}
