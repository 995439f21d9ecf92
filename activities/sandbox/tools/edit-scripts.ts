import { WORK_FOLDER } from '../engine/container-options.ts';
import { printBytes, quote } from '../shell/quote.ts';

export const LARGEST_EDITED_BYTES = 2 * 1024 ** 2;

/** Scripts of the edit tool: they run in the agent's container with its own powers, on bash and coreutils alone. */
export type PathKind = 'outside' | 'missing' | 'directory' | 'special' | 'denied' | 'too-large' | 'file';

/** Prints what the path is on the first line; then the file's bytes, or the folder's entries two levels deep. */
export function readScript(path: string): string {
  return `(${resolve(path)}
if [ -d "$p" ]; then
  echo directory; shopt -s nullglob; cd -- "$p" || exit
  for f in * */*; do case "$f" in node_modules/*|*/node_modules) ;; *) if [ -d "$f" ]; then echo "$f/"; else echo "$f"; fi;; esac; done
  exit
fi
if [ ! -e "$p" ]; then echo missing; exit; fi
if [ ! -f "$p" ]; then echo special; exit; fi
if [ ! -r "$p" ]; then echo denied; exit; fi
if [ "$(stat -c %s -- "$p")" -gt ${LARGEST_EDITED_BYTES} ]; then echo too-large; exit; fi
echo file; cat -- "$p"
)`;
}

/** Writes a file, with the folders that it needs; prints what stood in the way, or \`file\`. */
export function writeScript(path: string, bytes: Uint8Array): string {
  return `(${resolve(path)}
if [ -d "$p" ]; then echo directory; exit; fi
if [ -e "$p" ] && [ ! -f "$p" ]; then echo special; exit; fi
mkdir -p -- "\${p%/*}" || { echo denied; exit; }
set -o pipefail
if ${printBytes(bytes)} > "$p"; then echo file; else echo denied; fi
) 2>/dev/null`;
}

/** Links are followed before the path is judged, so that one that leads out of the work folder is outside. */
function resolve(path: string): string {
  const absolute = path.startsWith('/') ? path : `${WORK_FOLDER}/${path}`;
  return `p=$(realpath -m -- ${quote(absolute)}) || exit
case "$p" in ${WORK_FOLDER}|${WORK_FOLDER}/*) ;; *) echo outside; exit;; esac`;
}
