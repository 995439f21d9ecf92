import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { RepositoryConfig } from '../../config/repository-config.ts';

/** @throws FixpointError BACKEND_UNKNOWN that names those which there are */
export function checkConfigured(backends: RepositoryConfig['backends'], name: string): void {
  if (Object.hasOwn(backends, name)) return;
  const names = Object.keys(backends).join(', ') || 'none';
  throw new FixpointError('BACKEND_UNKNOWN', `There is no ${name}; there is: ${names}.`);
}
