import type { Endpoints } from '@fixpoint/local/endpoints.ts';

/** Tells the tests where the servers are, as `readStackConfig` of packages/config reads it. */
export function stackEnvironment(endpoints: Endpoints, temporalExecutable: string): Record<string, string> {
  return {
    FIXPOINT_TEMPORAL_EXECUTABLE: temporalExecutable,
    FIXPOINT_STACK_TEMPORAL_ADDRESS: endpoints.temporalAddress,
    FIXPOINT_STACK_STORE_URL: endpoints.storeUrl,
    FIXPOINT_STACK_GITEA_URL: endpoints.giteaUrl,
    FIXPOINT_STACK_GITEA_USER: endpoints.giteaAdmin.user,
    FIXPOINT_STACK_GITEA_PASSWORD: endpoints.giteaAdmin.password,
    FIXPOINT_STACK_GITEA_TOKEN: endpoints.giteaAdmin.token,
    FIXPOINT_STACK_DOCKER_SOCKET: endpoints.dockerSocketPath,
    FIXPOINT_STACK_SANDBOX_IMAGE: endpoints.sandboxImage,
  };
}
