import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessSpec } from '@fixpoint/local/processes/start.ts';

/**
 * A view of the file system of its own (a mount namespace): all that could be shared is read-only in it, and the folder of
 * the roots is an empty one in memory, which nobody else sees. Without --fork the process keeps its pid.
 */
const CONFINE = `
set -e
roots=$1 root=$2; shift 2
while [ "$1" != -- ]; do mount -o remount,bind,ro "$1"; shift; done
shift
mount -t tmpfs -o mode=0700 fixpoint "$roots"
mkdir "$root"
cd "$root"
exec "$@"
`;

/** The same service with a root of its own for its home, its temporary files and what it keeps; it can write nowhere else. */
export function confined(spec: ProcessSpec, roots: string, service: string): ProcessSpec {
  const root = join(roots, service);
  const shared = [
    ...new Set(['/', spec.cwd, roots, tmpdir(), '/dev/shm', '/run', '/var/tmp'].flatMap(mountOf)),
  ];
  const keeps = 'FIXPOINT_GIT_ROOT' in spec.env ? { FIXPOINT_GIT_ROOT: join(root, 'mirrors') } : {};
  return {
    ...spec,
    command: 'unshare',
    args: [
      '--mount',
      'sh',
      '-c',
      CONFINE,
      'confine',
      roots,
      root,
      ...shared,
      '--',
      spec.command,
      ...spec.args,
    ],
    env: { ...spec.env, HOME: root, TMPDIR: root, ...keeps },
  };
}

/** The mount that a folder is in: the longest of those that it lies below. */
function mountOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (line.split(' ')[4] ?? '/').replaceAll('\\040', ' '));
  const above = mounts.filter((mount) => mount === '/' || `${folder}/`.startsWith(`${mount}/`));
  return [above.reduce((longest, mount) => (mount.length > longest.length ? mount : longest))];
}
