import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { printBytes, quote } from '../shell/quote.ts';
import { bundleHeader } from './bundle.ts';
import type { HelperShell } from './helper-shell.ts';

const LARGEST_BUNDLE_BYTES = 64 * 1024 ** 2;
const PLAIN = /^[\x20-\x7e\n]*$/;

export interface SnapshotPlan {
  readonly baseSha: string;
  /** Seconds since 1970; the base's own time, so that a snapshot made again has the same hash. */
  readonly committedAt: number;
  /** Paths to take over, as Latin-1 text of their bytes. */
  readonly paths: readonly string[];
  readonly message: string;
  /** The tree for which no commit is needed; null to commit in any case. */
  readonly unlessTree: string | null;
}

export interface CommittedSnapshot {
  readonly tree: string;
  /** Null when the tree is the one that needs no commit. */
  readonly commit: { readonly sha: string; readonly bundle: Buffer } | null;
}

/**
 * Takes the changed paths into the index, and makes the commit and its thin bundle, in one round trip.
 *
 * @throws FixpointError SNAPSHOT_REFUSED when git does not take a path, with its reason
 */
export async function commitSnapshot(
  helper: HelperShell,
  plan: SnapshotPlan,
  signal?: AbortSignal,
): Promise<CommittedSnapshot> {
  const output = await run(helper, snapshotScript(plan), signal);
  const lineEnd = output.indexOf('\n');
  const [tree = '', sha = ''] = output.subarray(0, lineEnd).toString().split(' ');
  if (sha === '') return { tree, commit: null };
  const pack = output.subarray(lineEnd + 1);
  return { tree, commit: { sha, bundle: Buffer.concat([bundleHeader(plan.baseSha, sha), pack]) } };
}

function snapshotScript(plan: SnapshotPlan): string {
  const date = `'@${plan.committedAt} +0000'`;
  return `
set -o pipefail
${plan.paths.length === 0 ? '' : `${printPaths(plan.paths)} | git update-index -z --add --remove --replace --stdin`}
tree=$(git write-tree)
if [ "$tree" = '${plan.unlessTree ?? ''}' ]; then printf '%s \\n' "$tree"; exit 0; fi
export GIT_AUTHOR_DATE=${date} GIT_COMMITTER_DATE=${date}
sha=$(${printText(plan.message)} | git commit-tree "$tree" -p ${plan.baseSha} -F -)
printf '%s %s\\n' "$tree" "$sha"
printf '%s\\n^%s\\n' "$sha" ${plan.baseSha} | git pack-objects -q --revs --thin --stdout --delta-base-offset`;
}

/** Printing by the shell itself saves a process; base64 is for what a shell word may not bring through whole. */
function printText(text: string): string {
  return PLAIN.test(text) ? `printf %s ${quote(text)}` : printBytes(Buffer.from(text));
}

function printPaths(paths: readonly string[]): string {
  if (paths.every((path) => PLAIN.test(path))) return `printf '%s\\0' ${paths.map(quote).join(' ')}`;
  return printBytes(Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1'));
}

async function run(helper: HelperShell, script: string, signal?: AbortSignal): Promise<Buffer> {
  try {
    return await helper.run(script, { signal, outputLimitBytes: LARGEST_BUNDLE_BYTES });
  } catch (cause) {
    if (!(cause instanceof FixpointError) || cause.code !== 'GIT_FAILED') throw cause;
    throw new FixpointError('SNAPSHOT_REFUSED', cause.message.slice(-500), { cause });
  }
}
