import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Folders of the local stack; all of them below `.fixpoint` of the checkout, except for sockets that would get too long a path. */
export interface LocalPaths {
  readonly root: string;
  readonly bin: string;
  readonly share: string;
  readonly cache: string;
  readonly data: string;
  readonly run: string;
  readonly logs: string;
  readonly tools: string;
  /** Committed Go modules of the servers that are built here. */
  readonly goModules: string;
  /** Sockets of the Docker engine that we start. */
  readonly dockerRun: string;
}

export const CHECKOUT_ROOT = resolve(import.meta.dirname, '../..');

/** A unix socket's path has at most 107 bytes; the longest that the engine makes below its folder has this many. */
const LONGEST_SOCKET = '/exec/containerd/containerd-debug.sock.ttrpc'.length;
const SOCKET_PATH_MAX_BYTES = 107;

export function localPaths(root: string = CHECKOUT_ROOT): LocalPaths {
  const home = join(root, '.fixpoint');
  return {
    root,
    bin: join(home, 'bin'),
    share: join(home, 'share'),
    cache: join(home, 'cache'),
    data: join(home, 'data'),
    run: join(home, 'run'),
    logs: join(home, 'logs'),
    tools: join(home, 'tools'),
    goModules: join(root, 'deploy/local/go'),
    dockerRun: shortFolder(join(home, 'run/docker')),
  };
}

function shortFolder(folder: string): string {
  if (Buffer.byteLength(folder) + LONGEST_SOCKET <= SOCKET_PATH_MAX_BYTES) return folder;
  return `/run/fixpoint-${createHash('sha256').update(folder).digest('hex').slice(0, 10)}`;
}
