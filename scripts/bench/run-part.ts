import { PARTS, type PartOptions } from "./parts.ts";

// Runs one part in a separate process, so that earlier parts do not affect it.
const { name, options } = JSON.parse(process.argv[2] ?? "") as { readonly name: string; readonly options: PartOptions };
console.log(await PARTS[name]?.(options));
