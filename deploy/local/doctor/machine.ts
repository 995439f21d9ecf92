import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { howToInstall } from '../debian-packages.ts';
import { findProgram } from '../ways/find-program.ts';
import type { Finding } from './finding.ts';

const GIB = 2 ** 30;

interface Need {
  /** Below this nothing works. */
  readonly brokenGib: number;
  /** Below this it is likely to run out. */
  readonly warningGib: number;
}

const DISK: Need = { brokenGib: 3, warningGib: 8 };
const MEMORY: Need = { brokenGib: 1, warningGib: 3 };

/** What the machine itself has to bring. */
export async function examineMachine(context: Context): Promise<Finding[]> {
  return [node(), git(context), await disk(context), memory()];
}

function node(): Finding {
  const part = 'Node';
  if (Number(process.versions.node.split('.')[0]) >= 24)
    return { part, status: 'ok', detail: process.version };
  const mend = 'Start Fixpoint with ./fixpoint, which gets Node 24 for itself.';
  return { part, status: 'broken', detail: `${process.version} is too old`, mend };
}

function git(context: Context): Finding {
  const program = findProgram('git', context.settings.path);
  if (program !== undefined) return { part: 'git', status: 'ok', detail: program };
  return { part: 'git', status: 'broken', detail: 'not on PATH', mend: howToInstall(['git']) };
}

async function disk(context: Context): Promise<Finding> {
  const { bavail, bsize } = await statfs(context.paths.root);
  const mend =
    'Free some space, or move the checkout: images, builds and repositories live in its .fixpoint folder.';
  return judgeRoom('Disk', (bavail * bsize) / GIB, DISK, mend);
}

function memory(): Finding {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return judgeRoom(
    'Memory',
    (Number(available) * 1024) / GIB,
    MEMORY,
    'End other programs, or give the machine more memory.',
  );
}

/** Judges how much of something is left. */
export function judgeRoom(part: string, freeGib: number, need: Need, mend: string): Finding {
  const detail = `${freeGib.toFixed(1)} GiB free`;
  if (freeGib < need.brokenGib)
    return { part, status: 'broken', detail: `${detail}, ${need.brokenGib} are needed`, mend };
  if (freeGib < need.warningGib)
    return { part, status: 'warning', detail: `${detail}, ${need.warningGib} are advised`, mend };
  return { part, status: 'ok', detail };
}
