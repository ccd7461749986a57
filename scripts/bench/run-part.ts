import { PARTS, type PartOptions } from "./parts.ts";

// One part in a process of its own: what came before has left nothing behind.
const { name, options } = JSON.parse(process.argv[2] ?? "") as { readonly name: string; readonly options: PartOptions };
console.log(await PARTS[name]?.(options));
