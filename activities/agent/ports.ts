import type { ThinkResult } from '@fixpoint/contracts/agent-activities.ts';
import type { BlobStore, RecordStore } from '@fixpoint/store/ports.ts';
import type { ModelClient } from './model-client.ts';
import type { ModelPrice } from './prices.ts';

/** What every request to the model has in common. */
export interface ModelParameters {
  readonly model: string;
  readonly maxTokens: number;
  /** Above this estimate the oldest tool results of a conversation are left out. */
  readonly maxConversationTokens: number;
}

/** What the agent fleet needs of the world. */
export interface AgentPorts {
  readonly model: ModelClient;
  readonly parameters: ModelParameters;
  readonly blobs: BlobStore;
  /** One record per turn, keyed by `turnId`. */
  readonly exchanges: RecordStore<ThinkResult>;
  /** The price of a model by its name; names it does not know have one too. */
  readonly priceOf: (model: string, promptTokens: number) => ModelPrice;
  /** Replaces secrets in whatever the model is told. */
  readonly redact: (text: string) => string;
}
