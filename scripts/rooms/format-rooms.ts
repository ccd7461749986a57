import type { SourceFile } from "./source-files.ts";

/** Formats the rooms of a package as a Markdown table, from the bottom to the top. */
export function formatRooms(name: string, files: readonly SourceFile[], order: readonly string[]): string {
  const total = files.reduce((sum, { lines }) => sum + lines, 0);
  const rows = order.flatMap((room) => {
    const own = files.filter((file) => file.room === room);
    if (own.length === 0) return [];
    const lines = own.reduce((sum, file) => sum + file.lines, 0);
    const targets = own.flatMap(({ imports }) => imports);
    const used = order.filter((other) => other !== room && targets.some((path) => path.startsWith(`${other}/`)));
    const share = `${((lines / total) * 100).toFixed(1)} %`;
    return [
      `| ${room === "." ? "(no room)" : room} | ${own.length} | ${lines} | ${share} | ${used.join(", ") || "–"} |`,
    ];
  });
  const head = ["| room | files | lines | share | imports from |", "| --- | ---: | ---: | ---: | --- |"];
  return [`### ${name}: ${files.length} files, ${total} lines`, "", ...head, ...rows].join("\n");
}
