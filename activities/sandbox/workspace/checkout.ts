import { quote } from '../shell/quote.ts';
import { INDEX_FILE } from './helper-environment.ts';
import type { HelperShell } from './helper-shell.ts';

const OWN_REPOSITORY = '/work/.git';
const OWN_CONFIG =
  '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n[gc]\n\tauto = 0\n' +
  '[user]\n\tname = Fixpoint\n\temail = fixpoint@localhost\n';

/**
 * Fills an empty work folder with the base, and gives it a repository of one commit that the agent may do with as
 * it likes. Returns the base's tree and the time of its commit, in seconds since 1970.
 */
export async function checkOutBase(
  helper: HelperShell,
  baseSha: string,
): Promise<{ readonly tree: string; readonly committedAt: number }> {
  const output = await helper.run(`
git read-tree --reset -u ${baseSha}
tree=$(git rev-parse '${baseSha}^{tree}')
own=$(GIT_AUTHOR_DATE='@0 +0000' GIT_COMMITTER_DATE='@0 +0000' git commit-tree -m 'Where this work starts' $tree)
mkdir -p ${OWN_REPOSITORY}/refs/heads ${OWN_REPOSITORY}/objects/pack ${OWN_REPOSITORY}/objects/info
printf 'ref: refs/heads/main\\n' > ${OWN_REPOSITORY}/HEAD
printf %s ${quote(OWN_CONFIG)} > ${OWN_REPOSITORY}/config
printf '%s\\n' $own | git pack-objects -q --revs --stdout --delta-base-offset > /tmp/own.pack
GIT_DIR=${OWN_REPOSITORY} git index-pack --stdin < /tmp/own.pack > /dev/null
rm /tmp/own.pack
printf '%s\\n' $own > ${OWN_REPOSITORY}/refs/heads/main
cp ${INDEX_FILE} ${OWN_REPOSITORY}/index
printf '%s ' $tree
git show -s --format=%ct ${baseSha}`);
  const [tree = '', committedAt = '0'] = output.toString().trim().split(' ');
  return { tree, committedAt: Number(committedAt) };
}

/** Changes the work folder to the tree of a commit. Never used once the agent could have touched the folder. */
export async function checkOutTree(helper: HelperShell, commit: string): Promise<string> {
  const output = await helper.run(`git read-tree --reset -u ${commit}\ngit rev-parse '${commit}^{tree}'`);
  return output.toString().trim();
}

/** Lays files of a commit over the work folder, as far as the commit has them; returns the tree that results. */
export async function layOver(
  helper: HelperShell,
  commit: string,
  files: readonly string[],
): Promise<string> {
  const paths = files.map(quote).join(' ');
  const output = await helper.run(`
git ls-tree -r -z --full-tree --name-only ${commit} -- ${paths} > /tmp/carried
if [ -s /tmp/carried ]; then git checkout -q ${commit} --pathspec-from-file=/tmp/carried --pathspec-file-nul; fi
git write-tree`);
  return output.toString().trim();
}
