import { type CheckResult, type Finding, toResult } from './check.ts';
import { codeOf, isTest, type SourceFile } from './source-files.ts';
import { isNode, lineOf, type SyntaxNode, syntaxNodes } from './syntax.ts';

const MESSAGE = 'reads the environment: take the value as a parameter, and read it in packages/config';

/** Only packages/config reads the environment; tests may. */
export async function checkEnvironmentReads(tree: readonly SourceFile[]): Promise<CheckResult> {
  const files = codeOf(tree).filter(({ path }) => !path.startsWith('packages/config/') && !isTest(path));
  const findings = await Promise.all(files.map(findReads));
  return toResult('environment', files.length, findings.flat());
}

async function findReads({ path, text }: SourceFile): Promise<readonly Finding[]> {
  if (!text.includes('env')) return [];
  const nodes = await syntaxNodes(text);
  return nodes
    .filter(readsEnvironment)
    .map((node) => ({ file: path, line: lineOf(text, node), message: MESSAGE }));
}

function readsEnvironment(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return isProcess(node.object) && isNamed(node.property, 'env');
    case 'VariableDeclarator':
      return isProcess(node.init) && hasNamed(node.id, 'properties', 'key');
    case 'ImportDeclaration':
      return isProcessModule(node.source) && hasNamed(node, 'specifiers', 'imported', 'local');
    default:
      return false;
  }
}

/** `process`, or `globalThis.process`. */
function isProcess(value: unknown): boolean {
  if (isNamed(value, 'process')) return true;
  return isNode(value) && value.type === 'MemberExpression' && isNamed(value.property, 'process');
}

function isProcessModule(source: unknown): boolean {
  return isNode(source) && (source.value === 'node:process' || source.value === 'process');
}

function hasNamed(holder: unknown, list: string, ...fields: readonly string[]): boolean {
  const items: unknown = isNode(holder) ? holder[list] : null;
  if (!Array.isArray(items)) return false;
  return items.some((item: unknown) => {
    if (!isNode(item)) return false;
    const named = fields.map((field) => item[field]).find(isNode);
    return isNamed(named, 'env');
  });
}

/** An identifier, or a computed or quoted name: `.env` and `['env']` alike. */
function isNamed(value: unknown, name: string): boolean {
  if (!isNode(value)) return false;
  if (value.type === 'Computed') return isNamed(value.expression, name);
  return (value.type === 'Identifier' || value.type === 'StringLiteral') && value.value === name;
}
