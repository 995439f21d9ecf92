import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What a service needs of a checkout to run: its folder, and those of everything that it is linked to, relative to the root. */
export function filesOfService(root: string, service: string): string[] {
  const needed = new Set<string>();
  const queue = [join(root, 'services', service)];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    if (needed.has(folder)) continue;
    needed.add(folder);
    queue.push(...linkedFrom(folder));
  }
  return ['package.json', ...[...needed].map((folder) => relative(root, folder))];
}

/** A workspace package holds its links; those of an installed one stand beside it. */
function linkedFrom(folder: string): string[] {
  const { installation, modules } = placeOf(folder);
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .flatMap((entry) =>
      entry.name.startsWith('@')
        ? readdirSync(join(modules, entry.name)).map((name) => join(entry.name, name))
        : [entry.name],
    )
    .filter((name) => !name.startsWith('.'))
    .map((name) => placeOf(realpathSync(join(modules, name))).installation)
    .filter((linked) => linked !== installation);
}

function placeOf(folder: string): { installation: string; modules: string } {
  const store = `${sep}node_modules${sep}.pnpm${sep}`;
  const at = folder.indexOf(store);
  if (at < 0) return { installation: folder, modules: join(folder, 'node_modules') };
  const [name = ''] = folder.slice(at + store.length).split(sep);
  const installation = join(folder.slice(0, at + store.length), name);
  return { installation, modules: join(installation, 'node_modules') };
}
