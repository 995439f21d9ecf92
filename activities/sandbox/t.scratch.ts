import { createHost, makeSpec, removeHost, Turns } from './testing/host.ts';

const host = createHost();
const { spec } = await makeSpec(host, { 'a.txt': 'one\n' });
const turns = new Turns(host, spec);
const { docker } = host.ports;
const med = (xs: number[]) => xs.sort((a, b) => a - b)[Math.floor(xs.length / 2)];
const t0 = performance.now();
await turns.act([['bash', { command: 'true' }]]);
console.log('open+act', (performance.now() - t0).toFixed(0));
const time = async (n: number, f: (i: number) => Promise<unknown>) => {
  const xs = [];
  for (let i = 0; i < n; i++) {
    const a = performance.now();
    await f(i);
    xs.push(performance.now() - a);
  }
  return med(xs)?.toFixed(1);
};
console.log('nothing changed', await time(30, () => turns.act([['bash', { command: 'true' }]])));
console.log('changed', await time(30, (i) => turns.act([['bash', { command: `echo ${i} >> new` }]])));
console.log(
  'edit',
  await time(30, (i) => turns.act([['str_replace_based_edit_tool', { command: 'view', path: 'a.txt' }]])),
);
await host.workspaces.use(spec, async (slot) => {
  const h = slot.workspace!.helper;
  for (const s of [
    'true',
    'git ls-files -o -m --exclude-standard -z',
    'git write-tree',
    'cat /dev/null',
    'printf "x" | base64 -d >/dev/null',
    `echo ${spec.baseSha} | git pack-objects -q --revs --thin --stdout --delta-base-offset`,
    `echo ${spec.baseSha} | git pack-objects -q --revs --threads=1 --thin --stdout --delta-base-offset`,
    `echo x | git commit-tree -F - ${spec.baseSha}^{tree}`,
    `printf 'new\\0' | git update-index -z --add --remove --replace --stdin`,
  ])
    console.log(s, await time(20, () => h.run(s)));
});
await removeHost(host);
process.exit(0);
