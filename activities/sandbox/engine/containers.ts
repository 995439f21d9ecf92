import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { HeldShell, SHELL_COMMAND } from '../shell/held-shell.ts';
import { callEngine, removeFromEngine } from './call.ts';
import { type ContainerPlan, lockedDown } from './container-options.ts';

/** @throws FixpointError of the engine */
export async function createContainer(docker: Docker, plan: ContainerPlan): Promise<Docker.Container> {
  return callEngine(`create ${plan.name}`, (abortSignal) =>
    docker.createContainer({ ...lockedDown(plan), abortSignal }),
  );
}

/** Starts a container whose first process is a shell, and holds that shell. */
export async function startShell(container: Docker.Container): Promise<HeldShell> {
  const shell = new HeldShell(await attach(container, true));
  await startContainer(container);
  return shell;
}

/** Attaches before the start, so that nothing of the output is missed. */
export async function attach(container: Docker.Container, stdin: boolean): Promise<Duplex> {
  const options = { stream: true, stdin, stdout: true, stderr: true, hijack: true };
  return asDuplex(await callEngine('attach', () => container.attach(options)));
}

export async function startContainer(container: Docker.Container): Promise<void> {
  await callEngine('start the container', (abortSignal) => container.start({ abortSignal }));
}

/** A second shell in a running container. */
export async function openSecondShell(container: Docker.Container): Promise<HeldShell> {
  const stream = await callEngine('open a shell', async (abortSignal) => {
    const exec = await container.exec({
      Cmd: [...SHELL_COMMAND],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    });
    return exec.start({ hijack: true, stdin: true });
  });
  return new HeldShell(asDuplex(stream));
}

/** Ends every process in the container; returns when they are dead. */
export async function killContainer(container: Docker.Container): Promise<void> {
  await removeFromEngine('kill the container', (abortSignal) =>
    container.kill({ signal: 'SIGKILL', abortSignal }),
  );
}

export async function removeContainer(container: Docker.Container): Promise<void> {
  await removeFromEngine('remove the container', (abortSignal) =>
    container.remove({ force: true, v: true, abortSignal }),
  );
  // Somebody else may be removing it, and until it is gone its volumes are in use.
  await removeFromEngine('wait for the removal of the container', (abortSignal) =>
    container.wait({ condition: 'removed', abortSignal }),
  );
}

/** An unread error event would end the process; whoever reads the stream sees its end. */
function asDuplex(stream: NodeJS.ReadWriteStream): Duplex {
  stream.on('error', () => undefined);
  return stream as Duplex;
}
