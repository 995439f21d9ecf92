import { openPlatform } from './platform.ts';

/** The services start once for all files, and end with the last one. */
export default async function setup(): Promise<() => Promise<void>> {
  const platform = await openPlatform();
  return () => platform.stop();
}
