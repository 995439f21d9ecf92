import { UsageError } from '../usage-error.ts';
import { parseTemplate, type Template } from './template.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'template'] as const;

export interface FormatFlags {
  readonly format?: (typeof FORMATS)[number];
  readonly json?: boolean;
  readonly template?: string;
}

export type OutputFormat =
  | { readonly kind: 'table' | 'json' | 'ndjson' | 'envelope' }
  | { readonly kind: 'template'; readonly template: Template };

/** @throws UsageError when the flags contradict each other */
export function outputFormatOf({ format, json = false, template }: FormatFlags): OutputFormat {
  if (template !== undefined) {
    if (json || (format !== undefined && format !== 'template'))
      throw new UsageError('--template: give either it or another format.');
    return { kind: 'template', template: parseTemplate(template) };
  }
  if (format === 'template') throw new UsageError('--format=template: give --template TEXT too.');
  if (!json) return { kind: format ?? 'table' };
  if (format === undefined || format === 'json') return { kind: 'envelope' };
  throw new UsageError(`--json is the versioned envelope: leave out --format=${format}.`);
}
