import { type CheckResult, type Finding, toResult } from './check.ts';
import { type Cruise, cruise } from './cruise.ts';
import { type ImportedModule, importedModules } from './imported-modules.ts';
import { codeOf, type SourceFile } from './source-files.ts';
import { lineOf } from './syntax.ts';

/** Arrows point one way, and each fleet holds one power: the rules are in `.dependency-cruiser.mjs`. */
export async function checkArchitecture(root: string, tree: readonly SourceFile[]): Promise<CheckResult> {
  const files = codeOf(tree).filter(({ path }) => path.endsWith('.ts') && path.includes('/'));
  const seen = await cruise(root);
  const findings = [...broken(seen), ...(await overlooked(seen, files))];
  return toResult('architecture', Math.min(files.length, seen.modules.length), findings);
}

function broken({ summary }: Cruise): readonly Finding[] {
  return summary.violations.map(({ from, to, rule }) => ({
    file: from,
    message: from === to ? rule.name : `${rule.name}: ${to}`,
  }));
}

/** Imports that dependency-cruiser did not see, and so did not judge: a gate that looks away would pass everything. */
async function overlooked(seen: Cruise, files: readonly SourceFile[]): Promise<readonly Finding[]> {
  const judged = new Map(
    seen.modules.map(({ source, dependencies }) => [
      source,
      new Set(dependencies.map(({ module }) => module)),
    ]),
  );
  const findings = await Promise.all(
    files.map(async (file) => {
      const judgedHere = judged.get(file.path);
      if (!judgedHere)
        return [{ file: file.path, message: 'not seen by the architecture check: move it into a package' }];
      const imports = await importedModules(file.text);
      return imports
        .filter(({ specifier }) => !judgedHere.has(bare(specifier)))
        .map((it) => unseen(file, it));
    }),
  );
  return findings.flat();
}

function unseen({ path, text }: SourceFile, { specifier, node }: ImportedModule): Finding {
  return {
    file: path,
    line: lineOf(text, node),
    message: `the architecture check does not see ${specifier}: write it as an import statement`,
  };
}

/** dependency-cruiser names Node's own modules without their prefix. */
function bare(specifier: string): string {
  return specifier.replace(/^node:/, '');
}
