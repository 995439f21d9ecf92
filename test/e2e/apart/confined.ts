import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessSpec } from '@fixpoint/local/processes/start.ts';
import { isRoot } from '@fixpoint/local/servers/server-user.ts';

/** Where processes of one machine could leave files for each other. */
const SHARED = ['/', tmpdir(), '/dev/shm', '/run', '/var/tmp'];

interface Mount {
  readonly folder: string;
  /** Read-only and otherwise as it is: what a mount refuses, only root could allow again. */
  readonly options: string;
}

/**
 * A view of the file system of its own (a mount namespace): all that could be shared is read-only in it, and the folder of
 * the roots is an empty one in memory, which nobody else sees. Without --fork the process keeps its pid.
 */
const CONFINE = `
set -e
roots=$1 root=$2; shift 2
while [ "$1" != -- ]; do mount -o "remount,bind,$1" "$2"; shift 2; done
shift
mount -t tmpfs -o mode=0700 fixpoint "$roots"
mkdir "$root"
cd "$root"
exec "$@"
`;

/** The same service with a root of its own for its home, its temporary files and what it keeps; it can write nowhere else. */
export function confined(spec: ProcessSpec, roots: string, service: string): ProcessSpec {
  const root = join(roots, service);
  const mounts = readMounts();
  const shared = [...SHARED, spec.cwd, roots].filter((folder) => existsSync(folder));
  const readOnly = new Set(shared.map((folder) => mountOf(mounts, folder)));
  const unshare = [...(isRoot() ? [] : ['--user', '--map-root-user']), '--mount'];
  const script = ['sh', '-c', CONFINE, 'confine', roots, root];
  const remounts = [...readOnly].flatMap(({ folder, options }) => [options, folder]);
  const keeps = 'FIXPOINT_GIT_ROOT' in spec.env ? { FIXPOINT_GIT_ROOT: join(root, 'mirrors') } : {};
  return {
    ...spec,
    command: 'unshare',
    args: [...unshare, ...script, ...remounts, '--', spec.command, ...spec.args],
    env: { ...spec.env, HOME: root, TMPDIR: root, ...keeps },
  };
}

function readMounts(): Mount[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, , , , folder = '/', options = ''] = line.split(' ');
    const refused = options.split(',').filter((option) => /^no(suid|dev|exec)$/.test(option));
    return { folder: folder.replaceAll('\\040', ' '), options: ['ro', ...refused].join(',') };
  });
}

/** The mount that a folder is in: the longest of those that it lies below, of two at one place the later. */
function mountOf(mounts: readonly Mount[], path: string): Mount {
  const above = mounts.filter(({ folder }) => folder === '/' || `${path}/`.startsWith(`${folder}/`));
  return above.reduce((best, mount) => (mount.folder.length >= best.folder.length ? mount : best));
}
