import { afterAll, beforeAll } from 'vitest';
import { type Installation, openInstallation } from './open-installation.ts';
import { openPlatform } from './platform.ts';

/** Opens the installation before the tests of a file; it can be asked for from then on. */
export function useInstallation(): () => Installation {
  const opened: { installation?: Installation } = {};
  beforeAll(async () => {
    opened.installation = await openInstallation(await openPlatform());
  });
  afterAll(() => opened.installation?.close());
  return () => {
    if (!opened.installation) throw new Error('the installation is not open yet');
    return opened.installation;
  };
}
