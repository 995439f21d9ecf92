import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Snapshot, WorkspaceSpec } from '@fixpoint/contracts/sandbox-activities.ts';
import type { BlobStore } from '@fixpoint/store/ports.ts';
import { quote } from '../shell/quote.ts';
import { SNAPSHOT_REF } from './bundle.ts';
import { GIT_FOLDER } from './helper-environment.ts';
import type { HelperShell } from './helper-shell.ts';

const BUNDLED_BASE_REF = 'refs/fixpoint/base';

/** Workspaces of one repository share its mirror, so it comes into being whole or not at all. */
const CREATE_MIRROR = `
if [ ! -d ${GIT_FOLDER} ]; then
  fresh=$(mktemp -d /mirror/new.XXXXXX)
  env -u GIT_WORK_TREE -u GIT_INDEX_FILE GIT_DIR="$fresh" git init -q --bare --template=
  mv -T "$fresh" ${GIT_FOLDER} || rm -rf "$fresh"
fi`;

/**
 * Makes sure that the mirror holds the base commit; the bundle is fetched from the store only when it does not.
 *
 * @throws FixpointError GIT_BUNDLE_REFUSED, and those of the helper and the store
 */
export async function receiveBase(helper: HelperShell, blobs: BlobStore, spec: WorkspaceSpec): Promise<void> {
  const sha = checkedSha(spec.baseSha);
  const keptRef = `refs/fixpoint/base/${sha}`;
  const answer = await helper.run(`${CREATE_MIRROR}\ngit rev-parse -q --verify ${keptRef} || echo missing`);
  if (answer.toString().trim() === sha) return;
  const bundle = await blobs.get(spec.baseBundle);
  await fetchBundle(helper, bundle, `${BUNDLED_BASE_REF}:${keptRef}`, sha);
}

/** Makes sure that the mirror holds a snapshot; it is kept by no ref, because nothing there is ever collected. */
export async function receiveSnapshot(
  helper: HelperShell,
  blobs: BlobStore,
  snapshot: Snapshot,
): Promise<void> {
  const sha = checkedSha(snapshot.sha);
  await fetchBundle(helper, await blobs.get(snapshot.bundle), SNAPSHOT_REF, sha);
}

/** Refs and commands are made of it, so nothing else than a hash passes. */
export function checkedSha(sha: string): string {
  if (/^[0-9a-f]{40}$/.test(sha)) return sha;
  throw new FixpointError('INVALID_INPUT', 'A commit is named by 40 hexadecimal digits.');
}

async function fetchBundle(
  helper: HelperShell,
  bundle: Uint8Array,
  refspec: string,
  sha: string,
): Promise<void> {
  await helper.withFile(bundle, async (path) => {
    try {
      await helper.run(
        `git bundle list-heads ${path} | grep -q ^${sha}
         git fetch -q --no-tags --no-write-fetch-head ${path} ${quote(refspec)}
         git cat-file -e '${sha}^{tree}'`,
      );
    } catch (cause) {
      if (!(cause instanceof FixpointError) || cause.code !== 'GIT_FAILED') throw cause;
      throw new FixpointError('GIT_BUNDLE_REFUSED', cause.message.slice(-500), { cause });
    }
  });
}
