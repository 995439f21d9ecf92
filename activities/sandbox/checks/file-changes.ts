import type { FileChange } from '@fixpoint/proof/file-change.ts';
import type { HelperShell } from '../workspace/helper-shell.ts';

const LARGEST_OUTPUT_BYTES = 64 * 1024 ** 2;
const ABSENT = /^0+$/;
const TEXT_PROBE_BYTES = 8_000;

/** What a head did to each file of the base, with both contents; null when it is more than is looked at. */
export async function readFileChanges(
  helper: HelperShell,
  base: string,
  head: string,
): Promise<FileChange[] | null> {
  const limit = LARGEST_OUTPUT_BYTES;
  const output = await helper.run(
    `git diff-tree -r -z --no-renames --full-index ${base} ${head} > /tmp/diff
     cat /tmp/diff; printf '\\0'
     tr '\\0' '\\n' < /tmp/diff | sed -nE 's/^:[0-7]+ [0-7]+ ([0-9a-f]+) ([0-9a-f]+) .*/\\1\\n\\2/p' | grep -vE '^0+$' |
     git cat-file --batch --buffer | head -c ${limit} || :`,
    { outputLimitBytes: 2 * limit },
  );
  return output.length >= limit ? null : parseFileChanges(output);
}

/** Reads `diff-tree -r -z`, an empty field, and `cat-file --batch` of every object that it names. */
export function parseFileChanges(output: Buffer): FileChange[] {
  const end = output.indexOf('\0\0');
  if (end === -1) return [];
  const fields = output.subarray(0, end).toString().split('\0');
  const contents = parseObjects(output.subarray(end + 2));
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, , before = '', after = ''] = (fields[at] ?? '').split(' ');
    changes.push({
      path: fields[at + 1] ?? '',
      status: ABSENT.test(before) ? 'added' : ABSENT.test(after) ? 'deleted' : 'modified',
      before: contents.get(before) ?? null,
      after: contents.get(after) ?? null,
    });
  }
  return changes;
}

function parseObjects(batch: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  while (at < batch.length) {
    const lineEnd = batch.indexOf('\n', at);
    if (lineEnd === -1) break;
    const [id = '', type, size] = batch.subarray(at, lineEnd).toString().split(' ');
    at = lineEnd + 1;
    if (size === undefined) continue;
    const content = batch.subarray(at, at + Number(size));
    at += Number(size) + 1;
    const isText = !content.subarray(0, TEXT_PROBE_BYTES).includes(0);
    if (type === 'blob' && isText) texts.set(id, content.toString());
  }
  return texts;
}
