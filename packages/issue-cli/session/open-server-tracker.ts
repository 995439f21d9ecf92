import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import type { Sourced } from '../config/backend-fields.ts';
import { type ServerBackendDescription, whereKeysAreLookedFor } from '../config/server-backend.ts';
import { withTokenAdvice } from './token-advice.ts';

export interface ServerTrackerOptions {
  readonly agent: Sourced<string>;
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
}

/**
 * The tracker of another host. Whoever was named acts, else the agent of the key, else the user of this machine.
 *
 * @throws FixpointError API_KEY_INVALID, API_SCOPE_MISSING, API_UNAVAILABLE, API_REFUSED, BACKEND_UNKNOWN
 */
export async function openServerTracker(
  description: ServerBackendDescription,
  { agent, readOnly, signal }: ServerTrackerOptions,
): Promise<Tracker> {
  const { serverUrl, remoteBackend, apiKey } = description;
  const { value: url } = serverUrl;
  if (apiKey === null) {
    throw new FixpointError('API_KEY_INVALID', `There is none for ${url}: ${whereKeysAreLookedFor(url)}`);
  }
  const { openRemoteTracker } = await import('@fixpoint/issue-client/open-remote-tracker.ts');
  try {
    return await openRemoteTracker({
      url,
      apiKey: apiKey.token.reveal(),
      ...(remoteBackend === null ? {} : { backend: remoteBackend.value }),
      ...(agent.from === 'default' ? { agentByDefault: agent.value } : { agent: agent.value }),
      readOnly,
      signal,
    });
  } catch (error) {
    throw withTokenAdvice(error, description);
  }
}
