import type { CopyProgress, FaceName, SetBehavior, Store } from "results-manager";
import type { CommandModule } from "../definition/command-definition.ts";
import { textOf, wordAt } from "../definition/read-words.ts";
import { DONE, FAILED } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import type { Column } from "../output/column.ts";
import { ProgressLine } from "../output/progress-line.ts";
import { withStore } from "../store/with-store.ts";
import { chosenFaces } from "./transfer/chosen-faces.ts";
import { type CopyRules, copyFace } from "./transfer/copy-face.ts";
import { tellFailure } from "./transfer/tell-failure.ts";

const COLUMNS: readonly Column[] = [
  { key: "face" },
  { key: "copied", isNumber: true },
  { key: "skipped", isNumber: true },
  { key: "failed", isNumber: true },
];

export const run: CommandModule["run"] = async (context) => {
  const { output, signal } = context;
  const [from, to] = [wordAt(context, 0) as string, wordAt(context, 1) as string];
  const prefix = wordAt(context, 2);
  const chosen = chosenFaces(context, prefix);
  const progress = new ProgressLine(output);
  const copyAll = async (source: Store, target: Store) => {
    const { place } = source.results.storage;
    if (place !== undefined && place === target.results.storage.place)
      throw new UsageError(`'${from}' and '${to}' are one store, which cannot be copied to itself: name another one.`);
    const rows: {
      readonly face: FaceName;
      readonly copied: number;
      readonly skipped: number;
      readonly failed: number;
    }[] = [];
    for (const face of await heldOf(source, chosen)) {
      const rules: CopyRules = {
        prefix,
        behavior: textOf(context, "behavior") as SetBehavior,
        signal,
        onError: (_key, error) => {
          progress.clear();
          tellFailure(output, error);
        },
        onProgress: ({ done, total }: CopyProgress) =>
          progress.show(`${face}: ${done}${done === total ? "" : ` of ${total}`}`),
        isAfterValues: rows.some((row) => row.face === "values"),
      };
      const { copied, skipped, failed = [] } = await copyFace(source, target, face, rules);
      rows.push({ face, copied, skipped, failed: failed.length });
    }
    return rows;
  };
  try {
    const rows = await withStore(from, "read", (source) =>
      withStore(to, "create", (target) => copyAll(source, target)),
    );
    progress.clear();
    await output.rows(COLUMNS, rows);
    return rows.some(({ failed }) => failed > 0) ? FAILED : DONE;
  } finally {
    progress.clear();
  }
};

async function heldOf(store: Store, chosen: readonly FaceName[]): Promise<readonly FaceName[]> {
  const held = await store.faces();
  return chosen.filter((face) => held.includes(face));
}
