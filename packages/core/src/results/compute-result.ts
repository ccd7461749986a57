import { type ComputationSteps, computeOnceSteps, type Stored } from "../leases/compute-once.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { WriteOutcome } from "../records/storage-backend.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { type Steps, settled } from "../steps/steps.ts";
import { intact } from "../typed-records/decode-record.ts";
import type { ComputeContext } from "./async-results-backend.ts";
import { type ComputedTarget, computedContent } from "./computed-content.ts";
import { readContext } from "./read-result.ts";

/** Operations that find, compute and store a result. */
export interface ResultComputation extends Omit<ComputationSteps<RecordContent>, "find" | "compute"> {
  readonly compute: (context: ComputeContext) => unknown;
  readonly find: () => Awaitable<FoundRecord>;
  /** Stores the computed record if none is stored. */
  readonly write: (content: RecordContent, stored: Stored) => Awaitable<WriteOutcome>;
}

/** Returns the stored record of a result, or computes and stores it: once for all concurrent processes. */
export function* computeResult(target: ComputedTarget, computation: ResultComputation): Steps<RecordContent> {
  const { compute, signal, write } = computation;
  const context = readContext(target.storage, target.key);
  const find = function* (): Steps<RecordContent | undefined> {
    const found = yield* settled(computation.find(), "The store");
    return found && intact(found, context);
  };
  const stored = yield* find();
  if (stored) return stored;
  return yield* computeOnceSteps({
    ...computation,
    find,
    compute: function* (stored) {
      const value = yield* settled(compute({ signal }) as Awaitable<unknown>, "The function that computes the result");
      const schema = `The schema of model '${target.model.name}'`;
      const content = yield* settled(computedContent(target, value), schema);
      const outcome = yield* settled(write(content, stored), "The store");
      // Another caller may have set the result in the meantime: every caller gets the stored record.
      return !outcome.written && outcome.found ? intact(outcome.found, context) : content;
    },
  });
}
