import { join } from 'node:path';
import type { LocalStack } from '../stack.ts';
import type { ForgeFiles } from './forge-files.ts';
import { databaseUrl, type Profile } from './profile.ts';

/** What the model is reached with; the replay server takes any key. */
export interface ModelAccess {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
}

export interface ServiceRow {
  readonly name: string;
  readonly main: string;
  /** Beyond what every service gets; nothing is inherited, so that a fleet holds only its own power. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ServiceInputs {
  readonly stack: LocalStack;
  readonly profile: Profile;
  readonly forgeFiles: ForgeFiles;
  readonly model: ModelAccess;
  readonly workflowBundle: string;
  readonly ingressPort: number;
  /** Further settings of ingress, such as the limits of a run. */
  readonly ingressEnv: Readonly<Record<string, string>>;
}

/** Every process of Fixpoint. Who gets which secret is decided here. */
export function serviceTable(inputs: ServiceInputs): readonly ServiceRow[] {
  const { stack, profile, forgeFiles, model, workflowBundle, ingressPort, ingressEnv } = inputs;
  return [
    {
      name: 'orchestrator',
      main: 'services/orchestrator/main.ts',
      env: { FIXPOINT_WORKFLOW_BUNDLE: workflowBundle },
    },
    { name: 'ledger-worker', main: 'services/ledger-worker/main.ts', env: {} },
    {
      name: 'agent-worker',
      main: 'services/agent-worker/main.ts',
      env: {
        ...wayOut(stack),
        ANTHROPIC_API_KEY: model.apiKey,
        ...(model.baseUrl ? { ANTHROPIC_BASE_URL: model.baseUrl } : {}),
      },
    },
    {
      name: 'git-worker',
      main: 'services/git-worker/main.ts',
      env: {
        FIXPOINT_FORGES_FILE: forgeFiles.git,
        FIXPOINT_GIT_ROOT: join(serviceFolder(profile, 'git-worker'), 'mirrors'),
      },
    },
    {
      name: 'forge-worker',
      main: 'services/forge-worker/main.ts',
      env: { ...wayOut(stack), FIXPOINT_FORGES_FILE: forgeFiles.forge },
    },
    {
      name: 'sandbox-worker',
      main: 'services/sandbox-worker/main.ts',
      env: {
        DOCKER_HOST: stack.endpoints.dockerHost,
        FIXPOINT_SANDBOX_IMAGE: stack.endpoints.sandboxImage,
        FIXPOINT_SANDBOX_INSTANCE: profile.sandboxInstance,
      },
    },
    {
      name: 'ingress',
      main: 'services/ingress/main.ts',
      env: {
        FIXPOINT_FORGES_FILE: forgeFiles.ingress,
        FIXPOINT_INGRESS_PORT: String(ingressPort),
        ...ingressEnv,
      },
    },
  ];
}

const WAY_OUT = ['NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];

/** What a network wants of whoever leaves it: to the model, and to forges elsewhere. */
function wayOut({ settings }: LocalStack): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings.toolEnvironment).filter(([name]) => WAY_OUT.includes(name)),
  );
}

/** Fleets share no files: each has a folder of its own. */
export function serviceFolder(profile: Profile, service: string): string {
  return join(profile.folder, service);
}

/** What every service gets: where Temporal and its own database are. */
export function commonEnvironment(
  { stack, profile }: ServiceInputs,
  service: string,
  healthPort: number,
): Record<string, string> {
  return {
    PATH: stack.settings.path,
    HOME: serviceFolder(profile, service),
    TMPDIR: serviceFolder(profile, service),
    FIXPOINT_TEMPORAL_ADDRESS: stack.endpoints.temporalAddress,
    FIXPOINT_TEMPORAL_NAMESPACE: profile.temporalNamespace,
    FIXPOINT_STORE_URL: databaseUrl(stack.endpoints.storeUrl, profile),
    FIXPOINT_HEALTH_PORT: String(healthPort),
  };
}
