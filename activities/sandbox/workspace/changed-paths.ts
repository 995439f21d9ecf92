import type { HelperShell } from './helper-shell.ts';

const LARGEST_FILE_BYTES = 5 * 1024 ** 2;
const MOST_FILES = 2_000;

/** What a snapshot would take over of the work folder, and what it would not. */
export interface ChangedPaths {
  readonly accepted: readonly string[];
  /** One line each, for the model. */
  readonly skipped: readonly string[];
  /** Why nothing can be taken over until it is mended; null when there is no reason. */
  readonly refusal: string | null;
}

/** Few paths, as nearly always, are listed by the shell itself: that saves two processes. */
const LIST_CHANGES = `
git ls-files -o -m --exclude-standard -z > /tmp/changed
[ -s /tmp/changed ] || exit 0
mapfile -d '' -t paths < /tmp/changed
if [ \${#paths[@]} -le 100 ]; then
  printf '%s\\0' "\${paths[@]}" ''
  stat --printf '%s %n\\0' -- "\${paths[@]}" 2> /dev/null || :
else
  cat /tmp/changed; printf '\\0'
  xargs -0 -r stat --printf '%s %n\\0' -- < /tmp/changed 2> /dev/null || :
fi`;

/** Looks for what differs from the index; costs one process when nothing does. */
export async function findChangedPaths(helper: HelperShell, signal?: AbortSignal): Promise<ChangedPaths> {
  return sortChanges((await helper.run(LIST_CHANGES, { signal })).toString('latin1'));
}

/**
 * Takes files that are gone out of the index. Only this sees that a file is gone when its place, or a folder above it,
 * is something else now.
 */
export async function dropVanished(helper: HelperShell, signal?: AbortSignal): Promise<void> {
  const script = 'git diff-files -z --name-only --diff-filter=D | git update-index -z --force-remove --stdin';
  await helper.run(script, { signal });
}

/** Reads the list of {@link LIST_CHANGES}: paths, an empty one, then `size path` of each that exists. */
export function sortChanges(listing: string): ChangedPaths {
  const end = listing.indexOf('\0\0');
  if (end === -1) return { accepted: [], skipped: [], refusal: null };
  const paths = [...new Set(listing.slice(0, end).split('\0'))];
  if (paths.length > MOST_FILES) {
    const refusal = `${paths.length} files are new or changed; at most ${MOST_FILES} are taken over. Remove what was generated, or add it to .gitignore.`;
    return { accepted: [], skipped: [], refusal };
  }
  const found = new Map(
    listing
      .slice(end + 2)
      .split('\0')
      .map(parseStat)
      .filter((stat) => stat !== null),
  );
  const accepted: string[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const sizeBytes = found.get(path) ?? 0;
    const shown = Buffer.from(path, 'latin1').toString();
    // A folder in the place of a file has no slash: the file is gone, and that is taken over.
    if (path.endsWith('/')) {
      const refusal = `${shown} is a git repository of its own, which is not taken over. Remove its .git folder.`;
      return { accepted: [], skipped: [], refusal };
    }
    if (sizeBytes > LARGEST_FILE_BYTES) skipped.push(`${shown} is larger than 5 MB`);
    else if (/(^|\/)core\.\d+$/.test(path)) skipped.push(`${shown} looks like a core dump`);
    else accepted.push(path);
  }
  return { accepted, skipped, refusal: null };
}

function parseStat(line: string): readonly [path: string, sizeBytes: number] | null {
  const found = /^(\d+) (.+)$/s.exec(line);
  return found === null ? null : [found[2] ?? '', Number(found[1])];
}
