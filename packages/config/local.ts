import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { z } from 'zod';
import { LOCAL_PORTS, type LocalPortName, type LocalPorts, portVariable } from './local-ports.ts';
import { type Environment, readEnvironment } from './read-environment.ts';

const portSchema = z.coerce
  .number({ error: 'give a port number, e.g. 17233' })
  .int('give a whole number')
  .min(1024, 'give a port from 1024 on')
  .max(65_000, 'give a port below 65000');

const names = Object.keys(LOCAL_PORTS) as LocalPortName[];

const schema = z.object({
  FIXPOINT_PORT_BASE: portSchema.default(17_230),
  ...Object.fromEntries(names.map((name) => [portVariable(name), portSchema.optional()])),
  FIXPOINT_TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^/\s]+:\d+$/, 'give HOST:PORT, e.g. 127.0.0.1:7233')
    .optional(),
  FIXPOINT_TEMPORAL_UI_URL: z.url('give an address like http://127.0.0.1:8233').optional(),
  FIXPOINT_STORE_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'give an address like mongodb://127.0.0.1:27017/fixpoint')
    .optional(),
  FIXPOINT_GITEA_URL: z.url('give an address like http://127.0.0.1:3000').optional(),
  FIXPOINT_GITEA_USER: z.string().optional(),
  FIXPOINT_GITEA_PASSWORD: z.string().optional(),
  FIXPOINT_GITEA_TOKEN: z.string().optional(),
  DOCKER_HOST: z
    .string()
    .regex(
      /^(unix|tcp|http|https):\/\//,
      'give an address like unix:///var/run/docker.sock or tcp://HOST:2375',
    )
    .optional(),
  FIXPOINT_SANDBOX_IMAGE: z.string().optional(),
  FIXPOINT_FORGES_FILE: z.string().optional(),
  FIXPOINT_DEBIAN_MIRROR: z
    .url('give an address like http://deb.debian.org/debian')
    .default('http://deb.debian.org/debian'),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z
    .url('give an address like https://api.anthropic.com')
    .default('https://api.anthropic.com'),
  PATH: z.string().default('/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'),
  HOME: z.string().default('/'),
});

/** A Gitea that somebody else runs, and an administrator of it. */
export interface ConfiguredGitea {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly token: string;
}

/** What an operator may choose about the local stack. What is undefined is had in another way. */
export interface LocalSettings {
  readonly ports: LocalPorts;
  readonly temporalAddress: string | undefined;
  readonly temporalUiUrl: string | undefined;
  readonly storeUrl: string | undefined;
  readonly gitea: ConfiguredGitea | undefined;
  readonly dockerHost: string | undefined;
  readonly sandboxImage: string | undefined;
  /** Forges beside the local Gitea, whose issues may be synced; as `readForges` reads them. */
  readonly forgesFile: string | undefined;
  readonly debianMirror: string;
  readonly modelKey: string | undefined;
  readonly modelBaseUrl: string;
  readonly path: string;
  /** The environment for programs that download and build, which heed proxies and caches of the user's. */
  readonly toolEnvironment: Readonly<Record<string, string>>;
}

/** @throws FixpointError INVALID_CONFIG */
export function readLocalSettings(environment: Environment = process.env): LocalSettings {
  const env = readEnvironment(schema, environment);
  const own = env as Record<string, unknown>;
  const ports = Object.fromEntries(
    names.map((name) => [name, own[portVariable(name)] ?? env.FIXPOINT_PORT_BASE + LOCAL_PORTS[name]]),
  ) as LocalPorts;
  return {
    ports,
    temporalAddress: env.FIXPOINT_TEMPORAL_ADDRESS,
    temporalUiUrl: env.FIXPOINT_TEMPORAL_UI_URL,
    storeUrl: env.FIXPOINT_STORE_URL,
    gitea: configuredGitea(env),
    dockerHost: env.DOCKER_HOST,
    sandboxImage: env.FIXPOINT_SANDBOX_IMAGE,
    forgesFile: env.FIXPOINT_FORGES_FILE,
    debianMirror: env.FIXPOINT_DEBIAN_MIRROR,
    modelKey: env.ANTHROPIC_API_KEY,
    modelBaseUrl: env.ANTHROPIC_BASE_URL,
    path: env.PATH,
    toolEnvironment: withoutSecrets(environment),
  };
}

function configuredGitea(env: z.infer<typeof schema>): ConfiguredGitea | undefined {
  const {
    FIXPOINT_GITEA_URL: url,
    FIXPOINT_GITEA_USER: user,
    FIXPOINT_GITEA_PASSWORD: password,
    FIXPOINT_GITEA_TOKEN: token,
  } = env;
  if (url === undefined) return undefined;
  if (user !== undefined && password !== undefined && token !== undefined)
    return { url, user, password, token };
  const detail =
    'FIXPOINT_GITEA_URL: give FIXPOINT_GITEA_USER, _PASSWORD and _TOKEN of an administrator as well, or none of the four';
  throw new FixpointError('INVALID_CONFIG', detail);
}

const SECRET = /(KEY|TOKEN|SECRET|PASSWORD)$/;

function withoutSecrets(environment: Environment): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && !SECRET.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
