import type Docker from 'dockerode';
import { z } from 'zod';
import { callEngine } from './call.ts';

const EngineInfo = z.object({ ID: z.string().min(1) });

/**
 * The engine's own id, which names the queue of its host.
 *
 * @throws FixpointError ENGINE_UNAVAILABLE, ENGINE_REFUSED
 */
export async function readEngineId(docker: Docker): Promise<string> {
  return EngineInfo.parse(await callEngine('ask for its id', () => docker.info())).ID;
}
