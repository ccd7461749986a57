import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COPIES, type Copies } from "./copies.ts";
import { loadCopies } from "./copies-hook.ts";

const copies: Copies = JSON.parse(process.env[COPIES] ?? "");
loadCopies(copies);

for (const i of copies.mutations.keys()) {
  describe(`mutant ${i}`, async () => {
    let isNoticed = false;
    const notice = (): void => {
      if (!isNoticed) report("noticed", i);
      isNoticed = true;
    };
    beforeEach((context) => {
      if (isNoticed) context.skip();
      report("begun", i);
    });
    afterEach(({ task }) => {
      if (task.result?.state === "fail") notice();
    });
    report("begun", i);
    for (const path of copies.tests) {
      await import(`${pathToFileURL(path)}?mutant=${i}`).catch(() => {
        notice();
        test("imports", () => expect.fail());
      });
    }
  });
}

function report(event: "begun" | "noticed", i: number): void {
  appendFileSync(copies.report, `${event} ${i}\n`);
}
