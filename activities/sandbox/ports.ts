import type { ActResult, WorkspaceReady } from '@fixpoint/contracts/sandbox-activities.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';
import type Docker from 'dockerode';

/** What the sandbox fleet needs of the world; it holds no credential. */
export interface SandboxPorts {
  readonly docker: Docker;
  /** The environment's image: the agent's container relies on bash and coreutils in it, and on nothing else. */
  readonly image: string;
  /** The image of the helper container: it needs git too. */
  readonly helperImage: string;
  readonly blobs: BlobStore;
  /** Keyed by `turnId`. */
  readonly turns: RecordStore<ActResult>;
  /** Labels every container and volume, so that two installations on one engine never touch each other's. */
  readonly instanceLabel: string;
  /** Names this engine's queue. */
  readonly engineId: string;
  signalReady(workflowId: string, ready: WorkspaceReady): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}
