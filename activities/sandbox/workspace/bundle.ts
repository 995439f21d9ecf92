/** The only ref of a snapshot's bundle. */
export const SNAPSHOT_REF = 'refs/fixpoint/snapshot';

/** The header of a thin bundle `base..sha`; the pack follows it. Composed here, so that no ref has to be made. */
export function bundleHeader(baseSha: string, sha: string): Buffer {
  return Buffer.from(`# v2 git bundle\n-${baseSha} base\n${sha} ${SNAPSHOT_REF}\n\n`);
}
