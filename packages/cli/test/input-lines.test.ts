import { expect, test } from "vitest";
import { inputLines } from "../src/text/input-lines.ts";

const linesIn = async (bytes: Buffer, partSize: number, maxBytes?: number): Promise<unknown[]> => {
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += partSize) yield bytes.subarray(at, at + partSize);
  }
  const lines: unknown[] = [];
  for await (const page of inputLines(parts(), maxBytes))
    for (const { number, text, fault, isLast } of page)
      lines.push([number, fault ?? text, ...(isLast ? ["last"] : [])]);
  return lines;
};

test.each([1, 2, 3, 7, 1000])("lines end at line feeds only, in parts of %i bytes", async (size) => {
  const text = "\ufeffa é\u2028b\r\n\n\ufeffpart\n𝒳 end";
  expect(await linesIn(Buffer.from(text), size)).toEqual([
    [1, "a é\u2028b\r"],
    [2, ""],
    [3, "\ufeffpart"],
    [4, "𝒳 end", "last"],
  ]);
});

test.each([1, 4, 1000])(
  "a line that is too long or no UTF-8 does not end the others, in parts of %i bytes",
  async (size) => {
    const bytes = Buffer.concat([
      Buffer.from("ok\n12345678901\n"),
      Buffer.from([0xff, 10]),
      Buffer.from("1234567890\n"),
    ]);
    expect(await linesIn(bytes, size, 10)).toEqual([
      [1, "ok"],
      [2, "it has more than 10 bytes"],
      [3, "it is not UTF-8"],
      [4, "1234567890"],
    ]);
  },
);

test("a text that ends with a line feed has no line behind it", async () => {
  expect(await linesIn(Buffer.from("a\n"), 5)).toEqual([[1, "a"]]);
  expect(await linesIn(Buffer.alloc(0), 5)).toEqual([]);
});
