import { runTool, type ToolRequest } from './run-tool.ts';

export interface Remote {
  /** Lower-case and without port, as SSH and HTTP ports differ. */
  readonly host: string;
  /** Of HTTP(S), when it is not the usual one. */
  readonly port: string | null;
  /** Every part of the path but the last: GitLab has groups in groups. */
  readonly owner: string;
  readonly repo: string;
  readonly scheme: 'https' | 'http' | 'ssh' | 'git';
}

export interface NamedRemote extends Remote {
  readonly name: string;
}

const SCP_LIKE = /^(?:[^@/:\s]+@)?(\[[0-9a-fA-F:]+\]|[^@/:\s[\]]{2,}):(?!\/\/)(.+)$/;
const SCHEMES: Readonly<Record<string, Remote['scheme']>> = {
  'https:': 'https',
  'http:': 'http',
  'ssh:': 'ssh',
  'git+ssh:': 'ssh',
  'ssh+git:': 'ssh',
  'git:': 'git',
};
/** Hosts that take SSH at port 443 for those behind a firewall. */
const SSH_ALIASES: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
};
const PREFERRED = ['origin', 'upstream'];

/** What the address of a git remote says; null when it is no forge's. Users, passwords and tokens in it are dropped. */
export function parseRemote(address: string): Remote | null {
  const text = address.trim();
  // Git reads an address with `://` as a URL, and `host:path` as SSH; everything else is a path.
  const scp = text.includes('://') ? null : SCP_LIKE.exec(text);
  const url = parseUrl(scp ? `ssh://${scp[1]}/${scp[2]}` : text);
  const scheme = url ? SCHEMES[url.protocol] : undefined;
  if (!url || scheme === undefined) return null;
  const host = hostOf(url.hostname);
  const parts = partsOf(url.pathname);
  const repo = parts?.at(-1)?.replace(/\.git$/, '');
  if (!host || !parts || parts.length < 2 || !repo || repo === '.' || repo === '..') return null;
  const web = scheme === 'https' || scheme === 'http';
  return { host, port: web ? url.port || null : null, owner: parts.slice(0, -1).join('/'), repo, scheme };
}

/** Where the server of a remote is most likely reached. SSH says nothing about HTTP, so that is HTTPS at its usual port. */
export function webAddressOf({ scheme, host, port }: Remote): string {
  return `${scheme === 'http' ? 'http' : 'https'}://${host}${port === null ? '' : `:${port}`}`;
}

/** The remotes of a repository that may be forges, the likeliest first: origin, upstream, then by name. */
export async function listRemotes(
  root: string,
  environment: ToolRequest['environment'],
): Promise<readonly NamedRemote[]> {
  const output = await runTool({ command: 'git', args: ['remote', '-v'], cwd: root, environment });
  const remotes = (output ?? '').split('\n').flatMap((line) => {
    const [, name, address] = /^(\S+)\t(.+) \(fetch\)/.exec(line) ?? [];
    const remote = address === undefined ? null : parseRemote(address);
    return name === undefined || remote === null ? [] : [{ name, ...remote }];
  });
  return remotes.sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
}

function rankOf({ name }: NamedRemote): number {
  const rank = PREFERRED.indexOf(name);
  return rank < 0 ? PREFERRED.length : rank;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** As HTTP has it: lower-case, and in ASCII; null when it is no host. */
function hostOf(hostname: string): string | null {
  const url = parseUrl(`https://${hostname}`);
  if (!url || url.hostname === '' || url.host !== url.hostname || /^[-.]/.test(url.hostname)) return null;
  return SSH_ALIASES[url.hostname] ?? url.hostname;
}

/** The parts of a path, decoded; null when one of them could mean something else than a name. */
function partsOf(pathname: string): readonly string[] | null {
  const parts = pathname.replace(/^\/+|\/+$/g, '').split('/');
  const decoded = parts.map(decode);
  const odd = decoded.some(
    (part) => part === null || !/^[^\p{C}\s/\\~?#%]+$/u.test(part) || /^\.\.?$/.test(part),
  );
  return odd ? null : decoded.filter((part) => part !== null);
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
