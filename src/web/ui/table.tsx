import type { ReactNode } from "react";

type TableProps<Row> = {
  label: string;
  columns: readonly { title: string; cell(row: Row): ReactNode }[];
  rows: readonly Row[];
  keyOf(row: Row): string | number;
};

/** A plain table. On a phone each row becomes a small card, and the column titles stand beside the values. */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table role="table" aria-label={label} className="w-full text-left text-[13px] max-md:block">
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row" className="border-b border-line text-ink-2">
          {columns.map((column) => (
            <th role="columnheader" key={column.title} scope="col" className="py-2 pr-4 font-medium">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block max-md:space-y-3">
        {rows.map((row) => (
          <tr
            role="row"
            key={keyOf(row)}
            className="border-b border-line align-middle max-md:block max-md:rounded-xl max-md:border max-md:p-3"
          >
            {columns.map((column) => (
              <td
                role="cell"
                key={column.title}
                data-title={column.title}
                className="py-2 pr-4 break-words before:text-ink-2 max-md:flex max-md:items-center max-md:justify-between max-md:gap-4 max-md:py-1 max-md:pr-0 max-md:before:content-[attr(data-title)]"
              >
                <span className="min-w-0">{column.cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
