import type { SandboxLimits } from '@fixpoint/contracts/sandbox-activities.ts';
import type Docker from 'dockerode';

export const WORK_FOLDER = '/work';
export const MIRROR_FOLDER = '/mirror';
export const STATE_FOLDER = '/state';

const HOME_FOLDER = '/home/agent';
const USER = '1000:1000';
const MIB = 1024 ** 2;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const HELPER_LIMITS = { memoryBytes: 1024 * MIB, cpus: 2, pids: 64 } as const;

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly labels: Record<string, string>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Volume name by the folder that it is mounted at. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly limits: Pick<SandboxLimits, 'memoryBytes' | 'cpus' | 'pids'>;
  /** False for a command that only prints: nothing can then be sent to it. */
  readonly stdin: boolean;
}

/** All that the container of a command from a repository sees of an environment. */
export const AGENT_ENVIRONMENT = {
  PATH,
  HOME: HOME_FOLDER,
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  CI: 'true',
} as const;

/** A container that has no network, no capability, no root, no writable system and bounded resources. */
export function lockedDown(plan: ContainerPlan): Docker.ContainerCreateOptions {
  const { limits } = plan;
  return {
    name: plan.name,
    Image: plan.image,
    Labels: plan.labels,
    Entrypoint: [...plan.command],
    Cmd: [],
    Env: Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    User: USER,
    Hostname: 'fixpoint',
    WorkingDir: WORK_FOLDER,
    Healthcheck: { Test: ['NONE'] },
    NetworkDisabled: true,
    Tty: false,
    AttachStdout: true,
    AttachStderr: true,
    AttachStdin: plan.stdin,
    OpenStdin: plan.stdin,
    // The container ends when nobody is attached any more, so a dead worker leaves nothing running.
    StdinOnce: plan.stdin,
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'private',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      Mounts: Object.entries(plan.volumes).map(([target, source]) => ({
        Type: 'volume',
        Target: target,
        Source: source,
      })),
      Tmpfs: {
        '/tmp': 'rw,nosuid,nodev,exec,size=512m,mode=1777',
        [HOME_FOLDER]: 'rw,nosuid,nodev,exec,size=256m,uid=1000,gid=1000,mode=0700',
      },
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.pids,
      OomScoreAdj: 500,
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 8_192, Hard: 8_192 },
        { Name: 'fsize', Soft: 2_048 * MIB, Hard: 2_048 * MIB },
      ],
      // The engine would otherwise keep everything that a command prints on the host's disk.
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
    },
  };
}
