// Uses every face on the medium that the URL names, opened twice; plain JavaScript, so that every runtime and bundler takes it.
import { memoize, openStore, registerModel } from "results-manager";
import * as v from "valibot";

const [, , url] = process.argv;
const Loss = registerModel("Loss", v.object({ value: v.number(), at: v.date() }));
const loss = { value: 0.31, at: new Date(0) };

function expect(is, what) {
  if (!is) throw new Error(`${what} on '${url}' went wrong.`);
}

async function main() {
  try {
    let store = await openStore(url);
    await store.results.set("runs/7/loss", loss, { model: Loss, behavior: "overwrite" });
    await store.results.setMany(
      Array.from({ length: 1100 }, (_, i) => [`many/${i}`, { value: i, at: new Date(i) }]),
      { model: Loss, behavior: "overwrite" },
    );
    if (url !== "memory:") {
      await store.close();
      store = await openStore(url);
    }
    expect((await store.results.get("runs/7/loss", Loss)).at.getTime() === 0, "get");
    expect((await store.results.listIds("runs")).join() === "runs/7/loss", "listIds");
    // Enough for the reading thread, if it is found.
    const ids = Array.from({ length: 1100 }, (_, i) => `many/${i}`);
    expect(
      (await store.results.getMany(ids, Loss)).every((each, i) => each?.value === i),
      "getMany",
    );
    expect((await store.results.update("runs/7/loss", Loss, (old) => ({ ...old, value: 1 }))).value === 1, "update");
    await store.cache.setValue("page", new Map([["a", 1n]]), { tags: ["t"] });
    expect((await store.cache.getValue("page")).get("a") === 1n, "getValue");
    await store.cache.invalidateTag("t");
    expect((await store.cache.getValue("page")) === undefined, "invalidateTag");
    const key = await store.values.save({ weights: new Float64Array(10_000) });
    expect((await store.values.load(key.slice(0, 12))).weights.length === 10_000, "load");
    let runs = 0;
    const countedDouble = async (x) => {
      runs++;
      return x * 2;
    };
    const double = memoize(countedDouble, { storage: store.calls, name: "double", parameters: ["x"] });
    await double.forget(4);
    expect((await double(4)) === 8 && (await double(4)) === 8 && runs === 1, "memoize");
    await store.results.compact();
    await store.close();
    console.log("ok");
  } catch (error) {
    console.log(error.code ?? error.stack);
  }
}

void main();
