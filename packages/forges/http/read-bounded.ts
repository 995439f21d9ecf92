import { FixpointError } from '@fixpoint/contracts/errors.ts';

/**
 * The body of an answer, unpacked.
 *
 * @throws FixpointError FORGE_REFUSED when it is longer than `maxBytes`
 */
export async function readBounded(response: Response, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes)
      throw new FixpointError('FORGE_REFUSED', `An answer exceeds ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
