import { Readable } from 'node:stream';
import { pack } from 'tar-stream';

const USER_ID = 1000;

/** A tar stream of one file, owned by the container's user. */
export function tarOfFile(name: string, bytes: Uint8Array): NodeJS.ReadableStream {
  const tar = pack();
  tar.entry({ name, uid: USER_ID, gid: USER_ID, mode: 0o600 }, Buffer.from(bytes));
  tar.finalize();
  return Readable.from(tar);
}
