import { describe, expect, test } from "vitest";
import { allowsRemoval, allowsWrite } from "../../src/records/preconditions.ts";
import type { FoundRecord, RecordContent } from "../../src/records/record.ts";
import type { WriteCondition } from "../../src/records/storage-backend.ts";

const content = { data: 1 } as unknown as RecordContent;
const found = (expiresAt?: number): NonNullable<FoundRecord> =>
  ({ ...content, expiresAt, revision: "r1" }) as NonNullable<FoundRecord>;
const corrupt = { corrupt: "torn", revision: "r2" } as NonNullable<FoundRecord>;

describe("allowsWrite", () => {
  const allows = (condition: WriteCondition, record: FoundRecord): boolean =>
    allowsWrite({ key: "k", condition, content }, record);

  test("'any' always holds", () => {
    expect([allows("any", undefined), allows("any", found()), allows("any", corrupt)]).toEqual([true, true, true]);
  });

  test("'absent' holds only without a record, and a corrupt one is a record", () => {
    expect([allows("absent", undefined), allows("absent", found()), allows("absent", corrupt)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("'unchanged' holds for the same revision only", () => {
    expect(allows({ unchanged: "r1" }, found())).toBe(true);
    expect(allows({ unchanged: "r1" }, corrupt)).toBe(false);
    expect(allows({ unchanged: "r2" }, corrupt)).toBe(true);
    expect(allows({ unchanged: "r1" }, undefined)).toBe(false);
  });
});

describe("allowsRemoval", () => {
  const allows = (condition: "any" | "expired" | { unchanged: string }, record: FoundRecord, now = 100): boolean =>
    allowsRemoval({ key: "k", condition }, record, now);

  test("nothing is removed where there is nothing", () => {
    for (const condition of ["any", "expired", { unchanged: "r1" }] as const)
      expect(allows(condition, undefined)).toBe(false);
  });

  test("'expired' holds from the time of expiry on, and never for a corrupt record", () => {
    expect([allows("expired", found(101)), allows("expired", found(100)), allows("expired", found())]).toEqual([
      false,
      true,
      false,
    ]);
    expect(allows("expired", corrupt)).toBe(false);
  });

  test("'any' and 'unchanged' hold for corrupt records, too", () => {
    expect([
      allows("any", corrupt),
      allows({ unchanged: "r2" }, corrupt),
      allows({ unchanged: "r1" }, corrupt),
    ]).toEqual([true, true, false]);
  });
});
