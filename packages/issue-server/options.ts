export interface IssueServerOptions {
  /** The agent as which the key of the environment acts, unless the request names another. */
  readonly defaultAgent: string;
  /** Of JSON; files may have 10 MiB. */
  readonly maxBodyBytes: number;
  /** Of one API key, or of one address that has none. */
  readonly requestsPerMinute: number;
  /** How long a request may wait for an event. */
  readonly maxWaitMs: number;
  readonly maxStreams: number;
  readonly maxStreamsPerKey: number;
  /** After which an event stream ends, and its client connects again: a key that was revoked is looked at then. */
  readonly streamLifeMs: number;
  /** Also webhooks to hosts that are not public, and without TLS. */
  readonly allowPrivateWebhookTargets: boolean;
}

export const DEFAULT_SERVER_OPTIONS: IssueServerOptions = {
  defaultAgent: 'api',
  maxBodyBytes: 2 * 1024 ** 2,
  requestsPerMinute: 600,
  maxWaitMs: 30_000,
  maxStreams: 100,
  maxStreamsPerKey: 10,
  streamLifeMs: 15 * 60_000,
  allowPrivateWebhookTargets: false,
};
