import type { Paint, Style } from './style.ts';
import { clipTo, padTo, widthOf } from './text-width.ts';

export interface Cell {
  /** One line without control characters. */
  readonly text: string;
  readonly paint?: Paint;
  readonly url?: string | null;
}

export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string | Cell;
  /** Gives way when the terminal is too narrow. */
  readonly shrinks?: boolean;
}

const GAP = '  ';
const MIN_SHRUNK_COLUMNS = 10;

/** Rows as aligned columns below their titles; columns in which nothing stands are left out. */
export function renderTable<T>(items: readonly T[], columns: readonly Column<T>[], style: Style): string {
  const all = columns.map((column) => ({ column, cells: items.map((item) => toCell(column.cell(item))) }));
  const filled = all.filter(({ cells }, index) => index === 0 || cells.some(({ text }) => text !== ''));
  const widths = fitted(
    filled.map(({ column, cells }) => ({
      width: Math.max(widthOf(column.title), ...cells.map(({ text }) => widthOf(text))),
      shrinks: column.shrinks ?? false,
    })),
    style.columns,
  );
  const lineOf = (cells: readonly Cell[]) => {
    const rendered = cells.map((cell, index) => {
      const width = widths[index] ?? 0;
      const isLast = index === cells.length - 1;
      const clipped = clipTo(cell.text, width);
      const dressed = style.link(
        cell.paint && clipped !== '' ? style.paint(cell.paint, clipped) : clipped,
        cell.url ?? null,
      );
      return isLast ? dressed : dressed + padTo(clipped, width).slice(clipped.length);
    });
    return rendered.join(GAP).trimEnd();
  };
  const header = filled.map(({ column }): Cell => ({ text: column.title, paint: 'dim' }));
  const rows = items.map((_, row) => filled.flatMap(({ cells }) => cells[row] ?? []));
  return [header, ...rows].map(lineOf).join('\n');
}

function toCell(cell: string | Cell): Cell {
  return typeof cell === 'string' ? { text: cell } : cell;
}

function fitted(
  columns: readonly { readonly width: number; readonly shrinks: boolean }[],
  available: number | null,
): readonly number[] {
  const total = columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
  let excess = available === null ? 0 : Math.max(0, total - available);
  return columns.map(({ width, shrinks }) => {
    if (!shrinks || excess === 0) return width;
    const shrunk = Math.max(MIN_SHRUNK_COLUMNS, width - excess);
    excess -= Math.max(0, width - shrunk);
    return Math.min(width, shrunk);
  });
}
