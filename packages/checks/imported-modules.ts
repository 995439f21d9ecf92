import { isNode, type SyntaxNode, syntaxNodes } from './syntax.ts';

export interface ImportedModule {
  readonly specifier: string;
  readonly node: SyntaxNode;
}

/** What a source imports in whatever way, types included. */
export async function importedModules(text: string): Promise<readonly ImportedModule[]> {
  const nodes = await syntaxNodes(text);
  return nodes.flatMap((node) => {
    const specifier = specifierOf(node);
    return specifier === null ? [] : [{ specifier, node }];
  });
}

function specifierOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return literal(node.source);
    case 'TsImportType':
      return literal(node.argument);
    case 'CallExpression':
      return isNode(node.callee) && node.callee.type === 'Import' ? literal(firstArgument(node)) : null;
    default:
      return null;
  }
}

function firstArgument(call: SyntaxNode): unknown {
  const [first]: readonly unknown[] = Array.isArray(call.arguments) ? call.arguments : [];
  return typeof first === 'object' && first !== null && 'expression' in first ? first.expression : null;
}

function literal(value: unknown): string | null {
  return isNode(value) && value.type === 'StringLiteral' && typeof value.value === 'string'
    ? value.value
    : null;
}
