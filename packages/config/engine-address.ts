export type EngineAddress =
  | { readonly socketPath: string }
  | { readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number };

const DEFAULT_PORTS = { http: 2375, https: 2376 };

/** Reads a DOCKER_HOST: `unix:///path`, or `tcp://`, `http://` or `https://` with a host and perhaps a port. */
export function engineAddress(dockerHost: string): EngineAddress {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  const url = new URL(dockerHost.replace(/^tcp:/, 'http:'));
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return { protocol, host: url.hostname, port: Number(url.port) || DEFAULT_PORTS[protocol] };
}
