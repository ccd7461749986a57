import { FileCache } from "../../src/index.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const cache = new FileCache(folder, { durability: "process" });
let counted = 0;
for (let i = 0; i < Number(count); i++) {
  await cache.incr("n");
  counted++;
}
await cache.close();
process.send?.(counted);
process.disconnect();
