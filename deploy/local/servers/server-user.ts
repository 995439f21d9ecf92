import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Servers that refuse to run as root run as Debian's `nobody`. */
export const SERVER_USER_ID = 65_534;

/** Without the secure bit, `access()`, by which git looks, drops what a user other than root may do beyond its own. */
const PASS_CLOSED_FOLDERS = [
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
  '--securebits=+no_setuid_fixup',
];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * A command that runs another one as a user other than root, and otherwise changes nothing.
 * When the way to `folder` is closed to that user (a checkout in /root), it may read and pass, but not write, beyond its own.
 */
export function asServerUser(
  folder: string,
  command: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  if (!isRoot()) return command;
  const pass = isOpenToAll(folder) ? [] : PASS_CLOSED_FOLDERS;
  return [
    'setpriv',
    `--reuid=${SERVER_USER_ID}`,
    `--regid=${SERVER_USER_ID}`,
    '--clear-groups',
    ...pass,
    ...command,
  ];
}

function isOpenToAll(folder: string): boolean {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpenToAll(parent));
}
