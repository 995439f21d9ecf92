import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the sandbox image is made of. Its hash is the image's tag, so that a change makes a new image. */
export const RECIPE = {
  suite: 'bookworm',
  packages: [
    'bash',
    'ca-certificates',
    'coreutils',
    'diffutils',
    'file',
    'findutils',
    'git',
    'grep',
    'make',
    'patch',
    'procps',
    'python-is-python3',
    'python3',
    'python3-pytest',
    'ripgrep',
    'sed',
  ],
  npmVersion: '11.21.2',
  user: { name: 'agent', id: 1000 },
  /** A new named volume that is mounted there belongs to the user, too. */
  folders: ['/work', '/mirror', '/state'],
} as const;

const IMAGE = 'fixpoint-sandbox';

/** The script that turns a Debian system into the sandbox. */
export const LAYOUT_SCRIPT = join(import.meta.dirname, 'layout.sh');

/** Names the Debian system alone, which is the slow part and is kept. */
export function systemHash(): string {
  return hash([RECIPE.suite, RECIPE.packages.join(' ')]);
}

/** Name and tag of the image; `nodeVersion` is that of the Node that is copied in. */
export function sandboxImageName(nodeVersion: string): string {
  return `${IMAGE}:${hash([JSON.stringify(RECIPE), nodeVersion, readFileSync(LAYOUT_SCRIPT, 'utf8')])}`;
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}
