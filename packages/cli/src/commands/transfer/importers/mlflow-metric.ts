/** Value of a metric at a step. */
export interface MetricPoint {
  readonly step: number;
  readonly time: Date;
  readonly value: number;
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
]);

/** Parses the lines `<milliseconds> <value> <step>` of a metric, and orders them by step and time. @throws {SyntaxError} for another line. */
export function parseMetric(text: string): readonly MetricPoint[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const points = lines.map((line): MetricPoint => {
    const [time = "", value = "", step = "0"] = line.trim().split(/\s+/);
    const point = { step: Number(step), time: new Date(Number(time)), value: pythonFloat(value) };
    if (Number.isInteger(point.step) && !Number.isNaN(point.time.getTime()) && point.value !== undefined)
      return { ...point, value: point.value };
    throw new SyntaxError(`Expected '<milliseconds> <value> <step>', got '${line.slice(0, 80)}'.`);
  });
  return points.sort((a, b) => a.step - b.step || a.time.getTime() - b.time.getTime());
}

function pythonFloat(text: string): number | undefined {
  const [, sign, digits = ""] = /^([+-]?)(.*)$/.exec(text.toLowerCase()) ?? [];
  const number = WORDS.get(digits) ?? (/^[\d.]/.test(digits) ? Number(digits) : undefined);
  if (number === undefined || (Number.isNaN(number) && digits !== "nan")) return undefined;
  return sign === "-" ? -number : number;
}
