import type { SyncedTracker } from '@fixpoint/contracts/sync.ts';
import { InvalidArgumentError } from 'commander';

/** `OWNER/NAME` at the local Gitea, or at a configured forge `INSTANCE/OWNER/NAME`, such as `github.com/acme/shop`. */
export function parseTracker(text: string): Omit<SyncedTracker, 'forgeInstance'> & {
  /** Null for the local Gitea. */
  readonly forgeInstance: string | null;
} {
  const parts = text.split('/');
  if (parts.every((part) => /^[A-Za-z0-9._:-]+$/.test(part) && !/^\.+$/.test(part))) {
    const [first = '', ...rest] = parts;
    const name = parts.at(-1) ?? '';
    if (parts.length === 2) return { forgeInstance: null, owner: first, name };
    if (parts.length > 2 && /[.:]/.test(first))
      return { forgeInstance: first, owner: rest.slice(0, -1).join('/'), name };
  }
  throw new InvalidArgumentError('Give OWNER/NAME, or INSTANCE/OWNER/NAME such as github.com/acme/shop.');
}
