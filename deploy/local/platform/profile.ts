import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LocalPaths } from '../paths.ts';

/**
 * One installation of Fixpoint on the local stack. Several live side by side: each has a namespace of Temporal, a
 * database, a user at the forge, and a label on its containers of its own.
 */
export interface Profile {
  readonly name: string;
  readonly temporalNamespace: string;
  readonly database: string;
  readonly botLogin: string;
  /** Marks containers and volumes; differs between checkouts that share an engine. */
  readonly sandboxInstance: string;
  /** Secrets and working folders of the services. */
  readonly folder: string;
}

export function profileOf(paths: LocalPaths, name: string): Profile {
  const checkout = createHash('sha256').update(paths.root).digest('hex').slice(0, 8);
  const isMain = name === 'main';
  return {
    name,
    temporalNamespace: isMain ? 'default' : `fixpoint-${name}`,
    database: isMain ? 'fixpoint' : `fixpoint_${name.replaceAll('-', '_')}`,
    botLogin: isMain ? 'fixpoint' : `fixpoint-${name}`,
    sandboxInstance: `${checkout}-${name}`,
    folder: join(paths.data, 'platform', name),
  };
}

/** The connection string of a profile's own database. */
export function databaseUrl(storeUrl: string, profile: Profile): string {
  const url = new URL(storeUrl);
  url.pathname = `/${profile.database}`;
  return url.href;
}
