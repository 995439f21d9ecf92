import type { z } from 'zod';
import {
  type Answered,
  type Client,
  type ClientOptions,
  type ClientRequest,
  createClient,
} from '../client.ts';

export interface TrackerClientOptions extends ClientOptions {
  readonly owner: string;
  readonly repo: string;
}

/** Below the repository, or below `/api/v1` when `ofServer`. */
export interface TrackerRequest<Schema extends z.ZodType>
  extends Omit<ClientRequest<Schema>, 'followsRenames'> {
  readonly ofServer?: boolean;
}

/** Requests of one repository, each answer parsed. */
export interface TrackerClient extends Pick<Client, 'readFile'> {
  readonly owner: string;
  readonly repo: string;
  /** @throws FixpointError with the codes of `IssueBackend` */
  ask<Schema extends z.ZodType>(request: TrackerRequest<Schema>): Promise<Answered<z.infer<Schema>>>;
  /** As `ask`, for the data alone. */
  request<Schema extends z.ZodType>(request: TrackerRequest<Schema>): Promise<z.infer<Schema>>;
}

export function createTrackerClient({ owner, repo, ...options }: TrackerClientOptions): TrackerClient {
  const client = createClient(options);
  const repository = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;

  function ask<Schema extends z.ZodType>(of: TrackerRequest<Schema>): Promise<Answered<z.infer<Schema>>> {
    const path = of.ofServer ? of.path : `${repository}${of.path}`;
    return client.ask<Schema>({ ...of, path, followsRenames: true });
  }

  const { readFile } = client;
  return { owner, repo, ask, request: async (of) => (await ask(of)).data, readFile };
}
