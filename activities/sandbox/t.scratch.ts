import { createHost, makeSpec, removeHost, Turns } from './testing/host.ts';
const host = createHost();
const { spec } = await makeSpec(host, {'a.txt': 'one\n'});
const turns = new Turns(host, spec);
setTimeout(()=>{console.log('stuck'); process.exit(1)}, 20000);
try {
for (const c of ['pwd; id; ls -la; git status --short', 'true', 'true','true', 'echo hi > new', 'echo hi >> new','echo ho >> new', 'true']) { const a = performance.now(); const r = await turns.act([['bash', {command: c}]]); console.log(c, (performance.now()-a).toFixed(1), JSON.stringify(r.texts), r.result.snapshot?.sha); }
} catch (e) { console.log(e) }
await removeHost(host); process.exit(0)
