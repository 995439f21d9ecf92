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
  /** The tree of the last snapshot, or of the base: the same again needs no commit. */
  readonly lastTree: string;
  /** Commit the same tree too, because the message is another. */
  readonly inAnyCase: boolean;
}

export interface CommittedSnapshot {
  readonly tree: string;
  /** Null when the tree is the one that needs no commit. */
  readonly commit: { readonly sha: string; readonly bundle: Buffer } | null;
}

/**
 * Takes the changed paths into the index, and makes the commit and its thin bundle, in one round trip.
 *
 * @throws FixpointError GIT_FAILED when git does not take a path, with its reason
 */
export async function commitSnapshot(
  helper: HelperShell,
  plan: SnapshotPlan,
  signal?: AbortSignal,
): Promise<CommittedSnapshot> {
  const output = await helper.run(snapshotScript(plan), { signal, outputLimitBytes: LARGEST_BUNDLE_BYTES });
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
${plan.paths.length === 0 ? '' : takeOverPaths(plan)}
tree=$(git write-tree)
if [ "$tree" = '${plan.inAnyCase ? '' : plan.lastTree}' ]; then printf '%s \\n' "$tree"; exit 0; fi
export GIT_AUTHOR_DATE=${date} GIT_COMMITTER_DATE=${date}
sha=$(${printText(plan.message)} | git commit-tree "$tree" -p ${plan.baseSha} -F -)
printf '%s %s\\n' "$tree" "$sha"
printf '%s\\n^%s\\n' "$sha" ${plan.baseSha} | git pack-objects -q --revs --thin --stdout --delta-base-offset`;
}

/** A folder may become a repository between the look and the taking: what the index has then counts. */
function takeOverPaths(plan: SnapshotPlan): string {
  return `
${printPaths(plan.paths)} | git update-index -z --add --remove --replace --stdin
changes=$(git diff-index --cached ${plan.baseSha})
case "$changes" in *' 160000 '*)
  git read-tree ${plan.lastTree}
  echo 'A git repository of its own is not taken over; remove its .git folder.' >&2
  exit 1;;
esac`;
}

/** Printing by the shell itself saves a process; base64 is for what a shell word may not bring through whole. */
function printText(text: string): string {
  return PLAIN.test(text) ? `printf %s ${quote(text)}` : printBytes(Buffer.from(text));
}

function printPaths(paths: readonly string[]): string {
  if (paths.every((path) => PLAIN.test(path))) return `printf '%s\\0' ${paths.map(quote).join(' ')}`;
  return printBytes(Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1'));
}
