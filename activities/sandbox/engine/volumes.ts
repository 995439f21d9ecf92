import type Docker from 'dockerode';
import { callEngine, removeFromEngine } from './call.ts';

/** Creates a volume; one that is there already is left as it is. */
export async function createVolume(
  docker: Docker,
  name: string,
  labels: Record<string, string>,
): Promise<void> {
  await callEngine(`create the volume ${name}`, (abortSignal) =>
    docker.createVolume({ Name: name, Labels: labels, abortSignal }),
  );
}

export async function removeVolume(docker: Docker, name: string): Promise<void> {
  await removeFromEngine(`remove the volume ${name}`, (abortSignal) =>
    docker.getVolume(name).remove({ force: true, abortSignal }),
  );
}
