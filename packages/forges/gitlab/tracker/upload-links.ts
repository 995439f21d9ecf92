/** A file that a text of GitLab links to. */
export interface UploadLink {
  /** `<secret>/<file name>`, as it is in the address. */
  readonly id: string;
  readonly name: string;
}

const TARGET = /\]\(\/uploads\/([0-9a-f]{32})\/([^\s()<>"]{1,400})\)/g;
/** The text of a link, up to its end; its brackets are escaped. */
const LINK_TEXT = /\[((?:\\.|[^[\]\\])*)$/;
/** What is looked at before an address, so that hostile texts cost no more. */
const MAX_NAME_CHARS = 600;
/** More than these are not listed. */
const MAX_LINKS = 1_000;

/** Every file that a text links to, in its order. */
export function uploadLinksIn(text: string): readonly UploadLink[] {
  const found: UploadLink[] = [];
  for (const match of text.matchAll(TARGET)) {
    const [, secret = '', file = ''] = match;
    const before = text.slice(Math.max(0, match.index - MAX_NAME_CHARS), match.index);
    const label = LINK_TEXT.exec(before)?.[1];
    const id = `${secret}/${file}`;
    if (parseUploadId(id) === null) continue;
    found.push({ id, name: nameOf(file, label) });
    if (found.length >= MAX_LINKS) break;
  }
  return found;
}

const UPLOAD_ID = /^([0-9a-f]{32})\/([^\s()<>"/]{1,400})$/;

/** What an id is made of; null for what is none. */
export function parseUploadId(id: string): { readonly secret: string; readonly fileName: string } | null {
  const [, secret, file] = UPLOAD_ID.exec(id) ?? [];
  if (secret === undefined || file === undefined) return null;
  const fileName = decoded(file);
  // Others are ways up in the address of the API, which would be asked for something else then.
  return fileName === '.' || fileName === '..' || /[/\\]/.test(fileName) ? null : { secret, fileName };
}

/** A link as GitLab writes it, with the name that the file had, whatever GitLab made of it in the address. */
export function uploadLink(name: string, url: string): string {
  return `[${name.replaceAll(/[\\[\]]/g, '\\$&')}](${url})`;
}

/** The text of the link when the address was made of it, and else what the address says: people write other texts. */
function nameOf(file: string, label: string | undefined): string {
  const fromAddress = decoded(file);
  if (label === undefined) return fromAddress;
  const given = label.replaceAll(/\\(.)/g, '$1');
  return sanitized(given) === sanitized(fromAddress) ? given : fromAddress;
}

/** What a name and its address have in common (GitLab sets `CarrierWave::SanitizedFile.sanitize_regexp`). */
function sanitized(name: string): string {
  const made = name.replaceAll(/[^\p{L}\p{M}\p{N}_.+-]/gu, '_').normalize('NFC');
  return /^\.+$/.test(made) ? `_${made}` : made;
}

function decoded(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
